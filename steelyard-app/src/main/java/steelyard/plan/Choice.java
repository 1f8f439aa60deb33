package steelyard.plan;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import steelyard.refusal.Refusal;

/// Which tier a user chooses, by what the user expects to use: multinomial logit over the tiers,
/// the API and nothing at all (McFadden 1974).
///
/// A user who would use theta if it were free expects `E = theta x exp(bias + e)`, e normal. Having
/// x of it is worth `value x E x (x / E)^curve`; a tier that lets x through has that, less its
/// price and what being stopped costs. At the API one buys as much as is worth its price. Nothing
/// is worth 0.
///
/// @param value of all that one would use, over its list price
/// @param curve power of the share that one gets, 0 to 1: the first part is worth most
/// @param wall USD a month that being stopped every week takes off
/// @param taste scale of everything else, USD
/// @param bias by which users overestimate, of the logarithm
/// @param error of their forecast, of the logarithm
public record Choice(
        double value, double curve, double wall, double taste, double bias, double error) {
    private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();

    /// A tier on offer.
    ///
    /// @param price USD a month
    public record Tier(String plan, double price, Service service) {}

    /// What a tier does for a user of some usage.
    public interface Service {
        /// API dollars that a month lets through of `wanted`.
        double served(double wanted);

        /// Share of the weeks in which such a user is stopped.
        double stopped(double wanted);
    }

    public Choice {
        if (!(value > 0) || !(curve > 0 && curve < 1) || !(taste > 0) || !(error >= 0)) {
            throw new Refusal(
                    "value %s, curve %s, taste %s, forecast.sigma %s: above zero, the curve below 1"
                            .formatted(value, curve, taste, error));
        }
    }

    public static Choice of(Assumptions given) {
        return new Choice(
                given.of("value"),
                given.of("curve"),
                given.of("wall.cost"),
                given.of("taste"),
                given.of("bias"),
                given.of("forecast.sigma"));
    }

    /// The shares of users of one level who take each tier, then the API, then nothing: they add up
    /// to one.
    ///
    /// @param usual API dollars a month
    public double[] shares(double usual, List<Tier> tiers) {
        double[] shares = new double[tiers.size() + 2];
        // Gauss-Hermite: the mean over the user's own forecast error.
        var rule = RULES.hermite(error == 0 ? 1 : 9);
        for (int i = 0; i < rule.getNumberOfPoints(); i++) {
            double expected = usual * Math.exp(bias + error * Math.sqrt(2) * rule.getPoint(i));
            double weight = rule.getWeight(i) / Math.sqrt(Math.PI);
            double[] odds = odds(expected, tiers);
            for (int j = 0; j < odds.length; j++) {
                shares[j] += weight * odds[j];
            }
        }
        return shares;
    }

    private double[] odds(double expected, List<Tier> tiers) {
        double[] utility = new double[tiers.size() + 2];
        for (int j = 0; j < tiers.size(); j++) {
            Tier tier = tiers.get(j);
            utility[j] =
                    worth(expected, tier.service().served(expected))
                            - tier.price()
                            - wall * tier.service().stopped(expected);
        }
        // Where a further API dollar is worth a dollar: value curve (x / E)^(curve - 1) = 1.
        double bought = expected * Math.min(1, Math.pow(value * curve, 1 / (1 - curve)));
        utility[tiers.size()] = worth(expected, bought) - bought;
        double most = Arrays.stream(utility).max().orElseThrow();
        double sum = 0;
        for (int j = 0; j < utility.length; j++) {
            utility[j] = Math.exp((utility[j] - most) / taste);
            sum += utility[j];
        }
        for (int j = 0; j < utility.length; j++) {
            utility[j] /= sum;
        }
        return utility;
    }

    private double worth(double expected, double had) {
        return value * expected * Math.pow(Math.min(1, had / expected), curve);
    }

    /// What a population found a plan to do, by level of usage.
    public static final class Found implements Service {
        private static final int BINS = 100;

        private final Spread spread;
        private final double mean;
        private final double[] wanted;
        private final double[] served;
        private final double[] stopped;

        public Found(Population users) {
            spread = users.setting().demand().spread();
            mean = users.setting().demand().mean();
            int bins = Math.min(BINS, users.size());
            wanted = new double[bins];
            served = new double[bins];
            stopped = new double[bins];
            for (int b = 0; b < bins; b++) {
                // Users stand in the order of their usage.
                int from = (int) ((long) b * users.size() / bins);
                int to = (int) ((b + 1L) * users.size() / bins);
                for (int u = from; u < to; u++) {
                    wanted[b] += users.usual(u) / (to - from);
                    // What is wanted varies by chance; what share is served hardly does.
                    double share = users.wanted(u) == 0 ? 1 : users.served(u) / users.wanted(u);
                    served[b] += share * users.usual(u) / (to - from);
                    stopped[b] += users.weeksStopped(u) / (to - from);
                }
            }
        }

        /// Between the means of two bins, by line; beyond them as in the outermost.
        private double between(double[] values, double at) {
            double below = 1 - spread.above(at / mean);
            int bin = Math.clamp((long) (below * wanted.length), 0, wanted.length - 1);
            int low = at < wanted[bin] ? bin - 1 : bin;
            if (low < 0) {
                return values[0];
            }
            if (low + 1 == wanted.length) {
                return values[low];
            }
            double along = Math.clamp((at - wanted[low]) / (wanted[low + 1] - wanted[low]), 0, 1);
            return values[low] + along * (values[low + 1] - values[low]);
        }

        @Override
        public double served(double at) {
            return Math.min(at, between(served, at));
        }

        @Override
        public double stopped(double at) {
            return between(stopped, at);
        }
    }
}
