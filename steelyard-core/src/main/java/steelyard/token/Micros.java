package steelyard.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as logs and tariffs keep them: microseconds since 1970.
public final class Micros {
    private Micros() {}

    /// A time in microseconds; instants out of range become the extremes.
    public static long of(Instant at) {
        if (at.equals(Instant.MIN)) {
            return Long.MIN_VALUE;
        }
        if (at.equals(Instant.MAX)) {
            return Long.MAX_VALUE;
        }
        return Math.addExact(
                Math.multiplyExact(at.getEpochSecond(), 1_000_000), at.getNano() / 1_000);
    }

    /// The time of microseconds.
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
