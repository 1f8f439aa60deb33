package steelyard.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.refusal.Refusal;
import steelyard.report.serving.ServingReport;
import steelyard.serving.Accelerator;
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Layout;
import steelyard.serving.LayoutSearch;
import steelyard.serving.Load;
import steelyard.serving.ModelShape;
import steelyard.serving.Precision;
import steelyard.serving.Speculation;
import steelyard.serving.SteadyState;

/// What runs where, under which load, for how much: the options of the commands of `serving`.
final class ServingOptions {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s)");

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "A model, e.g. deepseek-r1 or llama-3.1-70b, or the config.json of one.")
    private @Nullable String model;

    @Option(names = "--model", paramLabel = "MODEL", description = "The same.")
    private @Nullable String named;

    @Option(
            names = "--on",
            paramLabel = "CHIP",
            required = true,
            description = "An accelerator, e.g. h100, h200, b200, mi300x.")
    private String chip = "";

    @Option(
            names = "--chips",
            paramLabel = "FILE",
            description =
                    "Accelerators of your own: CSV with accelerator, memory_gb, mem_bw_gb_s, bf16_tflops and more (docs/methods/serving.md).")
    private @Nullable Path chips;

    @Option(
            names = "--gpus",
            paramLabel = "N",
            description =
                    "How many are paid for (default: one copy of the layout); more copies share the load.")
    private @Nullable Integer gpus;

    @Option(
            names = "--tp",
            paramLabel = "N",
            description = "Tensor parallel: every layer over N (default: the cheapest layout).")
    private @Nullable Integer tensor;

    @Option(
            names = "--pp",
            paramLabel = "N",
            description = "Pipeline parallel: layers in N stages.")
    private @Nullable Integer stages;

    @Option(
            names = "--dp",
            paramLabel = "N",
            description =
                    "Data parallel attention: N groups with their own sequences, experts over all.")
    private @Nullable Integer data;

    @Option(
            names = "--weights",
            paramLabel = "PRECISION",
            description =
                    "bf16, fp8, int8, fp8-w8a16, int4-w4a16, nvfp4 or mxfp4 (default: as published).")
    private @Nullable String weights;

    @Option(
            names = "--cache",
            paramLabel = "PRECISION",
            defaultValue = "bf16",
            description = "Of the cache: bf16, fp8 or int8 (default: ${DEFAULT-VALUE}).")
    private String cache = "bf16";

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "vllm",
            description =
                    "tensorrt-llm, vllm or sglang, tuned, or defaults for any as it comes (default: ${DEFAULT-VALUE}).")
    private String engine = "vllm";

    @Option(
            names = "--draft",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Speculative decoding: a layer like the model's own (MTP, EAGLE) proposes N tokens a step (default: none).")
    private int drafts;

    @Option(
            names = "--accepted",
            paramLabel = "SHARE",
            description =
                    "With --draft: chance that the first is accepted; deeper ones less so (default: the median of measured drafts on code).")
    private @Nullable Double accepted;

    @Option(
            names = "--input",
            paramLabel = "TOKENS",
            defaultValue = "1000",
            description = "Of a prompt (default: ${DEFAULT-VALUE}).")
    private double input = 1000;

    @Option(
            names = "--output",
            paramLabel = "TOKENS",
            defaultValue = "500",
            description = "Of an answer (default: ${DEFAULT-VALUE}).")
    private double answer = 500;

    @Option(
            names = "--cached",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Of the prompt found in the prefix cache, 0 to 1 (default: none).")
    private double cached;

    @Option(
            names = "--tpot",
            paramLabel = "TIME",
            description = "Most time per output token, as 50ms.")
    private @Nullable String tpot;

    @Option(
            names = "--ttft",
            paramLabel = "TIME",
            description =
                    "Most time to the first token, as 2s; without a queue, but in a simulation with it.")
    private @Nullable String ttft;

    @Option(
            names = "--utilisation",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "Tokens served over those that could be (default: always full).")
    private double utilisation = 1;

    @Mixin private RentOptions money = new RentOptions();

    private @Nullable Load seen;
    private @Nullable String supposed;

    /// What was asked for, put together.
    record Setup(Deployment deployment, ServingReport.Question question) {}

    /// What comes with Steelyard, and the user's own.
    Catalogue catalogue() {
        Catalogue bundled = Catalogue.bundled();
        return chips == null ? bundled : bundled.withAccelerators(chips);
    }

    Load load() {
        return seen == null ? new Load(input, answer, cached) : seen;
    }

    /// A load that was measured, in place of `--input`, `--output` and `--cached`.
    void take(Load measured) {
        seen = measured;
    }

    RentOptions money() {
        return money;
    }

    /// Weights in 16 bits, whatever was published.
    void sixteenBits() {
        weights = Precision.BF16.id();
    }

    /// Another model in place of the named one.
    void as(String other) {
        supposed = other;
    }

    /// The model that the user named.
    String model() {
        if (supposed != null) {
            return supposed;
        }
        if (model != null && named != null) {
            throw new Refusal("a model is named twice: %s, --model %s".formatted(model, named));
        }
        if (model == null && named == null) {
            throw new Refusal("no model named; e.g. llama-3.1-70b, or its config.json");
        }
        return model == null ? String.valueOf(named) : model;
    }

    double utilisation() {
        return utilisation;
    }

    SteadyState.Promise promise() {
        return new SteadyState.Promise(seconds("--tpot", tpot), seconds("--ttft", ttft));
    }

    void refuseLayout() {
        if (tensor != null || stages != null || data != null || gpus != null) {
            throw new Refusal(
                    "layout searches for --tp, --pp, --dp and --gpus; give --max-gpus alone");
        }
    }

    /// With the layout that was asked for, or the cheapest on so many accelerators.
    Setup setup(Catalogue catalogue) {
        if (tensor == null && stages == null && data == null) {
            return cheapest(catalogue);
        }
        Layout layout = new Layout(one(tensor), one(stages), one(data));
        int paid = gpus == null ? layout.gpus() : gpus;
        if (paid < 1 || paid % layout.gpus() != 0) {
            throw new Refusal(
                    "--gpus %d is no multiple of the %d that %s takes"
                            .formatted(paid, layout.gpus(), layout));
        }
        return setup(catalogue, layout, paid, List.of());
    }

    /// Without a layout: what a search starts from.
    Setup open(Catalogue catalogue, int most) {
        if (most < 1) {
            throw new Refusal("--max-gpus %d: at least 1".formatted(most));
        }
        return setup(catalogue, new Layout(1, 1, 1), most, List.of());
    }

    private Setup cheapest(Catalogue catalogue) {
        int most = gpus == null ? 8 : gpus;
        if (most < 1) {
            throw new Refusal("--gpus %d: at least 1".formatted(most));
        }
        Setup any = open(catalogue, most);
        LayoutSearch.Result result =
                LayoutSearch.search(
                        any.deployment(),
                        most,
                        gpus != null,
                        load(),
                        promise(),
                        catalogue.constants());
        if (result.found().isEmpty()) {
            throw new Refusal(
                    "no layout on %s%d accelerators works%s; the last tried: %s"
                            .formatted(
                                    gpus == null ? "up to " : "",
                                    most,
                                    seen == null
                                            ? ""
                                            : " for requests of the mean length; with --tp, those that are too long are refused and counted",
                                    result.why()));
        }
        Layout best = result.found().getFirst().deployment().layout();
        return setup(
                catalogue,
                best,
                gpus == null ? best.gpus() : gpus,
                List.of(
                        "no layout was named: the cheapest of %d tried on %s%d, %s, was taken"
                                .formatted(
                                        result.tried(), gpus == null ? "up to " : "", most, best)));
    }

    private Setup setup(Catalogue catalogue, Layout layout, int paid, List<String> notes) {
        ModelShape shape = catalogue.model(model());
        Accelerator accelerator = catalogue.accelerator(chip);
        Precision precision = weights == null ? shape.published() : Precision.named(weights);
        Deployment deployment =
                new Deployment(
                        shape,
                        accelerator,
                        layout,
                        precision,
                        Precision.cache(cache),
                        Engine.named(engine),
                        speculation(catalogue));
        List<String> all = new ArrayList<>(notes);
        if (drafts > 0) {
            all.add(
                    "speculative decoding: %.2f tokens a step on average; measured drafts on code, chat is accepted less"
                            .formatted(deployment.speculation().tokens()));
        }
        if (!catalogue.constants().measured(accelerator, precision)) {
            all.add(
                    "%s in %s: no measured rate for this chip, its share of the peak is a guess"
                            .formatted(accelerator.id(), precision.id()));
        }
        if (deployment.dequantises() && !precision.id().contains("a16")) {
            all.add(
                    "%s has no multipliers for %s: weights are stored in it and multiplied in bf16"
                            .formatted(accelerator.id(), precision.id()));
        }
        if (weights == null) {
            all.add("weights as published: " + precision.id());
        }
        return new Setup(
                deployment,
                new ServingReport.Question(
                        load(),
                        paid,
                        money.rent(accelerator, catalogue),
                        money.from(accelerator, catalogue),
                        utilisation,
                        all));
    }

    private Speculation speculation(Catalogue catalogue) {
        if (drafts == 0) {
            if (accepted != null) {
                throw new Refusal("--accepted has no effect without --draft; leave it out");
            }
            return Speculation.NONE;
        }
        return new Speculation(
                drafts,
                accepted == null ? catalogue.constants().of("draft.accepted") : accepted,
                catalogue.constants().of("draft.decay"));
    }

    private static int one(@Nullable Integer value) {
        return value == null ? 1 : value;
    }

    private static OptionalDouble seconds(String option, @Nullable String text) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new Refusal("%s %s is no time; write 50ms or 2s".formatted(option, text));
        }
        double value = Double.parseDouble(duration.group(1));
        return OptionalDouble.of(duration.group(2).equals("ms") ? value / 1e3 : value);
    }
}
