package steelyard.market;

import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// Tokens to be priced elsewhere, and how many calls they are.
public record Mix(TokenCounts counts, long calls) {
    public Mix {
        if (calls < 1) {
            throw new Refusal("calls=%d: at least one".formatted(calls));
        }
    }

    /// One request.
    ///
    /// @param cached share of the input found in a cache
    public static Mix request(double input, double output, double cached) {
        long found = Math.round(input * cached);
        return new Mix(
                TokenCounts.of(Meter.INPUT, Math.round(input) - found)
                        .with(Meter.CACHE_READ, found)
                        .with(Meter.OUTPUT, Math.round(output)),
                1);
    }

    public Mix plus(Mix other) {
        return new Mix(counts.plus(other.counts), Math.addExact(calls, other.calls));
    }

    /// The same with every prompt token sent afresh.
    Mix uncached() {
        TokenCounts fresh = counts;
        for (Meter meter :
                new Meter[] {
                    Meter.CACHE_READ, Meter.CACHE_WRITE, Meter.CACHE_WRITE_5M, Meter.CACHE_WRITE_1H
                }) {
            fresh = moved(fresh, meter, Meter.INPUT);
        }
        return new Mix(moved(fresh, Meter.AUDIO_CACHE_READ, Meter.AUDIO_INPUT), calls);
    }

    private static TokenCounts moved(TokenCounts counts, Meter from, Meter to) {
        return counts.with(to, Math.addExact(counts.of(to), counts.of(from))).with(from, 0);
    }
}
