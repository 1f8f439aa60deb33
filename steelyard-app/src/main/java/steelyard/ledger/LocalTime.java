package steelyard.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import steelyard.token.Micros;

/// The time of a zone in SQL. By Java's rules, as every other period is: the database has rules of
/// its own, perhaps of another year, and knows no offsets such as `+01:00`.
final class LocalTime {
    /// Rows that are told by their name alone may lie outside what the log counts.
    private static final int MARGIN_DAYS = 400;

    private LocalTime() {}

    /// A term for the local time of a time in microseconds.
    ///
    /// @param micros SQL
    /// @param first about the earliest of them
    /// @param last about the latest
    static String sql(String micros, ZoneId zone, Instant first, Instant last) {
        ZoneRules rules = zone.getRules();
        Instant at = first.minus(MARGIN_DAYS, ChronoUnit.DAYS);
        Instant end = last.plus(MARGIN_DAYS, ChronoUnit.DAYS);
        StringBuilder cases = new StringBuilder();
        for (ZoneOffsetTransition next = rules.nextTransition(at);
                next != null && next.getInstant().isBefore(end);
                next = rules.nextTransition(next.getInstant())) {
            cases.append(
                    " WHEN %s < %d THEN %d"
                            .formatted(
                                    micros,
                                    Micros.of(next.getInstant()),
                                    micros(next.getOffsetBefore().getTotalSeconds())));
        }
        long until = micros(rules.getOffset(end).getTotalSeconds());
        String offset =
                cases.isEmpty()
                        ? String.valueOf(until)
                        : "CASE" + cases + " ELSE " + until + " END";
        return "make_timestamp(%s + %s)".formatted(micros, offset);
    }

    private static long micros(int seconds) {
        return seconds * 1_000_000L;
    }
}
