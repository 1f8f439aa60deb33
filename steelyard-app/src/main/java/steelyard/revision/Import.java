package steelyard.revision;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import steelyard.price.Card;
import steelyard.price.ContextTier;
import steelyard.price.DailyWindow;
import steelyard.price.Flag;
import steelyard.price.Invariant;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Tariff;
import steelyard.sheet.PriceKey;
import steelyard.sheet.Sheet;
import steelyard.sheet.Statement;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.ServiceTier;

/// A public sheet against a book: what it states and the book does not.
///
/// Nothing is closed because a name vanished, and nothing begins before the day on which the sheet
/// was seen unless the sheet says so.
///
/// @param changes prices to be laid over the book
/// @param held those that break what holds in every price list or move five-fold, with the reason
/// @param same how many prices the book has already
public record Import(
        Sheet sheet, LocalDate seen, List<Change> changes, List<Change> held, int same) {
    /// Prices that move by this factor or more are held back.
    private static final BigDecimal LEAP = BigDecimal.valueOf(5);

    public Import {
        changes = List.copyOf(changes);
        held = List.copyOf(held);
    }

    /// @param seen the day on which the sheet stood like this
    /// @param accepted models, as `seller/model`, whose doubtful prices are taken all the same
    public static Import of(
            PriceBook book, Sheet sheet, LocalDate seen, Predicate<String> accepted) {
        List<Change> changes = new ArrayList<>();
        List<Change> held = new ArrayList<>();
        int same = 0;
        for (Statement statement : current(sheet, seen)) {
            Optional<Change> change = change(book, statement, seen);
            if (change.isEmpty()) {
                same++;
            } else if (change.get().doubts().isEmpty()
                    || accepted.test(
                            change.get().key().seller() + "/" + change.get().key().model())) {
                changes.add(change.get());
            } else {
                held.add(change.get());
            }
        }
        Comparator<Change> order = Comparator.comparing(Change::key).thenComparing(Change::from);
        changes.sort(order);
        held.sort(order);
        return new Import(sheet, seen, changes, held, same);
    }

    /// The statements that speak of the day of the sheet or later, and those with a stated start;
    /// an undated one stands only where no stated start has passed.
    private static List<Statement> current(Sheet sheet, LocalDate seen) {
        Instant end = seen.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Map<PriceKey, Instant> begun = new TreeMap<>();
        for (Statement s : sheet.statements()) {
            s.from()
                    .filter(from -> from.isBefore(end))
                    .ifPresent(from -> begun.merge(s.key(), from, Import::later));
        }
        return sheet.statements().stream()
                .filter(s -> s.from().isPresent() || !begun.containsKey(s.key()))
                .toList();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Optional<Change> change(PriceBook book, Statement statement, LocalDate seen) {
        Instant from =
                statement.from().orElseGet(() -> seen.atStartOfDay(ZoneOffset.UTC).toInstant());
        Optional<Card> card = card(book, statement.key(), from);
        TreeMap<Meter, BigDecimal> differ = new TreeMap<>();
        Map<Meter, BigDecimal> before = new EnumMap<>(Meter.class);
        SortedMap<Meter, BigDecimal> dollars = statement.dollars(from);
        dollars.forEach((meter, usd) -> {
            Optional<BigDecimal> known = card.flatMap(c -> own(c, meter));
            if (known.isEmpty() || known.get().compareTo(usd) != 0) {
                differ.put(meter, usd);
                known.ifPresent(k -> before.put(meter, k));
            }
        });
        if (differ.isEmpty()) {
            return Optional.empty();
        }
        PriceKey key =
                card.filter(c -> !c.model().equalsIgnoreCase(statement.key().model()))
                        .filter(c -> sharesName(book, statement.key()))
                        .map(c -> renamed(statement.key(), c.model()))
                        .orElse(statement.key());
        return Optional.of(
                new Change(
                        key,
                        from,
                        statement.from().isPresent(),
                        differ,
                        before,
                        statement.inDollars() ? Optional.empty() : Optional.of(statement),
                        doubts(dollars, before)));
    }

    /// Whether the name is the book's own alias, and not only one that a rule leads to a neighbour.
    private static boolean sharesName(PriceBook book, PriceKey key) {
        return book.resolve(key.seller(), key.model(), key.region(), key.service())
                        instanceof PriceBook.Resolution.Found(Tariff tariff)
                && tariff.cards().stream()
                        .noneMatch(c -> (c.flags(Meter.INPUT) & Flag.NAME_BY_RULE.bit()) != 0);
    }

    private static PriceKey renamed(PriceKey key, String model) {
        return new PriceKey(
                key.seller(), model, key.region(), key.service(), key.context(), key.window());
    }

    /// The card of a call under the conditions of a price.
    static Optional<Card> card(PriceBook book, PriceKey key, Instant from) {
        if (!(book.resolve(key.seller(), key.model(), key.region(), key.service())
                instanceof PriceBook.Resolution.Found(Tariff tariff))) {
            return Optional.empty();
        }
        ContextTier tier = key.context();
        long prompt = tier.isBase() ? 0 : tier.inclusive() ? tier.tokens() : tier.tokens() + 1;
        return Optional.ofNullable(
                tariff.cardAt(Micros.of(inside(key.window(), from)), prompt, prompt, 1));
    }

    /// The first full hour inside a window.
    private static Instant inside(DailyWindow window, Instant from) {
        for (int hour = 0; hour < 24 * 14; hour++) {
            Instant at = from.plusSeconds(3_600L * hour);
            if (window.isAllDay() || window.contains(at)) {
                return at;
            }
        }
        return from;
    }

    /// The book's own rate of a meter, in the sheet's unit; none where another stands in.
    private static Optional<BigDecimal> own(Card card, Meter meter) {
        if (card.rate(meter) == PriceRow.UNKNOWN || Flag.standsIn(card.flags(meter))) {
            return Optional.empty();
        }
        return Optional.of(BigDecimal.valueOf(card.rate(meter), meter.unit().decimals()));
    }

    private static List<String> doubts(
            Map<Meter, BigDecimal> rates, Map<Meter, BigDecimal> before) {
        List<String> doubts = new ArrayList<>();
        Map<Meter, Long> picos = new EnumMap<>(Meter.class);
        rates.forEach((meter, usd) ->
                picos.put(
                        meter,
                        usd.movePointRight(meter.unit().decimals())
                                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                                .longValue()));
        Invariant.broken(picos).forEach(i -> doubts.add(i.meaning()));
        before.forEach((meter, usd) -> {
            BigDecimal now = rates.get(meter);
            if (now != null && now.signum() > 0 && usd.signum() > 0) {
                BigDecimal up = now.divide(usd, 3, RoundingMode.HALF_EVEN);
                BigDecimal down = usd.divide(now, 3, RoundingMode.HALF_EVEN);
                if (up.compareTo(LEAP) >= 0 || down.compareTo(LEAP) >= 0) {
                    doubts.add(
                            "%s moves from %s to %s"
                                    .formatted(
                                            meter.column(),
                                            usd.stripTrailingZeros().toPlainString(),
                                            now.toPlainString()));
                }
            }
        });
        return doubts;
    }

    /// The changes as a sheet to lay over the book: rows of kind `book`.
    public String overlay() {
        Set<Meter> meters = new TreeSet<>();
        changes.forEach(c -> meters.addAll(c.rates().keySet()));
        boolean foreign = changes.stream().anyMatch(c -> c.foreign().isPresent());
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            List<String> header =
                    new ArrayList<>(
                            List.of(
                                    "kind",
                                    "provider",
                                    "model",
                                    "region",
                                    "service",
                                    "context",
                                    "window",
                                    "from",
                                    "recorded"));
            if (foreign) {
                header.add("currency");
            }
            meters.forEach(m -> header.add(m.column()));
            header.addAll(List.of("basis", "standing", "sources"));
            csv.writeRecord(header);
            changes.forEach(c -> csv.writeRecord(row(c, meters, foreign)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private List<String> row(Change change, Set<Meter> meters, boolean foreign) {
        PriceKey key = change.key();
        List<String> row =
                new ArrayList<>(
                        List.of(
                                "book",
                                key.seller(),
                                key.model(),
                                key.region(),
                                key.service() == ServiceTier.STANDARD
                                        ? ""
                                        : key.service().toString(),
                                key.context().toString(),
                                key.window().toString(),
                                shown(change.from()),
                                seen.toString()));
        if (foreign) {
            row.add(change.foreign().map(Statement::currency).orElse(""));
        }
        SortedMap<Meter, BigDecimal> stated =
                change.foreign().map(Statement::rates).orElse(change.rates());
        for (Meter meter : meters) {
            BigDecimal amount = change.rates().containsKey(meter) ? stated.get(meter) : null;
            row.add(amount == null ? "" : amount.toPlainString());
        }
        row.addAll(
                List.of(
                        change.stated() ? "explicit" : change.isNew() ? "first_seen" : "commit",
                        "single",
                        sheet.format()));
        return row;
    }

    private static String shown(Instant from) {
        var at = from.atOffset(ZoneOffset.UTC);
        return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? at.toLocalDate().toString()
                : from.toString();
    }
}
