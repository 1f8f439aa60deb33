package steelyard.index;

import java.util.Arrays;
import java.util.OptionalDouble;
import steelyard.refusal.Refusal;

/// What products that came and went are worth to buyers, beside an index of those that stayed.
///
/// With an elasticity of substitution σ between products the exact price index is the matched one
/// times (λ_t / λ_{t-1})^{1/(σ-1)}, where λ is the share of spend on the products of both periods
/// (Feenstra 1994, American Economic Review 84(1), equation 10).
///
/// @param sigma the elasticity, above 1
/// @param error its standard error; not a number where it is stated and not estimated
/// @param logs by period, what has to be added to the log of a chained matched index; the first 0
@SuppressWarnings("ArrayRecordComponent") // a series, read in order and never compared
public record Variety(double sigma, double error, double[] logs) {
    /// At a stated elasticity.
    ///
    /// @throws Refusal if it is not above 1 or the panel has no quantities
    public static Variety at(Panel panel, double sigma) {
        return of(panel, sigma, Double.NaN);
    }

    /// At the elasticity that the panel shows: shares of spend of products of two periods by their
    /// prices, in differences and less each step's mean, by least squares; σ is 1 less the slope.
    /// Demand that moves with prices by itself draws it towards 1.
    ///
    /// @throws Refusal if prices move too little to tell
    public static Variety estimated(Panel panel) {
        double xx = 0;
        double xy = 0;
        double yy = 0;
        int n = 0;
        int steps = 0;
        for (int t = 1; t < panel.periods().size(); t++) {
            Match m = Match.of(panel, t - 1, t);
            double[] x = new double[m.size()];
            double[] y = new double[m.size()];
            int k = 0;
            for (int i = 0; i < m.size(); i++) {
                if (m.v0(i) > 0 && m.v1(i) > 0) {
                    x[k] = Math.log(m.p1()[i] / m.p0()[i]);
                    y[k++] = Math.log(m.v1(i) / m.v0(i));
                }
            }
            double meanX = Arrays.stream(x, 0, k).average().orElse(0);
            double meanY = Arrays.stream(y, 0, k).average().orElse(0);
            for (int i = 0; i < k; i++) {
                xx += (x[i] - meanX) * (x[i] - meanX);
                xy += (x[i] - meanX) * (y[i] - meanY);
                yy += (y[i] - meanY) * (y[i] - meanY);
            }
            n += k;
            steps += k > 0 ? 1 : 0;
        }
        int freedom = n - steps - 1;
        double slope = xy / xx;
        if (!(xx > 1e-12) || freedom < 1) {
            throw new Refusal(
                    "prices of products that stayed move too little to estimate an elasticity; state one, as --elasticity 4");
        }
        double error = Math.sqrt(Math.max(0, yy - slope * xy) / freedom / xx);
        double sigma = 1 - slope;
        if (!(sigma > 1)) {
            throw new Refusal(
                    "the estimated elasticity of substitution, %.2f, is not above 1: buyers did not turn to what got cheaper; state one, as --elasticity 4"
                            .formatted(sigma));
        }
        return of(panel, sigma, error);
    }

    private static Variety of(Panel panel, double sigma, double error) {
        if (!(sigma > 1 && sigma < 1e3)) {
            throw new Refusal(
                    "--elasticity %s: above 1 (at 1 a product that goes is a loss without end)"
                            .formatted(sigma));
        }
        if (!panel.quantities()) {
            throw new Refusal("--elasticity weighs by spend, and there are no quantities");
        }
        double[] logs = new double[panel.periods().size()];
        for (int t = 1; t < logs.length; t++) {
            Match m = Match.of(panel, t - 1, t);
            double now = m.value1() / panel.slice(t).value();
            double then = m.value0() / panel.slice(t - 1).value();
            logs[t] = logs[t - 1] + Math.log(now / then) / (sigma - 1);
        }
        return new Variety(sigma, error, logs);
    }

    /// The index with what came and went, from a matched one.
    ///
    /// @param level of the matched index in a period
    public OptionalDouble adjusted(OptionalDouble level, int period) {
        return level.isEmpty() || !Double.isFinite(logs[period])
                ? OptionalDouble.empty()
                : OptionalDouble.of(level.getAsDouble() * Math.exp(logs[period]));
    }
}
