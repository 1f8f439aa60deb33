package steelyard.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import steelyard.explain.Explanation;
import steelyard.ledger.Disputed;
import steelyard.ledger.ReadReport;
import steelyard.ledger.Recorded;
import steelyard.ledger.Unpriced;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;

/// What the numbers rest on and what they leave out, each in a sentence with its size.
final class Notes {
    /// Flags that are told in sentences of their own, or that only say how a name was read.
    private static final Set<Flag> QUIET =
            EnumSet.of(Flag.DISPUTED, Flag.NAME_BY_RULE, Flag.PROVIDER_INFERRED);

    private Notes() {}

    static List<String> of(Report report) {
        List<String> notes = new ArrayList<>();
        notes.addAll(report.warnings());
        notes.addAll(lost(report));
        notes.add(unpriced(report));
        notes.add(disputed(report.explanation()));
        notes.addAll(quality(report));
        notes.add(recorded(report.explanation()));
        notes.addAll(flagged(report.explanation()));
        notes.addAll(read(report));
        notes.addAll(partial(report));
        notes.addAll(levels(report.explanation()));
        notes.removeIf(String::isEmpty);
        return notes;
    }

    /// Files that could not be read to their end.
    private static List<String> lost(Report report) {
        return report.read().problems().stream()
                .filter(p -> p.reason().contains("what follows is lost"))
                .map(p ->
                        "LOST: %s %s%s"
                                .formatted(
                                        p.first(),
                                        p.reason(),
                                        p.rows() > 1
                                                ? " (and %,d more files)".formatted(p.rows() - 1)
                                                : ""))
                .toList();
    }

    private static String unpriced(Report report) {
        int last = Math.max(1, report.explanation().links().size());
        List<Unpriced> unpriced =
                report.explanation().unpriced().stream()
                        .filter(u -> u.period() == 0 || u.period() == last)
                        .toList();
        if (unpriced.isEmpty()) {
            return "unpriced: none; every call that was read has a price";
        }
        long models = unpriced.stream().map(Unpriced::name).distinct().count();
        return "unpriced: %s of tokens before, %s after (%s: %s)"
                .formatted(
                        Labels.percent(Report.unpricedShare(report.explanation().before())),
                        Labels.percent(Report.unpricedShare(report.explanation().after())),
                        Labels.plural(models, "model"),
                        String.join(
                                        ", ",
                                        unpriced.stream()
                                                .map(Unpriced::name)
                                                .distinct()
                                                .limit(3)
                                                .toList())
                                + (models > 3 ? ", ..." : ""));
    }

    private static String disputed(Explanation e) {
        MoneyTotal before = MoneyTotal.ZERO;
        MoneyTotal after = MoneyTotal.ZERO;
        for (Disputed d : e.disputed()) {
            before = before.plus(d.spend().getFirst());
            after = after.plus(d.spend().getLast());
        }
        return e.disputed().isEmpty()
                ? ""
                : "disputed prices: sources disagree about %s of the spend before and %s of it after"
                        .formatted(
                                Labels.money(before.approximateUsd()),
                                Labels.money(after.approximateUsd()));
    }

    /// The reference curve with its parameters, and what has no score.
    private static List<String> quality(Report report) {
        Explanation e = report.explanation();
        if (!e.cannotTellQuality().isEmpty()) {
            return List.of(
                    "quality is not told from price, and no options are given: "
                            + e.cannotTellQuality());
        }
        return e.quality()
                .map(q ->
                        List.of(
                                String.format(
                                        Locale.ROOT,
                                        "quality: %s; a point costs %.1f%% (90%% %.1f to %.1f: list prices of %d models, %s to %s); reference curve h(q) = %s x exp(%.4f (q - %.0f)) per %s; over that interval quality comes to %s to %s",
                                        q.ratings(),
                                        Math.expm1(q.price().slope()) * 100,
                                        Math.expm1(q.price().interval().low()) * 100,
                                        Math.expm1(q.price().interval().high()) * 100,
                                        q.price().models(),
                                        q.price().from(),
                                        q.price().to(),
                                        Labels.price(OptionalDouble.of(q.usdPerTask())),
                                        q.price().slope(),
                                        q.at(),
                                        e.levels().unit(),
                                        Labels.money(q.effectLow()),
                                        Labels.money(q.effectHigh())),
                                "without a score: %s of the spend before, %s after; such a model stands at its own mean cost"
                                        .formatted(
                                                Labels.percent(q.unscoredBefore()),
                                                Labels.percent(q.unscoredAfter()))))
                .orElse(List.of());
    }

