package steelyard.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/// How much a figure depends on which models happened to be in the table: models are drawn with
/// replacement, all rows of each together, and the figure is worked out anew (Efron 1979).
///
/// @param low the 5th percentile of the draws that gave a figure
/// @param high the 95th
/// @param draws how many were made
/// @param undefined how many of them gave no figure
public record Bootstrap(double low, double high, int draws, int undefined) {
    /// Two orders of magnitude.
    static final double WIDEST = 100;

    /// @param models how many there are to draw from
    /// @param seed the same seed gives the same interval
    /// @param figure what is worked out from how often each model was drawn
    public static Bootstrap of(
            int models, int draws, long seed, Function<int[], Optional<Double>> figure) {
        return of(models, draws, seed, 1, counts -> List.of(figure.apply(counts))).getFirst();
    }

    /// Several figures from the same draws.
    ///
    /// @param figures how many figures a draw gives
    public static List<Bootstrap> of(
            int models,
            int draws,
            long seed,
            int figures,
            Function<int[], List<Optional<Double>>> figure) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[figures][draws];
        int[] defined = new int[figures];
        for (int d = 0; d < draws && models > 0; d++) {
            int[] counts = new int[models];
            for (int m = 0; m < models; m++) {
                counts[random.nextInt(models)]++;
            }
            List<Optional<Double>> drawn = figure.apply(counts);
            for (int f = 0; f < figures; f++) {
                if (drawn.get(f).isPresent() && Double.isFinite(drawn.get(f).get())) {
                    values[f][defined[f]++] = drawn.get(f).get();
                }
            }
        }
        List<Bootstrap> all = new ArrayList<>();
        for (int f = 0; f < figures; f++) {
            double[] sorted = Arrays.copyOf(values[f], defined[f]);
            Arrays.sort(sorted);
            all.add(
                    new Bootstrap(
                            percentile(sorted, 0.05),
                            percentile(sorted, 0.95),
                            draws,
                            draws - defined[f]));
        }
        return all;
    }

    /// Between the two nearest, in proportion (Hyndman and Fan 1996, type 7).
    static double percentile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /// Whether the interval of a factor per year tells anything: it lies on one side of 1, spans at
    /// most two orders of magnitude, and at most one draw in ten gave no figure.
    public boolean isIdentified() {
        return (low > 1 || high < 1) && high / low <= WIDEST && undefined * 10 <= draws;
    }
}
