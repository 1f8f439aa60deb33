package steelyard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Layout;
import steelyard.serving.Load;
import steelyard.serving.Memory;
import steelyard.serving.Precision;
import steelyard.serving.SteadyState;

/// Real deployments under load: against the steady state, and against themselves.
class LoadTest {
    private static final int BLOCK = 64;

    private final Catalogue catalogue = Catalogue.bundled();

    private Deployment deployment(String model, String chip, Layout layout, Engine engine) {
        return new Deployment(
                catalogue.model(model),
                catalogue.accelerator(chip),
                layout,
                Precision.FP8,
                2,
                engine);
    }

    private static Fleet.Plan plan(Machine machine) {
        return new Fleet.Plan(machine, 1, 0, Routing.LEAST, BLOCK, 1);
    }

    /// Twelve copies answer twelve times as much, whatever the number of requests in the trace.
    @Test
    void aFleetIsAsManyTimesItsReplicas() {
        ServingMachine machine =
                new ServingMachine(
                        deployment("llama-3.1-8b", "h100", new Layout(1, 1, 1), Engine.VLLM),
                        catalogue.constants(),
                        Memory.CHUNK);
        StatedProcess few = new StatedProcess(10, 1000, 1, 1000, 500, 0, 0, 3);
        Limits limits = new Limits(OptionalDouble.empty(), OptionalDouble.of(1), 0.95);
        LoadCurve one =
                LoadCurve.of(few, new Fleet.Plan(machine, 1, 0, Routing.LEAST, 512, 1), limits);
        LoadCurve many =
                LoadCurve.of(few, new Fleet.Plan(machine, 12, 0, Routing.LEAST, 512, 1), limits);
        assertThat(many.full()).isCloseTo(12 * one.full(), within(1e-6 * many.full()));
        assertThat(many.times()).isGreaterThan(10);
        // Full, it is full, though the trace alone is too short to fill it.
        assertThat(many.points().getLast().outcome().atWork())
                .isGreaterThan(0.8 * 12 * one.points().getLast().outcome().atWork());
        assertThat(many.highest().orElseThrow().utilisation())
                .isBetween(one.highest().orElseThrow().utilisation() - 0.05, 1.0);
        Fleet.Plan pools = new Fleet.Plan(machine, 4, 2, Routing.LEAST, 512, 1);
        Fleet.Plan half = new Fleet.Plan(machine, 2, 1, Routing.LEAST, 512, 1);
        assertThat(LoadCurve.of(few, pools, Limits.NONE).full())
                .isCloseTo(2 * LoadCurve.of(few, half, Limits.NONE).full(), within(1e-6));
    }

    /// A step of few tokens reads all weights for them: 8000 tokens in chunks of 16 take 500 such
    /// steps.
    @Test
    void smallChunksTakeMoreTime() {
        Deployment d = deployment("llama-3.1-70b", "h100", new Layout(4, 1, 1), Engine.VLLM);
        List<Request> one = List.of(new Request(0, 8000, 2, 0, null));
        double before = 0;
        for (int chunk : new int[] {8192, 2048, 256, 16}) {
            ServingMachine machine = new ServingMachine(d, catalogue.constants(), chunk);
            double first =
                    ((Arrivals) one::forEach)
                            .through(plan(machine), Limits.NONE)
                            .firstToken()
                            .most();
            assertThat(first).isGreaterThan(before * 1.01);
            before = first;
        }
        // 70 GB over four memories at 3.35 TB/s: at least 5 ms for each of 500 steps.
        assertThat(before).isGreaterThan(500 * 0.005);
    }

