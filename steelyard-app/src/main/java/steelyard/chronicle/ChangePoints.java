package steelyard.chronicle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steelyard.token.Meter;

/// When a price changed, from what several sources said: the rules of `docs/price-book.md`, in
/// their order.
final class ChangePoints {
    /// How much a source weighs beside another, which weighs 1. Equal weights are told apart by who
    /// looked last.
    private static final Map<String, Double> WEIGHT =
            Map.of("document", 10.0, "openrouter", 10.0, "portkey", 0.9);

    /// The weight from which on a source is the vendor itself.
    private static final double VENDOR = 10;

    /// What stood this long in a single source was a slip.
    private static final int SLIP_DAYS = 3;

    /// A price that is back within this time never went away, unless both changes are stated.
    private static final int RETURN_DAYS = 366;

    /// Sources that still show the old price this long after a change, and outnumber those that
    /// show the new one, are not late: the change was a mistake.
    private static final int PATIENCE_DAYS = 120;

    /// A first price that stood no longer than this may be a slip.
    private static final int BRIEFLY_DAYS = 62;

    /// What a stated day weighs, in days, where one of several changes must be a mistake.
    private static final double STATED_COST = 30;

    /// What the price of today weighs there.
    private static final double TODAY_COST = 2_000;

    /// A listing this much older than another may be its predecessor; else one of them is wrong.
    private static final int STALE_DAYS = 180;

