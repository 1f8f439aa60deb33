package steelyard.price;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import steelyard.token.Meter;

/// What holds in every price list of a real vendor, so that a breach is a mistake of whoever wrote
/// it down: a unit, a swap, a slipped decimal point.
public enum Invariant {
    /// Nobody asks more for a cached token than for a fresh one.
    CACHE_READ_ABOVE_INPUT("a cache read dearer than fresh input", Meter.CACHE_READ) {
        @Override
        boolean isBroken(Map<Meter, Long> picos) {
            return above(picos, Meter.CACHE_READ, Meter.INPUT);
        }
    },
    /// What is kept longer costs more.
    LONG_WRITE_BELOW_SHORT("a 1-hour cache write below a 5-minute one", Meter.CACHE_WRITE_1H) {
        @Override
        boolean isBroken(Map<Meter, Long> picos) {
            return above(picos, Meter.CACHE_WRITE_5M, Meter.CACHE_WRITE_1H);
        }
    },
    /// Nor does it cost tenfold: another model's rate stands there.
    LONG_WRITE_FAR_ABOVE_INPUT(
            "a 1-hour cache write over five times the input", Meter.CACHE_WRITE_1H) {
        @Override
        boolean isBroken(Map<Meter, Long> picos) {
            return above(picos, Meter.CACHE_WRITE_1H, Meter.INPUT, 5);
        }
    },
    /// A fee per query, or a price per thousand, taken for one per token.
    INPUT_OUT_OF_RANGE("input over 250 USD per million tokens: another unit?", Meter.INPUT) {
        @Override
        boolean isBroken(Map<Meter, Long> picos) {
            return picos.getOrDefault(Meter.INPUT, 0L) > 250_000_000L;
        }
    },
    OUTPUT_OUT_OF_RANGE("output over 1000 USD per million tokens: another unit?", Meter.OUTPUT) {
        @Override
        boolean isBroken(Map<Meter, Long> picos) {
            return picos.getOrDefault(Meter.OUTPUT, 0L) > 1_000_000_000L;
        }
    };

    private final String meaning;
    private final Meter blamed;

    Invariant(String meaning, Meter blamed) {
        this.meaning = meaning;
        this.blamed = blamed;
    }

    /// What a breach is, for a reader.
    public String meaning() {
        return meaning;
    }

    /// The meter whose rate is the likelier mistake.
    public Meter blamed() {
        return blamed;
    }

    abstract boolean isBroken(Map<Meter, Long> picos);

    /// The invariants that rates under one set of conditions break.
    ///
    /// @param picos picodollars a unit, of the meters that have a rate
    public static List<Invariant> broken(Map<Meter, Long> picos) {
        return Arrays.stream(values()).filter(i -> i.isBroken(picos)).toList();
    }

    private static boolean above(Map<Meter, Long> picos, Meter dear, Meter cheap) {
        return above(picos, dear, cheap, 1);
    }

    private static boolean above(Map<Meter, Long> picos, Meter dear, Meter cheap, int times) {
        Long one = picos.get(dear);
        Long other = picos.get(cheap);
        return one != null && other != null && other > 0 && one > times * other;
    }
}
