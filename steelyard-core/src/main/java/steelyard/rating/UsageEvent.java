package steelyard.rating;

import java.time.Instant;
import steelyard.refusal.Refusal;
import steelyard.token.ServiceTier;
import steelyard.token.TokenCounts;

/// One call of a model, or several of the same kind that a log has summed.
///
/// @param provider as the log names it; blank to infer it from the model
/// @param model as the log names it
/// @param start when the call was made, or when the first of the calls was
/// @param end equal to `start` for a call; for a row that sums a period, the end of the period
/// @param region blank for the provider's default
/// @param service the tier that served the call
/// @param calls how many calls the row stands for, at least 1
/// @param counts the units of all the calls together
public record UsageEvent(
        String provider,
        String model,
        Instant start,
        Instant end,
        String region,
        ServiceTier service,
        long calls,
        TokenCounts counts) {
    public UsageEvent {
        if (calls < 1) {
            throw new Refusal("calls=%d: a row stands for at least one call".formatted(calls));
        }
        if (end.isBefore(start)) {
            throw new Refusal("end %s is before start %s".formatted(end, start));
        }
    }

    /// One standard call in the provider's default region.
    public static UsageEvent call(String provider, String model, Instant at, TokenCounts counts) {
        return new UsageEvent(provider, model, at, at, "", ServiceTier.STANDARD, 1, counts);
    }
}
