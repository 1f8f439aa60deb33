package steelyard.show;

import java.math.BigDecimal;
import java.util.Locale;

/// What a column holds: how its values are rounded for readers. Programs get them whole.
public enum Kind {
    /// A name, on one line.
    NAME,
    /// Words, which may go over several lines.
    WORDS,
    /// Yes or nothing.
    FLAG,
    /// A day or a time, as ISO 8601 writes it.
    DATE,
    /// How many of anything but tokens.
    COUNT,
    /// How many tokens.
    TOKENS,
    /// US dollars.
    USD,
    /// US dollars per million tokens.
    RATE,
    /// A part of a whole, 0 to 1.
    SHARE,
    /// Seconds.
    SECONDS,
    /// Milliseconds.
    MILLIS,
    /// A price as a list states it: not rounded for anybody.
    EXACT,
    /// A score, to one decimal.
    SCORE,
    /// Any other number.
    NUMBER;

    /// Whether values are numbers, which stand to the right.
    public boolean isNumber() {
        return compareTo(DATE) > 0;
    }

    /// A value as readers see it: rounded, with its unit.
    ///
    /// @param value a [Measure] of another kind is shown as that
    public String text(Object value) {
        return switch (value) {
            case Measure(double number, Kind kind) -> kind.number(number);
            case BigDecimal d when this == EXACT ->
                    d.signum() == 0 ? "0" : d.stripTrailingZeros().toPlainString();
            case Boolean is -> is ? "yes" : "";
            case Number number when isNumber() -> number(number.doubleValue());
            case Number number -> Words.figures(number.doubleValue());
            default -> value.toString();
        };
    }

    private String number(double v) {
        return switch (this) {
            case USD, RATE -> Words.money(v);
            case SHARE -> Words.percent(v);
            case TOKENS -> Words.count(v);
            case COUNT ->
                    Math.abs(v) < 1e7 && v == Math.rint(v)
                            ? String.format(Locale.ROOT, "%,.0f", v)
                            : Words.count(v);
            case SECONDS -> Words.seconds(v);
            case MILLIS -> Words.seconds(v / 1000);
            case SCORE -> String.format(Locale.ROOT, "%.1f", v);
            case NAME, WORDS, FLAG, DATE, EXACT, NUMBER -> Words.number(v);
        };
    }
}
