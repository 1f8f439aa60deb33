package steelyard.chronicle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steelyard.price.ContextTier;
import steelyard.sheet.PriceKey;
import steelyard.token.Meter;

/// One price through time: what a model cost under the same conditions, from everything that was
/// said of it.
///
/// Input and output change together; every other rate follows the sources that bear them out.
final class Line {
    private static final Set<Meter> HEAD = EnumSet.of(Meter.INPUT, Meter.OUTPUT);

    /// A start that is assumed lies at most this long before the first sighting.
    private static final int RELEASE_DAYS = 366;

    /// A sighting this long after a price went still speaks of its time.
    private static final int SOON_DAYS = 60;

    /// A stretch of time without any change.
    ///
    /// @param to null while it lasts
    /// @param after the last sighting of what stood before; null if there is none
    /// @param seen the newest look that showed it
    record Stretch(
            LocalDate from,
            @Nullable LocalDate to,
            @Nullable LocalDate after,
            String basis,
            boolean assumed,
            SortedMap<Meter, BigDecimal> rates,
            List<String> sources,
            Set<String> names,
            boolean document,
            String rivals,
            String page,
            LocalDate seen,
            LocalDate recorded) {}

    private final PriceKey key;
    private final List<Sighting> sightings;

    Line(PriceKey key, List<Sighting> sightings) {
        this.key = key;
        this.sightings = sightings.stream().map(Slips::possible).toList();
    }

    /// What was said of this price and of one that is the same by another name.
    Line with(Line other) {
        List<Sighting> both = new ArrayList<>(sightings);
        other.sightings.forEach(s -> both.add(s.of(key)));
        return new Line(key, both);
    }

    PriceKey key() {
        return key;
    }

    List<Sighting> sightings() {
        return sightings;
    }

