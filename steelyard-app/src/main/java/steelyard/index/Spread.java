package steelyard.index;

import java.util.Arrays;
import steelyard.refusal.Refusal;

/// How far prices lie apart at one date. No single figure says it: the ratio of the extremes hangs
/// on two listings, the others do not see them.
///
/// @param prices how many
/// @param maxToMin the dearest by the cheapest
/// @param p90ToP10 the 90th percentile by the 10th
/// @param p75ToP25 the upper quartile by the lower
/// @param logDeviation standard deviation of the natural logs, n - 1 in the denominator; NaN for
///   one price
public record Spread(
        int prices, double maxToMin, double p90ToP10, double p75ToP25, double logDeviation) {

    /// @param prices above zero, in any order
    /// @throws Refusal if there are none
    public static Spread of(double[] prices) {
        if (prices.length == 0) {
            throw new Refusal("no prices, no spread");
        }
        double[] sorted = prices.clone();
        Arrays.sort(sorted);
        double mean = 0;
        for (double price : sorted) {
            mean += Math.log(price) / sorted.length;
        }
        double squares = 0;
        for (double price : sorted) {
            squares += (Math.log(price) - mean) * (Math.log(price) - mean);
        }
        return new Spread(
                sorted.length,
                sorted[sorted.length - 1] / sorted[0],
                Bootstrap.percentile(sorted, 0.9) / Bootstrap.percentile(sorted, 0.1),
                Bootstrap.percentile(sorted, 0.75) / Bootstrap.percentile(sorted, 0.25),
                Math.sqrt(squares / (sorted.length - 1)));
    }
}
