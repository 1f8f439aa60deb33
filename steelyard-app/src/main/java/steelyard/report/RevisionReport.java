package steelyard.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steelyard.price.ExchangeRates;
import steelyard.revision.Change;
import steelyard.revision.Difference;
import steelyard.revision.Import;
import steelyard.sheet.PriceKey;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// What a public sheet says beside the book, and how two lists of prices differ.
public final class RevisionReport {
    private static final Set<String> WORDS =
            Set.of("what", "provider", "model", "conditions", "from", "meter", "per", "why");

    private RevisionReport() {}

    /// An import: what is new, what changed, what is held back.
    public static TableReport of(Import made, String sheet) {
        long fresh = made.changes().stream().filter(Change::isNew).count();
        List<List<String>> rows = new ArrayList<>();
        made.changes().forEach(c -> rows.addAll(rows(c, c.isNew() ? "new" : "changed")));
        List<List<String>> held = new ArrayList<>();
        made.held().forEach(c -> held.addAll(rows(c, "held back")));
        List<String> header =
                List.of(
                        "what",
                        "provider",
                        "model",
                        "conditions",
                        "from",
                        "meter",
                        "before",
                        "after",
                        "per",
                        "why");
        List<TableReport.Part> parts =
                new ArrayList<>(
                        List.of(
                                TableReport.Part.worded(
                                        "changes",
                                        "What the book does not have",
                                        "Stated starts are kept; the others begin on the day of the sheet.",
                                        header,
                                        rows,
                                        WORDS,
                                        Optional.empty())));
        if (!held.isEmpty()) {
            parts.add(
                    TableReport.Part.worded(
                            "held",
                            "Held back",
                            "doubtful: look at each, and take it with --accept seller/model",
                            header,
                            held,
                            WORDS,
                            Optional.empty()));
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
        return new TableReport(
                "steelyard.prices.import/1",
                new TableReport.Heading(
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

    private static List<List<String>> rows(Change change, String what) {
        List<List<String>> rows = new ArrayList<>();
        change.rates()
                .forEach((meter, usd) ->
                        rows.add(
                                row(
                                        what,
                                        change.key(),
                                        change.from()
                                                .atOffset(ZoneOffset.UTC)
                                                .toLocalDate()
                                                .toString(),
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

    private static List<String> row(
            String what,
            PriceKey key,
            String from,
            Meter meter,
            @Nullable BigDecimal before,
            @Nullable BigDecimal after,
            String why) {
        return List.of(
                what,
                key.seller(),
                key.model(),
                conditions(key),
                from,
                meter.column(),
                shown(before),
                shown(after),
                meter.unit().priced(),
                why);
    }

    private static String shown(@Nullable BigDecimal usd) {
        return usd == null ? "" : usd.stripTrailingZeros().toPlainString();
    }

    private static String conditions(PriceKey key) {
        return Stream.of(
                        key.region(),
                        key.service() == ServiceTier.STANDARD ? "" : key.service().toString(),
                        key.context().toString(),
                        key.window().toString())
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /// Two lists of prices.
    public static TableReport of(Difference difference, String a, String b, LocalDate day) {
        List<List<String>> rows = new ArrayList<>();
        for (Difference.Line line : difference.lines()) {
            List<String> row =
                    new ArrayList<>(
                            row(
                                    line.kind().name().toLowerCase(Locale.ROOT),
                                    line.key(),
                                    "",
                                    line.meter(),
                                    line.before(),
                                    line.after(),
                                    ""));
            row.remove(4);
            row.set(
                    8,
                    line.share().isPresent()
                            ? "%.1f".formatted(100 * line.share().getAsDouble())
                            : "");
            rows.add(row);
        }
        return new TableReport(
                "steelyard.prices.diff/1",
                new TableReport.Heading(
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
                List.of(
                        TableReport.Part.worded(
                                "lines",
                                "Prices that differ",
                                "USD; a price that only one list states is added or gone.",
                                List.of(
                                        "what",
                                        "provider",
                                        "model",
                                        "conditions",
                                        "meter",
                                        "before",
                                        "after",
                                        "per",
                                        "percent"),
                                rows,
                                WORDS,
                                Optional.empty())),
                List.of());
    }
}
