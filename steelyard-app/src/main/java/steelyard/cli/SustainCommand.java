package steelyard.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.plan.Assumptions;
import steelyard.plan.Limit;
import steelyard.plan.PlanBook;
import steelyard.plan.Sustain;
import steelyard.plan.Terms;
import steelyard.refusal.Refusal;
import steelyard.report.plan.SustainReport;
import steelyard.show.Answer;

/// `steelyard plan sustain`: what a plan leaves its vendor.
@Command(
        name = "sustain",
        description = {
            "The vendor's side of a plan: margin, break-even, who is above the price, who is stopped and when.",
            "",
            "Example: steelyard plan sustain claude-max-20x --users 10000 --at 2026-03-01",
            "         steelyard plan sustain claude-pro --choose --k 0.2..0.5"
        },
        mixinStandardHelpOptions = true)
final class SustainCommand extends AnswerCommand {
    @Mixin private Plans plans = new Plans();

    @Mixin private Crowding crowding = new Crowding();

    @Mixin private CostRatio ratio = new CostRatio();

    @Parameters(paramLabel = "PLAN", description = "A plan, e.g. claude-max-20x.")
    private String plan = "";

    @Option(
            names = "--utilisation",
            paramLabel = "SHARE",
            description =
                    "Mean use of active users over their allowance, if one monthly cap were all (default: the assumption utilisation).")
    private @Nullable String utilisation;

    @Option(
            names = "--mean",
            paramLabel = "USD",
            description = "In its place: API dollars that an active user would use in a month.")
    private @Nullable Double mean;

    @Option(
            names = "--choose",
            description =
                    "In its place: developers choose among the vendor's tiers, the API and nothing.")
    private boolean choose;

    @Option(
            names = "--week",
            paramLabel = "USD",
            description =
                    "A weekly limit in API dollars, where nobody has measured the plan's, or you know better.")
    private @Nullable Double week;

    @Option(
            names = "--was",
            paramLabel = "USD",
            description =
                    "A month before a change of the price: who leaves because of it (default: no change).")
    private @Nullable Double was;

    @Option(
            names = "--seats",
            paramLabel = "N",
            description =
                    "Of an organisation that shares its allowance (default: 10 where the plan pools, else 1).")
    private @Nullable Integer seats;

    @Option(
            names = "--within",
            paramLabel = "SHARE",
            description =
                    "Draw more users until the 95%% interval of the margin is no wider than so much either way, as 0.005.")
    private @Nullable Double within;

