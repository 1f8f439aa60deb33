package steelyard.report.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steelyard.price.ExchangeRates;
import steelyard.revision.Change;
import steelyard.revision.Difference;
import steelyard.revision.Import;
import steelyard.sheet.PriceKey;
import steelyard.show.Answer;
import steelyard.show.Table;
import steelyard.token.Meter;

/// What a public sheet says beside the book, and how two lists of prices differ.
public final class RevisionReport {
    private RevisionReport() {}

    /// An import: what is new, what changed, what is held back.
    public static Answer of(Import made, String sheet) {
        long fresh = made.changes().stream().filter(Change::isNew).count();
        List<Row> rows = new ArrayList<>();
        made.changes().forEach(c -> rows.addAll(rows(c, c.isNew() ? "new" : "changed")));
        List<Row> held = new ArrayList<>();
        made.held().forEach(c -> held.addAll(rows(c, "held back")));
        List<Table<?>> parts = new ArrayList<>();
        parts.add(
                table(
                        "changes",
                        "What the book does not have",
                        "Stated starts are kept; the others begin on the day of the sheet.",
                        rows));
        if (!held.isEmpty()) {
            parts.add(
                    table(
                            "held",
                            "Held back",
                            "doubtful: look at each, and take it with --accept seller/model",
                            held));
        }
        List<String> notes = new ArrayList<>();
        if (!made.sheet().unread().isEmpty()) {
            notes.add("Left out: " + made.sheet().leftOut() + ".");
        }
        if (!made.sheet().otherSellers().isEmpty()) {
            notes.add(
                    "%d entries of %d sellers that the book does not have were passed over: %s."
                            .formatted(
                                    made.sheet().otherSellers().values().stream()
                                            .mapToInt(Integer::intValue)
                                            .sum(),
                                    made.sheet().otherSellers().size(),
                                    made.sheet().otherSellers().keySet().stream()
                                            .sorted()
                                            .limit(8)
                                            .collect(Collectors.joining(", "))));
        }
        return new Answer(
                "steelyard.prices.import/2",
                new Answer.Heading(
                        "Import of " + sheet,
                        "prices import",
                        "%s, read as %s and seen on %s: %,d prices that the book has already, %,d new, %,d changed, %,d held back."
                                .formatted(
                                        sheet,
                                        made.sheet().format(),
                                        made.seen(),
                                        made.same(),
                                        fresh,
                                        made.changes().size() - fresh,
                                        made.held().size())),
                parts,
                notes);
    }

    /// A price that is not as it was.
    private record Row(
            String what,
            PriceKey key,
            LocalDate from,
            Meter meter,
            @Nullable BigDecimal before,
            @Nullable BigDecimal after,
            String why) {}

    private static Table<Row> table(String key, String title, String lead, List<Row> rows) {
        return Table.of(key, title, lead, rows)
                .name("what", "", Row::what)
                .name("provider", "provider", r -> r.key().seller())
                .name("model", "model", r -> r.key().model())
                .name("conditions", "conditions", r -> r.key().conditions())
                .date("from", "from", Row::from)
                .name("meter", "meter", r -> r.meter().column())
                .exact("before", "before", Row::before)
                .exact("after", "after", Row::after)
                .name("per", "per", r -> r.meter().unit().priced())
                .words("why", "why", Row::why);
    }

    private static List<Row> rows(Change change, String what) {
        List<Row> rows = new ArrayList<>();
        change.rates()
                .forEach((meter, usd) ->
                        rows.add(
                                new Row(
                                        what,
                                        change.key(),
                                        change.from().atOffset(ZoneOffset.UTC).toLocalDate(),
                                        meter,
                                        change.before().get(meter),
                                        usd,
                                        why(change, meter))));
        return rows;
    }

    private static String why(Change change, Meter meter) {
        List<String> why = new ArrayList<>();
        change.foreign()
                .ifPresent(s ->
                        why.add(
                                "%s %s, at %s"
                                        .formatted(
                                                shown(s.rates().get(meter)),
                                                s.currency(),
                                                ExchangeRates.at(s.currency(), change.from()))));
        why.addAll(change.doubts());
        return String.join("; ", why);
    }

    private static String shown(@Nullable BigDecimal usd) {
        return usd == null ? "" : usd.stripTrailingZeros().toPlainString();
    }

    /// Two lists of prices.
    public static Answer of(Difference difference, String a, String b, LocalDate day) {
        Table<Difference.Line> table =
                Table.of(
                                "lines",
                                "Prices that differ",
                                "USD; a price that only one list states is added or gone.",
                                difference.lines())
                        .name("what", "", l -> l.kind().name().toLowerCase(Locale.ROOT))
                        .name("provider", "provider", l -> l.key().seller())
                        .name("model", "model", l -> l.key().model())
                        .name("conditions", "conditions", l -> l.key().conditions())
                        .name("meter", "meter", l -> l.meter().column())
                        .exact("before", "before", Difference.Line::before)
                        .exact("after", "after", Difference.Line::after)
                        .name("per", "per", l -> l.meter().unit().priced())
                        .share("change", "change", Difference.Line::share);
        return new Answer(
                "steelyard.prices.diff/2",
                new Answer.Heading(
                        a + " and " + b,
                        "prices diff",
                        "From %s to %s on %s: %,d prices are equal, %,d changed, %,d were added, %,d are gone."
                                .formatted(
                                        a,
                                        b,
                                        day,
                                        difference.same(),
                                        difference.count(Difference.Kind.CHANGED),
                                        difference.count(Difference.Kind.ADDED),
                                        difference.count(Difference.Kind.GONE))),
                List.of(table),
                List.of());
    }
}
