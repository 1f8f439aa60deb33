package steelyard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.serving.Accuracy;
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Layout;
import steelyard.serving.Misses;
import steelyard.serving.Precision;
import steelyard.serving.StepTime;

/// Against times to the first token that others measured; nothing here was fitted to any.
class WaitsTest {
    private final Catalogue catalogue = Catalogue.bundled();

    @TempDir private Path folder;

    /// TensorRT-LLM 0.14 behind Triton, 500 requests of a real data set at 2 to 32 a second, and
    /// all at once; GPUStack's lab, engines as they come, 100 to 1000 at once.
    @Test
    void timesToTheFirstTokenAreNearThoseMeasured() {
        Map<String, Misses> misses = Waits.score(catalogue.points(), catalogue);
        Misses rate = misses.get("tuned engines, requests at a rate, time to first token");
        assertThat(rate.points()).isEqualTo(30);
        assertThat(rate.medianError()).isLessThan(0.10);
        assertThat(rate.within25()).isGreaterThan(0.9);
        Misses each = misses.get("tuned engines, requests at a rate, time per token");
        assertThat(each.medianError()).isLessThan(0.10);
        Misses once = misses.get("tuned engines, requests at once, time to first token");
        assertThat(once.points()).isEqualTo(6);
        assertThat(once.medianError()).isLessThan(0.10);
        Misses asTheyCome =
                misses.get("engines as they come, requests at once, time to first token");
        assertThat(asTheyCome.points()).isEqualTo(129);
        assertThat(asTheyCome.medianFactor()).isLessThan(1.6);
    }

    /// A client that allows one at a time, of ten: its clock starts when it sends, so that no queue
    /// counts; with all ten at once the mean wait is many prompts long.
    @Test
    void aClientsOwnLimitIsNoQueue() throws IOException {
        Path file =
                Files.write(
                        folder.resolve("p.csv"),
                        List.of(
                                "model,hardware,n_gpus,tp,weights_precision,engine,scenario,input_len,output_len,concurrency,output_tok_s,ttft_ms,requests",
                                "llama-3.1-8b,h100-sxm,1,1,bf16,vLLM,server,8000,400,1,5000,1,10"));
        Misses limited =
                Waits.score(Accuracy.points(file, catalogue), catalogue)
                        .get("tuned engines, requests at once, time to first token");
        Deployment d =
                new Deployment(
                        catalogue.model("llama-3.1-8b"),
                        catalogue.accelerator("h100"),
                        new Layout(1, 1, 1),
                        Precision.BF16,
                        2,
                        Engine.VLLM);
        StepTime time = new StepTime(d, catalogue.constants());
        double alone = 8000 * time.perPromptToken(8000, 8000, time.looks(0, 8000), 1, 8192);
        assertThat(limited.middle()).isCloseTo(alone / 1e-3, within(0.01 * alone / 1e-3));
    }
}
