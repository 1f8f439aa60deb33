package steelyard.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import steelyard.plan.Assumptions;
import steelyard.plan.Demand;
import steelyard.plan.Design;
import steelyard.plan.PlanBook;
import steelyard.plan.Sustain;
import steelyard.plan.Terms;
import steelyard.refusal.Refusal;
import steelyard.report.plan.AssumptionsReport;
import steelyard.report.plan.PlanReport;
import steelyard.show.Answer;

/// `steelyard plan`: flat rate or metered, and who pays for whom.
@Command(
        name = "plan",
        description = {
            "Flat-rate plans: what they include, which one fits you, what they leave the vendor.",
            "",
            "Example: steelyard plan fit ~/.claude/projects"
        },
        subcommands = {
            PlanCommand.Listing.class,
            FitCommand.class,
            SustainCommand.class,
            PlanCommand.Designing.class,
            PlanCommand.Assumed.class
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Runnable {
    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "list",
            description = {
                "Plans in force on a day, with their limits, what those are worth at list price, and how sure that is; or the history of one.",
                "",
                "Example: steelyard plan list --at 2026-06-01",
                "         steelyard plan list claude-max-20x"
            },
            mixinStandardHelpOptions = true)
    static final class Listing extends AnswerCommand {
        @Mixin private Plans plans = new Plans();

        @Parameters(
                arity = "0..1",
                paramLabel = "PLAN",
                description = "All terms of one plan that are known, day by day.")
        private @Nullable String plan;

        @Option(
                names = "--vendor",
                paramLabel = "NAME",
                description = "Only this vendor's, e.g. anthropic.")
        private @Nullable String vendor;

        @Override
        Answer answer() {
            PlanBook book = plans.book();
            if (plan != null) {
                Conflicts.refuse(spec(), "on the history of one plan", List.of("--at", "--vendor"));
                List<Terms> regimes = book.regimes(plan);
                return PlanReport.list(
                        regimes,
                        "%s: %s, %s to %s."
                                .formatted(
                                        plan,
                                        regimes.size() == 1
                                                ? "1 regime"
                                                : regimes.size() + " regimes",
                                        regimes.getFirst().from(),
                                        regimes.getLast()
                                                .to()
                                                .map(LocalDate::toString)
                                                .orElse("now")),
                        List.of());
            }
            LocalDate day = plans.day();
            List<Terms> there =
                    book.on(day).stream()
                            .filter(t -> vendor == null || t.vendor().equalsIgnoreCase(vendor))
                            .toList();
            if (there.isEmpty()) {
                throw new Refusal(
                        "no plan%s is known on %s; vendors: %s"
                                .formatted(
                                        vendor == null ? "" : " of " + vendor,
                                        day,
                                        String.join(
                                                ", ",
                                                book.terms().values().stream()
                                                        .map(l -> l.getFirst().vendor())
                                                        .distinct()
                                                        .sorted()
                                                        .toList())));
            }
            List<String> notes = new ArrayList<>();
            List<String> gaps =
                    book.terms().values().stream()
                            .filter(l ->
                                    vendor == null
                                            || l.getFirst().vendor().equalsIgnoreCase(vendor))
                            .filter(l -> l.getFirst().from().isBefore(day))
                            .filter(l -> l.stream().noneMatch(t -> t.on(day)))
                            .map(l -> l.getFirst().plan())
                            .toList();
            if (!gaps.isEmpty()) {
                notes.add(
                        "sold before, but on this day ended or with terms that are not known: "
                                + String.join(", ", gaps));
            }
            if (day.isAfter(PlanBook.AS_OF)) {
                notes.add(
                        "the sources were last looked at on %s: what changed since is not here"
                                .formatted(PlanBook.AS_OF));
            }
            return PlanReport.list(
                    there,
                    "%s on %s."
                            .formatted(there.size() == 1 ? "1 plan" : there.size() + " plans", day),
                    notes);
        }
    }

    @Command(
            name = "assumptions",
            description =
                    "What the commands of plan and campaign assume, with ranges and reasons; change one with --assume NAME=VALUE.",
            mixinStandardHelpOptions = true)
    static final class Assumed extends AnswerCommand {
        @Override
        Answer answer() {
            return AssumptionsReport.of(Assumptions.bundled());
        }
    }

    @Command(
            name = "design",
            description = {
                "Plans that could be sold at a price: allowances against margin, and against how often users are stopped.",
                "",
                "Example: steelyard plan design --price 20 --k 0.35",
                "         steelyard plan design --price 20,50,100 --spread pareto"
            },
            mixinStandardHelpOptions = true)
    static final class Designing extends AnswerCommand {
        @Mixin private Crowding crowding = new Crowding();

        @Mixin private CostRatio ratio = new CostRatio();

        @Option(
                names = "--price",
                paramLabel = "PRICE",
                required = true,
                split = ",",
                description = "A month; several with commas.")
        private List<Double> prices = new ArrayList<>();

        @Option(
                names = "--mean",
                paramLabel = "USD",
                description =
                        "API dollars that active subscribers would use in a month (default: developers choose between the plan, the API and nothing).")
        private @Nullable Double mean;

        @Override
        Answer answer() {
            if (mean != null && !(mean > 0 && mean < 1e9)) {
                throw new Refusal("--mean %s: above 0, below a billion".formatted(mean));
            }
            if (prices.isEmpty()) {
                throw new Refusal("--price: no amount");
            }
            for (double price : prices) {
                if (!(price > 0 && price < 1e6)) {
                    throw new Refusal("--price %s: above 0, below a million".formatted(price));
                }
            }
            List<String> notes = new ArrayList<>();
            Set<String> read =
                    new HashSet<>(
                            Sustain.reads(
                                    crowding.spread(), false, mean == null, crowding.unmet()));
            read.removeIf(name -> name.startsWith("churn."));
            crowding.assuming().require(read, "plan design");
            Assumptions given = ratio.into(crowding.assumptions(), crowding.assuming(), notes);
            notes.add(crowding.unmetWords());
            if (crowding.unmet().overage() > 0) {
                notes.add("what is paid for on top is sold at list price");
            }
            notes.add(
                    mean != null
                            ? "usage: as stated, $%s a month, whoever subscribes".formatted(mean)
                            : String.format(
                                    Locale.ROOT,
                                    "developers who would use $%.0f a month on average choose between the plan, the API and nothing",
                                    given.of("prospect")));
            notes.add(
                    "a week is 7 of the 30 days of a month (%.0f of %.0f hours)"
                            .formatted(168.0, Demand.MONTH));
            return PlanReport.design(
                    Design.of(
                            new Design.Question(
                                    prices,
                                    crowding.spread(),
                                    mean == null ? 0 : mean,
                                    given,
                                    crowding.unmet(),
                                    crowding.users(2000),
                                    crowding.weeks(),
                                    crowding.seed(),
                                    crowding.threads())),
                    notes);
        }
    }
}
