package steelyard.sheet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.price.ExchangeRates;
import steelyard.token.Meter;

/// One price that a public sheet states.
///
/// @param from when it began, where the sheet says so
/// @param currency of its rates: USD, or one whose rates of exchange are known
/// @param rates per [Meter.Unit#per()] units, rounded half-even to whole picodollars a unit where
///   the sheet has more (the noise of binary floats)
public record Statement(
        PriceKey key, Optional<Instant> from, String currency, SortedMap<Meter, BigDecimal> rates) {
    static final String DOLLAR = "USD";

    public Statement {
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
    }

    public boolean inDollars() {
        return currency.equals(DOLLAR);
    }

    /// The rates in USD, converted as the book converts those of a call at that time.
    public SortedMap<Meter, BigDecimal> dollars(Instant at) {
        if (inDollars()) {
            return rates;
        }
        ExchangeRates.Rate exchange = ExchangeRates.at(currency, at);
        SortedMap<Meter, BigDecimal> dollars = new TreeMap<>();
        rates.forEach((meter, amount) ->
                dollars.put(meter, exchange.inDollars(amount, meter.unit().decimals())));
        return dollars;
    }
}
