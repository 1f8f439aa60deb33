package steelyard.serving;

import java.util.ArrayList;
import java.util.List;

/// At which utilisation a price per request pays for the machines.
///
/// @param full the cost at a utilisation of one
/// @param price USD per request
/// @param gpus paid for
/// @param rent of each
public record BreakEven(ServingCost full, double price, int gpus, ServingCost.Rent rent) {
    private static final int STEP_PERCENT = 5;

    /// What is left at a utilisation.
    ///
    /// @param requests per day
    /// @param cost USD per request
    /// @param margin share of the revenue, `low` where the cost is high
    public record Point(
            double utilisation,
            double requests,
            double cost,
            double margin,
            double low,
            double high) {}

    /// The utilisation; above 1 it never pays.
    public double at() {
        return full.breakEven(price, 1);
    }

    /// The same where costs are low.
    public double low() {
        return at() * full.low();
    }

    /// The same where costs are high.
    public double high() {
        return at() * full.high();
    }

    /// How many requests a day earn a day's rent of so much per accelerator and hour.
    public double requestsPerDay(double rentPerHour) {
        return Math.ceil(gpus * rentPerHour * 24 / price);
    }

    /// From one twentieth of full use to all of it.
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (int percent = STEP_PERCENT; percent <= 100; percent += STEP_PERCENT) {
            double u = percent / 100.0;
            points.add(
                    new Point(
                            u,
                            full.requests() * u * 24,
                            full.request() / u,
                            full.margin(price * u),
                            1 - high() / u,
                            1 - low() / u));
        }
        return points;
    }
}
