package steelyard.index;

/// The logarithmic mean L(a, b) = (a - b) / ln(a / b): what makes a difference and a ratio of logs
/// agree.
public final class LogMean {
    private LogMean() {}

    /// L(a, b) for a, b of at least 0, with L(a, a) = a and L(a, 0) = L(0, b) = 0.
    ///
    /// Written with log1p, so that it stays exact where a and b are close (Ang 2005).
    public static double of(double a, double b) {
        if (a <= 0 || b <= 0) {
            return 0;
        }
        double x = (a - b) / b;
        return x == 0 ? a : b * x / Math.log1p(x);
    }
}
