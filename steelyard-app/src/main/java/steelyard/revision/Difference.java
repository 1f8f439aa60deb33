package steelyard.revision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steelyard.sheet.PriceKey;
import steelyard.token.Meter;

/// Two lists of prices, line by line.
///
/// @param lines the prices that only one has, or that differ
/// @param same prices that are equal in both
public record Difference(List<Line> lines, int same) {
    /// What became of a price from the first list to the second.
    public enum Kind {
        ADDED,
        GONE,
        CHANGED
    }

    /// @param before USD per [Meter.Unit#per()] units in the first list, or null
    /// @param after the same in the second
    public record Line(
            Kind kind,
            PriceKey key,
            Meter meter,
            @Nullable BigDecimal before,
            @Nullable BigDecimal after) {
        /// The change as a share of the price before; none for what is added, gone or was free.
        public OptionalDouble share() {
            return before == null || after == null || before.signum() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            after.subtract(before)
                                    .divide(before, MathContext.DECIMAL64)
                                    .doubleValue());
        }
    }

    public Difference {
        lines = List.copyOf(lines);
    }

    /// The prices of both lists; a meter that only one states for a key of both is added or gone.
    public static Difference of(PriceList before, PriceList after) {
        List<Line> lines = new ArrayList<>();
        int same = 0;
        Set<PriceKey> keys = new TreeSet<>(before.prices().keySet());
        keys.addAll(after.prices().keySet());
        for (PriceKey key : keys) {
            Map<Meter, BigDecimal> one = before.prices().getOrDefault(key, Map.of());
            Map<Meter, BigDecimal> two = after.prices().getOrDefault(key, Map.of());
            Set<Meter> meters = new TreeSet<>(one.keySet());
            meters.addAll(two.keySet());
            for (Meter meter : meters) {
                BigDecimal a = one.get(meter);
                BigDecimal b = two.get(meter);
                if (a == null) {
                    lines.add(new Line(Kind.ADDED, key, meter, null, b));
                } else if (b == null) {
                    lines.add(new Line(Kind.GONE, key, meter, a, null));
                } else if (a.compareTo(b) != 0) {
                    lines.add(new Line(Kind.CHANGED, key, meter, a, b));
                } else {
                    same++;
                }
            }
        }
        return new Difference(lines, same);
    }

    /// How many lines are of a kind.
    public long count(Kind kind) {
        return lines.stream().filter(l -> l.kind() == kind).count();
    }
}
