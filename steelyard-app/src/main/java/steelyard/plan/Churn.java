package steelyard.plan;

import steelyard.refusal.Refusal;

/// Who leaves: the hazard of a month is logistic in limits hit, idleness and a change of price.
///
/// @param base share that leaves in a month at full use, with no limit hit
/// @param wall per limit hit in a week
/// @param idle from full use to none
/// @param price per doubling of the price
public record Churn(double base, double wall, double idle, double price) {
    public Churn {
        if (!(base > 0 && base < 1)) {
            throw new Refusal("churn.base %s: above 0 and below 1".formatted(base));
        }
    }

    public static Churn of(Assumptions given) {
        return new Churn(
                given.of("churn.base"),
                given.of("churn.wall"),
                given.of("churn.idle"),
                given.of("churn.price"));
    }

    /// Share that leaves in a month.
    ///
    /// @param hits limits hit in a week
    /// @param utilisation 0 to 1
    /// @param raise new price over old
    public double hazard(double hits, double utilisation, double raise) {
        double logit =
                Math.log(base / (1 - base))
                        + wall * hits
                        + idle * (1 - Math.min(1, utilisation))
                        + price * Math.log(raise) / Math.log(2);
        return 1 / (1 + Math.exp(-logit));
    }

    /// How many of each kind of user stay in the long run, if as many of each join every month:
    /// those who stay longer weigh more. Cohort by cohort, `n <- n (1 - hazard) + joined` comes to
    /// joined / hazard.
    ///
    /// @param joining weight of each user among those who join
    /// @param month API dollars that a month allows
    /// @param raise new price over old
    public double[] steady(Population users, double[] joining, double month, double raise) {
        double[] staying = new double[users.size()];
        for (int u = 0; u < staying.length; u++) {
            staying[u] = joining[u] / hazard(hits(users, u), users.served(u) / month, raise);
        }
        return staying;
    }

    static double hits(Population users, int user) {
        double hits = 0;
        for (int l = 0; l < users.setting().limits().size(); l++) {
            hits += users.stopped(l, user);
        }
        return hits;
    }
}