    /// Two requests with the same prompt over and over: each round's blocks are its own, so that
    /// half of the prompts are found, not all but one.
    @Test
    void aCurveDoesNotFindItsOwnRepetitions() {
        Small machine = new Small(2000, 4, Engine.Room.WHOLE, 4000);
        long[] blocks = {1, 2, 3, 4, 5, 6, 7, 8};
        List<Request> requests =
                List.of(new Request(0, 512, 2, 0, blocks), new Request(1, 512, 2, 0, blocks));
        LoadCurve curve = LoadCurve.of(requests::forEach, plan(machine), Limits.NONE);
        // A prompt read whole takes at least 512 x 0.00001 s, every second request.
        assertThat(curve.full()).isLessThan(2 / (512 * 1e-5));
        assertThat(curve.highest()).isEmpty();
        assertThat(curve.rate()).isEqualTo(1);
    }

    /// All requests alike and always one waiting: what the steady state says.
    @ParameterizedTest
    @CsvSource({
        "llama-3.1-8b, h100, 1, 1, 1, VLLM, 1000, 500",
        "llama-3.1-8b, h100, 1, 1, 1, TENSORRT_LLM, 1000, 500",
        "llama-3.1-70b, h100, 4, 1, 1, VLLM, 2000, 300",
        "llama-3.1-70b, h100, 2, 2, 1, VLLM, 1000, 1000",
        "llama-3.1-70b, h100, 4, 1, 1, SGLANG, 200, 1500",
        "deepseek-r1, h200, 1, 1, 16, SGLANG, 2000, 500",
        "gpt-oss-120b, h100, 2, 1, 1, VLLM, 3000, 300",
    })
    void constantLoadAgreesWithTheSteadyState(
            String model,
            String chip,
            int tensor,
            int stages,
            int data,
            Engine engine,
            int input,
            int output) {
        Deployment d = deployment(model, chip, new Layout(tensor, stages, data), engine);
        SteadyState steady =
                SteadyState.full(
                        d,
                        new Load(input, output, 0),
                        SteadyState.Promise.NONE,
                        catalogue.constants());
        ServingMachine machine = new ServingMachine(d, catalogue.constants(), Memory.CHUNK);
        int count = (int) (12 * steady.sequences());
        Arrivals flood =
                take -> {
                    for (int i = 0; i < count; i++) {
                        take.accept(new Request(0, input, output, 0, null));
                    }
                };
        Outcome o =
                flood.through(new Fleet.Plan(machine, 1, 0, Routing.LEAST, 512, 1), Limits.NONE);
        double rate = count / 2.0 / (o.whole().p75() - o.whole().p25()) * output;
        boolean whole = engine.room() == Engine.Room.WHOLE;
        assertThat(rate / steady.output()).isBetween(whole ? 0.98 : 0.91, 1.02);
        assertThat(o.perToken().p50()).isCloseTo(steady.tpot(), within(0.09 * steady.tpot()));
    }

    /// gpt-oss-120b: 18 of 36 layers look back 128 tokens and no further, so that a long sequence
    /// takes 18 layers' pages for its tokens and as much again for 128: 8 pages of 16.
    @Test
    void windowsTakeAFixedNumberOfPages() {
        ServingMachine machine =
                new ServingMachine(
                        deployment("gpt-oss-120b", "h200", new Layout(1, 1, 1), Engine.VLLM),
                        catalogue.constants(),
                        Memory.CHUNK);
        assertThat(machine.fixed(4000)).isEqualTo(8);
        assertThat(machine.fixed(100_000)).isEqualTo(8);
        assertThat(machine.fixed(16)).isEqualTo(1);
        assertThat(machine.pages(33)).isEqualTo(3);
        ServingMachine plain =
                new ServingMachine(
                        deployment("llama-3.1-8b", "h100", new Layout(1, 1, 1), Engine.VLLM),
                        catalogue.constants(),
                        Memory.CHUNK);
        assertThat(plain.fixed(100_000)).isZero();
        // 128 KiB a token: 2 MiB a page.
        Memory memory =
                Memory.required(
                        deployment("llama-3.1-8b", "h100", new Layout(1, 1, 1), Engine.VLLM),
                        new Load(1, 1, 0),
                        catalogue.constants());
        assertThat(plain.pages()).isEqualTo((long) (memory.cache() / (2 << 20)));
    }
}
