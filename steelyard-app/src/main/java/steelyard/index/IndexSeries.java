package steelyard.index;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// A series of index numbers with what is behind each.
///
/// @param method in words
/// @param excluded rows left out, by the reason
/// @param missing periods without rows
public record IndexSeries(
        String method, List<Value> values, Map<String, Long> excluded, List<String> missing) {
    public IndexSeries {
        values = List.copyOf(values);
        missing = List.copyOf(missing);
    }

    /// One period.
    ///
    /// @param level the first period is 1; empty where the period shares no product with those
    ///   before it
    /// @param matchedShare what share of the period's spend (or, without quantities, of its
    ///   products) is on products that the period it is compared with has too, 0 to 1
    /// @param entered products that are new against that period
    /// @param left products that are gone against that period
    /// @param contributions what each product adds to the logarithm of the change since the period
    ///   before, the largest first; all of them add up to it
    public record Value(
            String period,
            OptionalDouble level,
            double matchedShare,
            List<String> entered,
            List<String> left,
            List<Contribution> contributions) {
        public Value {
            entered = List.copyOf(entered);
            left = List.copyOf(left);
            contributions = List.copyOf(contributions);
        }
    }

    /// @param log in log points: 0.01 is about 1%
    public record Contribution(String product, double log) {}

    /// The last level.
    public OptionalDouble last() {
        return values.isEmpty() ? OptionalDouble.empty() : values.getLast().level();
    }
}