    /// A price and the days on which it held.
    ///
    /// @param from the stated day, or the earliest sighting
    /// @param after the last sighting of the price before; null if there is none
    /// @param backing the runs that say so
    /// @param rivals the runs that say otherwise of days on which it held
    record Step(
            Map<Meter, BigDecimal> says,
            LocalDate from,
            @org.jspecify.annotations.Nullable LocalDate after,
            boolean stated,
            List<Run> backing,
            List<Run> rivals) {
        Set<String> sources() {
            return backing.stream()
                    .map(Run::source)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        double weight() {
            return sources().stream().mapToDouble(s -> WEIGHT.getOrDefault(s, 1.0)).sum();
        }

        LocalDate until() {
            return backing.stream().map(Run::until).max(Comparator.naturalOrder()).orElse(from);
        }

        Step with(List<Run> others) {
            List<Run> all = new ArrayList<>(backing);
            all.addAll(others);
            return new Step(says, from, after, stated, all, rivals);
        }

        Step startingAt(LocalDate day) {
            return new Step(says, day, after, stated, backing, rivals);
        }
    }

    private ChangePoints() {}

    /// @param runs what sources said, in any order
    static List<Step> of(List<Run> runs) {
        List<Step> claims = claims(cleaned(runs));
        List<Step> held = new ArrayList<>();
        List<Step> refuted = new ArrayList<>();
        for (Step claim : claims) {
            if (held.isEmpty()) {
                held.add(claim);
                continue;
            }
            Step current = held.getLast();
            if (Run.agree(current.says(), claim.says())) {
                held.set(held.size() - 1, current.with(claim.backing()));
                continue;
            }
            switch (weigh(current, claim)) {
                case HOLDS -> held.add(claim);
                case ALL_ALONG -> {
                    refuted.add(held.removeLast());
                    held.add(claim.startingAt(current.from()));
                }
                case REFUTED -> refuted.add(claim);
            }
        }
        return told(withoutReturns(held, refuted), refuted);
    }

    private enum Verdict {
        /// The price changed to it.
        HOLDS,
        /// It was right from the start, and what stood before it was a mistake.
        ALL_ALONG,
        /// It never held.
        REFUTED
    }

    private static Verdict weigh(Step current, Step claim) {
        boolean vendor = claim.sources().stream().anyMatch(s -> weightOf(s) >= VENDOR);
        boolean moved = claim.backing().stream().anyMatch(Run::moved);
        double backed = weight(voices(claim, current));
        double against = weight(contradicting(current, claim));
        if (vendor) {
            return Verdict.HOLDS;
        }
        if (claim.stated()) {
            return isAnnounced(claim) && against >= backed ? Verdict.REFUTED : Verdict.HOLDS;
        }
        if (moved) {
            return against > backed ? Verdict.REFUTED : Verdict.HOLDS;
        }
        if (current.until().isBefore(claim.from())) {
            return Verdict.HOLDS;
        }
        double standing = weight(voices(current, claim));
        if (backed < standing || (backed == standing && !claim.until().isAfter(current.until()))) {
            return Verdict.REFUTED;
        }
        boolean known = current.backing().stream().anyMatch(r -> r.isStated() || r.moved());
        return known || ChronoUnit.DAYS.between(current.from(), claim.from()) > STALE_DAYS
                ? Verdict.HOLDS
                : Verdict.ALL_ALONG;
    }

    /// The runs with which a source's last word, between two prices, is the one; of sources that no
    /// longer list the model only where no other speaks.
    private static List<Run> voices(Step one, Step other) {
        List<Run> words = lastWords(one, other);
        boolean anyCurrent =
                java.util.stream.Stream.concat(words.stream(), lastWords(other, one).stream())
                        .anyMatch(r -> !r.sighting().gone());
        return words.stream().filter(r -> !anyCurrent || !r.sighting().gone()).toList();
    }

    private static List<Run> lastWords(Step one, Step other) {
        return one.backing().stream()
                .filter(r ->
                        other.backing().stream()
                                .noneMatch(o ->
                                        o.source().equals(r.source())
                                                && o.from().isAfter(r.from())))
                .toList();
    }

    private static double weight(List<Run> runs) {
        return runs.stream().map(Run::source).distinct().mapToDouble(ChangePoints::weightOf).sum();
    }

    /// The sources that went over to the old price after the claimed change, or held on to it
    /// longer than a late source does. An announced day that has passed is not borne out by
    /// silence: whoever looked a fortnight later and still saw the old price contradicts it.
    private static List<Run> contradicting(Step current, Step claim) {
        boolean announced = isAnnounced(claim);
        int patience = announced ? 14 : PATIENCE_DAYS;
        return (announced ? current.backing() : voices(current, claim))
                .stream()
                        .filter(r ->
                                r.from().isAfter(claim.from())
                                        || r.until().isAfter(claim.from().plusDays(patience)))
                        .toList();
    }

    /// Whether nobody has looked since the day that was stated.
    private static boolean isAnnounced(Step claim) {
        return claim.stated()
                && claim.backing().stream().allMatch(r -> r.until().isBefore(r.from()));
    }

    private static double weightOf(String source) {
        return WEIGHT.getOrDefault(source, 1.0);
    }

    /// Each source without what cannot have been meant: slips of a few days, wrong units, prices
    /// that went away and came back.
    private static List<Run> cleaned(List<Run> runs) {
        Map<String, List<Run>> bySource = new TreeMap<>();
        runs.stream()
                .sorted(Comparator.comparing(Run::from).thenComparing(Run::until))
                .forEach(r -> bySource.computeIfAbsent(r.source(), s -> new ArrayList<>()).add(r));
        List<Run> kept = new ArrayList<>();
        bySource.values()
                .forEach(line -> {
                    List<Run> clean = new ArrayList<>(line);
                    clean.removeIf(r -> Slips.isAbsurd(r) || Slips.isSwapped(r, runs));
                    List<Run> possible = List.copyOf(clean);
                    clean.removeIf(r -> Slips.isWrongUnit(r, possible));
                    if (bySource.size() > 1) {
                        clean.removeIf(r ->
                                r.sighting().gone()
                                        && ChronoUnit.DAYS.between(r.from(), r.until())
                                                <= SLIP_DAYS);
                    }
                    if (clean.size() > 1) {
                        for (int i = 0; i < clean.size() - 1; i++) {
                            Run r = clean.get(i);
                            LocalDate next = clean.get(i + 1).from();
                            if (!r.isStated()
                                    && !r.agrees(clean.get(i + 1).says())
                                    && ChronoUnit.DAYS.between(r.from(), next) <= SLIP_DAYS
                                    && ChronoUnit.DAYS.between(r.from(), r.until()) <= SLIP_DAYS) {
                                clean.remove(i--);
                            }
                        }
                    }
                    for (int i = 1; i < clean.size() - 1; i++) {
                        if (clean.get(i - 1).agrees(clean.get(i + 1).says())
                                && !(clean.get(i).isStated() && clean.get(i + 1).isStated())
                                && ChronoUnit.DAYS.between(
                                                clean.get(i).from(), clean.get(i + 1).from())
                                        < RETURN_DAYS) {
                            clean.remove(i);
                            i = 0;
                        }
                    }
                    Run before = null;
                    for (Run r : clean) {
                        boolean moved = before != null && !before.agrees(r.says());
                        kept.add(
                                new Run(
                                        r.sighting(),
                                        r.says(),
                                        r.from(),
                                        before != null && moved ? before.says() : null,
                                        before == null));
                        before = r;
                    }
                });
        return kept;
    }

    /// One claim for each price that any source named, at its stated day or else the earliest
    /// sighting. A price named again more than a year after it was last seen is a claim of its own.
    private static List<Step> claims(List<Run> runs) {
        List<Run> ordered =
                runs.stream()
                        .sorted(
                                Comparator.comparing(Run::from)
                                        .thenComparingDouble(r -> -weightOf(r.source())))
                        .toList();
        List<List<Run>> groups = new ArrayList<>();
        for (Run run : ordered) {
            List<Run> group = null;
            for (List<Run> g : groups) {
                LocalDate last =
                        g.stream().map(Run::until).max(Comparator.naturalOrder()).orElseThrow();
                if (g.stream().anyMatch(r -> r.agrees(run.says()))
                        && ChronoUnit.DAYS.between(last, run.from()) < RETURN_DAYS
                        && !isReturn(run, g, groups)) {
                    group = g;
                }
            }
            if (group == null) {
                group = new ArrayList<>();
                groups.add(group);
            }
            group.add(run);
        }
        List<Step> claims = new ArrayList<>();
        for (List<Run> group : groups) {
            Map<Meter, BigDecimal> says = new HashMap<>();
            group.forEach(r -> r.says().forEach(says::putIfAbsent));
            List<Run> stated = group.stream().filter(Run::statesChange).toList();
            Run first =
                    (stated.isEmpty() ? group : stated)
                            .stream().min(Comparator.comparing(Run::from)).orElseThrow();
            boolean seenLongBefore =
                    !stated.isEmpty()
                            && group.getFirst().from().isBefore(first.from().minusDays(31));
            Run start = seenLongBefore ? group.getFirst() : first;
            claims.add(
                    new Step(
                            says,
                            start.from(),
                            start.sighting().after(),
                            start.isStated(),
                            List.copyOf(group),
                            List.of()));
        }
        claims.sort(Comparator.comparing(Step::from).thenComparingDouble(Step::weight));
        return claims;
    }

    /// Whether a source goes back to a price from one that came after it.
    private static boolean isReturn(Run run, List<Run> old, List<List<Run>> groups) {
        Map<Meter, BigDecimal> before = run.before();
        return before != null
                && groups.stream()
                        .filter(g -> !g.equals(old))
                        .filter(g -> !g.getFirst().from().isBefore(old.getFirst().from()))
                        .anyMatch(g -> g.stream().anyMatch(r -> r.agrees(before)));
    }

    /// A price that is back within a year never went away, unless it is stated that it did.
    private static List<Step> withoutReturns(List<Step> held, List<Step> refuted) {
        List<Step> steps = new ArrayList<>(held);
        boolean again = true;
        while (again) {
            again = false;
            for (int gap = 2; gap < steps.size() && !again; gap++) {
                for (int i = 0; i + gap < steps.size() && !again; i++) {
                    Step back = steps.get(i + gap);
                    Step away = steps.get(i + 1);
                    boolean stated = back.stated() && away.stated();
                    if (!stated
                            && Run.agree(steps.get(i).says(), back.says())
                            && ChronoUnit.DAYS.between(away.from(), back.from()) < RETURN_DAYS) {
                        refuted.addAll(settle(steps, i, gap));
                        again = true;
                    }
                }
            }
        }
        return steps;
    }

    /// A price that would come back. If the return is stated and the price before stood briefly,
    /// that one was the mistake. Else it is what lies between or the return, whichever stood for
    /// fewer days, weighed by who says so; a stated day counts for a month more, what stands today
    /// for years.
    private static List<Step> settle(List<Step> steps, int first, int gap) {
        int back = first + gap;
        boolean last = back + 1 == steps.size();
        double between = 0;
        for (int k = first + 1; k < back; k++) {
            between += cost(steps, k);
        }
        double after = cost(steps, back) + (last ? TODAY_COST : 0);
        long stood = ChronoUnit.DAYS.between(steps.get(first).from(), steps.get(first + 1).from());
        if (gap == 2
                && steps.get(back).stated()
                && !steps.get(first).stated()
                && stood <= BRIEFLY_DAYS) {
            Step dropped = steps.remove(first);
            steps.set(first, steps.get(first).startingAt(dropped.from()));
            return List.of(dropped);
        }
        if (after < between) {
            return List.of(steps.remove(back));
        }
        List<Step> middle = steps.subList(first + 1, back + 1);
        List<Step> dropped = List.copyOf(middle.subList(0, gap - 1));
        steps.set(first, steps.get(first).with(steps.get(back).backing()));
        middle.clear();
        return dropped;
    }

    /// The days for which a step stood, times the weight of who says so, and more if its start is
    /// stated.
    private static double cost(List<Step> steps, int k) {
        LocalDate from = steps.get(k).from();
        LocalDate to = k + 1 < steps.size() ? steps.get(k + 1).from() : from.plusDays(RETURN_DAYS);
        return ChronoUnit.DAYS.between(from, to) * steps.get(k).weight()
                + (steps.get(k).stated() ? STATED_COST : 0);
    }

    /// The steps with what is said against each: not by sources that are only late.
    private static List<Step> told(List<Step> steps, List<Step> refuted) {
        List<Step> told = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            LocalDate end = i + 1 < steps.size() ? steps.get(i + 1).from() : LocalDate.MAX;
            List<Run> rivals =
                    refuted.stream()
                            .flatMap(r -> r.backing().stream())
                            .filter(r -> !r.agrees(step.says()))
                            .filter(r -> r.from().isBefore(end) && r.until().isAfter(step.from()))
                            .filter(r ->
                                    ChronoUnit.DAYS.between(
                                                    later(r.from(), step.from()),
                                                    earlier(r.until(), end))
                                            > 7)
                            .toList();
            told.add(
                    new Step(
                            step.says(),
                            step.from(),
                            step.after(),
                            step.stated(),
                            step.backing(),
                            rivals));
        }
        return told;
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }
}
