package steelyard.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private final Catalogue catalogue = Catalogue.bundled();
    private final Constants constants = catalogue.constants().unfitted();

    /// By hand: (70.55e9 - 2 x 128256 x 8192) bytes and twice the embeddings, over four; 92% of
    /// what 80 x 2^30 leaves beside 1.2e9 and 6 x 8192 x 8192 x 2; 163,840 elements for 2,500
    /// tokens over two ranks and two stages.
    @Test
    void tensorRtTakesAShareOfWhatTheWeightsLeave() {
        Memory memory =
                Memory.of(
                        new Deployment(
                                catalogue.model("llama-3.1-70b"),
                                catalogue.accelerator("h100"),
                                new Layout(2, 2, 1),
                                Precision.FP8,
                                1,
                                Engine.TENSORRT_LLM),
                        new Load(2000, 500, 0),
                        constants);
        double weights = (70.55e9 + 2.0 * 128256 * 8192) / 4;
        double working = 1.2e9 + 6.0 * 8192 * 8192 * 2;
        double left = 0.92 * (80.0 * (1L << 30) - weights - working);
        assertThat(memory.weights()).isCloseTo(weights, within(1.0));
        assertThat(memory.cache()).isCloseTo(left, within(1.0));
        assertThat(memory.perSequence()).isEqualTo(163_840 * 2500 / 4.0);
        assertThat(memory.weights() + memory.engine() + memory.cache())
                .isCloseTo(memory.total(), within(1.0));
        assertThat(memory.sequences()).isCloseTo(left / (163_840 * 625.0), within(1e-6));
    }

    /// By hand: experts, 256 x 3 x 7168 x 2048 x 58 bytes, over 32, all else on every one; 92% of
    /// 80 x 2^30 less those; 61 x 576 elements of two bytes for 2000 and 0.55 x 500 tokens.
    @Test
    void vllmPutsTheWeightsIntoItsShare() {
        Memory memory =
                Memory.of(
                        new Deployment(
                                catalogue.model("deepseek-r1"),
                                catalogue.accelerator("h100"),
                                new Layout(1, 1, 32),
                                Precision.FP8,
                                2,
                                Engine.VLLM),
                        new Load(2000, 500, 0),
                        constants);
        double embeddings = 2.0 * 129280 * 7168;
        double experts = 256 * 3.0 * 7168 * 2048 * 58;
        double weights = 671.03e9 - experts + embeddings + experts / 32;
        assertThat(memory.weights()).isCloseTo(weights, within(1.0));
        assertThat(memory.cache())
                .isCloseTo(
                        0.92 * 80.0 * (1L << 30) - weights - 1.2e9 - 6.0 * 8192 * 7168 * 2,
                        within(1.0));
        assertThat(memory.perSequence()).isCloseTo(61 * 576 * 2 * 2275.0, within(1e-3));
    }

    /// Every way to put 12 chips to use, counted by hand: tp 1, 2, 4 by pp 1, 2, 4 whose product
    /// divides 12, and of a model with experts every dp that does too.
    @Test
    void everyLayoutOfSoManyChipsIsTried() {
        assertThat(search("llama-3.1-8b", true).tried()).isEqualTo(6);
        assertThat(search("mixtral-8x7b", true).tried()).isEqualTo(5 + 2 * 4 + 3 * 2);
        LayoutSearch.Result open = search("mixtral-8x7b", false);
        List<LayoutSearch.Found> found = open.found();
        for (int i = 1; i < found.size(); i++) {
            assertThat(found.get(i).requestsPerGpu())
                    .isLessThanOrEqualTo(found.get(i - 1).requestsPerGpu());
            assertThat(found.get(i).deployment().layout().gpus()).isLessThanOrEqualTo(12);
        }
        LayoutSearch.Found best = found.getFirst();
        assertThat(best.requestsPerGpu() * 500 * best.deployment().layout().gpus())
                .isCloseTo(best.state().output(), within(1e-6));
        assertThat(open.tried()).isGreaterThan(found.size());
        assertThat(open.why()).contains("does not fit");
    }

    private LayoutSearch.Result search(String model, boolean exact) {
        return LayoutSearch.search(
                new Deployment(
                        catalogue.model(model),
                        catalogue.accelerator("h100"),
                        new Layout(1, 1, 1),
                        Precision.BF16,
                        2,
                        Engine.VLLM),
                12,
                exact,
                new Load(2000, 500, 0),
                SteadyState.Promise.NONE,
                constants);
    }
}
