package steelyard.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Times of a step, with the constants as they were before any fit.
class StepTimeTest {
    private final Catalogue catalogue = Catalogue.bundled();

    /// Expected: written a second time in Python from the formulas of docs/methods/serving.md and
    /// the bundled tables, without a look at this code. Seconds of a step of 200 sequences with
    /// 1500 tokens behind them; seconds per prompt token of 200 prompts of 3000 tokens, a quarter
    /// of them cached, and of three prompts of 20,000.
    @ParameterizedTest
    @CsvSource({
        "llama-3.1-70b, h200-sxm, 4, 1, 1, fp8, 1, tensorrt-llm, 1.819521001201e-02, 4.411641223710e-05, 5.203404896614e-05",
        "llama-3.1-8b, l40s, 2, 2, 1, bf16, 2, vllm, 3.985957339871e-02, 3.053103688000e-05, 3.485725725100e-05",
        "deepseek-r1, h100-sxm, 1, 1, 32, fp8, 2, sglang, 2.452737188234e-02, 4.465936361719e-06, 4.947730965777e-05",
        "deepseek-r1, h100-sxm, 2, 1, 4, fp8, 2, sglang, 5.548517709205e-02, 1.323587446131e-05, 2.770986347582e-05",
        "gpt-oss-120b, b200-sxm, 2, 1, 1, mxfp4, 1, vllm, 1.599579990679e-02, 6.190945644099e-06, 6.973933369168e-06",
        "nemotron-nano-9b-v2, h100-sxm, 1, 1, 1, bf16, 2, vllm, 3.535469326370e-02, 2.179522810326e-05, 2.278484607735e-05",
        "deepseek-v3, gb200-nvl72, 1, 1, 48, nvfp4, 1, sglang, 1.096165046524e-02, 6.105923365891e-07, 1.773054566871e-05"
    })
    void agreesWithASecondComputation(
            String model,
            String chip,
            int tensor,
            int stages,
            int data,
            String weights,
            double cacheBytes,
            String engine,
            double step,
            double perToken,
            double perTokenOfFew) {
        StepTime time =
                new StepTime(
                        new Deployment(
                                catalogue.model(model),
                                catalogue.accelerator(chip),
                                new Layout(tensor, stages, data),
                                Precision.named(weights),
                                cacheBytes,
                                Engine.named(engine)),
                        catalogue.constants().unfitted());
        assertThat(time.decode(200, 1500)).isCloseTo(step, within(step * 1e-9));
        assertThat(time.perPromptToken(new Load(3000, 500, 0.25), 200))
                .isCloseTo(perToken, within(perToken * 1e-9));
        assertThat(time.perPromptToken(new Load(20_000, 500, 0), 3))
                .isCloseTo(perTokenOfFew, within(perTokenOfFew * 1e-9));
    }
}
