package steelyard.serving;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import steelyard.table.TableFile.Row;

/// How far predictions were off in a group of measurements: ratios of predicted to measured.
///
/// @param points all of them
/// @param medianError the median of |ratio - 1|
/// @param medianFactor the median of how many times too much or too little
/// @param within25 the share of points with an error of at most a quarter
/// @param low a tenth of the ratios is lower
/// @param middle the median ratio
/// @param high a tenth is higher
public record Misses(
        int points,
        double medianError,
        double medianFactor,
        double within25,
        double low,
        double middle,
        double high) {
    static final List<String> COLUMNS =
            List.of(
                    "group",
                    "points",
                    "median_error",
                    "median_factor",
                    "within_25",
                    "low",
                    "middle",
                    "high");

    /// @param ratios NaN where by our account the deployment does not fit: a miss
    public static Misses of(Collection<Double> ratios) {
        double[] sorted =
                ratios.stream()
                        .mapToDouble(r -> r)
                        .filter(r -> !Double.isNaN(r))
                        .sorted()
                        .toArray();
        double[] errors = Arrays.stream(sorted).map(r -> Math.abs(r - 1)).sorted().toArray();
        return new Misses(
                ratios.size(),
                quantile(errors, 0.5),
                Math.exp(
                        quantile(
                                Arrays.stream(sorted)
                                        .map(r -> Math.abs(Math.log(r)))
                                        .sorted()
                                        .toArray(),
                                0.5)),
                Arrays.stream(errors).filter(e -> e <= 0.25).count() / (double) ratios.size(),
                quantile(sorted, 0.1),
                quantile(sorted, 0.5),
                quantile(sorted, 0.9));
    }

    static Misses of(Row row) {
        return new Misses(
                (int) row.number("points"),
                row.number("median_error"),
                row.number("median_factor"),
                row.number("within_25"),
                row.number("low"),
                row.number("middle"),
                row.number("high"));
    }

    /// The quantile of sorted values, straight between neighbours.
    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = (int) Math.ceil(at);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
