package steelyard.plan;

import java.util.OptionalDouble;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile.Row;

/// One limit of a plan: so much within a window.
///
/// @param window its name: `5h`, `day`, `week`, `month`
/// @param hours length of the window
/// @param low of the amount, where sources differ
/// @param amount in `unit`, as published or read from meters; empty where only a relation is known
/// @param high of the amount
/// @param unit a unit of [Units], or words that no log can be counted in
/// @param worth what the amount is worth in API dollars; empty where nobody measured it
/// @param basis where amount and worth come from
public record Limit(
        String window,
        Kind kind,
        double hours,
        OptionalDouble low,
        OptionalDouble amount,
        OptionalDouble high,
        String unit,
        OptionalDouble worthLow,
        OptionalDouble worth,
        OptionalDouble worthHigh,
        String basis) {
    /// When a window begins and ends.
    public enum Kind {
        /// Opens with the first use after the last one closed.
        ANCHORED,
        /// Resets at a fixed hour, whatever is used.
        FIXED,
        /// The last so many hours at any time.
        SLIDING;

        static Kind named(String name) {
            for (Kind kind : values()) {
                if (kind.word().equals(name)) {
                    return kind;
                }
            }
            throw new Refusal(
                    "no kind of window \"%s\"; there are anchored, fixed and sliding"
                            .formatted(name));
        }

        /// As it is written.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Limit {
        if (!(hours > 0)) {
            throw new Refusal("window of %s hours".formatted(hours));
        }
        ordered("amount", low, amount, high);
        ordered("worth", worthLow, worth, worthHigh);
    }

    private static void ordered(
            String what, OptionalDouble low, OptionalDouble typical, OptionalDouble high) {
        double a = low.orElse(typical.orElse(0));
        double b = typical.orElse(a);
        double c = high.orElse(b);
        if (!(a > 0 && a <= b && b <= c && c < Double.POSITIVE_INFINITY)
                && (low.isPresent() || typical.isPresent() || high.isPresent())) {
            throw new Refusal(
                    "%s %s, %s, %s: above zero, and from low to high".formatted(what, a, b, c));
        }
    }

    static Limit of(Row row) {
        return new Limit(
                row.required("window"),
                Kind.named(row.required("kind")),
                row.number("hours"),
                optional(row, "low"),
                optional(row, "amount"),
                optional(row, "high"),
                row.required("unit"),
                optional(row, "usd_low"),
                optional(row, "usd"),
                optional(row, "usd_high"),
                row.text("basis"));
    }

    private static OptionalDouble optional(Row row, String column) {
        return row.text(column).isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(row.number(column));
    }

    /// A limit in API dollars.
    public static Limit usd(String window, Kind kind, double hours, double usd) {
        OptionalDouble amount = OptionalDouble.of(usd);
        return new Limit(
                window, kind, hours, amount, amount, amount, "usd", amount, amount, amount, "");
    }

    /// The same with its worth at the low (-1), typical (0) or high (1) end of its range.
    Limit worthAt(int end) {
        OptionalDouble usd = end < 0 ? or(worthLow, worth) : end > 0 ? or(worthHigh, worth) : worth;
        return new Limit(window, kind, hours, low, amount, high, unit, usd, usd, usd, basis);
    }

    private static OptionalDouble or(OptionalDouble first, OptionalDouble second) {
        return first.isPresent() ? first : second;
    }

    /// API dollars in a month of 30 days, if every window is used up.
    public OptionalDouble month() {
        return worth.isEmpty()
                ? worth
                : OptionalDouble.of(worth.getAsDouble() * Demand.MONTH / hours);
    }
}
