package steelyard.cli;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.plan.Assumptions;
import steelyard.refusal.Refusal;
import steelyard.serving.Accelerator;
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Layout;
import steelyard.serving.LayoutSearch;
import steelyard.serving.Load;
import steelyard.serving.ModelShape;
import steelyard.serving.Precision;
import steelyard.serving.ServingCost;
import steelyard.serving.Speculation;
import steelyard.serving.SteadyState;

/// What serving costs over its list price, from a model and machines instead of a guess.
final class CostRatio {
    /// A turn of a coding agent: tokens as the leaderboard's mix has them (94.8% cache reads, 5%
    /// new, 0.2% output), at 60,000 tokens of context.
    private static final Load TURN = new Load(60_000, 120, 0.95);

    private static final int MOST = 16;

    @Option(
            names = "--k",
            paramLabel = "RATIO",
            description =
                    "Cost to serve over list price, as 0.35 or 0.2..0.5 (default: 0.15 to 0.60); short for --assume cost=.")
    private @Nullable String ratio;

    @Option(
            names = "--served",
            paramLabel = "MODEL",
            description =
                    "In place of --k: a model whose shape is known, as deepseek-r1, served on --on and sold at --sold.")
    private @Nullable String served;

    @Option(names = "--on", paramLabel = "CHIP", description = "With --served: an accelerator.")
    private @Nullable String chip;

    @Option(
            names = "--sold",
            paramLabel = "NAME",
            description =
                    "With --served: whose price is list price, as claude-sonnet-4 (default: the model's own).")
    private @Nullable String sold;

    @Option(
            names = "--busy",
            paramLabel = "SHARE",
            description = "With --served: tokens served over those that could be (default: 0.5).")
    private @Nullable Double busy;

    @Mixin private BookOptions book = new BookOptions();

    /// The assumptions with the ratio that was asked for.
    Assumptions into(Assumptions given, Assuming assuming, List<String> notes) {
        int ways =
                (served == null ? 0 : 1)
                        + (ratio == null ? 0 : 1)
                        + (assuming.states("cost") ? 1 : 0);
        if (ways > 1) {
            throw new Refusal(
                    "--k, --served and --assume cost= each say what serving costs; give one");
        }
        if (served == null) {
            if (chip != null || sold != null || busy != null) {
                throw new Refusal("--on, --sold and --busy say nothing without --served");
            }
            book.unused("without --served");
            return ratio == null ? given : Assuming.with(given, "cost", ratio, "--k " + ratio);
        }
        if (chip == null) {
            throw new Refusal("--served %s needs --on, as --on h200".formatted(served));
        }
        double full = busy == null ? 0.5 : busy;
        Catalogue catalogue = Catalogue.bundled();
        ModelShape shape = catalogue.model(served);
        Accelerator accelerator = catalogue.accelerator(chip);
        Deployment any =
                new Deployment(
                        shape,
                        accelerator,
                        new Layout(1, 1, 1),
                        shape.published(),
                        Precision.cache("bf16"),
                        Engine.named("vllm"),
                        Speculation.NONE);
        LayoutSearch.Result found =
                LayoutSearch.search(
                        any, MOST, false, TURN, SteadyState.Promise.NONE, catalogue.constants());
        if (found.found().isEmpty()) {
            throw new Refusal(
                    "%s does not fit on up to %d %s: %s"
                            .formatted(served, MOST, accelerator.id(), found.why()));
        }
        LayoutSearch.Found best = found.found().getFirst();
        RentOptions rent = new RentOptions();
        ServingCost cost =
                ServingCost.of(
                        best.state(),
                        best.deployment(),
                        TURN,
                        best.deployment().layout().gpus(),
                        rent.rent(accelerator, catalogue),
                        full,
                        catalogue.misses(best.deployment()));
        TokenPrice price = TokenPrice.sold(sold == null ? served : sold, null, TURN, book);
        double over = cost.request() / price.request();
        notes.add(
                String.format(
                        Locale.ROOT,
                        "cost over list price: %s on %d x %s (%s), used at %.0f%%, sold as %s: %.3f (%.3f to %.3f), for turns of 60,000 tokens in, 95%% of them cached, 120 out",
                        served,
                        best.deployment().layout().gpus(),
                        accelerator.id(),
                        best.deployment().layout(),
                        100 * full,
                        price.from(),
                        over,
                        over * cost.low(),
                        over * cost.high()));
        return given.with(
                "cost",
                Math.min(over, over * cost.low()),
                over,
                Math.max(over, over * cost.high()));
    }
}
