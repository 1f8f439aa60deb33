package steelyard.show;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/// Words and numbers as people read them.
public final class Words {
    private Words() {}

    /// An amount, e.g. `$7.07M`; small ones in three significant figures, e.g. `$0.0123`.
    public static String money(double usd) {
        Currency currency = Currency.now();
        double size = Math.abs(currency.of(usd));
        if (!Double.isFinite(size)) {
            return "?";
        }
        if (size < 1) {
            return price(OptionalDouble.of(usd));
        }
        Scale scale = size >= 1e4 && size < 1e6 ? new Scale(1e3, "K", 1) : Scale.of(usd);
        return (usd < 0 ? "-" : "") + currency.sign() + scale.shown(Math.abs(usd));
    }

    /// An amount to the cent, without a sign before it.
    public static String cents(double usd) {
        return String.format(Locale.ROOT, "%,.2f", usd == 0 ? 0.0 : Currency.now().of(usd));
    }

    /// A change in percent, e.g. `+239%`; beyond a hundredfold, as a factor.
    public static String change(double before, double after) {
        if (before == 0) {
            return after == 0 ? "no change" : "from nothing";
        }
        double ratio = after / before;
        double percent = (ratio - 1) * 100;
        if (Math.abs(percent) < 1e-9) {
            return "unchanged";
        }
        int decimals =
                Math.abs(percent) >= 10
                        ? 0
                        : Math.abs(percent) >= 0.1
                                ? 1
                                : (int) Math.min(9, 1 - Math.floor(Math.log10(Math.abs(percent))));
        return ratio >= 100
                ? String.format(Locale.ROOT, "%,.0f times as much", ratio)
                : String.format(Locale.ROOT, "%+." + decimals + "f%%", percent);
    }

    public static String percent(double share) {
        double percent = share * 100;
        return percent != 0 && Math.abs(percent) < 0.1
                ? percent > 0 ? "under 0.1%" : "above -0.1%"
                : percent == 0
                        ? "0%"
                        : String.format(
                                Locale.ROOT,
                                Math.abs(percent) < 10 || (percent > 99.5 && percent < 100)
                                        ? "%.1f%%"
                                        : "%.0f%%",
                                percent > 99.5 && percent < 100
                                        ? Math.floor(percent * 10) / 10
                                        : percent);
    }

    /// A count in at most four figures, e.g. `12.3M`.
    public static String count(double n) {
        double size = Math.abs(n);
        return size >= 1e12
                ? String.format(Locale.ROOT, "%.2fT", n / 1e12)
                : size >= 1e9
                        ? String.format(Locale.ROOT, "%.2fB", n / 1e9)
                        : size >= 1e6
                                ? String.format(Locale.ROOT, "%.2fM", n / 1e6)
                                : size >= 1e4
                                        ? String.format(Locale.ROOT, "%.1fK", n / 1e3)
                                        : String.format(
                                                Locale.ROOT,
                                                size == Math.rint(size) ? "%,.0f" : "%,.1f",
                                                n);
    }

    /// A small price in three significant figures, e.g. `$0.0123`.
    public static String price(OptionalDouble usd) {
        if (usd.isEmpty()) {
            return "-";
        }
        double value = Currency.now().of(usd.getAsDouble());
        int decimals =
                value == 0 ? 2 : (int) Math.max(2, 2 - Math.floor(Math.log10(Math.abs(value))));
        return (value < 0 ? "-" : "")
                + Currency.now().sign()
                + String.format(Locale.ROOT, "%,." + Math.min(decimals, 9) + "f", Math.abs(value));
    }

    /// Four significant figures, no exponent: more would pretend. Empty for what is not finite.
    public static String figures(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString()
                : "";
    }

    /// A time in the unit that suits it, e.g. `35 ms` or `2.4 h`.
    public static String seconds(double seconds) {
        double s = Math.abs(seconds);
        return s == 0
                ? "0 s"
                : s < 1e-3
                        ? figures3(seconds * 1e6) + " µs"
                        : s < 1
                                ? figures3(seconds * 1e3) + " ms"
                                : s < 120
                                        ? figures3(seconds) + " s"
                                        : s < 7200
                                                ? figures3(seconds / 60) + " min"
                                                : s < 172_800
                                                        ? figures3(seconds / 3600) + " h"
                                                        : figures3(seconds / 86_400) + " days";
    }

    private static String figures3(double value) {
        return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }

    /// A number without a unit: four figures, the large ones with K, M, B or T.
    public static String number(double value) {
        return Math.abs(value) >= 1e5
                ? count(value)
                : Math.abs(value) >= 1e4
                        ? String.format(Locale.ROOT, "%,.0f", value)
                        : figures(value);
    }

    public static String plural(long n, String word) {
        return (n < 10_000_000 ? String.format(Locale.ROOT, "%,d", n) : count(n))
                + " "
                + word
                + (n == 1 ? "" : "s");
    }

    /// The model without its provider where that is said again in its name, as
    /// `openrouter/google/...`.
    public static String shortName(String product) {
        int slash = product.indexOf('/');
        String model = product.substring(slash + 1);
        return model.indexOf('/') > 0 ? model : product;
    }
}
