package steelyard.plan;

import org.hipparchus.distribution.continuous.GammaDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.special.Gamma;
import steelyard.refusal.Refusal;

/// How usage is spread over active users, as a multiple of its mean.
public sealed interface Spread {
    /// The usage below which a share `u` of the users stays, 0 < u < 1.
    double quantile(double u);

    /// The share of users above `x`.
    double above(double x);

    /// E[min(X, c)]: the mean of what a cap at `c` lets through.
    double capped(double c);

    /// The share of all usage that is the top `q` of the users'.
    double top(double q);

    /// Gini coefficient: 0 where all use alike, towards 1 where one uses all.
    double gini();

    /// In words.
    String words();

    /// The common case (Crow and Shimizu 1988, Lognormal Distributions, chapters 1 and 4).
    ///
    /// @param sigma of the logarithm
    record Lognormal(double sigma) implements Spread {
        private static final NormalDistribution NORMAL = new NormalDistribution();

        public Lognormal {
            require("sigma", sigma, 0, 5);
        }

        private double mu() {
            return -sigma * sigma / 2;
        }

        @Override
        public double quantile(double u) {
            return Math.exp(mu() + sigma * NORMAL.inverseCumulativeProbability(u));
        }

        @Override
        public double above(double x) {
            return x <= 0 ? 1 : NORMAL.cumulativeProbability((mu() - Math.log(x)) / sigma);
        }

        @Override
        public double capped(double c) {
            return c <= 0
                    ? 0
                    : NORMAL.cumulativeProbability((Math.log(c) - mu() - sigma * sigma) / sigma)
                            + c * above(c);
        }

        @Override
        public double top(double q) {
            return 1
                    - NORMAL.cumulativeProbability(
                            NORMAL.inverseCumulativeProbability(1 - q) - sigma);
        }

        @Override
        public double gini() {
            return 2 * NORMAL.cumulativeProbability(sigma / Math.sqrt(2)) - 1;
        }

        @Override
        public String words() {
            return "lognormal, sigma " + sigma;
        }
    }

    /// Pareto's law from the least user on (Arnold 1983, Pareto Distributions, chapter 3).
    ///
    /// @param alpha exponent; ln 5 / ln 4 = 1.161 is 80/20
    record Pareto(double alpha) implements Spread {
        public Pareto {
            require("alpha", alpha, 1, 100);
        }

        private double least() {
            return (alpha - 1) / alpha;
        }

        @Override
        public double quantile(double u) {
            return least() * Math.pow(1 - u, -1 / alpha);
        }

        @Override
        public double above(double x) {
            return x <= least() ? 1 : Math.pow(least() / x, alpha);
        }

        @Override
        public double capped(double c) {
            return c <= least() ? Math.max(0, c) : 1 - c * above(c) / (alpha - 1);
        }

        @Override
        public double top(double q) {
            return Math.pow(q, 1 - 1 / alpha);
        }

        @Override
        public double gini() {
            return 1 / (2 * alpha - 1);
        }

        @Override
        public String words() {
            return "Pareto, alpha " + alpha;
        }
    }

    /// Rates by a gamma law, so that counts of sessions are negative binomial: of mean m and
    /// variance m + m^2 / shape (Johnson, Kemp and Kotz 2005, Univariate Discrete Distributions,
    /// 5.3).
    record Rates(double shape) implements Spread {
        public Rates {
            require("shape", shape, 0, 1000);
        }

        private GammaDistribution law() {
            return new GammaDistribution(shape, 1 / shape);
        }

        @Override
        public double quantile(double u) {
            return law().inverseCumulativeProbability(u);
        }

        @Override
        public double above(double x) {
            return x <= 0 ? 1 : Gamma.regularizedGammaQ(shape, shape * x);
        }

        @Override
        public double capped(double c) {
            return c <= 0 ? 0 : Gamma.regularizedGammaP(shape + 1, shape * c) + c * above(c);
        }

        @Override
        public double top(double q) {
            return Gamma.regularizedGammaQ(shape + 1, shape * quantile(1 - q));
        }

        @Override
        public double gini() {
            return Math.exp(Gamma.logGamma(shape + 0.5) - Gamma.logGamma(shape + 1))
                    / Math.sqrt(Math.PI);
        }

        @Override
        public String words() {
            return "gamma-Poisson, shape " + shape;
        }
    }

    /// @param name `lognormal`, `pareto` or `gamma`
    static Spread named(String name, Assumptions given) {
        return switch (name) {
            case "lognormal" -> new Lognormal(given.of("sigma"));
            case "pareto" -> new Pareto(given.of("alpha"));
            case "gamma" -> new Rates(given.of("shape"));
            default ->
                    throw new Refusal(
                            "no spread of usage \"%s\"; there are lognormal, pareto and gamma"
                                    .formatted(name));
        };
    }

    private static void require(String name, double value, double least, double most) {
        if (!(value > least && value <= most)) {
            throw new Refusal("%s %s: above %s and at most %s".formatted(name, value, least, most));
        }
    }
}