    @Override
    Answer answer() {
        int ways = (utilisation == null ? 0 : 1) + (mean == null ? 0 : 1) + (choose ? 1 : 0);
        if (ways > 1) {
            throw new Refusal(
                    "--utilisation, --mean and --choose each say how much is used; give one");
        }
        if (within != null && !(within > 0 && within < 1)) {
            throw new Refusal("--within %s: above 0 and below 1".formatted(within));
        }
        PlanBook book = plans.book();
        Terms terms = plans.terms(book, plan);
        List<String> notes = new ArrayList<>();
        if (week != null && !(week > 0 && week < 1e9)) {
            throw new Refusal("--week %s: above 0, below a billion".formatted(week));
        }
        if (week != null) {
            terms = terms.with(List.of(Limit.usd("week", Limit.Kind.FIXED, 168, week)));
            notes.add("limits: as stated, $%s a week".formatted(week));
        } else {
            terms.limits().stream()
                    .filter(l -> l.worth().isEmpty())
                    .forEach(l ->
                            notes.add(
                                    "the %s limit (%s) is left out: nobody has measured what it is worth"
                                            .formatted(l.window(), l.unit())));
        }
        String plan = this.plan;
        double price =
                terms.usd()
                        .orElseThrow(
                                () -> new Refusal("the price of %s is not known".formatted(plan)));
        notes.add(
                "terms from %s to %s, confidence %s (%s)"
                        .formatted(
                                terms.from(),
                                terms.to().map(LocalDate::toString).orElse("now"),
                                terms.confidence(),
                                terms.source()));
        book.onAfter(terms)
                .ifPresent(next ->
                        notes.add(
                                "these terms have ended; since then it is %s (%s)"
                                        .formatted(next.plan(), next.name())));
        crowding.assuming()
                .require(
                        Sustain.reads(
                                crowding.spread(),
                                mean == null && !choose && utilisation == null,
                                choose,
                                crowding.unmet()),
                        "plan sustain");
        Assumptions given = crowding.assumptions();
        if (utilisation != null) {
            double[] range = Assuming.range(utilisation, "--utilisation " + utilisation);
            given = given.with("utilisation", range[0], range[1], range[2]);
        }
        given = ratio.into(given, crowding.assuming(), notes);
        if (crowding.unmet().overage() > 0 && terms.overagePerApiDollar().isEmpty()) {
            throw new Refusal(
                    "--unmet overage: %s sells no more usage, or no source says for what"
                            .formatted(plan));
        }
        for (Limit limit : terms.weighed()) {
            if (!limit.basis().isEmpty()) {
                notes.add(
                        String.format(
                                Locale.ROOT,
                                "the %s limit is taken for $%.2f of API use: %s",
                                limit.window(),
                                limit.worth().orElseThrow(),
                                limit.basis()));
            }
        }
        int together = seats == null ? terms.allowance() == Terms.Allowance.POOL ? 10 : 1 : seats;
        if (together > 1) {
            notes.add("%d seats share their allowance".formatted(together));
        }
        notes.add(crowding.unmetWords());
        if (was != null && !(was > 0 && was < 1e9)) {
            throw new Refusal("--was %s: above 0, below a billion".formatted(was));
        }
        if (was != null) {
            notes.add("churn: the price was $%s before".formatted(was));
        }
        Sustain.Usage usage = usage(book, terms, given, notes);
        Sustain sustain =
                Sustain.of(
                        new Sustain.Question(
                                terms,
                                price,
                                was == null ? price : was,
                                crowding.spread(),
                                usage,
                                given,
                                crowding.unmet(),
                                crowding.users(10_000),
                                together,
                                crowding.weeks(),
                                crowding.seed(),
                                crowding.threads(),
                                within == null ? 0 : within));
        return SustainReport.of(sustain, notes);
    }

    private Sustain.Usage usage(PlanBook book, Terms terms, Assumptions given, List<String> notes) {
        if (mean != null) {
            notes.add("usage: as stated, $%s a month".formatted(mean));
            return new Sustain.Usage.Mean(mean);
        }
        if (choose) {
            LocalDate day = plans.dayOf(terms);
            List<Terms> tiers =
                    new ArrayList<>(
                            book.on(day).stream()
                                    .filter(t -> t.vendor().equals(terms.vendor()))
                                    .filter(t -> !t.plan().equals(terms.plan()))
                                    .filter(t -> !t.seat() && t.usd().isPresent())
                                    .filter(t -> !t.weighed().isEmpty())
                                    .toList());
            tiers.add(terms);
            tiers.sort(Comparator.comparingDouble((Terms t) -> t.usd().orElse(Double.MAX_VALUE)));
            notes.add(
                    "usage: developers choose among %s, the API and nothing"
                            .formatted(
                                    String.join(", ", tiers.stream().map(Terms::plan).toList())));
            return new Sustain.Usage.Choosing(tiers);
        }
        notes.add(
                utilisation == null
                        ? String.format(
                                Locale.ROOT,
                                "usage: active users use %.0f%% of the allowance on average, an assumption; --utilisation, --mean or --choose say otherwise",
                                100 * given.of("utilisation"))
                        : "usage: as stated, %s of the allowance on average"
                                .formatted(utilisation));
        return new Sustain.Usage.OfAllowance();
    }
}
