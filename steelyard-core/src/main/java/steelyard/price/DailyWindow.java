package steelyard.price;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steelyard.refusal.Refusal;

/// A time of day, at a fixed offset from UTC, in which a row of prices applies; it may wrap
/// midnight, hold on some days of the week only, and pause on public holidays.
///
/// Day and holiday are those of the offset's own calendar, at the moment asked for.
///
/// @param from first second of the window, `to` itself not included
/// @param to equal to `from` means all day
/// @param days the days of the week on which it holds
/// @param pausedBy the calendar on whose public holidays it does not hold; empty for none
public record DailyWindow(
        LocalTime from, LocalTime to, ZoneOffset offset, Set<DayOfWeek> days, String pausedBy) {
    private static final Set<DayOfWeek> EVERY_DAY = Set.of(DayOfWeek.values());
    public static final DailyWindow ALL_DAY =
            new DailyWindow(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneOffset.UTC, EVERY_DAY, "");

    private static final Pattern TEXT =
            Pattern.compile(
                    "(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)(Z|[+-]\\d\\d:\\d\\d)(?: ([A-Z][a-z,A-Z-]+))?(?: not ([A-Z]{2}))?");

    public DailyWindow {
        days = Set.copyOf(days);
    }

    /// Reads `16:30-00:30Z`, `09:00-12:00+08:00 Mon-Fri not CN` or `00:00-24:00Z Sat,Sun`; blank is
    /// all day.
    ///
    /// @throws Refusal if the text is none of these
    public static DailyWindow parse(String text) {
        if (text.isEmpty()) {
            return ALL_DAY;
        }
        Matcher m = TEXT.matcher(text);
        try {
            if (m.matches()) {
                DailyWindow window =
                        new DailyWindow(
                                time(m.group(1)),
                                time(m.group(2)),
                                ZoneOffset.of(m.group(3)),
                                days(m.group(4)),
                                m.group(5) == null ? "" : m.group(5));
                if (!window.pausedBy.isEmpty() && !Holidays.known(window.pausedBy)) {
                    throw new Refusal(
                            "window \"%s\": no calendar of the public holidays of %s is known"
                                    .formatted(text, window.pausedBy));
                }
                if (!m.group(1).equals(m.group(2)) && !window.isAllDay()) {
                    return window;
                }
            }
        } catch (DateTimeException e) {
            throw wrong(text, e);
        }
        throw wrong(text, null);
    }

    private static LocalTime time(String text) {
        return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    /// Reads `Mon-Fri` or `Sat,Sun`.
    private static Set<DayOfWeek> days(@Nullable String text) {
        if (text == null) {
            return EVERY_DAY;
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",")) {
            int dash = part.indexOf('-');
            DayOfWeek first = day(dash < 0 ? part : part.substring(0, dash));
            DayOfWeek last = day(dash < 0 ? part : part.substring(dash + 1));
            for (DayOfWeek d = first; ; d = d.plus(1)) {
                days.add(d);
                if (d == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (name(day).equals(text)) {
                return day;
            }
        }
        throw new DateTimeException(text + " is no day of the week");
    }

    private static String name(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
    }

    private static Refusal wrong(String text, @Nullable Exception cause) {
        return new Refusal(
                "window \"%s\" is not a time of day; write 16:30-00:30Z, 09:00-12:00+08:00 or 09:00-12:00+08:00 Mon-Fri not CN"
                        .formatted(text),
                cause);
    }

    /// Whether it holds at every moment.
    public boolean isAllDay() {
        return from.equals(to) && days.size() == 7 && pausedBy.isEmpty();
    }

    public boolean contains(Instant at) {
        return containsSecond(at.getEpochSecond());
    }

    /// The same for a time in seconds since 1970, in UTC.
    boolean containsSecond(long epochSecond) {
        if (isAllDay()) {
            return true;
        }
        long local = epochSecond + offset.getTotalSeconds();
        int time = (int) Math.floorMod(local, 86_400L);
        boolean afterFrom = time >= from.toSecondOfDay();
        boolean beforeTo = time < to.toSecondOfDay();
        boolean inside =
                from.equals(to)
                        || (from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo);
        if (!inside || (days.size() == 7 && pausedBy.isEmpty())) {
            return inside;
        }
        long day = Math.floorDiv(local, 86_400L);
        return days.contains(DayOfWeek.of((int) Math.floorMod(day + 3, 7L) + 1))
                && (pausedBy.isEmpty() || !Holidays.contains(pausedBy, day));
    }

    /// The text that [#parse] reads.
    @Override
    public String toString() {
        if (isAllDay()) {
            return "";
        }
        return from
                + "-"
                + (from.equals(to) ? "24:00" : to.toString())
                + offset
                + (days.size() == 7 ? "" : " " + daysText())
                + (pausedBy.isEmpty() ? "" : " not " + pausedBy);
    }

    private String daysText() {
        List<DayOfWeek> sorted = days.stream().sorted().toList();
        int span = sorted.getLast().getValue() - sorted.getFirst().getValue();
        if (sorted.size() > 2 && span == sorted.size() - 1) {
            return name(sorted.getFirst()) + "-" + name(sorted.getLast());
        }
        List<String> names = new ArrayList<>();
        sorted.forEach(d -> names.add(name(d)));
        return String.join(",", names);
    }
}
