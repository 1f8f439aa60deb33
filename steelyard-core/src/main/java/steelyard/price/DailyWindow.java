package steelyard.price;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time of day, at a fixed offset from UTC, in which a row of prices applies; it may wrap
/// midnight.
///
/// @param from first second of the window, `to` itself not included
/// @param to equal to `from` means all day
public record DailyWindow(LocalTime from, LocalTime to, ZoneOffset offset) {
    public static final DailyWindow ALL_DAY =
            new DailyWindow(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneOffset.UTC);

    private static final Pattern TEXT =
            Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)(Z|[+-]\\d\\d:\\d\\d)");

    /// Reads `16:30-00:30Z` or `09:00-12:00+08:00`; blank is all day.
    ///
    /// @throws IllegalArgumentException if the text is none of these
    public static DailyWindow parse(String text) {
        if (text.isEmpty()) {
            return ALL_DAY;
        }
        Matcher m = TEXT.matcher(text);
        try {
            if (m.matches() && !m.group(1).equals(m.group(2))) {
                return new DailyWindow(
                        LocalTime.parse(m.group(1)),
                        LocalTime.parse(m.group(2)),
                        ZoneOffset.of(m.group(3)));
            }
        } catch (java.time.DateTimeException e) {
            throw wrong(text, e);
        }
        throw wrong(text, null);
    }

    private static IllegalArgumentException wrong(
            String text, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException(
                "window \"%s\" is not a time of day; write 16:30-00:30Z or 09:00-12:00+08:00"
                        .formatted(text),
                cause);
    }

    public boolean isAllDay() {
        return from.equals(to);
    }

    public boolean contains(Instant at) {
        return containsSecond(at.getEpochSecond());
    }

    /// The same for a time in seconds since 1970, in UTC.
    boolean containsSecond(long epochSecond) {
        if (isAllDay()) {
            return true;
        }
        int time = (int) Math.floorMod(epochSecond + offset.getTotalSeconds(), 86_400L);
        boolean afterFrom = time >= from.toSecondOfDay();
        boolean beforeTo = time < to.toSecondOfDay();
        return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
    }

    /// The text that [#parse] reads.
    @Override
    public String toString() {
        return isAllDay() ? "" : from + "-" + to + offset;
    }
}
