package steelyard.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelShapeTest {
    private final Catalogue catalogue = Catalogue.bundled();

    /// As the models' cards and vLLM's own sizing give them: layers x 2 x KV heads x width x 2
    /// bytes; for a compressed cache layers x (512 + 64) x 2.
    @ParameterizedTest
    @CsvSource({
        "llama-3.1-70b, 320",
        "llama-3.1-8b, 128",
        "mixtral-8x7b, 128",
        "qwen3-235b-a22b, 188",
        "deepseek-v3, 68.625",
        "gpt-oss-120b, 72"
    })
    void keepsSoManyKibibytesPerToken(String model, double kib) {
        // Within the shortest window, where every layer still keeps everything.
        assertThat(catalogue.model(model).cache(100, 2) / 100 / 1024).isCloseTo(kib, within(1e-9));
    }

    /// Half of the layers of gpt-oss stop at 128 tokens: 18 x 2 x 8 x 64 elements each.
    @Test
    void aWindowStopsGrowing() {
        ModelShape model = catalogue.model("gpt-oss-120b");
        double perLayer = 2 * 8 * 64 * 2;
        assertThat(model.cache(10_000, 2)).isEqualTo(perLayer * 18 * (10_000 + 128));
    }

    /// 27 layers x 128 heads x 80 x 128 in single precision, on top of four layers with a cache.
    @Test
    void aStateTakesRoomHoweverShortTheText() {
        ModelShape model = catalogue.model("nemotron-nano-9b-v2");
        double state = 4.0 * 27 * 128 * 80 * 128;
        assertThat(model.cache(0, 2)).isEqualTo(state);
        assertThat(model.cacheMoved(0, 2)).isEqualTo(2 * state);
    }

    /// Of 256 experts, eight a token: the table in the notes of DeepSeek's serving (research: 8,
    /// 57, 163, 252, 256).
    @ParameterizedTest
    @CsvSource({"1, 8", "8, 57", "32, 163", "128, 252", "256, 256"})
    void tokensTouchSoManyExperts(int tokens, long experts) {
        assertThat(Math.round(catalogue.model("deepseek-v3").touched(tokens))).isEqualTo(experts);
    }

    /// The vendors' figures: 37 billion of DeepSeek-V3 without rounding is 37.55 with embeddings.
    @ParameterizedTest
    @CsvSource({
        "deepseek-v3, 37.55, 0.1",
        "llama-3.1-70b, 70.55, 0.01",
        "mixtral-8x7b, 12.88, 0.1",
        "qwen3-235b-a22b, 22.2, 0.3",
        "qwen3-30b-a3b, 3.3, 0.1"
    })
    void oneTokenPassesSoManyWeights(String model, double billions, double tolerance) {
        assertThat(catalogue.model(model).active() / 1e9).isCloseTo(billions, within(tolerance));
    }

    /// The mean of 0, 1, ... over a prompt; and with a window of w: w (1 - w / 2S).
    @Test
    void aPromptLooksBackOverItsOwnTokens() {
        ModelShape dense = catalogue.model("llama-3.1-8b");
        assertThat(dense.looksOfPrompt(0, 1000)).isEqualTo(32 * 500.0);
        ModelShape windowed = catalogue.model("gpt-oss-120b");
        double counted = 0;
        for (int t = 0; t < 4000; t++) {
            counted += 18 * t + 18 * Math.min(t, 128);
        }
        assertThat(windowed.looksOfPrompt(0, 4000)).isCloseTo(counted / 4000, within(25.0));
    }

    /// With nine tenths found in the cache the rest stands at the end, and looks back over 0.95 of
    /// it.
    @Test
    void theRestOfAPromptLooksBackFurther() {
        ModelShape dense = catalogue.model("llama-3.1-8b");
        assertThat(dense.looksOfPrompt(900, 1000)).isCloseTo(32 * 950.0, within(1e-9));
    }

    @Test
    void everyBundledModelAndChipIsWhole() {
        assertThat(catalogue.models()).hasSize(70);
        assertThat(catalogue.accelerators()).hasSize(38);
        catalogue
                .models()
                .values()
                .forEach(m -> {
                    assertThat(m.linear()).as(m.id()).isPositive();
                    assertThat(m.active()).as(m.id()).isBetween(0.0, m.total() * 1.0001);
                    assertThat(m.cache(1000, 2)).as(m.id()).isPositive();
                });
    }

    @Test
    void unknownNamesAreAnsweredWithThoseThereAre() {
        assertThat(catalogue.accelerator("H100").id()).isEqualTo("h100-sxm");
        assertThatThrownBy(() -> catalogue.accelerator("h1000"))
                .hasMessageContaining("accelerator \"h1000\" is unknown")
                .hasMessageContaining("h100-sxm");
        assertThatThrownBy(() -> catalogue.model("llama-9"))
                .hasMessageContaining("model \"llama-9\" is unknown")
                .hasMessageContaining("llama-3.1-70b");
        assertThatThrownBy(() -> Precision.named("fp3"))
                .hasMessageContaining("fp3")
                .hasMessageContaining("nvfp4");
        assertThatThrownBy(() -> Engine.named("tgi")).hasMessageContaining("tensorrt-llm, vllm");
    }
}
