package steelyard.cell;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steelyard.refusal.Refusal;
import steelyard.token.Validity;

/// Which stretches of time are compared.
public final class Periods {
    /// The calendar unit of a chain of periods.
    public enum By {
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR;

        /// The start of the unit in which a time lies.
        ZonedDateTime floor(ZonedDateTime at) {
            ZonedDateTime day = at.truncatedTo(ChronoUnit.DAYS);
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
                case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
                case YEAR -> day.withDayOfYear(1);
            };
        }

        ZonedDateTime next(ZonedDateTime start) {
            return switch (this) {
                case DAY -> start.plusDays(1);
                case WEEK -> start.plusWeeks(1);
                case MONTH -> start.plusMonths(1);
                case QUARTER -> start.plusMonths(3);
                case YEAR -> start.plusYears(1);
            };
        }

        String label(ZonedDateTime start) {
            return switch (this) {
                case DAY -> start.toLocalDate().toString();
                case WEEK ->
                        String.format(
                                Locale.ROOT,
                                "%d-W%02d",
                                start.get(IsoFields.WEEK_BASED_YEAR),
                                start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
                case MONTH -> YearMonth.from(start).toString();
                case QUARTER -> start.getYear() + "-Q" + start.get(IsoFields.QUARTER_OF_YEAR);
                case YEAR -> String.valueOf(start.getYear());
            };
        }
    }

    /// How far a log reaches.
    ///
    /// @param start the first call
    /// @param end just after the last call
    /// @param firstMiddle the middle of the earliest row: the same as `start` where rows are single
    ///   calls
    /// @param lastMiddle the middle of the latest row
    public record Extent(Instant start, Instant end, Instant firstMiddle, Instant lastMiddle) {
        /// The unit in which a chart of it has neither too few points nor too many.
        public By charted() {
            return Periods.charted(firstMiddle, lastMiddle);
        }

        /// All units of a calendar in which there are calls.
        public List<Period> chain(By by, ZoneId zone) {
            return Periods.chain(by, firstMiddle, lastMiddle, zone);
        }
    }

    /// Default periods are at most this long.
    static final Duration LONGEST_DEFAULT = Duration.ofDays(28);

    /// A chain longer than this is refused: nobody reads it, and every period costs time.
    private static final int MOST = 400;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final Pattern WEEK = Pattern.compile("(\\d{4})-W(\\d\\d)");
    private static final Pattern QUARTER = Pattern.compile("(\\d{4})-Q([1-4])");

    private Periods() {}

