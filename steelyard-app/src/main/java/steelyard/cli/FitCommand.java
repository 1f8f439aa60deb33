package steelyard.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import steelyard.ledger.Ledger;
import steelyard.plan.Assumptions;
import steelyard.plan.Fit;
import steelyard.plan.OwnUse;
import steelyard.plan.PlanBook;
import steelyard.plan.Terms;
import steelyard.plan.Units;
import steelyard.refusal.Refusal;
import steelyard.report.LogNotes;
import steelyard.report.plan.PlanReport;
import steelyard.show.Answer;
import steelyard.token.Micros;

/// `steelyard plan fit`: which plan is cheapest for a log's work.
@Command(
        name = "fit",
        description = {
            "Which plan, or none, is cheapest for your own work, and how likely you hit each limit.",
            "",
            "Example: steelyard plan fit ~/.claude/projects",
            "         steelyard plan fit usage.csv --at 2026-03-01 --growth 0.1"
        },
        mixinStandardHelpOptions = true)
final class FitCommand extends AnswerCommand {
    @Mixin private Input input = new Input();

    @Mixin private Plans plans = new Plans();

    @Mixin private Assuming assuming = new Assuming();

    @Option(
            names = "--only",
            paramLabel = "PLANS",
            split = ",",
            description = "Only these plans, with commas between them (default: all in force).")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--any-model",
            description =
                    "Plans that do not serve the log's models count too, as if theirs did the same work.")
    private boolean anyModel;

    @Option(
            names = "--growth",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Of the work from month to month, as 0.05, for the month in which a plan pays off (default: none).")
    private double growth;

    @Option(
            names = "--months",
            paramLabel = "N",
            defaultValue = "1000",
            description = "To replay (default: ${DEFAULT-VALUE}).")
    private int months = 1000;

    @Mixin private Seed seed = new Seed();

    @Override
    Answer answer() {
        if (input.none()) {
            throw new ParameterException(
                    spec().commandLine(), "Missing a FILE: the log whose work a plan should fit");
        }
        assuming.require(Set.of("prospect", "sigma", "week.sigma", "week.carry"), "plan fit");
        Assumptions given = assuming.assumptions();
        PlanBook book = plans.book();
        List<Terms> offers =
                only.isEmpty()
                        ? book.on(plans.day())
                        : only.stream().map(p -> plans.terms(book, p)).toList();
        if (offers.isEmpty()) {
            throw new Refusal("no plan is known on " + plans.day());
        }
        List<Units.Call> calls = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try (Ledger ledger = input.open(input.book(), List.of())) {
            calls(ledger, input.zone(), calls, notes);
            if (calls.isEmpty()) {
                throw new Refusal(
                        "no priced call in the log: "
                                + (ledger.unratedRows() > 0
                                        ? "rows without a price: %,d (steelyard explain names them)"
                                                .formatted(ledger.unratedRows())
                                        : Reading.nothing(ledger)));
            }
            notes.addAll(LogNotes.of(ledger.report(), input.zone()));
        }
        OwnUse use = OwnUse.of(calls, given);
        notes.add(
                String.format(
                        Locale.ROOT,
                        "the log: days %,.0f, paid by the token $%,.2f, weeks to draw from %d; a coming week is taken as $%,.2f in the middle (the log's own middle week: $%,.2f; %.0f%% of the weight is the log's, the rest what others use), give or take a factor of %.2f",
                        use.days(),
                        use.usd(),
                        use.weeks().size(),
                        Math.exp(use.level().mean()),
                        Math.exp(use.level().log()),
                        100 * use.level().weight(),
                        Math.exp(use.level().sigma())));
        if (use.days() < 7) {
            notes.add(
                    "less than a week of log: what a month holds is mostly a guess from what others use");
        }
        notes.add(
                "terms of %s"
                        .formatted(
                                only.isEmpty()
                                        ? plans.day().toString()
                                        : "each plan as last known, or of --at"));
        return PlanReport.fit(
                Fit.of(use, offers, Units.bundled(), given, months, anyModel, growth, seed.value()),
                input.subject(),
                notes);
    }

    /// The priced calls; what has no price is counted and said.
    private static void calls(
            Ledger ledger, ZoneId zone, List<Units.Call> calls, List<String> notes) {
        long[] unpriced = new long[2];
        long[] tokens = new long[1];
        ledger.forEachCharge(c -> {
            long all = c.input() + c.cacheRead() + c.cacheWrite() + c.output();
            tokens[0] += all;
            if (c.usd().isEmpty()) {
                unpriced[0]++;
                unpriced[1] += all;
                return;
            }
            Instant at = Micros.instant(c.micros());
            double hour =
                    (at.toEpochMilli() + 1000.0 * zone.getRules().getOffset(at).getTotalSeconds())
                            / 3.6e6;
            calls.add(
                    new Units.Call(
                            hour,
                            c.model(),
                            c.calls(),
                            c.input(),
                            c.cacheRead(),
                            c.cacheWrite(),
                            c.output(),
                            c.usd().get().approximateUsd()));
        });
        if (unpriced[0] > 0) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "unpriced and left out: %,d rows, %.1f%% of the tokens; with them a plan would look better",
                            unpriced[0],
                            100.0 * unpriced[1] / Math.max(1, tokens[0])));
        }
    }
}
