package steelyard.chronicle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import steelyard.price.Invariant;
import steelyard.token.Meter;

/// Prices that are off by a unit: nobody asks a hundredfold of yesterday's price, or a hundredth.
final class Slips {
    /// USD per million tokens under which nobody sells an answer.
    private static final BigDecimal LEAST = new BigDecimal("0.005");

    /// USD per million tokens over which nobody sells a prompt token: a fee per query, or a price
    /// per thousand taken for one per token.
    private static final BigDecimal MOST_INPUT = new BigDecimal("250");

    /// The same for answers; the dearest on record asked 600.
    private static final BigDecimal MOST_OUTPUT = new BigDecimal("1000");

    private Slips() {}

    /// Answers below prompts, where the same two prices or others the right way round are on
    /// record.
    static boolean isSwapped(Run run, List<Run> all) {
        return isReversed(run) && all.stream().anyMatch(r -> hasBoth(r) && !isReversed(r));
    }

    private static boolean hasBoth(Run run) {
        return run.says().containsKey(Meter.INPUT) && run.says().containsKey(Meter.OUTPUT);
    }

    private static boolean isReversed(Run run) {
        BigDecimal input = run.says().get(Meter.INPUT);
        BigDecimal output = run.says().get(Meter.OUTPUT);
        return input != null && output != null && output.compareTo(input) < 0;
    }

    /// Whether nobody sells at such a price.
    static boolean isAbsurd(Run run) {
        BigDecimal input = run.says().get(Meter.INPUT);
        BigDecimal output = run.says().get(Meter.OUTPUT);
        return (input != null && input.compareTo(MOST_INPUT) > 0)
                || (output != null && output.compareTo(MOST_OUTPUT) > 0)
                || (output != null && (output.compareTo(LEAST) < 0 || cheap(input)));
    }

    /// Whether a run is off by a unit: a hundredfold from a neighbour that stood longer, or a whole
    /// eighth or less of one that stood longer and put it right.
    static boolean isWrongUnit(Run run, List<Run> line) {
        int at = line.indexOf(run);
        for (int i = Math.max(0, at - 1); i <= Math.min(line.size() - 1, at + 1); i++) {
            Run other = line.get(i);
            if (i != at && stood(run) < stood(other) && factorApart(run, other, i > at)) {
                return true;
            }
        }
        return false;
    }

    /// A sighting without the rates that break what holds in every price list.
    static Sighting possible(Sighting sighting) {
        Map<Meter, Long> picos = new EnumMap<>(Meter.class);
        sighting.rates()
                .forEach((meter, usd) ->
                        picos.put(meter, usd.movePointRight(meter.unit().decimals()).longValue()));
        List<Invariant> broken = Invariant.broken(picos);
        TreeMap<Meter, BigDecimal> rates = new TreeMap<>(sighting.rates());
        broken.stream()
                .map(Invariant::blamed)
                .filter(m -> m != Meter.INPUT && m != Meter.OUTPUT)
                .forEach(rates::remove);
        return rates.isEmpty() ? sighting : sighting.of(rates);
    }

    private static boolean cheap(@Nullable BigDecimal input) {
        return input != null && input.signum() > 0 && input.compareTo(LEAST) < 0;
    }

    private static boolean factorApart(Run run, Run other, boolean putRight) {
        BigDecimal same = null;
        boolean one = true;
        int both = 0;
        for (Map.Entry<Meter, BigDecimal> rate : run.says().entrySet()) {
            BigDecimal there = other.says().get(rate.getKey());
            if (there == null || there.signum() == 0 || rate.getValue().signum() == 0) {
                continue;
            }
            BigDecimal factor = there.divide(rate.getValue(), 6, RoundingMode.HALF_EVEN);
            if (factor.compareTo(BigDecimal.valueOf(100)) >= 0
                    || factor.compareTo(new BigDecimal("0.01")) <= 0) {
                return true;
            }
            one &= same == null || same.compareTo(factor) == 0;
            same = factor;
            both++;
        }
        return both == 2
                && one
                && putRight
                && same != null
                && same.compareTo(BigDecimal.valueOf(8)) >= 0
                && same.stripTrailingZeros().scale() <= 0;
    }

    private static long stood(Run run) {
        LocalDate until = run.until().isBefore(run.from()) ? run.from() : run.until();
        return ChronoUnit.DAYS.between(run.from(), until);
    }
}