    private static String recorded(Explanation e) {
        if (e.recorded().isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (Recorded r : List.of(e.recorded().getFirst(), e.recorded().getLast())) {
            double rated = r.rated().approximateUsd();
            parts.add(
                    "%s against our %s (%s)"
                            .formatted(
                                    Labels.money(r.recordedUsd()),
                                    Labels.money(rated),
                                    Labels.change(rated, r.recordedUsd())));
        }
        return "recorded in the log: "
                + String.join(" before, ", parts)
                + (e.recorded().size() > 1 ? " after" : "");
    }

    private static List<String> flagged(Explanation e) {
        return e.flagged().entrySet().stream()
                .filter(f -> !QUIET.contains(f.getKey()) && !f.getValue().isZero())
                .sorted(Map.Entry.<Flag, MoneyTotal>comparingByValue(Comparator.reverseOrder()))
                .map(f ->
                        "%s: %s"
                                .formatted(
                                        f.getKey().meaning(),
                                        Labels.money(f.getValue().approximateUsd())))
                .toList();
    }

    private static List<String> read(Report report) {
        ReadReport read = report.read();
        List<String> notes = new ArrayList<>();
        if (read.rows("duplicate") > 0) {
            notes.add(
                    "duplicates: %s repeat a response already counted; they would have added %s to these periods"
                            .formatted(
                                    Labels.plural(read.rows("duplicate"), "line"),
                                    Labels.money(
                                            report.explanation().duplicates().approximateUsd())));
        }
        notes.addAll(left(read, report.zone()));
        return notes;
    }

    /// What of a log was not read, or read under an assumption; every report that rests on a log
    /// says so.
    static List<String> left(ReadReport read, ZoneId zone) {
        List<String> notes = new ArrayList<>();
        if (read.rows("unreadable") > 0) {
            notes.add(
                    "unreadable: %s left out, e.g. %s"
                            .formatted(
                                    Labels.plural(read.rows("unreadable"), "row"),
                                    read.problems().isEmpty()
                                            ? ""
                                            : read.problems().getFirst().first()
                                                    + " "
                                                    + read.problems().getFirst().reason()));
        }
        if (read.rows("no_counts") > 0) {
            notes.add(
                    Labels.plural(read.rows("no_counts"), "row")
                            + " without any counts left out: missing, not zero");
        }
        if (read.zoneless() > 0) {
            notes.add(
                    "%s without a zone read as %s (--zone changes it)"
                            .formatted(Labels.plural(read.zoneless(), "time"), zone));
        }
        if (!read.skipped().isEmpty()) {
            notes.add(
                    "%s in the folders are no usage logs, e.g. %s"
                            .formatted(
                                    Labels.plural(read.skipped().size(), "file"),
                                    read.skipped().getFirst()));
        }
        if (!read.ignoredColumns().isEmpty()) {
            notes.add("columns not used: " + read.ignoredColumns().getFirst());
        }
        return notes;
    }

    /// Periods that the log covers in part only.
    private static List<String> partial(Report report) {
        Explanation e = report.explanation();
        Instant start = micros(report.read().firstMicros());
        Instant end = micros(report.read().endMicros());
        List<String> notes = new ArrayList<>();
        if (start.isAfter(e.before().period().from().plus(1, ChronoUnit.DAYS))) {
            notes.add(
                    "%s is not whole: the log begins on %s"
                            .formatted(e.before().period().label(), day(start, report)));
        }
        if (end.isBefore(e.after().period().to().minus(1, ChronoUnit.DAYS))) {
            notes.add(
                    "%s is not whole: the log ends on %s"
                            .formatted(e.after().period().label(), day(end, report)));
        }
        double days0 = days(e.before());
        double days1 = days(e.after());
        if (Math.abs(days1 / days0 - 1) > 0.05 && Math.abs(days1 - days0) >= 1) {
            notes.add(
                    "the periods differ in length, %s and %s: part of the change is just that"
                            .formatted(
                                    Labels.plural(Math.round(days0), "day"),
                                    Labels.plural(Math.round(days1), "day")));
        }
        return notes;
    }

    private static double days(Explanation.Totals totals) {
        return ChronoUnit.SECONDS.between(totals.period().from(), totals.period().to()) / 86_400.0;
    }

    private static Instant micros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static String day(Instant at, Report report) {
        return at.atZone(report.zone()).toLocalDate().toString();
    }

    private static List<String> levels(Explanation e) {
        List<String> notes = new ArrayList<>();
        if (!e.levels().users()) {
            notes.add(
                    "users: "
                            + missing(e.levels().withoutUser(), "user")
                            + "; their number is folded into "
                            + e.levels().unit()
                            + "s");
        }
        if (!e.levels().tasks()) {
            notes.add(
                    "tasks: "
                            + missing(e.levels().withoutTask(), "task")
                            + "; each call counts as one");
        }
        if (e.levels().teams()) {
            notes.add("explained team by team and added up; a user counts in each of their teams");
        }
        return notes;
    }

    private static String missing(double share, String what) {
        return share >= 1
                ? "the log names no " + what + "s"
                : "%s of the calls name no %s".formatted(Labels.percent(share), what);
    }
}
