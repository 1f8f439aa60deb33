package steelyard.report.explain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import steelyard.cell.Disputed;
import steelyard.cell.Recorded;
import steelyard.cell.Unpriced;
import steelyard.explain.Explained;
import steelyard.explain.Explanation;
import steelyard.ledger.ReadReport;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.report.LogNotes;
import steelyard.show.Currency;
import steelyard.show.Words;
import steelyard.token.Micros;

/// What the numbers rest on and what they leave out, each in a sentence with its size.
public final class Notes {
    /// Flags that are told in sentences of their own, or that only say how a name was read.
    private static final Set<Flag> QUIET =
            EnumSet.of(Flag.DISPUTED, Flag.NAME_BY_RULE, Flag.PROVIDER_INFERRED);

    private Notes() {}

    static List<String> of(ExplainReport report) {
        List<String> notes = new ArrayList<>();
        notes.addAll(report.warnings());
        notes.addAll(lost(report));
        notes.add(unpriced(report));
        notes.add(outside(report));
        notes.add(disputed(report.explanation()));
        notes.addAll(quality(report));
        notes.add(recorded(report.explanation()));
        notes.addAll(flagged(report.explanation()));
        notes.addAll(read(report));
        notes.addAll(partial(report));
        notes.addAll(levels(report.explanation()));
        notes.add(Currency.now().from());
        notes.removeIf(String::isEmpty);
        return notes;
    }

    /// Files that could not be read to their end.
    private static List<String> lost(ExplainReport report) {
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

    private static String unpriced(ExplainReport report) {
        List<Unpriced> unpriced = report.answer().unpriced();
        if (unpriced.isEmpty()) {
            return "unpriced: none; every call of these periods has a price";
        }
        List<String> names = unpriced.stream().map(Unpriced::name).distinct().toList();
        double between = Explained.unpricedShare(report.answer().between());
        return "unpriced: %s of tokens before, %s after%s (%s: %s)"
                .formatted(
                        Words.percent(
                                Explained.unpricedShare(List.of(report.explanation().before()))),
                        Words.percent(
                                Explained.unpricedShare(List.of(report.explanation().after()))),
                        report.answer().between().isEmpty()
                                ? ""
                                : ", %s in the periods between".formatted(Words.percent(between)),
                        Words.plural(names.size(), "model"),
                        String.join(", ", names.stream().limit(3).toList())
                                + (names.size() > 3 ? ", ..." : ""));
    }

    /// What of the log is in none of the periods.
    private static String outside(ExplainReport report) {
        Explained.Outside o = report.answer().outside();
        return o.calls() == 0
                ? ""
                : "outside these periods: %s in %s%s"
                        .formatted(
                                Words.money(o.spend().approximateUsd()),
                                Words.plural(o.calls(), "call"),
                                o.unpricedTokens() == 0
                                        ? ""
                                        : ", and %s tokens without a price"
                                                .formatted(Words.count(o.unpricedTokens())));
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
                                Words.money(before.approximateUsd()),
                                Words.money(after.approximateUsd()));
    }

    /// The reference curve with its parameters, and what has no score.
    private static List<String> quality(ExplainReport report) {
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
                                        Words.price(OptionalDouble.of(q.usdPerTask())),
                                        q.price().slope(),
                                        q.at(),
                                        e.levels().unit(),
                                        Words.money(q.effectLow()),
                                        Words.money(q.effectHigh())),
                                "without a score: %s of the spend before, %s after; such a model stands at its own mean cost"
                                        .formatted(
                                                Words.percent(q.unscoredBefore()),
                                                Words.percent(q.unscoredAfter()))))
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
                                    Words.money(r.recordedUsd()),
                                    Words.money(rated),
                                    Words.change(rated, r.recordedUsd())));
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
                                        Words.money(f.getValue().approximateUsd())))
                .toList();
    }

    private static List<String> read(ExplainReport report) {
        ReadReport read = report.read();
        List<String> notes = new ArrayList<>();
        if (read.rows("duplicate") > 0) {
            notes.add(
                    "duplicates: %s repeat a response already counted; they would have added %s to these periods"
                            .formatted(
                                    Words.plural(read.rows("duplicate"), "line"),
                                    Words.money(
                                            report.explanation().duplicates().approximateUsd())));
        }
        notes.addAll(LogNotes.of(read, report.zone()));
        return notes;
    }

    /// Periods that the log covers in part only.
    private static List<String> partial(ExplainReport report) {
        Explanation e = report.explanation();
        Instant start = Micros.instant(report.read().firstMicros());
        Instant end = Micros.instant(report.read().endMicros());
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
                                    Words.plural(Math.round(days0), "day"),
                                    Words.plural(Math.round(days1), "day")));
        }
        return notes;
    }

    private static double days(Explanation.Totals totals) {
        return ChronoUnit.SECONDS.between(totals.period().from(), totals.period().to()) / 86_400.0;
    }

    private static String day(Instant at, ExplainReport report) {
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
                : "%s of the calls name no %s".formatted(Words.percent(share), what);
    }
}
