package steelyard.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final double WIDEST = 100;

    /// @param seed the same seed gives the same interval
    /// @param figure what is worked out from a draw
    public static Bootstrap of(
            List<Frontier.Offer> offers,
            int draws,
            long seed,
            Function<List<Frontier.Offer>, Optional<Double>> figure) {
        Map<String, List<Frontier.Offer>> byModel = new LinkedHashMap<>();
        offers.forEach(o -> byModel.computeIfAbsent(o.model(), _ -> new ArrayList<>()).add(o));
        List<List<Frontier.Offer>> models = List.copyOf(byModel.values());
        SplittableRandom random = new SplittableRandom(seed);
        double[] figures = new double[draws];
        int defined = 0;
        for (int d = 0; d < draws && !models.isEmpty(); d++) {
            List<Frontier.Offer> drawn = new ArrayList<>();
            for (int m = 0; m < models.size(); m++) {
                drawn.addAll(models.get(random.nextInt(models.size())));
            }
            Optional<Double> value = figure.apply(drawn);
            if (value.isPresent() && !value.get().isNaN()) {
                figures[defined++] = value.get();
            }
        }
        double[] sorted = Arrays.copyOf(figures, defined);
        Arrays.sort(sorted);
        return new Bootstrap(
                percentile(sorted, 0.05), percentile(sorted, 0.95), draws, draws - defined);
    }

    /// Between the two nearest, in proportion (Hyndman and Fan 1996, type 7).
    private static double percentile(double[] sorted, double share) {
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
