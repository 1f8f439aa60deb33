package steelyard.show;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How amounts of USD are shown side by side, in the reader's currency: in one unit, with decimals
/// that still add up.
///
/// @param divisor dollars, or what is counted in, in a unit
/// @param suffix `M`, `K` or nothing
public record Scale(double divisor, String suffix, int decimals) {
    public static Scale of(double largestUsd) {
        double size = Math.abs(Currency.now().of(largestUsd));
        return size >= 1e9
                ? new Scale(1e9, "B", 2)
                : size >= 1e6
                        ? new Scale(1e6, "M", 2)
                        : size >= 1e5
                                ? new Scale(1e3, "K", 1)
                                : size >= 1 ? new Scale(1, "", 2) : new Scale(1, "", 6);
    }

    /// An amount by itself, e.g. `7.07M`.
    public String shown(double usd) {
        return text(rounded(usd));
    }

    /// The same with a sign where it is not zero.
    public String signed(BigDecimal units) {
        return (units.signum() > 0 ? "+" : "") + text(units);
    }

    public String text(BigDecimal units) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", units) + suffix;
    }

    public BigDecimal rounded(double usd) {
        return BigDecimal.valueOf(Currency.now().of(usd) / divisor)
                .setScale(decimals, RoundingMode.HALF_UP);
    }

    /// Rounds parts of a change so that the shown parts add up to the shown change: each is rounded
    /// down, and what is left goes to the largest remainders (Hamilton's method).
    public List<BigDecimal> rounded(List<Double> parts, BigDecimal change) {
        BigDecimal step = BigDecimal.ONE.movePointLeft(decimals);
        List<BigDecimal> floors = new ArrayList<>();
        List<Double> remainders = new ArrayList<>();
        BigDecimal left = change;
        for (double part : parts) {
            BigDecimal exact = BigDecimal.valueOf(Currency.now().of(part) / divisor);
            BigDecimal floor = exact.setScale(decimals, RoundingMode.FLOOR);
            floors.add(floor);
            remainders.add(exact.subtract(floor).doubleValue());
            left = left.subtract(floor);
        }
        List<Integer> order =
                IntStream.range(0, parts.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -remainders.get(i)))
                        .toList();
        int units = left.divide(step, RoundingMode.UNNECESSARY).intValueExact();
        for (int i = 0; i < units && !order.isEmpty(); i++) {
            int at = order.get(i % order.size());
            floors.set(at, floors.get(at).add(step));
        }
        return floors;
    }
}
