package steelyard.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import steelyard.price.Invariant;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Provider;
import steelyard.token.Meter;

/// Looks a whole price book through.
public final class Audit {
    private static final Duration YEAR = Duration.ofDays(366);

    private final List<Finding> findings = new ArrayList<>();

    private Audit() {}

    /// What a book's rows are found wanting in, by provider and model.
    public static List<Finding> of(PriceBook book) {
        Audit audit = new Audit();
        Instant end = book.asOf().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        for (Provider provider : book.providers()) {
            for (String model : book.models(provider.id())) {
                audit.model(book.rows(provider.id(), model), end);
            }
        }
        return List.copyOf(audit.findings);
    }

    /// The days since the book's newest look at its sources.
    public static long ageInDays(PriceBook book, LocalDate today) {
        return Math.max(0, today.toEpochDay() - book.asOf().toEpochDay());
    }

    private void model(List<PriceRow> rows, Instant bookEnds) {
        Map<List<Object>, List<PriceRow>> lines = new LinkedHashMap<>();
        for (PriceRow row : rows) {
            if (!row.isFactor() && row.kind() == PriceRow.Kind.BOOK && !row.isPattern()) {
                lines.computeIfAbsent(
                                List.of(row.region(), row.service(), row.context(), row.window()),
                                k -> new ArrayList<>())
                        .add(row);
            }
        }
        lines.values()
                .forEach(line -> {
                    List<PriceRow> timeline = timeline(line);
                    timeline.forEach(row -> row(row, bookEnds));
                    returns(timeline);
                    gaps(line);
                });
    }

    /// The rows that are in force one after the other: of overlapping ones the last recorded.
    private static List<PriceRow> timeline(List<PriceRow> line) {
        List<PriceRow> inForce = new ArrayList<>();
        for (Instant at : starts(line)) {
            inForce(line, at)
                    .filter(row -> inForce.isEmpty() || !inForce.getLast().equals(row))
                    .ifPresent(inForce::add);
        }
        return inForce;
    }

    private static SortedSet<Instant> starts(List<PriceRow> line) {
        TreeSet<Instant> starts = new TreeSet<>();
        for (PriceRow row : line) {
            starts.add(row.validity().from());
            starts.add(row.validity().to());
        }
        starts.remove(Instant.MAX);
        return starts;
    }

    private static Optional<PriceRow> inForce(List<PriceRow> line, Instant at) {
        return line.stream()
                .filter(row -> row.validity().contains(at))
                .max(
                        Comparator.comparing(row ->
                                row.recorded().equals(Instant.MIN) ? Instant.MAX : row.recorded()));
    }

    private void row(PriceRow row, Instant bookEnds) {
        Map<Meter, Long> picos = rates(row);
        for (Invariant broken : Invariant.broken(picos)) {
            add(Finding.Kind.INVARIANT, row, broken.meaning() + " (" + price(row) + ")");
        }
        if (!row.validity().from().isBefore(bookEnds) && !isStated(row)) {
            add(Finding.Kind.FUTURE, row, price(row));
        }
        if (row.standing() == PriceRow.Standing.DISPUTED) {
            add(Finding.Kind.DISPUTE, row, price(row) + "; others: " + row.rivals());
        }
    }

    private static Map<Meter, Long> rates(PriceRow row) {
        Map<Meter, Long> picos = new EnumMap<>(Meter.class);
        for (Meter meter : Meter.all()) {
            row.rate(meter).ifPresent(rate -> picos.put(meter, rate));
        }
        return picos;
    }

    private void returns(List<PriceRow> timeline) {
        for (int i = 0; i + 2 < timeline.size(); i++) {
            PriceRow before = timeline.get(i);
            for (int k = i + 2; k < timeline.size(); k++) {
                PriceRow back = timeline.get(k);
                PriceRow away = timeline.get(i + 1);
                boolean within =
                        Duration.between(away.validity().from(), back.validity().from())
                                        .compareTo(YEAR)
                                < 0;
                boolean stated = isStated(away) && isStated(back);
                if (head(before).equals(head(back))
                        && !head(away).equals(head(before))
                        && within
                        && !stated) {
                    add(
                            Finding.Kind.RETURN,
                            away,
                            price(before) + ", " + price(away) + ", " + price(back));
                    return;
                }
            }
        }
    }

    private static boolean isStated(PriceRow row) {
        return Set.of(PriceRow.Basis.EXPLICIT, PriceRow.Basis.DOCUMENT, PriceRow.Basis.STATED)
                .contains(row.basis());
    }

    private static List<Object> head(PriceRow row) {
        return List.of(row.rate(Meter.INPUT), row.rate(Meter.OUTPUT));
    }

    private void gaps(List<PriceRow> line) {
        Optional<PriceRow> before = Optional.empty();
        Optional<Instant> since = Optional.empty();
        for (Instant at : starts(line)) {
            Optional<PriceRow> now = inForce(line, at);
            if (now.isPresent() && before.isPresent() && since.isPresent()) {
                PriceRow row = now.get();
                if (row.context().isBase() && row.window().isAllDay()) {
                    add(
                            Finding.Kind.GAP,
                            row,
                            "nothing from " + day(since.get()) + " to " + day(at));
                }
            }
            since = now.isPresent() ? Optional.empty() : since.or(() -> Optional.of(at));
            before = now.isPresent() ? now : before;
        }
    }

    private void add(Finding.Kind kind, PriceRow row, String what) {
        findings.add(
                new Finding(
                        kind,
                        row.provider(),
                        row.model(),
                        row.conditions(),
                        day(row.validity().from()),
                        what,
                        row.at()));
    }

    /// The prices that only a rule of a vendor gives: per rule, how many listed models it serves.
    public static List<Finding> derived(PriceBook book) {
        List<Finding> derived = new ArrayList<>();
        for (Provider provider : book.providers()) {
            Map<PriceRow, Integer> uses = new LinkedHashMap<>();
            for (String model : book.models(provider.id())) {
                List<PriceRow> rows = book.rows(provider.id(), model);
                for (PriceRow rule : rows) {
                    boolean stated =
                            rows.stream()
                                    .anyMatch(r ->
                                            !r.isFactor()
                                                    && rule.service().isPresent()
                                                    && r.service().equals(rule.service())
                                                    && r.region().equals(rule.region()));
                    if (rule.isFactor() && rule.kind() == PriceRow.Kind.BOOK && !stated) {
                        uses.merge(rule, 1, Integer::sum);
                    }
                }
            }
            uses.forEach((rule, models) ->
                    derived.add(
                            new Finding(
                                    Finding.Kind.DERIVED,
                                    rule.provider(),
                                    rule.model(),
                                    rule.conditions(),
                                    day(rule.validity().from()),
                                    "x %s for %d models: %s"
                                            .formatted(
                                                    rule.multiply().orElseThrow(),
                                                    models,
                                                    rule.note()),
                                    rule.at())));
        }
        return derived;
    }

    private static String day(Instant at) {
        return at.equals(Instant.MIN) || at.equals(Instant.MAX)
                ? ""
                : at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String price(PriceRow row) {
        return usd(row, Meter.INPUT) + "/" + usd(row, Meter.OUTPUT);
    }

    private static String usd(PriceRow row, Meter meter) {
        return row.rate(meter).isEmpty()
                ? "-"
                : java.math.BigDecimal.valueOf(row.rate(meter).getAsLong(), 6)
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
