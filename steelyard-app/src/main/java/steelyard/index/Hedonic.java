package steelyard.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.SingularValueDecomposition;
import steelyard.quality.Model;

/// Prices at given characteristics: log price on score, open weights and reasoning.
///
/// The time dummy index pools months and lets each have its own level; the imputed one fits each
/// month by itself and asks what the models of two months would have cost in the other (de Haan and
/// Krsinich 2014, double imputation).
final class Hedonic {
    private static final int CHARACTERISTICS = 3;

    /// A month with fewer models than this is too few for a regression of its own: nothing is
    /// imputed for it, and matched models alone speak.
    private static final int FEWEST_IN_MONTH = CHARACTERISTICS + 3;

    private final MarketPanel panel;
    private final double[][] z;

    Hedonic(MarketPanel panel) {
        this.panel = panel;
        this.z = new double[panel.models().size()][];
        for (int m = 0; m < z.length; m++) {
            Model model = panel.models().get(m);
            z[m] =
                    new double[] {
                        panel.score(m),
                        model.open() ? 1 : 0,
                        model.reasoning() == Model.Reasoning.NO ? 0 : 1
                    };
        }
    }

    /// A regression with a level of its own for each month.
    ///
    /// @param levels by month of the fit; NaN where nothing is on sale
    /// @param slopes of the characteristics; the least of all solutions where they cannot be told
    ///   apart
    @SuppressWarnings("ArrayRecordComponent") // read at once, never compared
    record Fit(double[] levels, double[] slopes) {}

    /// @param from the first month
    /// @param to the month after the last
    /// @param weights by model
    Fit fit(int from, int to, int[] weights) {
        int k = CHARACTERISTICS;
        double[][] cross = new double[k][k];
        double[] shared = new double[k];
        double[] levels = new double[to - from];
        double[][] means = new double[to - from][k];
        for (int t = from; t < to; t++) {
            double n = 0;
            double y = 0;
            double[] mean = means[t - from];
            for (int m = 0; m < z.length; m++) {
                double p = weights[m] == 0 ? Double.NaN : panel.price(m, t);
                if (!Double.isNaN(p)) {
                    n += weights[m];
                    y += weights[m] * Math.log(p);
                    for (int c = 0; c < k; c++) {
                        mean[c] += weights[m] * z[m][c];
                    }
                }
            }
            levels[t - from] = y / n;
            for (int c = 0; c < k; c++) {
                mean[c] /= n;
            }
            for (int m = 0; m < z.length; m++) {
                double p = weights[m] == 0 ? Double.NaN : panel.price(m, t);
                if (!Double.isNaN(p)) {
                    double dy = Math.log(p) - y / n;
                    for (int c = 0; c < k; c++) {
                        double d = weights[m] * (z[m][c] - mean[c]);
                        shared[c] += d * dy;
                        for (int e = 0; e < k; e++) {
                            cross[c][e] += d * (z[m][e] - mean[e]);
                        }
                    }
                }
            }
        }
        double[] slopes = solve(cross, shared);
        for (int t = 0; t < levels.length; t++) {
            for (int c = 0; c < k; c++) {
                levels[t] -= slopes[c] * means[t][c];
            }
        }
        return new Fit(levels, slopes);
    }

    private static double[] solve(double[][] matrix, double[] right) {
        double scale = 0;
        for (double[] row : matrix) {
            for (double cell : row) {
                scale = Math.max(scale, Math.abs(cell));
            }
        }
        if (scale == 0) {
            return new double[right.length];
        }
        return new SingularValueDecomposition(new Array2DRowRealMatrix(matrix, false))
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
    }

    /// The rolling time dummy index: log levels, the first 0.
    ///
    /// @param window months in a regression
    double[] timeDummy(int[] weights, int window, Splice splice) {
        int months = panel.months().size();
        int length = Math.min(window, months);
        List<double[]> windows = new ArrayList<>();
        for (int start = 0; start + length <= months; start++) {
            double[] levels = fit(start, start + length, weights).levels();
            double base = levels[0];
            windows.add(Arrays.stream(levels).map(l -> l - base).toArray());
        }
        return PriceIndex.splice(windows, splice);
    }

    /// GEKS over hedonically imputed Jevons indices: log levels, the first 0.
    double[] imputed(int[] weights) {
        int months = panel.months().size();
        double[][] slopes = new double[months][];
        double[] levels = new double[months];
        for (int t = 0; t < months; t++) {
            Fit fit = fit(t, t + 1, weights);
            slopes[t] = fit.slopes();
            levels[t] = onSale(t, weights) < FEWEST_IN_MONTH ? Double.NaN : fit.levels()[0];
        }
        double[][] expected = new double[z.length][months];
        for (int m = 0; m < z.length; m++) {
            for (int t = 0; t < months; t++) {
                expected[m][t] = levels[t];
                for (int c = 0; c < CHARACTERISTICS; c++) {
                    expected[m][t] += slopes[t][c] * z[m][c];
                }
            }
        }
        double[][] logs = new double[months][months];
        for (int s = 0; s < months; s++) {
            for (int t = s + 1; t < months; t++) {
                logs[s][t] = bilateral(s, t, weights, expected);
                logs[t][s] = -logs[s][t];
            }
        }
        double[] index = new double[months];
        for (int t = 0; t < months; t++) {
            int links = 0;
            for (int link = 0; link < months; link++) {
                double through = logs[0][link] + logs[link][t];
                if (!Double.isNaN(through)) {
                    index[t] += through;
                    links++;
                }
            }
            index[t] /= links;
        }
        return index;
    }

    private int onSale(int month, int[] weights) {
        int models = 0;
        for (int m = 0; m < z.length; m++) {
            models += weights[m] > 0 && !Double.isNaN(panel.price(m, month)) ? 1 : 0;
        }
        return models;
    }

    /// The mean of what the models of each month changed by, half the weight on either: prices
    /// where both are known, else both as expected.
    private double bilateral(int s, int t, int[] weights, double[][] expected) {
        double[] sum = new double[2];
        double[] n = new double[2];
        for (int m = 0; m < z.length; m++) {
            if (weights[m] > 0) {
                double before = panel.price(m, s);
                double after = panel.price(m, t);
                if (Double.isNaN(before) && Double.isNaN(after)) {
                    continue;
                }
                double change =
                        Double.isNaN(before) || Double.isNaN(after)
                                ? expected[m][t] - expected[m][s]
                                : Math.log(after / before);
                if (Double.isNaN(change)) {
                    continue;
                }
                if (!Double.isNaN(before)) {
                    sum[0] += weights[m] * change;
                    n[0] += weights[m];
                }
                if (!Double.isNaN(after)) {
                    sum[1] += weights[m] * change;
                    n[1] += weights[m];
                }
            }
        }
        return (sum[0] / n[0] + sum[1] / n[1]) / 2;
    }
}