    /// The stretches in the order of time, without gaps; the last one lasts.
    List<Stretch> stretches() {
        List<ChangePoints.Step> heads = ChangePoints.of(runs(sightings, HEAD::contains));
        boolean hasHead = !heads.isEmpty();
        if (!hasHead) {
            heads = ChangePoints.of(runs(sightings, m -> !HEAD.contains(m)));
        }
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            LocalDate to = i + 1 < heads.size() ? heads.get(i + 1).from() : end(heads.get(i));
            stretches.addAll(within(heads.get(i), to, hasHead ? headless() : null));
        }
        return merged(assumedStart(stretches));
    }

    /// What was said of a meter by who named the price while it stood, or soon after; who names it
    /// long after it went takes its other rates from another time, and counts where nobody else
    /// says.
    private static List<Run> ofTheTime(
            List<Sighting> backing, Meter meter, @Nullable LocalDate to) {
        List<Run> all = runs(backing, m -> m == meter);
        List<Run> then =
                all.stream()
                        .filter(r -> to == null || r.from().isBefore(to.plusDays(SOON_DAYS)))
                        .toList();
        return then.isEmpty() ? all : then;
    }

    private List<Sighting> headless() {
        return sightings.stream()
                .filter(s -> s.rates().keySet().stream().noneMatch(HEAD::contains))
                .toList();
    }

    /// A tier that every source dropped while it went on to list the model ended when the last of
    /// them did so; a model that is no longer listed keeps its price.
    private @Nullable LocalDate end(ChangePoints.Step last) {
        boolean tier = !key.context().equals(ContextTier.BASE);
        boolean gone = last.backing().stream().allMatch(r -> r.sighting().gone());
        return tier && gone ? last.until() : null;
    }

    private static List<Run> runs(
            List<Sighting> sightings, java.util.function.Predicate<Meter> of) {
        List<Run> runs = new ArrayList<>();
        for (Sighting s : sightings) {
            Map<Meter, BigDecimal> says = new EnumMap<>(Meter.class);
            s.rates()
                    .forEach((meter, usd) -> {
                        if (of.test(meter)) {
                            says.put(meter, usd);
                        }
                    });
            if (!says.isEmpty()) {
                runs.add(new Run(s, says, s.from(), null, false));
            }
        }
        return runs;
    }

    /// The stretches of one price: its other rates may change while it stands.
    ///
    /// @param headless the sightings that state neither input nor output; null if none does
    private static List<Stretch> within(
            ChangePoints.Step head, @Nullable LocalDate to, @Nullable List<Sighting> headless) {
        List<Sighting> backing =
                new ArrayList<>(head.backing().stream().map(Run::sighting).toList());
        Map<Meter, List<ChangePoints.Step>> others = new EnumMap<>(Meter.class);
        if (headless != null) {
            backing.addAll(headless);
            Set<Meter> meters = EnumSet.noneOf(Meter.class);
            backing.forEach(s -> meters.addAll(s.rates().keySet()));
            meters.removeAll(HEAD);
            for (Meter meter : meters) {
                others.put(meter, ChangePoints.of(ofTheTime(backing, meter, to)));
            }
        }
        TreeSet<LocalDate> starts = new TreeSet<>(List.of(head.from()));
        others.values()
                .forEach(steps ->
                        steps.stream()
                                .skip(1)
                                .map(ChangePoints.Step::from)
                                .filter(day -> day.isAfter(head.from()))
                                .filter(day -> to == null || day.isBefore(to))
                                .forEach(starts::add));
        List<Stretch> stretches = new ArrayList<>();
        for (LocalDate from : starts) {
            LocalDate next = starts.higher(from);
            SortedMap<Meter, BigDecimal> rates = new TreeMap<>(head.says());
            others.forEach((meter, steps) -> rates.putAll(standing(steps, from).says()));
            boolean first = from.equals(head.from());
            stretches.add(
                    new Stretch(
                            from,
                            next == null ? to : next,
                            first ? head.after() : null,
                            first ? basis(head) : "commit",
                            false,
                            rates,
                            labels(head),
                            head.sources(),
                            head.backing().stream()
                                    .anyMatch(r -> r.sighting().basis() == Sighting.Basis.DOCUMENT),
                            rivals(head),
                            page(head),
                            head.until(),
                            recorded(head, from)));
        }
        return stretches;
    }

    /// What held on a day; what was first said later, of a price that stood already, held from its
    /// beginning.
    private static ChangePoints.Step standing(List<ChangePoints.Step> steps, LocalDate day) {
        ChangePoints.Step standing = steps.getFirst();
        for (ChangePoints.Step step : steps) {
            if (!step.from().isAfter(day)) {
                standing = step;
            }
        }
        return standing;
    }

    private static LocalDate recorded(ChangePoints.Step head, LocalDate from) {
        LocalDate first =
                head.backing().stream().map(Run::from).min(Comparator.naturalOrder()).orElse(from);
        return first.isAfter(from) ? first : from;
    }

    private static String basis(ChangePoints.Step head) {
        Run first =
                head.backing().stream()
                        .filter(r -> r.from().equals(head.from()))
                        .findFirst()
                        .orElse(head.backing().getFirst());
        return head.stated() || !first.isStated()
                ? first.sighting().basis().name().toLowerCase(java.util.Locale.ROOT)
                : "commit";
    }

    private static List<String> labels(ChangePoints.Step head) {
        Map<String, String> labels = new HashMap<>();
        for (Run run : head.backing()) {
            labels.putIfAbsent(run.source(), run.sighting().label());
        }
        return labels.values().stream().sorted().toList();
    }

    private static String page(ChangePoints.Step head) {
        return head.backing().stream()
                .filter(r -> r.sighting().basis() == Sighting.Basis.DOCUMENT)
                .map(r -> r.sighting().commit())
                .filter(c -> c.contains("/"))
                .findFirst()
                .orElse("");
    }

    private static String rivals(ChangePoints.Step head) {
        Map<String, Set<String>> byPrice = new TreeMap<>();
        for (Run run : head.rivals()) {
            byPrice.computeIfAbsent(
                            shown(run.says(), Meter.INPUT) + "/" + shown(run.says(), Meter.OUTPUT),
                            p -> new LinkedHashSet<>())
                    .add(run.source());
        }
        return byPrice.entrySet().stream()
                .map(e -> String.join("+", e.getValue()) + " " + e.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String shown(Map<Meter, BigDecimal> says, Meter meter) {
        BigDecimal usd = says.get(meter);
        return usd == null ? "-" : usd.toPlainString();
    }

    /// A price first seen within a year of the model's release is taken to hold since then.
    private List<Stretch> assumedStart(List<Stretch> stretches) {
        Optional<LocalDate> release =
                sightings.stream()
                        .map(Sighting::release)
                        .filter(java.util.Objects::nonNull)
                        .min(Comparator.naturalOrder());
        if (stretches.isEmpty()
                || release.isEmpty()
                || !stretches.getFirst().basis().equals("first_seen")) {
            return stretches;
        }
        Stretch first = stretches.getFirst();
        long days = ChronoUnit.DAYS.between(release.get(), first.from());
        if (days <= 0 || days > RELEASE_DAYS) {
            return stretches;
        }
        List<Stretch> all = new ArrayList<>(stretches);
        all.addFirst(
                new Stretch(
                        release.get(),
                        first.from(),
                        null,
                        "release",
                        true,
                        first.rates(),
                        first.sources(),
                        first.names(),
                        first.document(),
                        first.rivals(),
                        first.page(),
                        first.seen(),
                        first.recorded()));
        return all;
    }

    private static List<Stretch> merged(List<Stretch> stretches) {
        List<Stretch> merged = new ArrayList<>();
        for (Stretch s : stretches) {
            Stretch last = merged.isEmpty() ? null : merged.getLast();
            if (s.to() != null && !s.from().isBefore(s.to())) {
                continue;
            }
            if (last != null
                    && last.rates().equals(s.rates())
                    && !last.assumed()
                    && last.rivals().equals(s.rivals())) {
                merged.removeLast();
                merged.add(
                        new Stretch(
                                last.from(),
                                s.to(),
                                last.after(),
                                last.basis(),
                                false,
                                last.rates(),
                                last.sources(),
                                last.names(),
                                last.document(),
                                last.rivals(),
                                last.page(),
                                s.seen(),
                                last.recorded()));
            } else {
                merged.add(s);
            }
        }
        return merged;
    }
}
