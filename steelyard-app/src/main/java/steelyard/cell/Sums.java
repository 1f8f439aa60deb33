package steelyard.cell;

import java.util.List;
import steelyard.money.MoneyTotal;

/// Everything that a set of periods adds up to.
///
/// @param duplicates by period, what repeated lines would have added had they been counted
public record Sums(
        List<Period> periods,
        List<Cell> cells,
        List<Crowd> crowds,
        List<Unpriced> unpriced,
        List<Recorded> recorded,
        List<Disputed> disputed,
        List<MoneyTotal> duplicates) {
    public Sums {
        periods = List.copyOf(periods);
        cells = List.copyOf(cells);
        crowds = List.copyOf(crowds);
        unpriced = List.copyOf(unpriced);
        recorded = List.copyOf(recorded);
        disputed = List.copyOf(disputed);
        duplicates = List.copyOf(duplicates);
    }
}