    /// Reads a period: `2026`, `2026-Q1`, `2026-01`, `2026-W03`, `2026-01-15`, or a range of days
    /// `2026-01-01..2026-01-15`, its end not included.
    ///
    /// @throws Refusal if the text is none of these
    public static Period parse(String text, ZoneId zone) {
        try {
            int dots = text.indexOf("..");
            if (dots >= 0) {
                LocalDate from = LocalDate.parse(text.substring(0, dots));
                LocalDate to = LocalDate.parse(text.substring(dots + 2));
                return new Period(
                        text,
                        new Validity(
                                from.atStartOfDay(zone).toInstant(),
                                to.atStartOfDay(zone).toInstant()));
            }
            Matcher week = WEEK.matcher(text);
            Matcher quarter = QUARTER.matcher(text);
            if (week.matches()) {
                LocalDate monday =
                        LocalDate.of(Integer.parseInt(week.group(1)), 1, 4)
                                .with(
                                        IsoFields.WEEK_OF_WEEK_BASED_YEAR,
                                        Integer.parseInt(week.group(2)))
                                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                return unit(By.WEEK, monday, zone);
            }
            if (quarter.matches()) {
                return unit(
                        By.QUARTER,
                        LocalDate.of(
                                Integer.parseInt(quarter.group(1)),
                                3 * Integer.parseInt(quarter.group(2)) - 2,
                                1),
                        zone);
            }
            return switch (text.length()) {
                case 4 -> unit(By.YEAR, Year.parse(text).atDay(1), zone);
                case 7 -> unit(By.MONTH, YearMonth.parse(text).atDay(1), zone);
                default -> unit(By.DAY, LocalDate.parse(text), zone);
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new Refusal(
                    "\"%s\" is not a period; write 2026, 2026-Q1, 2026-01, 2026-W03, 2026-01-15 or 2026-01-01..2026-01-15"
                            .formatted(text),
                    e);
        }
    }

    private static Period unit(By by, LocalDate start, ZoneId zone) {
        ZonedDateTime from = start.atStartOfDay(zone);
        return new Period(
                by.label(from), new Validity(from.toInstant(), by.next(from).toInstant()));
    }

    /// The first and the last 28 days of a log, or its two halves if it is shorter than eight
    /// weeks.
    ///
    /// @param first the first call
    /// @param end just after the last call
    public static List<Period> firstAndLast(Instant first, Instant end, ZoneId zone) {
        Instant from = midnight(first, zone).toInstant();
        ZonedDateTime lastMidnight = midnight(end, zone);
        Instant to =
                lastMidnight.toInstant().isBefore(end)
                        ? lastMidnight.plusDays(1).toInstant()
                        : lastMidnight.toInstant();
        Duration span = Duration.between(from, to);
        long days = span.toDays();
        if (days < 2) {
            Instant middle =
                    first.plus(Duration.between(first, end).dividedBy(2))
                            .truncatedTo(ChronoUnit.MICROS);
            return List.of(named(first, middle, zone), named(middle, end, zone));
        }
        long length = Math.min(LONGEST_DEFAULT.toDays(), days / 2);
        return List.of(
                named(from, from.atZone(zone).plusDays(length).toInstant(), zone),
                named(to.atZone(zone).minusDays(length).toInstant(), to, zone));
    }

    private static ZonedDateTime midnight(Instant at, ZoneId zone) {
        return at.atZone(zone).truncatedTo(ChronoUnit.DAYS);
    }

    private static Period named(Instant from, Instant to, ZoneId zone) {
        Duration length = Duration.between(from, to);
        if (length.toDays() < 1) {
            return new Period(
                    DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH)
                                    .format(from.atZone(zone))
                            + " to "
                            + DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH)
                                    .format(to.atZone(zone)),
                    new Validity(from, to));
        }
        long days = Math.round(length.toHours() / 24.0);
        String span =
                days % 7 == 0
                        ? days / 7 + (days == 7 ? " week" : " weeks")
                        : days + (days == 1 ? " day" : " days");
        return new Period(span + " to " + DATE.format(to.atZone(zone)), new Validity(from, to));
    }

    /// All units of a calendar from the one in which `first` lies to the one in which `last` lies.
    ///
    /// @throws Refusal if there are more than 400
    static List<Period> chain(By by, Instant first, Instant last, ZoneId zone) {
        List<Period> chain = new ArrayList<>();
        ZonedDateTime start = by.floor(first.atZone(zone));
        while (!start.toInstant().isAfter(last)) {
            ZonedDateTime next = by.next(start);
            chain.add(
                    new Period(by.label(start), new Validity(start.toInstant(), next.toInstant())));
            start = next;
            if (chain.size() > MOST) {
                throw new Refusal(
                        "more than %d periods by %s; choose a longer unit, or --before and --after"
                                .formatted(MOST, by.name().toLowerCase(Locale.ROOT)));
            }
        }
        return chain;
    }

    /// The unit in which a chart of so long a log has neither too few points nor too many.
    static By charted(Instant first, Instant last) {
        long days = Duration.between(first, last).toDays();
        return days <= 45 ? By.DAY : days <= 400 ? By.WEEK : By.MONTH;
    }

    /// The periods to compare.
    ///
    /// @param from the period before; empty for the first in the log
    /// @param to the period after; empty for the last in the log
    /// @param last when the last call of the log was made, and `end` when it or the period that it
    ///   sums was over
    /// @param by a chain of calendar units from one to the other; empty for the two alone
    /// @throws Refusal if a text is not a period, or they are the wrong way round
    public static List<Period> choose(
            Optional<String> from, Optional<String> to, Optional<By> by, Extent log, ZoneId zone) {
        Optional<Period> before = from.map(text -> parse(text, zone));
        Optional<Period> after = to.map(text -> parse(text, zone));
        List<Period> chosen;
        if (by.isPresent()) {
            Instant first = before.map(Period::from).orElse(log.firstMiddle());
            Instant last = after.map(p -> p.to().minusNanos(1_000)).orElse(log.lastMiddle());
            chosen = chain(by.get(), first, last, zone);
            if (chosen.size() < 2) {
                throw new Refusal(
                        "only one %s from %s to %s; a change needs two periods"
                                .formatted(by.get().name().toLowerCase(Locale.ROOT), first, last));
            }
        } else {
            List<Period> ends = firstAndLast(log.start(), log.end(), zone);
            chosen = List.of(before.orElse(ends.getFirst()), after.orElse(ends.getLast()));
        }
        if (!chosen.getFirst().from().isBefore(chosen.getLast().from())) {
            throw new Refusal(
                    "--before %s is not before --after %s"
                            .formatted(chosen.getFirst().label(), chosen.getLast().label()));
        }
        return chosen;
    }
}
