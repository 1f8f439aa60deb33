package steelyard.claim;

import java.util.List;
import java.util.OptionalDouble;

/// A claim, checked.
///
/// @param lines every figure on the way
/// @param sensitivities how the figure that decides moves with each uncertain one, the strongest
///   first
public record Finding(
        Claim claim, Verdict verdict, List<Line> lines, List<Sensitivity> sensitivities) {
    /// One figure.
    ///
    /// @param how a command with a path, an expression, or where it is from
    /// @param low of its range
    /// @param claimedLow what is claimed of it, if anything
    /// @param verdict of this figure alone; blank if nothing is claimed of it
    public record Line(
            String name,
            String kind,
            String how,
            double value,
            double low,
            double high,
            OptionalDouble claimedLow,
            OptionalDouble claimedHigh,
            String unit,
            String note,
            String verdict) {}

    /// @param decides the figure that a verdict rests on
    /// @param by the uncertain figure
    /// @param at its low end
    /// @param low what the deciding figure is there
    public record Sensitivity(
            String decides, String by, double at, double to, double low, double high) {}

    public Finding {
        lines = List.copyOf(lines);
        sensitivities = List.copyOf(sensitivities);
    }
}
