package steelyard.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.market.Market;
import steelyard.plan.Assumptions;
import steelyard.plan.ServedRatio;
import steelyard.quality.Crosswalk;
import steelyard.refusal.Refusal;
import steelyard.serving.Accelerator;
import steelyard.serving.Catalogue;

/// What serving costs over its list price, from a model and machines instead of a guess.
final class CostRatio {
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
        Catalogue catalogue = Catalogue.bundled();
        Accelerator accelerator = catalogue.accelerator(chip);
        String price = sold == null ? served : sold;
        int colon = price.indexOf(':');
        ServedRatio found =
                ServedRatio.of(
                        catalogue,
                        catalogue.model(served),
                        accelerator,
                        new RentOptions().rent(accelerator, catalogue),
                        busy == null ? 0.5 : busy,
                        new Market(book.book(), Crosswalk.bundled()),
                        price.substring(0, Math.max(0, colon)),
                        price.substring(colon + 1));
        notes.add(found.from());
        return given.with("cost", found.low(), found.typical(), found.high());
    }
}
