package steelyard.plan;

import steelyard.refusal.Refusal;

/// What the vendor takes and pays for one subscriber's month.
///
/// @param price USD
/// @param fee share of what is paid that payment takes
/// @param cost to serve over list price
/// @param dormant share of the subscribers who use nothing
/// @param overage USD for an API dollar above the limits
/// @param downgrade cost of the cheaper model over that of the dearer
public record Vendor(
        double price, double fee, double cost, double dormant, double overage, double downgrade) {
    public Vendor {
        if (!(price > 0)
                || !(fee >= 0 && fee < 1)
                || !(cost > 0)
                || !(dormant >= 0 && dormant < 1)
                || !(overage >= 0)
                || !(downgrade >= 0)) {
            throw new Refusal(
                    "price %s, fee %s, cost %s, dormant %s, overage %s, downgrade %s: a price and a cost above zero, shares from 0 to below 1, the rest not below 0"
                            .formatted(price, fee, cost, dormant, overage, downgrade));
        }
    }

    public static Vendor of(double price, double overage, Assumptions given) {
        return new Vendor(
                price,
                given.of("fee"),
                given.of("cost"),
                given.of("dormant"),
                overage,
                given.of("downgrade"));
    }

    /// The same with another share of dormant subscribers.
    Vendor withDormant(double share) {
        return new Vendor(price, fee, cost, share, overage, downgrade);
    }

    /// USD that one active user pays in a month.
    double revenue(Population users, int user) {
        return price + overage * users.overage(user);
    }

    /// USD that serving one active user costs in a month.
    double costOf(Population users, int user) {
        return cost
                * (users.served(user) + users.overage(user) + downgrade * users.downgraded(user));
    }

    /// USD that are left of one active user's month.
    double kept(Population users, int user) {
        return revenue(users, user) * (1 - fee) - costOf(users, user);
    }
}
