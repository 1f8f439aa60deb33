package steelyard.serving;

import steelyard.refusal.Refusal;

/// What an accelerator costs its owner, USD.
///
/// @param price of one, with its share of the server, the network and the building
/// @param years that it is used
/// @param interest on what it cost, per year: 0.08 for 8 percent
/// @param watts of one with its share of the server, cooling not included
/// @param pue energy of the site over that of its machines
/// @param kwh per kWh
/// @param staff per accelerator and year, for people and maintenance
public record Ownership(
        double price,
        double years,
        double interest,
        double watts,
        double pue,
        double kwh,
        double staff) {
    private static final double HOURS = 365.25 * 24;

    public Ownership {
        if (!(price > 0)
                || !(years > 0)
                || !(interest >= 0)
                || !(watts > 0)
                || !(pue >= 1)
                || !(kwh >= 0)
                || !(staff >= 0)) {
            throw new Refusal(
                    "owning at a price of %s USD, %s years, %s interest, %s W, PUE %s, %s USD a kWh, %s USD a year for staff: price, years and power above zero, PUE at least 1, the others at least 0"
                            .formatted(price, years, interest, watts, pue, kwh, staff));
        }
    }

    /// USD per hour: the price in equal parts over its life with interest, power at the board's
    /// limit, staff.
    public double perHour() {
        double part = interest == 0 ? 1 / years : interest / (1 - Math.pow(1 + interest, -years));
        return (price * part + staff) / HOURS + power();
    }

    /// Of that, electricity.
    public double power() {
        return watts / 1e3 * pue * kwh;
    }
}
