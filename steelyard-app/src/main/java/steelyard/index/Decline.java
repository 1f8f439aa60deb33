package steelyard.index;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/// How fast a price falls: the slope of its logarithm in time, by least squares.
///
/// @param points how many prices the slope rests on
/// @param factorPerYear by what the price is divided in 365 days; below 1 it rises
/// @param low the lower end of the 90% interval from Student's t, with points less coefficients
///   degrees of freedom; NaN if there are none
/// @param high the upper end
/// @param rSquared the share of the variance of log prices that the line explains
/// @param days from the first price to the last
public record Decline(
        int points, double factorPerYear, double low, double high, double rSquared, long days) {
    private static final double YEAR = 365;
    private static final double ENDS = 0.95;

    /// Below half a year a factor per year is an extrapolation.
    private static final long SHORTEST = 182;

    private static final double WIDEST = 100;

    /// A price on a date.
    public record Point(LocalDate date, double price) {}

    /// A straight line through log prices; empty with fewer than two dates.
    public static Optional<Decline> fit(List<Point> points) {
        return fit(points, new double[0][]);
    }

    /// The hedonic trend: log prices on time and the models' characteristics, so that the slope is
    /// that of prices at given characteristics.
    ///
    /// @param characteristics one array per characteristic, with a value per point
    public static Optional<Decline> fit(List<Point> points, double[][] characteristics) {
        int n = points.size();
        int k = 2 + characteristics.length;
        long distinct = points.stream().map(Point::date).distinct().count();
        if (distinct < 2 || n < k) {
            return Optional.empty();
        }
        LocalDate first = points.stream().map(Point::date).min(LocalDate::compareTo).orElseThrow();
        LocalDate last = points.stream().map(Point::date).max(LocalDate::compareTo).orElseThrow();
        double[][] x = new double[n][k];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i][0] = 1;
            x[i][1] = ChronoUnit.DAYS.between(first, points.get(i).date()) / YEAR;
            for (int c = 0; c < characteristics.length; c++) {
                x[i][2 + c] = characteristics[c][i];
            }
            y[i] = Math.log(points.get(i).price());
        }
        return solve(new Array2DRowRealMatrix(x, false), y, ChronoUnit.DAYS.between(first, last));
    }

    private static Optional<Decline> solve(RealMatrix x, double[] y, long days) {
        RealMatrix transposed = x.transpose();
        LUDecomposition normal = new LUDecomposition(transposed.multiply(x));
        if (!normal.getSolver().isNonSingular()) {
            return Optional.empty();
        }
        RealMatrix inverse = normal.getSolver().getInverse();
        double[] coefficients = inverse.operate(transposed.operate(y));
        double[] fitted = x.operate(coefficients);
        double mean = 0;
        for (double value : y) {
            mean += value / y.length;
        }
        double residual = 0;
        double total = 0;
        for (int i = 0; i < y.length; i++) {
            residual += (y[i] - fitted[i]) * (y[i] - fitted[i]);
            total += (y[i] - mean) * (y[i] - mean);
        }
        int free = y.length - coefficients.length;
        double slope = coefficients[1];
        double reach =
                free == 0
                        ? Double.NaN
                        : new TDistribution(free).inverseCumulativeProbability(ENDS)
                                * Math.sqrt(residual / free * inverse.getEntry(1, 1));
        return Optional.of(
                new Decline(
                        y.length,
                        Math.exp(-slope),
                        Math.exp(-slope - reach),
                        Math.exp(-slope + reach),
                        total == 0 ? Double.NaN : 1 - residual / total,
                        days));
    }

    /// Months in which the price halves; empty where it does not fall.
    public OptionalDouble halfLifeMonths() {
        return factorPerYear > 1
                ? OptionalDouble.of(12 * Math.log(2) / Math.log(factorPerYear))
                : OptionalDouble.empty();
    }

    /// Whether the interval tells anything: it lies on one side of 1 and spans at most two orders
    /// of magnitude.
    public boolean isIdentified() {
        return !Double.isNaN(low) && (low > 1 || high < 1) && high / low <= WIDEST;
    }

    /// Whether the prices span too little time to speak of a year.
    public boolean isShort() {
        return days < SHORTEST;
    }
}
