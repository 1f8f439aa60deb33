package steelyard.token;

import java.util.Arrays;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;

/// The units of one call, or of several calls together, in disjoint meters; each count is zero or
/// more.
public final class TokenCounts {
    public static final TokenCounts NONE = new TokenCounts(new long[Meter.COUNT]);
    private static final Meter[] METERS = Meter.values();

    private final long[] counts;

    private TokenCounts(long[] counts) {
        this.counts = counts;
    }

    /// @throws Refusal if the count is negative
    public static TokenCounts of(Meter meter, long count) {
        return NONE.with(meter, count);
    }

    /// Counts as OpenAI and its likes report them, where a part is inside its whole.
    ///
    /// @param prompt all prompt tokens, those read from a cache among them
    /// @param cached prompt tokens read from a cache
    /// @param completion all completion tokens, reasoning among them
    /// @param reasoning completion tokens that the caller never sees
    /// @throws Refusal if a part exceeds its whole or a count is negative
    public static TokenCounts ofInclusive(
            long prompt, long cached, long completion, long reasoning) {
        if (cached > prompt || reasoning > completion) {
            throw new Refusal(
                    "cached=%d of prompt=%d, reasoning=%d of completion=%d: a part exceeds its whole"
                            .formatted(cached, prompt, reasoning, completion));
        }
        return of(Meter.INPUT, prompt - cached)
                .with(Meter.CACHE_READ, cached)
                .with(Meter.OUTPUT, completion - reasoning)
                .with(Meter.REASONING, reasoning);
    }

    /// A copy in which `meter` stands at `count`.
    ///
    /// @throws Refusal if the count is negative
    public TokenCounts with(Meter meter, long count) {
        if (count < 0) {
            throw new Refusal("%s=%d: a count cannot be negative".formatted(meter.column(), count));
        }
        long[] copy = counts.clone();
        copy[meter.ordinal()] = count;
        return new TokenCounts(copy);
    }

    public long of(Meter meter) {
        return counts[meter.ordinal()];
    }

    /// Prompt tokens of every kind: what providers measure a context tier by.
    ///
    /// @throws ArithmeticException if the sum passes the range of a `long`
    public long promptTokens() {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum = counts[i] != 0 && METERS[i].isPrompt() ? Math.addExact(sum, counts[i]) : sum;
        }
        return sum;
    }

    /// Tokens of every kind, fees left out.
    ///
    /// @throws ArithmeticException if the sum passes the range of a `long`
    public long tokens() {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum = counts[i] != 0 && METERS[i].isToken() ? Math.addExact(sum, counts[i]) : sum;
        }
        return sum;
    }

    /// The sum of both, meter by meter.
    ///
    /// @throws ArithmeticException if a sum passes the range of a `long`
    public TokenCounts plus(TokenCounts other) {
        long[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(sum[i], other.counts[i]);
        }
        return new TokenCounts(sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenCounts that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    /// The meters that are not zero, e.g. `input=12 output=3`.
    @Override
    public String toString() {
        return Meter.all().stream()
                .filter(meter -> of(meter) != 0)
                .map(meter -> meter.column() + "=" + of(meter))
                .collect(Collectors.joining(" "));
    }
}
