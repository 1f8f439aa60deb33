package steelyard.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyTest {
    private final Catalogue catalogue = Catalogue.bundled();

    @TempDir private Path folder;

    private Path points(String... rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                "model,hardware,n_gpus,tp,weights_precision,kv_precision,engine,scenario,input_len,output_len,concurrency,input_tok_s,output_tok_s");
        lines.addAll(List.of(rows));
        return Files.write(folder.resolve("p.csv"), lines);
    }

    @Test
    void quantilesLieBetweenNeighbours() {
        Misses misses = Misses.of(List.of(0.5, 1.0, 1.1, 1.2, 2.0, Double.NaN));
        assertThat(misses.points()).isEqualTo(6);
        assertThat(misses.middle()).isCloseTo(1.1, within(1e-12));
        assertThat(misses.medianError()).isCloseTo(0.2, within(1e-12));
        assertThat(misses.low()).isCloseTo(0.7, within(1e-12));
        assertThat(misses.high()).isCloseTo(1.68, within(1e-12));
        assertThat(misses.within25()).isCloseTo(3 / 6.0, within(1e-12));
    }

    /// Fitting anew gives what is bundled; the errors of points held out are what we promise: a
    /// median under 10 percent, four fifths within a quarter, on tuned engines.
    @Test
    @Tag("evidence")
    void theBundledConstantsAreAFitAndTheirErrorsAreHeldOut() {
        Accuracy.Refit refit = Accuracy.refit(catalogue);
        refit.constants()
                .all()
                .forEach((name, c) ->
                        assertThat(catalogue.constants().of(name))
                                .as(name)
                                .isCloseTo(c.value(), within(Math.abs(c.value()) * 1e-3)));
        refit.heldOut()
                .forEach((name, misses) ->
                        assertThat(catalogue.misses().get(name).medianError())
                                .as(name)
                                .isCloseTo(misses.medianError(), within(1e-4)));
        Misses tuned = refit.heldOut().get(Accuracy.TUNED);
        assertThat(tuned.medianError()).isLessThan(0.10);
        assertThat(tuned.within25()).isGreaterThan(0.80);
        Misses energy = refit.heldOut().get(Accuracy.ALL + Accuracy.ENERGY);
        assertThat(energy.points()).isEqualTo(398);
        assertThat(energy.medianFactor()).isLessThan(1.25);
    }

    /// Rates made with known constants give those back.
    @Test
    void aFitFindsTheConstantsThatMadeTheRates() {
        Constants truth =
                catalogue
                        .constants()
                        .unfitted()
                        .with("gemm.hopper.fp8", 0.5)
                        .with("engine.vllm.sequence", 4e-5);
        List<Trial> trials = new ArrayList<>();
        for (int batch = 1; batch <= 256; batch *= 2) {
            for (double input : new double[] {200, 1000, 4000}) {
                Point blank = point(batch, input, 1);
                Trial trial = Trial.place(blank, catalogue).trial().orElseThrow();
                Point made = point(batch, input, trial.predicted(truth));
                trials.add(Trial.place(made, catalogue).trial().orElseThrow());
            }
        }
        Constants found = Fit.of(trials, catalogue.constants());
        assertThat(trials.stream().mapToDouble(t -> t.ratio(found)))
                .allSatisfy(r -> assertThat(r).isCloseTo(1, within(0.03)));
        assertThat(found.of("gemm.hopper.fp8")).isCloseTo(0.5, within(0.05));
        assertThat(found.of("engine.vllm.sequence")).isCloseTo(4e-5, within(1e-5));
        assertThat(found.of("gemm.ampere.bf16")).isEqualTo(truth.of("gemm.ampere.bf16"));
    }

    private static Point point(double batch, double input, double rate) {
        return new Point(
                "x",
                "llama-3.1-8b",
                "h100-sxm",
                "fp8",
                "fp8",
                1,
                OptionalDouble.of(1),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "vLLM",
                OptionalDouble.of(input),
                OptionalDouble.of(300),
                OptionalDouble.of(batch),
                Point.Scenario.FIXED_BATCH,
                true,
                rate,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    @Test
    void oneMeasuresOnesOwn() throws IOException {
        Accuracy accuracy =
                Accuracy.of(
                        points(
                                "llama-3.1-8b,h100-sxm,1,1,fp8,fp8,vLLM,offline,1000,1000,64,,5000",
                                "llama-3.1-8b,h100-sxm,1,1,fp8,fp8,TGI,offline,1000,1000,64,,5000",
                                "llama-3.1-8b,h100-sxm,1,,fp8,fp8,vllm,server,1000,1000,64,,5000",
                                "llama-3.1-8b,h100-sxm,1,,fp8,fp8,vllm,offline,1000,1000,64,,5000",
                                "llama-3.1-8b,h100-sxm,3,2,fp8,fp8,vLLM,offline,1000,1000,64,,5000"),
                        catalogue);
        assertThat(accuracy.points()).isEqualTo(5);
        // One accelerator has one layout: the supposed one is right, and kept apart all the same.
        assertThat(accuracy.groups().get(Accuracy.SUPPOSED).misses().middle())
                .isEqualTo(accuracy.groups().get("vLLM, offline").misses().middle());
        assertThat(accuracy.groups().get("vLLM, offline").misses().points()).isEqualTo(1);
        assertThat(accuracy.groups().get("vLLM, offline").fitted()).isFalse();
        assertThat(accuracy.unplaced())
                .containsEntry("an engine without a profile", 1)
                .containsEntry("layout not stated, under a limit on latency", 1)
                .containsEntry("n_gpus is no multiple of tp x pp x dp", 1)
                .hasSize(3);
    }

    /// A batch kept full: a millisecond measured beside the time of one step.
    @Test
    void timesPerTokenAreScoredApart() throws IOException {
        Path file =
                Files.write(
                        folder.resolve("t.csv"),
                        List.of(
                                "model,hardware,n_gpus,tp,weights_precision,kv_precision,engine,scenario,input_len,output_len,concurrency,output_tok_s,tpot_ms",
                                "llama-3.1-8b,h100-sxm,1,1,fp8,fp8,vLLM,fixed-batch,1000,400,64,5000,1",
                                "llama-3.1-8b,h100-sxm,1,1,fp8,fp8,vLLM,fixed-batch,1000,400,64,5000,"));
        Misses times =
                Accuracy.of(file, catalogue)
                        .groups()
                        .get("vLLM, fixed batch, time per token")
                        .misses();
        Trial trial = Trial.place(point(64, 1000, 1), catalogue).trial().orElseThrow();
        double step =
                new StepTime(trial.deployment(), catalogue.constants()).decode(64, 1000 + 200);
        assertThat(times.points()).isEqualTo(1);
        assertThat(times.middle()).isCloseTo(step * 1000, within(1e-9));
    }

    /// Four copies of one chip at four times the rate are the same measurement.
    @Test
    void copiesShareWhatIsMeasured() throws IOException {
        Misses one =
                Accuracy.of(
                                points(
                                        "llama-3.1-8b,h100-sxm,1,1,fp8,fp8,vLLM,offline,900,900,64,,5000"),
                                catalogue)
                        .groups()
                        .get("vLLM, offline")
                        .misses();
        Misses four =
                Accuracy.of(
                                points(
                                        "llama-3.1-8b,h100-sxm,4,1,fp8,fp8,vLLM,offline,900,900,256,,20000"),
                                catalogue)
                        .groups()
                        .get("vLLM, offline")
                        .misses();
        assertThat(four.middle()).isCloseTo(one.middle(), within(1e-12));
    }

    @Test
    void pointsThatSayTooLittleAreNoAnswer() {
        assertThatThrownBy(() ->
                        Accuracy.of(
                                points(
                                        "llama-3.1-8b,h100-sxm,1,,fp8,fp8,vLLM,server,1000,1000,64,,5000"),
                                catalogue))
                .hasMessageContaining("p.csv: none of 1 points")
                .hasMessageContaining("layout not stated");
    }

    @Test
    void faultsAreNamedWithFileAndLine() throws IOException {
        assertThatThrownBy(() ->
                        Accuracy.of(
                                points(
                                        "llama-3.1-8b,h100-sxm,1,1,fp8,fp8,vLLM,offline,1000,1000,64,,-5",
                                        "llama-3.1-8b,h100-sxm,1,1,fp8,fp8,vLLM,sometimes,1000,1000,64,,5",
                                        "llama-9,h100-sxm,1,1,fp8,fp8,vLLM,offline,1000,1000,64,,5",
                                        "llama-3.1-8b,h100-sxm,1,1,fp8,mxfp4,vLLM,offline,1000,1000,64,,5",
                                        "llama-3.1-8b,h100-sxm,0,1,fp8,fp8,vLLM,offline,1000,1000,64,,5",
                                        "llama-3.1-8b,h100-sxm,one,1,fp8,fp8,vLLM,offline,1000,1000,64,,5"),
                                catalogue))
                .hasMessageContaining("p.csv:2: no positive output_tok_s")
                .hasMessageContaining("p.csv:3: scenario \"sometimes\" is none of offline")
                .hasMessageContaining("p.csv:4: model \"llama-9\" is unknown")
                .hasMessageContaining("p.csv:5: a cache in \"mxfp4\" is none of bf16")
                .hasMessageContaining("p.csv:6: n_gpus \"0\" is not above zero")
                .hasMessageContaining("p.csv:7: n_gpus \"one\" is no number");
    }
}
