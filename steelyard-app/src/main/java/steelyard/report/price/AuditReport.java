package steelyard.report.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import steelyard.audit.Finding;
import steelyard.cell.Cell;
import steelyard.cell.Sums;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.show.Answer;
import steelyard.show.Table;

/// What is doubtful in the price book, and the spend that hangs on it.
public final class AuditReport {
    private AuditReport() {}

    /// The book by itself.
    public static Answer of(
            LocalDate asOf,
            long age,
            Optional<Integer> most,
            List<Finding> findings,
            List<Finding> derived) {
        return report(asOf, age, most, findings, derived, Map.of(), Map.of(), MoneyTotal.ZERO, "");
    }

    /// The book as a log uses it: findings about the prices that it paid, the dearest first, and
    /// faults of the models that it bought.
    ///
    /// @param spend USD by the price row, as the ledger has it
    /// @param newest the end of the log
    public static Answer of(
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
                flagged,
                all,
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

    private static Answer report(
            LocalDate asOf,
            long age,
            Optional<Integer> most,
            List<Finding> findings,
            List<Finding> derived,
            Map<Finding, BigDecimal> spend,
            Map<Flag, MoneyTotal> flagged,
            MoneyTotal whole,
            String late) {
        long faults = findings.stream().filter(f -> f.kind().isFault()).count();
        long disputes = findings.stream().filter(f -> f.kind() == Finding.Kind.DISPUTE).count();
        boolean weighed = !flagged.isEmpty() || !spend.isEmpty();
        Table<Finding> found =
                findings(
                        "findings",
                        "Findings",
                        weighed
                                ? "Of the prices that the log paid, the dearest first: what was spent at each, by the row of the input."
                                : "",
                        findings,
                        f -> f.kind().name().toLowerCase(Locale.ROOT));
        List<Table<?>> parts = new ArrayList<>();
        parts.add(
                told(
                        weighed
                                ? found.usd(
                                        "usd", "spend", f -> spend.getOrDefault(f, BigDecimal.ZERO))
                                : found));
        if (!flagged.isEmpty()) {
            parts.add(flags(flagged, whole));
        }
        parts.add(
                told(
                        findings(
                                "rules",
                                "Vendors' rules",
                                "rates that follow from them where no sheet states one",
                                derived,
                                _ -> "rule")));
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
        return new Answer(
                "steelyard.prices.check/2",
                new Answer.Heading(
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

    private static Table<Finding> findings(
            String key,
            String title,
            String lead,
            List<Finding> findings,
            Function<Finding, String> what) {
        return Table.of(key, title, lead, findings)
                .name("what", "", what)
                .name("provider", "provider", Finding::provider)
                .name("model", "model", Finding::model)
                .name("conditions", "conditions", Finding::conditions)
                .date("from", "from", Finding::from)
                .name("at", "at", Finding::at);
    }

    private static Table<Finding> told(Table<Finding> table) {
        return table.words("detail", "detail", Finding::what);
    }

    private static Table<?> flags(Map<Flag, MoneyTotal> flagged, MoneyTotal whole) {
        return Table.of(
                        "flags",
                        "What the spend rests on",
                        "spend that carries each flag",
                        flagged.entrySet().stream()
                                .sorted(Map.Entry.<Flag, MoneyTotal>comparingByValue().reversed())
                                .toList())
                .name("flag", "flag", Map.Entry::getKey)
                .usd("usd", "spend", e -> e.getValue().usd())
                .share(
                        "share",
                        "of all",
                        e -> e.getValue().approximateUsd() / whole.approximateUsd())
                .words("detail", "detail", e -> e.getKey().meaning());
    }
}
