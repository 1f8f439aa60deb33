package steelyard.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import steelyard.audit.Finding;
import steelyard.ledger.Cell;
import steelyard.ledger.Sums;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;

/// What is doubtful in the price book, and the spend that hangs on it.
public final class AuditReport {
    private static final Set<String> WORDS =
            Set.of("what", "provider", "model", "conditions", "from", "detail", "at", "flag");

    private AuditReport() {}

    /// The book by itself.
    public static TableReport of(
            LocalDate asOf,
            long age,
            Optional<Integer> most,
            List<Finding> findings,
            List<Finding> derived) {
        return report(asOf, age, most, findings, derived, Map.of(), List.of(), "");
    }

    /// The book as a log uses it: findings about the prices that it paid, the dearest first, and
    /// faults of the models that it bought.
    ///
    /// @param spend USD by the price row, as the ledger has it
    /// @param newest the end of the log
    public static TableReport of(
            LocalDate asOf,
            long age,
            Optional<Integer> most,
            List<Finding> findings,
            List<Finding> derived,
            Sums sums,
            Map<String, BigDecimal> spend,
            Instant newest) {
        Set<String> products = new HashSet<>();
        Map<Flag, MoneyTotal> flagged = new EnumMap<>(Flag.class);
        MoneyTotal all = MoneyTotal.ZERO;
        for (Cell cell : sums.cells()) {
            products.add(cell.product());
            cell.flagged().forEach((flag, usd) -> flagged.merge(flag, usd, MoneyTotal::plus));
            all = all.plus(cell.spend());
        }
        double whole = all.approximateUsd();
        List<List<String>> flags = new ArrayList<>();
        flagged.entrySet().stream()
                .sorted(Comparator.comparingDouble(e -> -e.getValue().approximateUsd()))
                .forEach(e ->
                        flags.add(
                                List.of(
                                        e.getKey().toString(),
                                        usd(e.getValue()),
                                        "%.2f"
                                                .formatted(
                                                        100
                                                                * e.getValue().approximateUsd()
                                                                / whole),
                                        e.getKey().meaning())));
        Map<Finding, BigDecimal> weighed = new LinkedHashMap<>();
        findings.stream()
                .map(f -> Map.entry(f, on(f, spend)))
                .filter(e ->
                        e.getValue().signum() != 0
                                || (e.getKey().kind().isFault()
                                        && products.contains(e.getKey().product())))
                .sorted(Map.Entry.<Finding, BigDecimal>comparingByValue().reversed())
                .forEach(e -> weighed.put(e.getKey(), e.getValue()));
        return report(
                asOf,
                age,
                most,
                List.copyOf(weighed.keySet()),
                derived,
                weighed,
                flags,
                lateness(asOf, newest));
    }

    /// The spend at a finding's row, moved by rules or not.
    private static BigDecimal on(Finding finding, Map<String, BigDecimal> spend) {
        return spend.entrySet().stream()
                .filter(e ->
                        e.getKey().equals(finding.at())
                                || e.getKey().startsWith(finding.at() + " x "))
                .map(Map.Entry::getValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// Said loudly where the book ends more than a month before the newest call; empty otherwise.
    public static String lateness(LocalDate asOf, Instant newest) {
        long days = ChronoUnit.DAYS.between(asOf, newest.atOffset(ZoneOffset.UTC).toLocalDate());
        return days <= 31
                ? ""
                : "THE PRICE BOOK IS %d DAYS OLDER THAN THE NEWEST CALL: its newest look at any source was on %s, and later changes of price are not in it. steelyard prices update fetches newer prices."
                        .formatted(days, asOf);
    }

    private static TableReport report(
            LocalDate asOf,
            long age,
            Optional<Integer> most,
            List<Finding> findings,
            List<Finding> derived,
            Map<Finding, BigDecimal> spend,
            List<List<String>> flags,
            String late) {
        long faults = findings.stream().filter(f -> f.kind().isFault()).count();
        long disputes = findings.stream().filter(f -> f.kind() == Finding.Kind.DISPUTE).count();
        List<String> header =
                new ArrayList<>(
                        List.of("what", "provider", "model", "conditions", "from", "detail", "at"));
        boolean weighed = !flags.isEmpty() || !spend.isEmpty();
        if (weighed) {
            header.add(6, "usd");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Finding f : findings) {
            List<String> row =
                    new ArrayList<>(
                            List.of(
                                    f.kind().name().toLowerCase(Locale.ROOT),
                                    f.provider(),
                                    f.model(),
                                    f.conditions(),
                                    f.from(),
                                    f.what(),
                                    f.at()));
            if (weighed) {
                row.add(
                        6,
                        spend.getOrDefault(f, BigDecimal.ZERO)
                                .setScale(6, RoundingMode.HALF_EVEN)
                                .toPlainString());
            }
            rows.add(row);
        }
        List<TableReport.Part> parts = new ArrayList<>();
        parts.add(
                TableReport.Part.worded(
                        "findings",
                        "Findings",
                        weighed
                                ? "Of the prices that the log paid, the dearest first: USD at each, by the row of the input."
                                : "",
                        header,
                        rows,
                        WORDS,
                        Optional.empty()));
        if (!flags.isEmpty()) {
            parts.add(
                    TableReport.Part.worded(
                            "flags",
                            "What the spend rests on",
                            "USD of the log that carry each flag",
                            List.of("flag", "usd", "percent", "detail"),
                            flags,
                            WORDS,
                            Optional.empty()));
        }
        parts.add(
                TableReport.Part.worded(
                        "rules",
                        "Vendors' rules",
                        "rates that follow from them where no sheet states one",
                        List.of("provider", "model", "conditions", "from", "detail", "at"),
                        derived.stream()
                                .map(f ->
                                        List.of(
                                                f.provider(),
                                                f.model(),
                                                f.conditions(),
                                                f.from(),
                                                f.what(),
                                                f.at()))
                                .toList(),
                        WORDS,
                        Optional.empty()));
        List<String> notes = new ArrayList<>();
        if (!late.isEmpty()) {
            notes.add(late);
        }
        if (most.isPresent() && age > most.get()) {
            notes.add(
                    "The book is %d days old, more than the %d that are asked for."
                            .formatted(age, most.get()));
        }
        for (Finding.Kind kind : Finding.Kind.values()) {
            if (findings.stream().anyMatch(f -> f.kind() == kind)) {
                notes.add(kind.name().toLowerCase(Locale.ROOT) + ": " + kind.meaning() + ".");
            }
        }
        return new TableReport(
                "steelyard.prices.check/1",
                new TableReport.Heading(
                        "The price book",
                        "prices check",
                        "The price book of %s, %,d days old: %s, %,d prices that sources dispute, %,d rules of vendors in use.%s"
                                .formatted(
                                        asOf,
                                        age,
                                        faults == 0 ? "no faults" : "%,d faults".formatted(faults),
                                        disputes,
                                        derived.size(),
                                        late.isEmpty() ? "" : " " + late)),
                parts,
                notes);
    }

    private static String usd(MoneyTotal amount) {
        return "%.6f".formatted(amount.approximateUsd());
    }
}
