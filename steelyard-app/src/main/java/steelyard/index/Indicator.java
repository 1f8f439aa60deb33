package steelyard.index;

import steelyard.refusal.Refusal;

/// A change in spend between two periods, told apart into price and quantity, in money.
///
/// Both parts together are the change on the products that both periods have; what was spent on
/// those that came or went is not in it.
public enum Indicator {
    /// Differences at mean quantities and prices (Bennet 1920).
    BENNET {
        @Override
        double part(double p0, double p1, double q0, double q1) {
            return (q0 + q1) / 2 * (p1 - p0);
        }
    },
    /// Logs of ratios at the logarithmic mean of the values (Montgomery 1929).
    MONTGOMERY {
        @Override
        double part(double p0, double p1, double q0, double q1) {
            return LogMean.of(p0 * q0, p1 * q1) * Math.log(p1 / p0);
        }
    };

    /// @param from the place of the period before
    /// @param to the place of the period after
    public Parts of(Panel panel, int from, int to) {
        if (!panel.quantities()) {
            throw new Refusal("an indicator needs quantities, and there are none");
        }
        Match m = Match.of(panel, from, to);
        double price = 0;
        double quantity = 0;
        for (int i = 0; i < m.size(); i++) {
            price += part(m.p0()[i], m.p1()[i], m.q0()[i], m.q1()[i]);
            double change = m.v1(i) - m.v0(i);
            quantity +=
                    m.q0()[i] == 0 || m.q1()[i] == 0
                            ? change - part(m.p0()[i], m.p1()[i], m.q0()[i], m.q1()[i])
                            : part(m.q0()[i], m.q1()[i], m.p0()[i], m.p1()[i]);
        }
        return new Parts(
                price,
                quantity,
                panel.slice(to).value() - m.value1(),
                m.value0() - panel.slice(from).value());
    }

    /// In the money of the prices; the four add up to the change in spend.
    ///
    /// @param entered spend on products that are new
    /// @param left spend on products that are gone, as a negative number
    public record Parts(double price, double quantity, double entered, double left) {}

    abstract double part(double p0, double p1, double q0, double q1);
}
