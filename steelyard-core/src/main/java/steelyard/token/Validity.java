package steelyard.token;

import java.time.Instant;
import steelyard.refusal.Refusal;

/// A half-open interval of time, `from` included and `to` not.
///
/// @param from the first instant; [Instant#MIN] if it has no beginning
/// @param to the first instant after it; [Instant#MAX] if it has no end
public record Validity(Instant from, Instant to) {
    public static final Validity ALWAYS = new Validity(Instant.MIN, Instant.MAX);

    public Validity {
        if (!from.isBefore(to)) {
            throw new Refusal(
                    "from %s is not before to %s: an interval needs a length".formatted(from, to));
        }
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    /// The part of it that lies in another, which it overlaps.
    public Validity within(Validity other) {
        return new Validity(
                from.isBefore(other.from) ? other.from : from,
                to.isAfter(other.to) ? other.to : to);
    }

    public boolean overlaps(Validity other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }
}
