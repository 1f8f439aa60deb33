package steelyard.simulation;

import org.jspecify.annotations.Nullable;
import steelyard.refusal.Refusal;

/// One request as it arrives.
///
/// @param at seconds since the first
/// @param input tokens of the prompt
/// @param output tokens of the answer
/// @param cached tokens of the prompt that a cache holds, as the trace says; what the blocks say
///   counts where there are any
/// @param blocks the prompt's blocks, each named by all that stands before it; null if not known
public record Request(
        double at,
        int input,
        int output,
        int cached,
        @SuppressWarnings("ArrayRecordComponent") long @Nullable [] blocks) {
    /// Far more than any model takes, and few enough to be added up.
    static final int MOST_TOKENS = 100_000_000;

    private static final double LATEST = 1e10;

    public Request {
        if (!(at <= LATEST)) {
            throw new Refusal("a time of %s s is none, or centuries after the first".formatted(at));
        }
        if (!(at >= 0)) {
            throw new Refusal("a time of %s s is before the first".formatted(at));
        }
        if (input > MOST_TOKENS || output > MOST_TOKENS) {
            throw new Refusal(
                    "%d tokens in, %d out: more than %d is no request"
                            .formatted(input, output, MOST_TOKENS));
        }
        if (input < 1 || output < 1 || cached < 0 || cached > input) {
            throw new Refusal(
                    "%d tokens in, of them %d cached, %d out: at least one each way, and no more cached than in"
                            .formatted(input, cached, output));
        }
    }

    /// At another time, with blocks of other names.
    Request again(double time, long shift) {
        long[] others = blocks == null ? null : blocks.clone();
        for (int b = 0; others != null && b < others.length; b++) {
            others[b] += shift;
        }
        return new Request(time, input, output, cached, others);
    }

    /// At another time.
    Request at(double time) {
        return new Request(time, input, output, cached, blocks);
    }
}
