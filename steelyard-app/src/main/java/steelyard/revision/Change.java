package steelyard.revision;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.sheet.PriceKey;
import steelyard.sheet.Statement;
import steelyard.token.Meter;

/// A price that a sheet states and that a book does not have.
///
/// @param key under the name that the book lists
/// @param from the stated start, or else the day on which the sheet was seen
/// @param stated whether the sheet states the start
/// @param rates USD per [Meter.Unit#per()] units, of the meters that differ
/// @param before what the book has for those, where it has something
/// @param foreign what the sheet states, if that is in another currency
/// @param doubts why it is held back; empty if it is not
public record Change(
        PriceKey key,
        Instant from,
        boolean stated,
        SortedMap<Meter, BigDecimal> rates,
        Map<Meter, BigDecimal> before,
        Optional<Statement> foreign,
        List<String> doubts) {
    public Change {
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
        before = Map.copyOf(before);
        doubts = List.copyOf(doubts);
    }

    /// Whether the book has no price at all under these conditions.
    public boolean isNew() {
        return before.isEmpty();
    }
}
