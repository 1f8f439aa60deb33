package steelyard.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import steelyard.refusal.Refusal;
import steelyard.token.Validity;

/// What other currencies are worth in dollars: the European Central Bank's reference rates at the
/// end of each month, one line a month in `exchange.csv`.
///
/// A month is reckoned at the last rate set before it began, so that a price in yuan has one price
/// in dollars a month, known from its first day. Before the first rate that one holds, after the
/// last that one.
public final class ExchangeRates {
    private static final String DOLLAR = "USD";
    private static final String EURO = "EUR";
    private static final List<String> CURRENCIES =
            List.of("CNY", "GBP", "JPY", "INR", "KRW", "CHF", "CAD", "AUD", "BRL", "SGD", "SEK");
    private static final Map<String, List<Period>> PERIODS = read();

    private ExchangeRates() {}

    /// A rate of exchange.
    ///
    /// @param date the day on which it was set
    /// @param units what one euro bought of the currency
    /// @param dollars what it bought of dollars
    public record Rate(String currency, LocalDate date, BigDecimal units, BigDecimal dollars) {
        /// An amount in dollars, rounded half-even to `decimals`.
        public BigDecimal inDollars(BigDecimal amount, int decimals) {
            return amount.multiply(dollars).divide(units, decimals, RoundingMode.HALF_EVEN);
        }

        /// The rate as a report states it: `6.6529 CNY to the dollar (ECB, 2026-10-30)`.
        @Override
        public String toString() {
            return "%s %s to the dollar (ECB, %s)"
                    .formatted(
                            units.divide(dollars, 4, RoundingMode.HALF_EVEN).toPlainString(),
                            currency,
                            date);
        }
    }

    /// A rate and the time that is reckoned at it.
    record Period(Validity time, Rate rate) {}

    private record Line(LocalDate date, BigDecimal dollars, Map<String, BigDecimal> perEuro) {}

    private static Map<String, List<Period>> read() {
        Set<String> columns = new LinkedHashSet<>(List.of("date", DOLLAR));
        columns.addAll(CURRENCIES);
        Map<String, NavigableMap<LocalDate, Rate>> rates = new HashMap<>();
        for (Line line : Sheets.table("exchange.csv", columns, ExchangeRates::line)) {
            line.perEuro()
                    .forEach((currency, units) ->
                            rates.computeIfAbsent(currency, c -> new TreeMap<>())
                                    .put(
                                            line.date(),
                                            new Rate(
                                                    currency, line.date(), units, line.dollars())));
        }
        Map<String, List<Period>> periods = new HashMap<>();
        rates.forEach((currency, of) -> periods.put(currency, cut(of)));
        return periods;
    }

    private static List<Period> cut(NavigableMap<LocalDate, Rate> rates) {
        List<Period> periods = new ArrayList<>();
        Instant from = Instant.MIN;
        for (Rate rate : rates.values()) {
            LocalDate next = rates.higherKey(rate.date());
            Instant to =
                    next == null
                            ? Instant.MAX
                            : next.withDayOfMonth(1)
                                    .plusMonths(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant();
            periods.add(new Period(new Validity(from, to), rate));
            from = to;
        }
        return periods;
    }

    private static Line line(CsvTable.Row row) {
        Map<String, BigDecimal> perEuro = new HashMap<>();
        CURRENCIES.forEach(currency -> perEuro.put(currency, rate(row, currency)));
        perEuro.put(EURO, BigDecimal.ONE);
        return new Line(LocalDate.parse(row.required("date")), rate(row, DOLLAR), perEuro);
    }

    private static BigDecimal rate(CsvTable.Row row, String currency) {
        BigDecimal rate = new BigDecimal(row.required(currency));
        if (rate.signum() <= 0) {
            throw new Refusal(currency + ": a rate is above zero");
        }
        return rate;
    }

    /// Whether amounts in the currency can be told in dollars; its ISO 4217 code.
    public static boolean knows(String currency) {
        return PERIODS.containsKey(currency);
    }

    /// The codes of all currencies that are known, in the order of the alphabet.
    public static List<String> currencies() {
        return PERIODS.keySet().stream().sorted().toList();
    }

    /// The rate at which a time is reckoned.
    ///
    /// @throws Refusal if the currency is not known
    public static Rate at(String currency, Instant at) {
        return periods(currency).stream()
                .filter(p -> at.isBefore(p.time().to()))
                .findFirst()
                .orElseThrow()
                .rate();
    }

    /// All of time, cut into months with their rates.
    ///
    /// @throws Refusal if the currency is not known
    static List<Period> periods(String currency) {
        List<Period> periods = PERIODS.get(currency);
        if (periods == null) {
            throw new Refusal(
                    "currency \"%s\" is none of %s"
                            .formatted(currency, String.join(", ", currencies())));
        }
        return periods;
    }
}
