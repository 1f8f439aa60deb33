package steelyard.cell;

import steelyard.money.MoneyTotal;

/// What the log itself says its calls cost, beside what they cost by the price book.
///
/// @param period the index of the period asked for
/// @param recordedUsd the sum of the log's own figures, which are binary floats
/// @param rated the rated amount of the same rows
/// @param rows how many rows have such a figure
public record Recorded(int period, double recordedUsd, MoneyTotal rated, long rows) {
    Recorded plus(Recorded other) {
        return new Recorded(
                period,
                recordedUsd + other.recordedUsd,
                rated.plus(other.rated),
                rows + other.rows);
    }
}
