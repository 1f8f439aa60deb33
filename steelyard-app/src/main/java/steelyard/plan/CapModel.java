package steelyard.plan;

import org.hipparchus.analysis.solvers.BrentSolver;
import steelyard.refusal.Refusal;

/// One cap on a month's usage, in closed form: what is served, and what the vendor keeps.
///
/// Usage of active users is `mean` times a [Spread]; a share `dormant` of the subscribers uses
/// nothing. Formulas: docs/methods/plans.md, "One cap".
///
/// @param mean API dollars that an active user would use in a month
/// @param cap API dollars that a month allows; infinite for none
/// @param dormant 0 to 1
public record CapModel(Spread spread, double mean, double cap, double dormant) {
    public CapModel {
        if (!(mean > 0 && mean < 1e12) || !(cap > 0) || !(dormant >= 0 && dormant < 1)) {
            throw new Refusal(
                    "mean usage %s, cap %s, dormant %s: amounts above zero, and a share from 0 to below 1"
                            .formatted(mean, cap, dormant));
        }
    }

    /// With the mean usage at which active users use a share of the cap on average.
    ///
    /// @param utilisation above 0, below 1
    public static CapModel at(double utilisation, Spread spread, double cap, double dormant) {
        if (!(utilisation > 0 && utilisation < 1)) {
            throw new Refusal("utilisation %s: above 0 and below 1".formatted(utilisation));
        }
        double most = Math.log(utilisation) + 60;
        if (served(spread, Math.exp(most), 1) < utilisation) {
            throw new Refusal(
                    "utilisation %s: usage so uneven (%s) never fills that much of an allowance"
                            .formatted(utilisation, spread.words()));
        }
        double logMean =
                new BrentSolver(1e-12)
                        .solve(
                                500,
                                m -> served(spread, Math.exp(m), 1) - utilisation,
                                Math.log(utilisation),
                                most,
                                Math.log(utilisation) + 1);
        return new CapModel(spread, Math.exp(logMean) * cap, cap, dormant);
    }

    private static double served(Spread spread, double mean, double cap) {
        return Double.isInfinite(cap) ? mean : mean * spread.capped(cap / mean);
    }

    /// API dollars that an active user gets in a month: E[min(D, C)].
    public double served() {
        return served(spread, mean, cap);
    }

    /// API dollars above the cap: E[(D - C)+].
    public double unmet() {
        return mean - served();
    }

    /// Of active users.
    public double utilisation() {
        return served() / cap;
    }

    /// Share of active users who would use more than `usd` a month.
    public double above(double usd) {
        return spread.above(usd / mean);
    }

    /// Of active users, API dollars a month.
    public double median() {
        return mean * spread.quantile(0.5);
    }

    /// Share of the price that is left.
    ///
    /// @param price USD a month
    /// @param fee share of the price that payment takes
    /// @param cost to serve over list price
    public double margin(double price, double fee, double cost) {
        return 1 - fee - cost * (1 - dormant) * served() / price;
    }

    /// Mean use over the cap, dormant users with it, at which nothing is left.
    public static double breakEven(double price, double fee, double cost, double cap) {
        return price * (1 - fee) / (cost * cap);
    }

    /// Share of subscribers who cost more than they pay.
    public double lossMaking(double price, double fee, double cost) {
        double usd = price * (1 - fee) / cost;
        return usd < cap ? (1 - dormant) * above(usd) : 0;
    }
}
