package steelyard.revision;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Provider;
import steelyard.price.Tariff;
import steelyard.sheet.PriceKey;
import steelyard.sheet.Sheet;
import steelyard.sheet.Statement;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// Every price that a book or a sheet states for a day, under the names that the bundled book
/// lists.
///
/// @param name of the list, for a reader
public record PriceList(String name, Map<PriceKey, Map<Meter, BigDecimal>> prices) {
    public PriceList {
        prices = Map.copyOf(prices);
    }

    /// What a book's rows state on a day; what follows from rules is left out.
    public static PriceList of(String name, PriceBook book, LocalDate day) {
        Instant at = noon(day);
        Map<PriceKey, List<PriceRow>> rows = new TreeMap<>();
        for (Provider provider : book.providers()) {
            for (String model : book.models(provider.id())) {
                for (PriceRow row : book.rows(provider.id(), model)) {
                    if (!row.isFactor() && !row.isPattern() && row.validity().contains(at)) {
                        rows.computeIfAbsent(key(row), k -> new ArrayList<>()).add(row);
                    }
                }
            }
        }
        Map<PriceKey, Map<Meter, BigDecimal>> prices = new TreeMap<>();
        rows.forEach((key, standing) -> prices.put(key, rates(standing)));
        return new PriceList(name, prices);
    }

    /// As the book prices a call: a row that states both prices replaces those recorded before it
    /// whole, any other completes them.
    private static Map<Meter, BigDecimal> rates(List<PriceRow> standing) {
        Map<Meter, BigDecimal> rates = new EnumMap<>(Meter.class);
        standing.reversed().stream()
                .sorted(Comparator.comparing(PriceList::recorded))
                .forEach(row -> {
                    if (row.rate(Meter.INPUT).isPresent() && row.rate(Meter.OUTPUT).isPresent()) {
                        rates.clear();
                    }
                    for (Meter meter : Meter.all()) {
                        row.rate(meter)
                                .ifPresent(picos ->
                                        rates.put(
                                                meter,
                                                BigDecimal.valueOf(
                                                        picos, meter.unit().decimals())));
                    }
                });
        return rates;
    }

    private static Instant recorded(PriceRow row) {
        return row.recorded().equals(Instant.MIN) ? Instant.MAX : row.recorded();
    }

    private static PriceKey key(PriceRow row) {
        return new PriceKey(
                row.provider(),
                row.model().toLowerCase(Locale.ROOT),
                row.region(),
                row.service().orElse(ServiceTier.STANDARD),
                row.context(),
                row.window());
    }

    /// The prices of some sellers only.
    public PriceList of(Predicate<String> seller) {
        Map<PriceKey, Map<Meter, BigDecimal>> some = new TreeMap<>(prices);
        some.keySet().removeIf(key -> !seller.test(key.seller()));
        return new PriceList(name, some);
    }

    /// What a public sheet states for a day.
    ///
    /// @param names the book whose listed names stand for the sheet's
    public static PriceList of(String name, Sheet sheet, LocalDate day, PriceBook names) {
        Instant at = noon(day);
        Map<PriceKey, Statement> standing = new TreeMap<>();
        for (Statement statement : sheet.statements()) {
            if (statement.from().map(from -> !from.isAfter(at)).orElse(true)) {
                standing.merge(
                        listed(statement.key(), names),
                        statement,
                        (a, b) -> start(b).isBefore(start(a)) ? a : b);
            }
        }
        Map<PriceKey, Map<Meter, BigDecimal>> prices = new TreeMap<>();
        standing.forEach((key, statement) -> prices.put(key, statement.dollars(at)));
        return new PriceList(name, prices);
    }

    private static Instant start(Statement statement) {
        return statement.from().orElse(Instant.MIN);
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    private static PriceKey listed(PriceKey key, PriceBook names) {
        String model = key.model();
        if (names.resolve(key.seller(), model, key.region(), key.service())
                instanceof PriceBook.Resolution.Found(Tariff tariff)) {
            List<String> listed = tariff.cards().stream().map(c -> c.model()).distinct().toList();
            model = listed.size() == 1 ? listed.getFirst() : model;
        }
        return new PriceKey(
                key.seller(),
                model.toLowerCase(Locale.ROOT),
                key.region(),
                key.service(),
                key.context(),
                key.window());
    }
}
