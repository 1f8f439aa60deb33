package steelyard.simulation;

import java.util.OptionalDouble;
import steelyard.refusal.Refusal;

/// What users may be made to wait, seconds; empty for no limit.
///
/// @param tpot per output token, on average over an answer
/// @param firstToken from the arrival, the queue included
/// @param share of the requests that must keep both
public record Limits(OptionalDouble tpot, OptionalDouble firstToken, double share) {
    public static final Limits NONE =
            new Limits(OptionalDouble.empty(), OptionalDouble.empty(), 0.95);

    public Limits {
        if (!(share > 0 && share <= 1)) {
            throw new Refusal(
                    "a share of %s of the requests is not above 0 and at most 1".formatted(share));
        }
    }

    public boolean any() {
        return tpot.isPresent() || firstToken.isPresent();
    }

    boolean keeps(double ttft, double perToken) {
        return perToken <= tpot.orElse(Double.POSITIVE_INFINITY)
                && ttft <= firstToken.orElse(Double.POSITIVE_INFINITY);
    }
}
