package steelyard.serving;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import steelyard.refusal.Refusal;

/// A measured point as this room would predict it: what ran, under which load.
///
/// @param copies of the deployment
/// @param sequences on each, as the measurement says; NaN for as many as fit
public record Trial(
        Point point, String group, Deployment deployment, Load load, int copies, double sequences) {
    /// A point that can be predicted, or why it cannot.
    public record Placed(Optional<Trial> trial, String reason) {}

    /// To predict its rate.
    static Placed place(Point p, Catalogue catalogue) {
        return place(p, catalogue, false);
    }

    /// @param timed to predict how long its requests waited, whatever the rate
    public static Placed place(Point p, Catalogue catalogue, boolean timed) {
        try {
            return new Placed(Optional.of(trial(p, catalogue, timed)), "");
        } catch (Refusal e) {
            return new Placed(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static Trial trial(Point p, Catalogue catalogue, boolean timed) {
        require(timed || p.scenario() != Point.Scenario.ARRIVALS, "ran below what could be had");
        require(p.scenario() != Point.Scenario.INTERACTIVE, "under a limit on latency");
        require(
                p.tensor().isPresent() || p.scenario() == Point.Scenario.OFFLINE,
                "layout not stated, under a limit on latency");
        require(
                p.input().isPresent() && (p.output().isPresent() || isPrefill(p)),
                "length of prompts or answers not stated");
        require(
                p.scenario() != Point.Scenario.DECODE_ONLY || p.sequences().isPresent(),
                "batch not stated");
        Engine engine = engine(p);
        Load load = new Load(p.input().getAsDouble(), p.output().orElse(1), 0);
        Layout layout = p.tensor().isPresent() ? stated(p) : supposed(p, engine, load, catalogue);
        require(p.gpus() % layout.gpus() == 0, "n_gpus is no multiple of tp x pp x dp");
        int copies = p.gpus() / layout.gpus();
        return new Trial(
                p,
                group(p, engine),
                deployment(p, engine, layout, catalogue),
                load,
                copies,
                p.sequences().orElse(Double.NaN) / copies);
    }

    private static Deployment deployment(
            Point p, Engine engine, Layout layout, Catalogue catalogue) {
        return new Deployment(
                catalogue.model(p.model()),
                catalogue.accelerator(p.accelerator()),
                layout,
                Precision.named(p.weights()),
                Precision.cache(p.cache()),
                engine);
    }

    private static Layout stated(Point p) {
        int pipeline = (int) p.pipeline().orElse(1);
        int data = (int) p.data().orElse(1);
        int tensor = (int) p.tensor().orElseThrow();
        // Attention in as many groups as the experts are split over: both name the same chips.
        boolean same = tensor == data && p.gpus() == tensor * pipeline;
        return new Layout(same ? 1 : tensor, pipeline, data);
    }

    /// The best by our account, as somebody who submits a record will have looked for it.
    private static Layout supposed(Point p, Engine engine, Load load, Catalogue catalogue) {
        List<LayoutSearch.Found> found =
                LayoutSearch.search(
                                deployment(p, engine, new Layout(1, 1, 1), catalogue),
                                p.gpus(),
                                true,
                                load,
                                SteadyState.Promise.NONE,
                                catalogue.constants())
                        .found();
        require(!found.isEmpty(), "layout not stated, and none fits");
        return found.getFirst().deployment().layout();
    }

    /// Model and accelerator: what a cross-validation keeps together.
    String combination() {
        return deployment.model().id() + " " + deployment.accelerator().id();
    }

    /// Predicted over measured.
    ///
    /// @return NaN if by our account it does not fit
    double ratio(Constants constants) {
        return predicted(constants) / point.rate();
    }

    double predicted(Constants constants) {
        StepTime time = new StepTime(deployment, constants);
        if (isPrefill(point)) {
            double requests = Double.isNaN(sequences) ? 1e6 : sequences;
            return copies / time.perPromptToken(load, requests);
        }
        double context = load.input() + load.output() / 2;
        if (point.scenario() == Point.Scenario.DECODE_ONLY) {
            return copies * sequences / time.decode(sequences, context);
        }
        return copies * steady(time, constants).map(SteadyState::output).orElse(Double.NaN);
    }

    /// Predicted over measured time per output token; empty where none was measured. Of a batch
    /// that is kept full the median was measured, which no prompt interrupts.
    OptionalDouble timeRatio(Constants constants) {
        if (point.tpot().isEmpty() || isPrefill(point)) {
            return OptionalDouble.empty();
        }
        StepTime time = new StepTime(deployment, constants);
        double predicted =
                switch (point.scenario()) {
                    case DECODE_ONLY -> time.decode(sequences, load.input() + load.output() / 2);
                    case FIXED_BATCH ->
                            steady(time, constants).map(SteadyState::decode).orElse(Double.NaN);
                    default -> steady(time, constants).map(SteadyState::tpot).orElse(Double.NaN);
                };
        return OptionalDouble.of(predicted / point.tpot().getAsDouble());
    }

    /// Predicted over measured power; empty where none was measured.
    OptionalDouble powerRatio(Constants constants) {
        if (point.power().isEmpty() || point.scenario() != Point.Scenario.FIXED_BATCH) {
            return OptionalDouble.empty();
        }
        StepTime time = new StepTime(deployment, constants);
        return steady(time, constants)
                .map(s ->
                        OptionalDouble.of(
                                Energy.watts(deployment, time, load, s.sequences(), constants)
                                        * point.gpus()
                                        / point.power().getAsDouble()))
                .orElse(OptionalDouble.of(Double.NaN));
    }

    /// Predicted over measured joules per output token; empty where no power was measured.
    OptionalDouble energyRatio(Constants constants) {
        OptionalDouble power = powerRatio(constants);
        return power.isEmpty() ? power : OptionalDouble.of(power.getAsDouble() / ratio(constants));
    }

    /// Empty if by our account not one sequence fits.
    private Optional<SteadyState> steady(StepTime time, Constants constants) {
        Memory memory = Memory.of(deployment, load, constants);
        double room =
                deployment.layout().data()
                        * Math.min(
                                memory.sequences(),
                                deployment.engine().profile(constants).sequences());
        double batch = Double.isNaN(sequences) ? room : Math.min(sequences, room);
        return batch < 1
                ? Optional.empty()
                : Optional.of(SteadyState.at(time, load, batch, "", memory));
    }

    private static boolean isPrefill(Point p) {
        return p.scenario() == Point.Scenario.PREFILL_ONLY;
    }

    private static Engine engine(Point p) {
        String name = p.engine().toLowerCase(Locale.ROOT);
        boolean asItComes = !p.tuned() && p.scenario() != Point.Scenario.FIXED_BATCH;
        if (name.startsWith("tensorrt")) {
            return asItComes ? Engine.DEFAULTS : Engine.TENSORRT_LLM;
        }
        if (name.startsWith("vllm")) {
            return asItComes ? Engine.DEFAULTS : Engine.VLLM;
        }
        if (name.startsWith("sglang") || name.startsWith("deepseek")) {
            return asItComes ? Engine.DEFAULTS : Engine.SGLANG;
        }
        throw new Refusal("an engine without a profile");
    }

    private static String group(Point p, Engine engine) {
        return switch (p.scenario()) {
            case PREFILL_ONLY -> "prompts only";
            case DECODE_ONLY -> "answers only, experts spread wide";
            case FIXED_BATCH ->
                    p.tuned() ? "vLLM, fixed batch" : "vLLM, fixed batch, bound by its host";
            default ->
                    engine == Engine.DEFAULTS
                            ? "engines as they come"
                            : p.tensor().isEmpty()
                                    ? Accuracy.SUPPOSED
                                    : p.engine().contains("static")
                                            ? "TensorRT-LLM, static batch"
                                            : engine == Engine.TENSORRT_LLM
                                                    ? "TensorRT-LLM, offline"
                                                    : engine == Engine.VLLM
                                                            ? "vLLM, offline"
                                                            : "SGLang, offline";
        };
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }
}
