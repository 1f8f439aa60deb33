package steelyard.sheet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.token.Meter;

/// One price that a public sheet states.
///
/// @param from when it began, where the sheet says so
/// @param rates USD per [Meter.Unit#per()] units, rounded half-even to whole picodollars a unit
///   where the sheet has more (the noise of binary floats)
public record Statement(PriceKey key, Optional<Instant> from, SortedMap<Meter, BigDecimal> rates) {
    public Statement {
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
    }
}
