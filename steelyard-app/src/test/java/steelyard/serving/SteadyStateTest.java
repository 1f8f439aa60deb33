package steelyard.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteadyStateTest {
    private final Catalogue catalogue = Catalogue.bundled();
    private final Constants constants = catalogue.constants();

    private Deployment deployment(String model, String chip, Layout layout, Precision weights) {
        return new Deployment(
                catalogue.model(model),
                catalogue.accelerator(chip),
                layout,
                weights,
                weights.id().startsWith("fp8") ? 1 : 2,
                Engine.TENSORRT_LLM);
    }

    private SteadyState full(Deployment d, double input, double output) {
        return SteadyState.full(d, new Load(input, output, 0), SteadyState.Promise.NONE, constants);
    }

    private static SteadyState.Promise promise(double tpot, double ttft) {
        return new SteadyState.Promise(
                tpot > 0 ? OptionalDouble.of(tpot) : OptionalDouble.empty(),
                ttft > 0 ? OptionalDouble.of(ttft) : OptionalDouble.empty());
    }

    /// NVIDIA's TensorRT-LLM 0.17 table, Llama-3.1-70B in FP8 at 1000/1000: 840 output tokens/s on
    /// one H100, whose memory the weights fill, 4391 on two. Twice the chips, five times the rate.
    @Test
    void memoryForTheCacheDecidesMoreThanPeaks() {
        double one =
                full(
                                deployment(
                                        "llama-3.1-70b",
                                        "h100",
                                        new Layout(1, 1, 1),
                                        Precision.FP8),
                                1000,
                                1000)
                        .output();
        double two =
                full(
                                deployment(
                                        "llama-3.1-70b",
                                        "h100",
                                        new Layout(2, 1, 1),
                                        Precision.FP8),
                                1000,
                                1000)
                        .output();
        assertThat(two / one).isBetween(3.5, 7.5);
        assertThat(two).isCloseTo(4391, within(4391 * 0.25));
    }

    /// 72 H100 cannot compute more than 72 x 1979 TFLOP/s / (2 x 37.55e9) prompt tokens a second,
    /// 6.8 billion an hour: the claim of 46.8 billion is impossible. SGLang measured 52.3k a node
    /// on 96 H100 (LMSYS, May 2025), 1.7 billion an hour on 72.
    @Test
    void promptsOnSeventyTwoChipsStayUnderTheCeilingAndNearTheRecord() {
        Deployment d =
                new Deployment(
                        catalogue.model("deepseek-r1"),
                        catalogue.accelerator("h100"),
                        new Layout(1, 1, 32),
                        Precision.FP8,
                        2,
                        Engine.SGLANG);
        double perChip =
                1 / new StepTime(d, constants).perPromptToken(new Load(2048, 1, 0), 1e6) / 32;
        double ceiling = 1979e12 / (2 * 37.55e9);
        assertThat(72 * ceiling * 3600 / 1e9).isCloseTo(6.8, within(0.05));
        assertThat(perChip).isLessThan(ceiling / 2);
        assertThat(perChip * 8).isCloseTo(54_543, within(54_543 * 0.25));
    }

    /// No constants can make a chip faster than its peaks: weights are read once a step, every
    /// token is multiplied.
    @Test
    void nothingIsFasterThanTheChip() {
        Random random = new Random(41);
        List<ModelShape> models = new ArrayList<>(catalogue.models().values());
        List<Accelerator> chips = new ArrayList<>(catalogue.accelerators().values());
        int tried = 0;
        while (tried < 2000) {
            ModelShape model = models.get(random.nextInt(models.size()));
            Accelerator chip = chips.get(random.nextInt(chips.size()));
            Layout layout =
                    new Layout(
                            1 << random.nextInt(4),
                            1 << random.nextInt(3),
                            model.experts().count() > 0 ? 1 << random.nextInt(4) : 1);
            Precision weights = Precision.values()[random.nextInt(Precision.values().length)];
            if (chip.bf16() == 0
                    || (weights == Precision.MXFP4 && model.experts().count() == 0)
                    || layout.data() > Math.max(1, model.experts().count())
                    || model.heads() % layout.tensor() != 0
                    || layout.pipeline() > model.layers()) {
                continue;
            }
            tried++;
            Deployment d = new Deployment(model, chip, layout, weights, 2, Engine.VLLM);
            StepTime time = new StepTime(d, constants);
            double peak = chip.peak(chip.served(weights.unit()));
            double computed = model.active() - model.embeddings();
            double prompts = 1 / time.perPromptToken(new Load(1000, 1, 0), 1e6);
            assertThat(prompts * 2 * computed)
                    .as("%s on %s %s", model.id(), chip.id(), layout)
                    .isLessThan(peak * layout.gpus());
            double batch = 1 + random.nextInt(3000);
            double step = time.decode(batch, 1000);
            assertThat(batch / step * 2 * computed).isLessThan(peak * layout.gpus());
            assertThat(step * chip.bandwidth())
                    .isGreaterThan(model.linear() * weights.bytes() / layout.tensor());
        }
    }

    /// Nobody is answered before the first token is there, however few requests there are.
    @Test
    void aTurnIsLongerThanTheTimeToTheFirstToken() {
        Random random = new Random(17);
        for (int i = 0; i < 1000; i++) {
            boolean spread = random.nextBoolean();
            Deployment d =
                    new Deployment(
                            catalogue.model(spread ? "deepseek-r1" : "llama-3.1-8b"),
                            catalogue.accelerator("h100"),
                            new Layout(
                                    1 << random.nextInt(3),
                                    1 << random.nextInt(3),
                                    spread ? 1 << random.nextInt(7) : 1),
                            Precision.FP8,
                            1,
                            Engine.VLLM);
            Load load =
                    new Load(
                            Math.pow(10, 1 + 5 * random.nextDouble()),
                            1 + random.nextInt(2000),
                            random.nextInt(10) / 10.0);
            SteadyState state =
                    SteadyState.at(
                            new StepTime(d, constants),
                            load,
                            1 + random.nextInt(300),
                            "",
                            Memory.of(d, load, constants));
            assertThat(state.tpot() * load.output() * 1.0000001)
                    .as("%s %s %s", d.layout(), load, state)
                    .isGreaterThanOrEqualTo(state.firstToken());
        }
    }

    /// Eight groups of eight on nodes of eight: experts are reached over the network, as they are
    /// by 64 groups of one; nearly nothing changes between 64 and 72 chips.
    @Test
    void expertsOverSeveralNodesGoOverTheNetwork() {
        Load load = new Load(2000, 1000, 0);
        double eight = perChip(new Layout(8, 1, 8), load);
        double nine = perChip(new Layout(8, 1, 9), load);
        assertThat(eight / nine).isBetween(0.8, 1.25);
        assertThat(perChip(new Layout(8, 1, 1), load)).isGreaterThan(eight);
    }

    private double perChip(Layout layout, Load load) {
        Deployment d =
                new Deployment(
                        catalogue.model("deepseek-r1"),
                        catalogue.accelerator("h200"),
                        layout,
                        Precision.FP8,
                        1,
                        Engine.SGLANG);
        return 1 / new StepTime(d, constants).perPromptToken(load, 1e6) / layout.gpus();
    }

    /// An A100 has no multipliers for eight-bit floats, nor an H100 for four-bit ones: storing
    /// weights so is storing them so, by whatever name.
    @Test
    void whatAChipCannotMultiplyItWidens() {
        Deployment named =
                deployment("llama-3.1-8b", "a100-80-sxm", new Layout(1, 1, 1), Precision.FP8);
        Deployment stored =
                deployment("llama-3.1-8b", "a100-80-sxm", new Layout(1, 1, 1), Precision.FP8_W8A16);
        assertThat(named.dequantises()).isTrue();
        assertThat(new StepTime(named, constants).decode(64, 1000))
                .isEqualTo(new StepTime(stored, constants).decode(64, 1000));
        assertThat(
                        deployment("llama-3.1-8b", "h100", new Layout(1, 1, 1), Precision.FP8)
                                .dequantises())
                .isFalse();
    }

    @Test
    void moreSequencesGiveMoreTokensAndSlowerOnes() {
        Deployment d = deployment("llama-3.1-8b", "h100", new Layout(1, 1, 1), Precision.BF16);
        StepTime time = new StepTime(d, constants);
        Load load = new Load(1000, 500, 0);
        Memory memory = Memory.of(d, load, constants);
        SteadyState before = SteadyState.at(time, load, 1, "", memory);
        for (int batch = 2; batch < 200; batch++) {
            SteadyState now = SteadyState.at(time, load, batch, "", memory);
            assertThat(now.output()).isGreaterThan(before.output());
            assertThat(now.tpot()).isGreaterThan(before.tpot());
            assertThat(now.output() * now.tpot()).isCloseTo(batch, within(1e-9));
            before = now;
        }
    }

    /// One more sequence than the promise allows would break it.
    @Test
    void keepsItsPromiseAndNoMoreThanThat() {
        Deployment d = deployment("llama-3.1-70b", "h200", new Layout(4, 1, 1), Precision.FP8);
        Load load = new Load(1000, 500, 0);
        SteadyState kept = SteadyState.full(d, load, promise(0.030, 0), constants);
        SteadyState more =
                SteadyState.at(
                        new StepTime(d, constants), load, kept.sequences() + 1, "", kept.memory());
        assertThat(kept.limit()).isEqualTo("promise");
        assertThat(kept.tpot()).isLessThanOrEqualTo(0.030);
        assertThat(more.tpot()).isGreaterThan(0.030);
    }

    @Test
    void aPromiseThatNobodyCanKeepIsRefusedWithWhatCanBe() {
        Deployment d = deployment("llama-3.1-70b", "h200", new Layout(2, 1, 1), Precision.BF16);
        assertThatThrownBy(() ->
                        SteadyState.full(d, new Load(1000, 500, 0), promise(0.002, 0), constants))
                .hasMessageContaining("cannot keep the promise: a request alone takes")
                .hasMessageContaining("ms a token");
    }

    @Test
    void whatDoesNotFitSaysByHowMuchAndWhatWould() {
        Deployment d = deployment("llama-3.1-70b", "h100", new Layout(1, 1, 1), Precision.BF16);
        assertThatThrownBy(() -> full(d, 1000, 500))
                .hasMessageContaining("does not fit 1 h100-sxm (tp1): weights 141.1 GB")
                .hasMessageContaining("GB too little on each; --tp 2 would do");
    }

    @Test
    void aLayoutThatDoesNotDivideIsRefused() {
        assertThatThrownBy(() ->
                        deployment("llama-3.1-70b", "h100", new Layout(3, 1, 1), Precision.FP8))
                .hasMessageContaining("tp=3 does not divide the 64 heads of llama-3.1-70b");
        assertThatThrownBy(() ->
                        deployment("llama-3.1-8b", "h100", new Layout(1, 64, 1), Precision.FP8))
                .hasMessageContaining("pp=64 is more than the 32 layers");
    }

    /// A hit saves the work on the prompt; what it holds in memory stays.
    @Test
    void theCacheSavesPromptsAndNothingElse() {
        Deployment d = deployment("llama-3.1-8b", "h100", new Layout(1, 1, 1), Precision.BF16);
        SteadyState.Promise none = SteadyState.Promise.NONE;
        SteadyState cold = SteadyState.full(d, new Load(4000, 500, 0), none, constants);
        SteadyState warm = SteadyState.full(d, new Load(4000, 500, 0.75), none, constants);
        assertThat(warm.sequences()).isEqualTo(cold.sequences());
        assertThat(warm.decode()).isEqualTo(cold.decode());
        double prompts = cold.tpot() - cold.decode();
        // A quarter of the tokens, each with more behind it than the average.
        assertThat(warm.tpot() - warm.decode()).isBetween(prompts / 4, prompts / 3);
    }

    /// The published figures beside ours, rows of the bundled table that whole decisions hang on:
    /// within a quarter.
    @ParameterizedTest
    @CsvSource({
        // NVIDIA TensorRT-LLM 0.17: Llama-3.1-8B FP8, one H100, 1000/1000.
        "m0002, 28836.77",
        // SGLang on 72 H100: 22.3k output tokens/s a node, 256 sequences a chip.
        "m1879, 200538",
        // SGLang prefill on 32 H100.
        "m1876, 218172"
    })
    void publishedDeploymentsComeOut(String id, double measured) {
        Point point =
                catalogue.points().stream()
                        .filter(p -> p.id().equals(id))
                        .findFirst()
                        .orElseThrow();
        assertThat(point.rate()).isEqualTo(measured);
        assertThat(Trial.place(point, catalogue).trial().orElseThrow().predicted(constants))
                .isCloseTo(measured, within(measured * 0.25));
    }
}
