package steelyard.index;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import steelyard.refusal.Refusal;

/// Labels of periods in the order of time: dates, ISO weeks, months, quarters, years, or plain
/// numbers; all of one kind.
///
/// @param labels in order
/// @param missing periods between the first and the last that no label names; always empty for
///   dates, whose spacing is not known
public record Timeline(List<String> labels, List<String> missing) {
    private static final int MOST_MISSING = 1_000;

    private enum Kind {
        DATE("\\d{4}-\\d{2}-\\d{2}"),
        MONTH("\\d{4}-\\d{2}"),
        QUARTER("\\d{4}-Q[1-4]"),
        WEEK("\\d{4}-W\\d{2}"),
        YEAR("(19|20)\\d{2}"),
        NUMBER("[0-9]{1,18}");

        private final Pattern form;

        Kind(String form) {
            this.form = Pattern.compile(form);
        }

        long position(String label) {
            return switch (this) {
                case DATE -> LocalDate.parse(label).toEpochDay();
                case MONTH -> YearMonth.parse(label).getLong(ChronoField.PROLEPTIC_MONTH);
                case QUARTER -> Long.parseLong(label.substring(0, 4)) * 4 + label.charAt(6) - '1';
                case WEEK -> week(label);
                case YEAR, NUMBER -> Long.parseLong(label);
            };
        }

        private static long week(String label) {
            int year = Integer.parseInt(label.substring(0, 4));
            int week = Integer.parseInt(label.substring(6));
            LocalDate first = LocalDate.of(year, 1, 4).with(WeekFields.ISO.dayOfWeek(), 1);
            if (week < 1
                    || week
                            > IsoFields.WEEK_OF_WEEK_BASED_YEAR
                                    .rangeRefinedBy(first.plusDays(3))
                                    .getMaximum()) {
                throw new DateTimeException("week " + week + " is not in " + year);
            }
            return ChronoUnit.WEEKS.between(LocalDate.of(1969, 12, 29), first.plusWeeks(week - 1));
        }

        String label(long at) {
            return switch (this) {
                case DATE -> LocalDate.ofEpochDay(at).toString();
                case MONTH -> YearMonth.of((int) (at / 12), (int) (at % 12) + 1).toString();
                case QUARTER -> at / 4 + "-Q" + (at % 4 + 1);
                case WEEK -> {
                    LocalDate monday = LocalDate.of(1969, 12, 29).plusWeeks(at);
                    yield "%d-W%02d"
                            .formatted(
                                    monday.get(IsoFields.WEEK_BASED_YEAR),
                                    monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
                }
                case YEAR, NUMBER -> Long.toString(at);
            };
        }
    }

    public Timeline {
        labels = List.copyOf(labels);
        missing = List.copyOf(missing);
    }

    /// Puts distinct labels in order.
    ///
    /// @throws Refusal if one is no period, or two are of different kinds
    static Timeline of(Collection<String> distinct) {
        if (distinct.isEmpty()) {
            return new Timeline(List.of(), List.of());
        }
        Kind kind = kind(distinct);
        record At(String label, long position) {}
        List<At> sorted = new ArrayList<>();
        for (String label : distinct) {
            try {
                sorted.add(new At(label, kind.position(label)));
            } catch (DateTimeException e) {
                throw new Refusal(
                        "period \"%s\" is not in the calendar: %s".formatted(label, e.getMessage()),
                        e);
            }
        }
        sorted.sort(Comparator.comparingLong(At::position));
        List<String> missing = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).position() == sorted.get(i - 1).position()) {
                throw new Refusal(
                        "periods \"%s\" and \"%s\" are the same"
                                .formatted(sorted.get(i - 1).label(), sorted.get(i).label()));
            }
            for (long p = sorted.get(i - 1).position() + 1;
                    kind != Kind.DATE
                            && p < sorted.get(i).position()
                            && missing.size() < MOST_MISSING;
                    p++) {
                missing.add(kind.label(p));
            }
        }
        return new Timeline(sorted.stream().map(At::label).toList(), missing);
    }

    /// The one kind that all labels have; four digits are years only if all of them are.
    private static Kind kind(Collection<String> labels) {
        for (Kind kind : Kind.values()) {
            if (labels.stream().allMatch(l -> kind.form.matcher(l).matches())) {
                return kind;
            }
        }
        for (String label : labels) {
            if (java.util.Arrays.stream(Kind.values())
                    .noneMatch(k -> k.form.matcher(label).matches())) {
                throw new Refusal(
                        "period \"%s\" is none of a date (2026-01-31), a month (2026-01), a quarter (2026-Q1), a week (2026-W05), a year or a number"
                                .formatted(label));
            }
        }
        throw new Refusal(
                "periods of different kinds: %s"
                        .formatted(String.join(", ", labels.stream().sorted().limit(6).toList())));
    }
}
