package steelyard.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoresTest {
    private static final Crosswalk NAMES = Crosswalk.bundled();
    private static final Scores BUNDLED = Scores.bundled(NAMES);

    @TempDir private Path folder;

    private static Model model(String name) {
        return NAMES.named(name).orElseThrow();
    }

    private Path table(String... lines) throws IOException {
        return Files.writeString(folder.resolve("s.csv"), String.join("\n", lines) + "\n");
    }

    /// As the leaderboards show them: Aider's page for gpt-5 (high) and o3, Epoch's hub for GPT-4.
    @Test
    void scoresAreAsPublished() {
        Ratings aider = BUNDLED.ratings("aider-polyglot");
        assertThat(aider.of(model("gpt-5")).orElseThrow().score()).isEqualTo(88.0);
        assertThat(aider.of(model("o3")).orElseThrow().score()).isEqualTo(81.3);
        assertThat(BUNDLED.ratings("gpqa-diamond@1.0.0").of(model("gpt-4")).orElseThrow().score())
                .isEqualTo(30.7);
        assertThat(BUNDLED.ratings("gpqa-claimed").of(model("gpt-4")).orElseThrow().score())
                .isEqualTo(35.7);
    }

    @Test
    void scoresOfDifferentVersionsAreNotCompared() {
        assertThatThrownBy(() -> BUNDLED.ratings("livebench"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("livebench has 10 versions")
                .hasMessageContaining("cannot be compared; name one")
                .hasMessageContaining("livebench@2026-01-08 (");
        assertThatThrownBy(() -> BUNDLED.ratings("livebench@2020"))
                .hasMessageContaining("no version \"2020\"; there are livebench@2024-06-24");
        assertThatThrownBy(() -> BUNDLED.ratings("mmul"))
                .hasMessageContaining(
                        "benchmark \"mmul\" is unknown; there are composite, aider-edit");
    }

    @Test
    void theCompositeIsAnchoredAndOrdersWhatAllTestsOrder() {
        Ratings r = BUNDLED.ratings("composite");
        assertThat(r.of(model("gpt-3.5-turbo-0125")).orElseThrow().score())
                .isCloseTo(50, within(1e-9));
        assertThat(r.of(model("gpt-5")).orElseThrow().score()).isCloseTo(100, within(1e-9));
        double before = 0;
        for (String next :
                new String[] {
                    "llama-3.1-8b-instruct",
                    "gpt-4-0613",
                    "gpt-4o-2024-08-06",
                    "o1",
                    "gpt-5",
                    "gpt-5.4"
                }) {
            double score = r.of(model(next)).orElseThrow().score();
            assertThat(score).as(next).isGreaterThan(before);
            before = score;
        }
        r.ratings().values().forEach(x -> assertThat(x.error()).isBetween(0.1, 5.75));
        assertThat(r.uncertain()).isPositive();
    }

    /// As the boards of autumn 2026 show them: DeepSWE on 22 September, ARC Prize on 3 October, the
    /// llm2014 logic puzzles of October, the Estonian board after 17 November.
    @Test
    void theScoresOfAutumnAreAsPublished() {
        assertThat(score("deepswe", "gpt-6-astra")).isEqualTo(74.12);
        assertThat(score("arc-agi-2", "gpt-6.1-sol")).isEqualTo(94.1667);
        assertThat(score("llm2014-logic@2026-10", "claude-sonnet-5.5")).isEqualTo(60.69);
        assertThat(score("keele-estonian", "gpt-6.2-astra")).isEqualTo(77.0);
        assertThat(score("terminal-bench-4-vals", "gpt-6.1-sol")).isEqualTo(55.05);
        assertThat(score("terminal-bench-4-claimed", "gpt-6.1-terra")).isEqualTo(50.3);
    }

    private static double score(String benchmark, String model) {
        return BUNDLED.ratings(benchmark).of(model(model)).orElseThrow().score();
    }

    /// Google says 77.9 of its own model on DeepSWE: that is no result of DeepSWE's publishers.
    @Test
    void whatAVendorClaimsIsAnotherTest() {
        assertThat(BUNDLED.ratings("deepswe").of(model("gemini-4-argon"))).isEmpty();
        assertThat(score("deepswe-claimed", "gemini-4-argon")).isEqualTo(77.9);
        BUNDLED.all().stream()
                .filter(b -> b.id().endsWith("-claimed") || b.id().endsWith("-quoted"))
                .forEach(b -> assertThat(b.composite()).as(b.id()).isFalse());
    }

    /// Artificial Analysis restricts its figures: none may come in under another name.
    @Test
    void nothingOfArtificialAnalysisIsBundled() {
        for (Score s : BUNDLED.scores()) {
            assertThat(
                            (s.benchmark() + " " + s.source().repository())
                                    .toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("artificial")
                    .doesNotStartWith("aa");
        }
    }

    /// Sonnet 5.5 sat one month's puzzles, GPT-5.1 Codex Max three releases of LiveBench alone,
    /// GPT-6 Astra four benchmarks. Who sat one benchmark is rated, if surely enough, and marked.
    @Test
    void aRatingOnOneTestOnlySaysSo() {
        Ratings composite = BUNDLED.ratings("composite");
        Ratings.Rating sonnet = composite.of(model("claude-sonnet-5.5")).orElseThrow();
        assertThat(sonnet.results()).isEqualTo(1);
        assertThat(sonnet.isOnOneTest()).isTrue();
        assertThat(BUNDLED.composed(model("claude-sonnet-5.5")))
                .containsExactly("llm2014-logic@2026-10");
        Ratings.Rating codex = composite.of(model("gpt-5.1-codex-max")).orElseThrow();
        assertThat(codex.results()).isEqualTo(3);
        assertThat(codex.isOnOneTest()).isTrue();
        // one release of LiveBench
        assertThat(composite.of(model("minimax-m2.5")).orElseThrow().isOnOneTest()).isTrue();
        assertThat(composite.of(model("gpt-6-astra")).orElseThrow().isOnOneTest()).isFalse();
        assertThat(composite.onOneTest())
                .contains("claude-sonnet-5-5", "gpt-5-1-codex-max")
                .doesNotContain("gpt-6-astra", "gpt-5");
        // one benchmark's own rating has no error, and its title says what it is
        assertThat(BUNDLED.ratings("deepswe").onOneTest()).isEmpty();
        // its one result is of a test that the composite does not take
        assertThat(composite.of(model("gpt-6.2-astra"))).isEmpty();
        assertThat(BUNDLED.composed(model("gpt-6.2-astra"))).isEmpty();
    }

    @Test
    void anIndexOfItsPublishersOwnMakingIsNoPartOfTheComposite() {
        assertThatThrownBy(() ->
                        new Benchmark("eci", "ECI", Benchmark.Scale.INDEX, true, false, "an index"))
                .hasMessageContaining("eci is an index of its publisher's own making");
        assertThatThrownBy(() -> Benchmark.Scale.INDEX.logit(150))
                .isInstanceOf(IllegalStateException.class);
    }

    /// Nothing restricted or non-commercial is bundled, and each source names its licence.
    @Test
    void everyScoreHasASourceThatMayBeShown() {
        for (Score s : BUNDLED.scores()) {
            assertThat(s.source().licenceClass()).isIn("open", "open-with-upstream", "unclear");
            assertThat(s.source().repository()).contains("@");
            assertThat(s.source().licence()).isNotEmpty();
        }
        assertThat(BUNDLED.open().scores())
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.source().licenceClass()).startsWith("open"));
    }

    /// The check in the README of the collected data: cheapest USD per solved Aider exercise at 60%
    /// or more was $1.35 (o1, December 2024), 0.030 (R1 of May 2025), 0.0055 (V3.2, October 2025).
    @Test
    void aSolvedTaskCostsTheRunByTheShareSolved() {
        assertThat(solved("o1", 60)).isCloseTo(1.35, within(0.005));
        assertThat(solved("deepseek-r1-0528", 60)).isCloseTo(0.030, within(0.0005));
        assertThat(solved("deepseek-v3.2-exp", 60)).isCloseTo(0.0055, within(0.00005));
        assertThat(solved("gpt-5", 80)).isCloseTo(0.057, within(0.0005));
    }

    private static double solved(String name, double least) {
        return BUNDLED.scores().stream()
                .filter(s -> s.benchmark().equals("aider-polyglot"))
                .filter(s -> s.model().equals(model(name)) && s.score() >= least)
                .flatMapToDouble(s -> s.usdPerSolved().stream())
                .min()
                .orElseThrow();
    }

    @Test
    void ownScoresReplaceTheBundledOnesAndUnknownModelsAreCounted() throws IOException {
        Scores own =
                Scores.read(
                        table(
                                "model,score,usd_per_task",
                                "claude-sonnet-4.5,61.5,0.12",
                                "anthropic/claude-sonnet-4.5,58,0.10",
                                "gpt-5-mini,40,",
                                "my-own-model,99,",
                                "another,98,"),
                        NAMES);
        assertThat(own.usual()).isEqualTo("own");
        Ratings r = own.ratings(own.usual());
        assertThat(r.of(model("claude-sonnet-4-5")).orElseThrow())
                .isEqualTo(new Ratings.Rating(61.5, Double.NaN, 2, 1));
        assertThat(r.ratings()).hasSize(2);
        assertThat(own.excluded()).hasSize(1).containsValue(2L);
        assertThat(own.excluded().keySet().iterator().next())
                .startsWith("score for a model that no price list has, e.g. ");
        assertThat(own.scores().getFirst().usdPerSolved().orElseThrow())
                .isCloseTo(0.12 / 0.615, within(1e-12));
    }

    @Test
    void brokenScoresAreRefusedByLine() throws IOException {
        Path broken = table("model,score,usd_per_task", "gpt-5,high,", "gpt-5,60,-1", ",60,");
        assertThatThrownBy(() -> Scores.read(broken, NAMES))
                .hasMessageContaining("s.csv:2: score \"high\" is no number")
                .hasMessageContaining("s.csv:3: usd_per_task \"-1\" is not above zero")
                .hasMessageContaining("s.csv:4: no model");
        Path unknown = table("model,score", "nobody,60");
        assertThatThrownBy(() -> Scores.read(unknown, NAMES))
                .hasMessageContaining("no score of a model that the price book sells");
        Path two = table("model,score,version", "gpt-5,60,1", "gpt-5,70,2");
        assertThatThrownBy(() -> Scores.read(two, NAMES).ratings("own"))
                .hasMessageContaining("own has 2 versions");
    }

    /// By hand: 50.5 of 101 half-way points are even odds; 400 Elo are odds of ten.
    @Test
    void scalesWithoutEndsAreLogOdds() {
        assertThat(Benchmark.Scale.PERCENT.logit(50)).isCloseTo(0, within(1e-12));
        assertThat(Benchmark.Scale.PERCENT.logit(100)).isCloseTo(Math.log(201), within(1e-12));
        assertThat(Benchmark.Scale.ELO.logit(1400)).isCloseTo(Math.log(10), within(1e-12));
    }

    /// By hand: 900 tokens a task in the best run against 180.
    @Test
    void tokensPerTaskAreComparedOnlyWhereBothWereCounted() throws IOException {
        Scores own =
                Scores.read(
                        table(
                                "model,score,completion_tokens,tasks",
                                "gpt-5,80,9000,10",
                                "gpt-5,70,3000,10",
                                "gpt-5-mini,60,1800,10",
                                "gpt-5-nano,50,,10"),
                        NAMES);
        assertThat(own.verbosity(model("gpt-5"), model("gpt-5-mini")))
                .isEqualTo(OptionalDouble.of(5));
        assertThat(own.verbosity(model("gpt-5"), model("gpt-5-nano"))).isEmpty();
        assertThat(own.versions("own")).isEqualTo(Map.of("1", 3L));
    }
}
