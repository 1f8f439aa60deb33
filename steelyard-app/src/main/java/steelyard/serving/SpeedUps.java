package steelyard.serving;

import java.util.ArrayList;
import java.util.List;
import steelyard.refusal.Refusal;

/// What techniques are worth on one deployment, worked out and not multiplied: they share a
/// bottleneck, so that the second gains less than it would alone.
public final class SpeedUps {
    /// Tokens of a draft.
    private static final int DRAFTS = 3;

    private static final int FEW = 8;
    private static final int LONG_PROMPT = 16_384;
    private static final String ALL = "all but distillation, at once";

    /// The claims multiplied: quantisation, batching, speculative decoding, attention.
    private static final double ALL_LOW = 1.5 * 5 * 2 * 1.2;

    private static final double ALL_HIGH = 2 * 10 * 3 * 1.5;

    /// A technique under one condition.
    ///
    /// @param claimedLow as a widely read article has it, the lower end
    /// @param claimedHigh the upper end
    /// @param factor output tokens per second with it over those without
    public record SpeedUp(
            String technique,
            String condition,
            double claimedLow,
            double claimedHigh,
            double factor) {}

    private final Deployment plain;
    private final Load load;
    private final Constants constants;

    private SpeedUps(Deployment plain, Load load, Constants constants) {
        this.plain = plain;
        this.load = load;
        this.constants = constants;
    }

    /// @param d its weights are taken in 16 bits where something is compared with them
    /// @param distilled the smaller model that takes its place
    /// @throws Refusal if the model in 16 bits does not fit, or the smaller one does not divide so
    public static List<SpeedUp> of(
            Deployment d, ModelShape distilled, Load load, Constants constants) {
        Deployment plain = with(d, d.model(), Precision.BF16).with(Speculation.NONE);
        return new SpeedUps(plain, load, constants).all(distilled);
    }

    private List<SpeedUp> all(ModelShape distilled) {
        List<SpeedUp> all = new ArrayList<>();
        Accelerator chip = plain.accelerator();
        Precision narrow = chip.fp8() > 0 ? Precision.FP8 : Precision.INT8;
        double one = rate(plain, 1);
        double full = full(plain).output();
        for (Precision p : List.of(narrow, Precision.named("int4-w4a16"))) {
            String technique =
                    p == narrow
                            ? "weights and activations in " + p.id()
                            : "weights alone in 4 bits";
            Deployment quantised = with(plain, plain.model(), p);
            all.add(
                    new SpeedUp(
                            technique, "one request at a time", 1.5, 2, rate(quantised, 1) / one));
            all.add(
                    new SpeedUp(
                            technique, "as many as fit", 1.5, 2, full(quantised).output() / full));
        }
        all.add(
                new SpeedUp(
                        "continuous batching", "against one request at a time", 5, 10, full / one));
        all.add(
                new SpeedUp(
                        "continuous batching",
                        "against batches as large, answers of exponential length",
                        5,
                        10,
                        overStatic(full(plain))));
        all.add(
                new SpeedUp(
                        "continuous batching",
                        "against batches as large, answers all alike",
                        5,
                        10,
                        1));
        Deployment drafted = plain.with(draft());
        all.add(
                new SpeedUp(
                        "speculative decoding",
                        "one request at a time",
                        2,
                        3,
                        rate(drafted, 1) / one));
        all.add(
                new SpeedUp(
                        "speculative decoding",
                        "%d requests at a time".formatted(FEW),
                        2,
                        3,
                        rate(drafted, FEW) / rate(plain, FEW)));
        all.add(
                new SpeedUp(
                        "speculative decoding",
                        "as many as fit",
                        2,
                        3,
                        full(drafted).output() / full));
        Constants slow = constants.with("attention", constants.of("attention") / 2);
        all.add(
                new SpeedUp(
                        "attention twice as fast",
                        "prompts of %d tokens alone".formatted(LONG_PROMPT),
                        1.2,
                        1.5,
                        prompt(LONG_PROMPT, slow) / prompt(LONG_PROMPT, constants)));
        all.add(
                new SpeedUp(
                        "attention twice as fast",
                        "this load, as many as fit",
                        1.2,
                        1.5,
                        full
                                / SteadyState.full(plain, load, SteadyState.Promise.NONE, slow)
                                        .output()));
        all.add(
                new SpeedUp(
                        "distillation",
                        "to %s, another model".formatted(distilled.id()),
                        1.4,
                        1.4,
                        full(with(plain, distilled, Precision.BF16)).output() / full));
        Deployment both = with(plain, plain.model(), narrow).with(draft());
        double atOnce = full(both).output();
        SteadyState slowly = SteadyState.full(plain, load, SteadyState.Promise.NONE, slow);
        double slowOne =
                SteadyState.at(new StepTime(plain, slow), load, 1, "", slowly.memory()).output();
        String without = ", 16 bits, attention half as fast";
        all.add(
                new SpeedUp(
                        ALL,
                        "against one request at a time" + without,
                        ALL_LOW,
                        ALL_HIGH,
                        atOnce / slowOne));
        all.add(
                new SpeedUp(
                        ALL,
                        "against batches as large, answers of exponential length" + without,
                        ALL_LOW,
                        ALL_HIGH,
                        atOnce / slowly.output() * overStatic(slowly)));
        return all;
    }

    private Speculation draft() {
        return new Speculation(DRAFTS, constants.of("draft.accepted"), constants.of("draft.decay"));
    }

    private static Deployment with(Deployment d, ModelShape model, Precision weights) {
        return new Deployment(
                model, d.accelerator(), d.layout(), weights, d.cacheBytes(), d.engine());
    }

    private SteadyState full(Deployment d) {
        return SteadyState.full(d, load, SteadyState.Promise.NONE, constants);
    }

    private double rate(Deployment d, double sequences) {
        return SteadyState.at(
                        new StepTime(d, constants),
                        load,
                        sequences,
                        "",
                        Memory.required(d, load, constants))
                .output();
    }

    /// A batch that ends with its longest answer: of B exponential ones 1 + 1/2 + ... + 1/B times
    /// the mean.
    private double overStatic(SteadyState state) {
        double longest = 0;
        for (int b = 1; b <= state.sequences(); b++) {
            longest += 1.0 / b;
        }
        double answers = load.output() * state.decode();
        double turn = load.output() * state.tpot();
        return (turn - answers + longest * answers) / turn;
    }

    private double prompt(int tokens, Constants c) {
        return new StepTime(plain, c).perPromptToken(new Load(tokens, 1, 0), 1);
    }
}
