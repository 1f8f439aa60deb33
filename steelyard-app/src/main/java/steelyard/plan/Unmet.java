package steelyard.plan;

import steelyard.refusal.Refusal;

/// What becomes of work that a limit stops, as shares that add up to one.
///
/// @param lost not done
/// @param deferred done when the window opens again
/// @param overage paid for on top
/// @param downgraded done by a cheaper model of the same vendor, outside the limit
/// @param switched done at another vendor
public record Unmet(
        double lost, double deferred, double overage, double downgraded, double switched) {
    public static final Unmet LOST = new Unmet(1, 0, 0, 0, 0);

    public Unmet {
        if (!(lost >= 0 && deferred >= 0 && overage >= 0 && downgraded >= 0 && switched >= 0)
                || Math.abs(lost + deferred + overage + downgraded + switched - 1) > 1e-9) {
            throw new Refusal(
                    "lost %s, deferred %s, overage %s, downgraded %s, switched %s: shares from 0 to 1 that add up to 1"
                            .formatted(lost, deferred, overage, downgraded, switched));
        }
    }

    /// The same where a plan sells no more usage: what would be paid for is lost.
    Unmet where(Terms terms) {
        return terms.overagePerApiDollar().isPresent()
                ? this
                : new Unmet(lost + overage, deferred, 0, downgraded, switched);
    }

    /// One fate.
    enum Fate {
        LOST,
        DEFERRED,
        OVERAGE,
        DOWNGRADED,
        SWITCHED
    }

    /// @param u from 0 to below 1
    Fate fate(double u) {
        double left = u - lost;
        if (left < 0) {
            return Fate.LOST;
        }
        left -= deferred;
        if (left < 0) {
            return Fate.DEFERRED;
        }
        left -= overage;
        if (left < 0) {
            return Fate.OVERAGE;
        }
        left -= downgraded;
        return left < 0 ? Fate.DOWNGRADED : Fate.SWITCHED;
    }
}
