package steelyard.usage.format;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers and times as logs write them.
public final class Values {
    private static final long ABSURD = 1_000_000_000_000_000L;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d{1,40}(\\.\\d{0,40})?([eE][+-]?\\d{1,2})?");

    private static final Pattern TIME =
            Pattern.compile(
                    "(\\d{4})-(\\d\\d)-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9})\\d*)?)?)?\\s*(.*)");

    private static final Pattern PEOPLE =
            Pattern.compile("(\\d{1,2})([./])(\\d{1,2})\\2(\\d{4})(?:,?\\s+(.*))?");

    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d\\d):?(\\d\\d)?(?::?00)?");

    private static final Map<String, String> ABBREVIATIONS =
            Map.ofEntries(
                    Map.entry("EST", "-05:00"),
                    Map.entry("EDT", "-04:00"),
                    Map.entry("PST", "-08:00"),
                    Map.entry("PDT", "-07:00"),
                    Map.entry("MST", "-07:00"),
                    Map.entry("MDT", "-06:00"),
                    Map.entry("CET", "+01:00"),
                    Map.entry("CEST", "+02:00"),
                    Map.entry("EET", "+02:00"),
                    Map.entry("EEST", "+03:00"),
                    Map.entry("JST", "+09:00"),
                    Map.entry("KST", "+09:00"));

    /// A value that is no more than a number or a time: any other text of a log may hold secrets.
    private static final Pattern SAFE =
            Pattern.compile("[-+0-9.,:eETZ/ ]{1,40}|[+-]?(NaN|Infinity)");

    private Values() {}

    static Optional<BigDecimal> number(String text) {
        String plain = text.strip();
        return NUMBER.matcher(plain).matches()
                ? Optional.of(new BigDecimal(plain))
                : Optional.empty();
    }

    private static final Pattern COMMAS = Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+");
    private static final Pattern POINTS = Pattern.compile("[+-]?\\d{1,3}(\\.\\d{3})+");

    /// A whole number as people write it too: thousands may be kept apart by commas, and by points
    /// where the file shows that it does so. 12.000 alone may be twelve or twelve thousand, and is
    /// neither.
    ///
    /// @param thousands what else keeps thousands apart: a point, or blank
    public static OptionalLong whole(String text, String thousands) {
        String plain = text.strip();
        if (COMMAS.matcher(plain).matches()) {
            return whole(plain.replace(",", ""));
        }
        if (POINTS.matcher(plain).matches()) {
            return thousands.equals(".") ? whole(plain.replace(".", "")) : OptionalLong.empty();
        }
        return whole(plain);
    }

    /// A whole number; empty if it is none, or beyond a long.
    static OptionalLong whole(String text) {
        String plain = text.strip();
        int length = plain.length();
        if (length > 0 && length <= 15) {
            long value = 0;
            for (int i = 0; i < length; i++) {
                int digit = plain.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    value = -1;
                    break;
                }
                value = value * 10 + digit;
            }
            if (value >= 0) {
                return OptionalLong.of(value);
            }
        }
        try {
            return number(plain)
                    .map(n -> OptionalLong.of(n.longValueExact()))
                    .orElse(OptionalLong.empty());
        } catch (ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    /// What is wrong with a count; blank if nothing.
    static String countProblem(String name, String text, OptionalLong value) {
        if (value.isEmpty()) {
            return name + said(text) + " is not a whole number";
        }
        return value.getAsLong() < 0
                ? "%s %d is negative".formatted(name, value.getAsLong())
                : value.getAsLong() > ABSURD
                        ? "%s %d is absurdly large (over 10^15)".formatted(name, value.getAsLong())
                        : "";
    }

    static String said(String text) {
        return SAFE.matcher(text.strip()).matches() ? " \"" + text.strip() + "\"" : "";
    }

    /// A time.
    ///
    /// @param zoneless whether it named no zone
    public record Time(long micros, boolean zoneless) {}

    /// ISO 8601 with or without a zone, or seconds, milliseconds, microseconds or nanoseconds since
    /// 1970; empty if it is none, or names a zone that is not known.
    public static Optional<Time> time(String text, ZoneId zone) {
        return time(text, zone, "");
    }

    /// The same of a file that writes days in an order: `mdy`, `dmy`, or blank if it does not show.
    public static Optional<Time> time(String text, ZoneId zone, String order) {
        String plain = text.strip();
        long utc = utc(plain);
        if (utc >= 0) {
            return Optional.of(new Time(utc, false));
        }
        Matcher people = PEOPLE.matcher(plain);
        if (people.matches()) {
            return iso(people, order).flatMap(iso -> time(iso, zone, ""));
        }
        Optional<BigDecimal> number = number(plain);
        if (number.isPresent()) {
            return Optional.of(new Time(sinceEpoch(number.get()), false));
        }
        Matcher m = TIME.matcher(plain);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local =
                    LocalDateTime.of(
                            Integer.parseInt(m.group(1)),
                            Integer.parseInt(m.group(2)),
                            Integer.parseInt(m.group(3)),
                            part(m.group(4)),
                            part(m.group(5)),
                            part(m.group(6)),
                            m.group(7) == null
                                    ? 0
                                    : Integer.parseInt((m.group(7) + "00000000").substring(0, 9)));
            boolean zoneless = m.group(8).isEmpty();
            ZoneId at = zoneless ? zone : zone(m.group(8));
            var instant = local.atZone(at).toInstant();
            return Optional.of(
                    new Time(
                            Math.addExact(
                                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                                    instant.getNano() / 1000),
                            zoneless));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /// Microseconds of `2026-01-31T09:00:00.000Z`, as most logs have it; -1 for any other form.
    private static long utc(String text) {
        int length = text.length();
        if (length < 20
                || length > 30
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return -1;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        if (year < 1970
                || month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return -1;
        }
        long fraction = 0;
        if (length > 20) {
            int shown = Math.min(6, length - 21);
            fraction = text.charAt(19) == '.' && shown > 0 ? digits(text, 20, 20 + shown) : -1;
            if (fraction < 0 || digits(text, 20, length - 1) < 0) {
                return -1;
            }
            for (int i = shown; i < 6; i++) {
                fraction *= 10;
            }
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return ((days * 24 + hour) * 60 + minute) * 60_000_000L + second * 1_000_000L + fraction;
    }

    /// The number that digits make; -1 if they are none.
    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value & Integer.MAX_VALUE;
    }

    /// A day as people write it, as ISO 8601; empty if day and month may be either.
    private static Optional<String> iso(Matcher people, String order) {
        int first = Integer.parseInt(people.group(1));
        int second = Integer.parseInt(people.group(3));
        boolean points = people.group(2).equals(".");
        boolean dayFirst = points || first > 12 || (order.equals("dmy") && second <= 12);
        boolean monthFirst = !points && (second > 12 || order.equals("mdy"));
        if (dayFirst == monthFirst && first != second) {
            return Optional.empty();
        }
        int day = dayFirst ? first : second;
        int month = dayFirst ? second : first;
        String rest = people.group(5);
        return Optional.of(
                "%s-%02d-%02d%s"
                        .formatted(
                                people.group(4),
                                month,
                                day,
                                rest == null ? "" : " " + clock(rest)));
    }

    /// A time of day with two digits of the hour, of twenty-four.
    private static String clock(String rest) {
        Matcher m =
                Pattern.compile("(\\d{1,2})(:.*?)(?:\\s*([AaPp])\\.?[Mm]\\.?)?")
                        .matcher(rest.strip());
        if (!m.matches()) {
            return rest.strip();
        }
        int hour = Integer.parseInt(m.group(1));
        if (m.group(3) != null) {
            hour = hour % 12 + (m.group(3).equalsIgnoreCase("p") ? 12 : 0);
        }
        return "%02d%s".formatted(hour, m.group(2));
    }

    /// How a file writes days, by one of its times: `mdy`, `dmy`, or blank if it does not show.
    public static String order(String text) {
        Matcher people = PEOPLE.matcher(text.strip());
        if (!people.matches() || people.group(2).equals(".")) {
            return "";
        }
        return Integer.parseInt(people.group(1)) > 12
                ? "dmy"
                : Integer.parseInt(people.group(3)) > 12 ? "mdy" : "";
    }

    private static int part(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static ZoneId zone(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("Z") || upper.equals("UTC") || upper.equals("GMT")) {
            return ZoneOffset.UTC;
        }
        Matcher offset = OFFSET.matcher(name);
        if (offset.matches()) {
            return ZoneOffset.of(
                    offset.group(1)
                            + offset.group(2)
                            + ":"
                            + (offset.group(3) == null ? "00" : offset.group(3)));
        }
        // Names of the database, and the abbreviations that mean one zone in all of it: IST means
        // three.
        String known = ABBREVIATIONS.get(upper);
        return known == null ? ZoneId.of(name) : ZoneId.of(known);
    }

    private static long sinceEpoch(BigDecimal number) {
        double size = Math.abs(number.doubleValue());
        BigDecimal micros =
                size < 1e11
                        ? number.movePointRight(6)
                        : size < 1e14
                                ? number.movePointRight(3)
                                : size < 1e17 ? number : number.movePointLeft(3);
        return micros.toBigInteger().bitLength() > 62 ? Long.MIN_VALUE : micros.longValue();
    }
}
