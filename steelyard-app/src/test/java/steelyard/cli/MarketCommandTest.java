package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static steelyard.cli.TestingCommand.json;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The market as a user asks after it: `index`, `index --frontier`, `compare`, `scores`.
class MarketCommandTest {
    @TempDir private Path folder;

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n").toString();
    }

    private static JsonNode find(JsonNode list, String key, String value) {
        return list.valueStream()
                .filter(n -> n.get(key).asString().equals(value))
                .findFirst()
                .orElseThrow();
    }

    /// What the literature leads one to expect, in order: list prices of the same models hardly
    /// move, at equal quality they fall, and the cheapest that is good enough falls fastest.
    @Test
    void thePanelHasTheMarketAndEightSellersByEveryIndex() {
        JsonNode root = json(run("index", "--draws", "30", "--json"));
        assertThat(root.at("/schema").asString()).isEqualTo("steelyard.market/1");
        assertThat(root.at("/groups").valueStream().map(g -> g.get("name").asString()))
                .containsExactly(
                        "market",
                        "openai",
                        "anthropic",
                        "google",
                        "aws-bedrock",
                        "azure",
                        "xai",
                        "cohere",
                        "together");
        JsonNode indices = root.at("/groups/0/indices");
        double matched = find(indices, "index", "matched").get("factor_per_year").asDouble();
        double hedonic = find(indices, "index", "time-dummy").get("factor_per_year").asDouble();
        JsonNode frontier = find(root.at("/frontiers"), "name", "gpt-4-0613 (57.5)");
        assertThat(matched).isBetween(0.8, 1.2);
        assertThat(hedonic).isBetween(1.3, 3.0);
        assertThat(frontier.at("/month_ends/factor_per_year").asDouble()).isBetween(3.0, 30.0);
        for (JsonNode group : root.at("/groups")) {
            int months = group.get("months").size();
            for (JsonNode index : group.get("indices")) {
                assertThat(index.get("levels").size()).isEqualTo(months);
                assertThat(index.at("/levels/0").asDouble()).isEqualTo(1);
            }
            assertThat(group.at("/spread/max_to_min").asDouble()).isGreaterThan(1);
        }
        assertThat(root.at("/groups/2/average_paid_usd_per_mtok/before").asDouble()).isPositive();
    }

    @Test
    void thePanelReadsWellAndIsAPageAndATable() throws IOException {
        Path page = folder.resolve("m.html");
        TestingCommand run =
                run(
                        "index",
                        "--draws",
                        "10",
                        "--providers",
                        "deepseek,mistral",
                        "--html",
                        page.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "list prices of the same models",
                        "matched, confirmed changes",
                        "hedonic, imputed GEKS",
                        "gpt-4-0613 (57.5)",
                        "deepseek",
                        "at equal quality, within 2 points",
                        "by one source alone or contradicted");
        assertThat(Files.readString(page)).contains("id=\"chart-indices\"", "id=\"chart-falls\"");
        assertThat(run("index", "--draws", "5", "--providers", "xai", "--csv").out().lines())
                .first()
                .isEqualTo("group,index,month,level,models");
    }

    @Test
    void theFrontierReachesTheScoreOfANamedModel() {
        JsonNode root =
                json(run("index", "--frontier", "gpt-4@launch,90", "--draws", "20", "--json"));
        assertThat(root.at("/scores/0/name").asString()).isEqualTo("gpt-4-0613 (57.5)");
        assertThat(root.at("/scores/1/score").asDouble()).isEqualTo(90);
        List<JsonNode> steps =
                root.path("rows")
                        .valueStream()
                        .filter(row -> row.path("name").asString().equals("gpt-4-0613 (57.5)"))
                        .toList();
        assertThat(steps.size()).isGreaterThan(24);
        JsonNode last = steps.getLast();
        assertThat(last.get("month").asString()).isEqualTo("2026-11");
        assertThat(last.get("price").asDouble())
                .isLessThan(steps.get(0).get("price").asDouble() / 100);
        for (JsonNode step : steps) {
            assertThat(step.get("seller").asString()).contains("/");
        }
        assertThat(
                        json(run(
                                        "index",
                                        "frontier",
                                        "--per-task",
                                        "aider-polyglot",
                                        "--at-least",
                                        "60",
                                        "--draws",
                                        "20",
                                        "--json"))
                                .at("/rows/0/price")
                                .asDouble())
                .isCloseTo(1.35, within(0.005)); // o1 in December 2024, from the data's own check
    }

    /// By hand: 1,000 fresh and 3,000 cached prompt tokens with 100 answered, in one call, at
    /// Claude Opus 4.5's 5, 0.50 and 25 per Mtok: 0.009; afresh 0.0225; in batch 0.0045.
    @Test
    void aLogIsPricedAtEveryListing() throws IOException {
        String log =
                file(
                        "u.csv",
                        "time,provider,model,prompt_tokens,cached_tokens,output_tokens",
                        "2026-06-01T00:00:00Z,openai,gpt-5,4000,3000,100");
        JsonNode root = json(run("compare", log, "--at", "2026-06-30", "--json"));
        assertThat(root.at("/schema").asString()).isEqualTo("steelyard.compare/1");
        assertThat(root.at("/mix/cache_read").asLong()).isEqualTo(3000);
        JsonNode opus =
                root.at("/listings")
                        .valueStream()
                        .filter(l ->
                                l.get("provider").asString().equals("anthropic")
                                        && l.get("listing").asString().equals("claude-opus-4-5"))
                        .findFirst()
                        .orElseThrow();
        assertThat(new BigDecimal(opus.get("usd").asString())).isEqualByComparingTo("0.009");
        assertThat(new BigDecimal(opus.get("usd_without_cache").asString()))
                .isEqualByComparingTo("0.0225");
        assertThat(new BigDecimal(opus.get("usd_batch").asString())).isEqualByComparingTo("0.0045");
        assertThat(opus.get("model").asString()).isEqualTo("claude-opus-4-5");
        double score = Double.NEGATIVE_INFINITY;
        BigDecimal usd = BigDecimal.ZERO;
        for (JsonNode listing : root.at("/listings")) {
            BigDecimal next = new BigDecimal(listing.get("usd").asString());
            assertThat(next).isGreaterThanOrEqualTo(usd);
            usd = next;
            if (listing.get("frontier").asBoolean()) {
                assertThat(listing.get("score").asDouble()).isGreaterThan(score);
                score = listing.get("score").asDouble();
            }
        }
    }

    @Test
    void theComparisonReadsWellAndIsAPage() throws IOException {
        Path page = folder.resolve("c.html");
        TestingCommand run = run("compare", "--html", page.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("OpenRouter's ten most used models, 2025-11-09 to 2026-05-03")
                .contains("are on the frontier of price and score", "without cache", "mix:");
        assertThat(Files.readString(page)).contains("id=\"chart-listings\"", "\"frontier\":true");
        assertThat(run("compare", "--providers", "anthropic", "--csv").out().lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("anthropic,"));
    }

    @Test
    void scoresAreListedWithTheirSources() {
        TestingCommand all = run("scores");
        assertThat(all.code()).isZero();
        assertThat(all.out())
                .contains("composite of", "claude-opus-4-5", "livebench: mean of six categories");
        TestingCommand one = run("scores", "gpt-4");
        assertThat(one.out())
                .startsWith("gpt-4-0613 (openai, closed weights")
                .contains("gpqa-diamond", "epoch_runs", "openai/gpt-4 from 2023-06-27");
        assertThat(json(run("scores", "o3", "--json")).at("/schema").asString())
                .isEqualTo("steelyard.scores/1");
        assertThat(run("scores", "claude-sonnet-5.5").out())
                .containsPattern("\\d\\s+in\\s+the\\s+composite of .*, on\\s+one\\s+test\\s+only")
                .contains("in the composite: llm2014-logic@2026-10", "second-hand: ");
        assertThat(run("scores", "gpt-6.2-astra").out())
                .contains("no rating in the", "in one test only; in the composite: none");
        assertThat(all.out()).contains("rated by one test only, in one release or more of it: ");
        assertThat(run("scores", "gtp-4").err()).contains("no scored model has the name \"gtp-4\"");
    }

    /// GPT-5.6 Terra is rated by DeepSWE alone.
    @Test
    void aRatingOnOneTestOnlyIsMarkedWhereverItIsShown() throws IOException {
        String log =
                file(
                        "terra.csv",
                        "time,provider,model,input_tokens,output_tokens",
                        "2026-07-10T12:00:00Z,openai,gpt-5.6-terra,900000,100000",
                        "2026-08-10T12:00:00Z,openai,gpt-5.6-terra,900000,100000");
        assertThat(run("compare", log, "--details").out())
                .containsPattern(
                        "openai/gpt-5.6-terra +\\*? ?used +\\d+\\.\\d ± \\d\\.\\d \\(1 test\\) ")
                .containsPattern("1 test: the\\s+rating\\s+rests\\s+on\\s+one\\s+test\\s+only");
        JsonNode listings = json(run("compare", log, "--json")).get("listings");
        assertThat(find(listings, "model", "gpt-5-6-terra").get("score_on_one_test").asBoolean())
                .isTrue();
        assertThat(find(listings, "model", "gpt-5-6-sol").get("score_on_one_test").asBoolean())
                .isFalse();
        assertThat(run("explain", log).out())
                .containsPattern("gpt-5\\.6-terra \\(\\d+\\.\\d, 1 test\\)")
                .contains("1 test: the rating");
        assertThat(run("index", "frontier", "--at-least", "gpt-5.6-terra", "--draws", "30").out())
                .containsPattern("gpt-5-6-terra \\(\\d+\\.\\d, 1 test\\)")
                .containsPattern("rated by one\\s+test\\s+only");
    }

    /// The cost of an attempt at DeepSWE is the median's: that is said where it is used.
    @Test
    void whatACostPerTaskIsIsSaid() {
        assertThat(
                        run("index", "frontier", "--per-task", "deepswe", "--at-least", "60")
                                .out()
                                .replaceAll("\\s+", " "))
                .contains("cost is the median attempt's, not the mean");
    }

    @Test
    void ownScoresDecideWhatIsBetter() throws IOException {
        String own =
                file("s.csv", "model,score", "gpt-5-nano,99", "claude-opus-4.5,1", "unheard-of,50");
        TestingCommand compared = run("compare", "--scores", own, "--json");
        assertThat(compared.err())
                .contains("s.csv: left out: 1 row (score for a model that no price list has");
        JsonNode root = JsonMapper.shared().readTree(compared.out());
        assertThat(
                        root.at("/listings")
                                .valueStream()
                                .filter(l -> l.get("frontier").asBoolean())
                                .map(l -> l.get("model").asString()))
                .containsExactly("gpt-5-nano");
        assertThat(run("scores", "--scores", own).out())
                .contains(
                        "left out: 1 row (score for a model that no price list has, e.g. unheard-of)");
    }

    @Test
    void whatMakesNoSenseIsRefusedAndSaysWhatWould() throws IOException {
        refused(
                "\"gtp-4\" is neither a score nor a model; models with similar names:",
                "index",
                "--frontier",
                "gtp-4");
        refused(
                "--providers, --corroborated has no effect on measured costs per task",
                "index",
                "frontier",
                "--per-task",
                "weirdml",
                "--at-least",
                "50",
                "--providers",
                "xai",
                "--corroborated");
        refused(
                "--corroborated has no effect on the prices of a log or a table",
                "index",
                "--by",
                "month",
                "--corroborated");
        refused(
                "--scores has no effect beside --without-quality",
                "explain",
                "--without-quality",
                "--scores",
                "x.csv");
        refused("--from 2027-01 is after the last month, 2026-11", "index", "--from", "2027-01");
        refused("\"2026-01\" is not a date; write it as 2026-01-31", "compare", "--at", "2026-01");
        refused("no model reaches 500", "index", "--frontier", "500");
        refused(
                "leave logs, --products, --by and --formula out",
                "index",
                "--frontier",
                "80",
                "--by",
                "month");
        refused("provider \"nobody\" is not in the price book", "index", "--providers", "nobody");
        refused("livebench has 10 versions", "index", "--benchmark", "livebench");
        refused("basket \"soup\" is neither chat nor agent", "index", "--basket", "soup");
        refused("nothing is known of prices after", "index", "--until", "2030-01");
        refused("--draws 0: at least 1 is needed", "index", "--draws", "0");
        refused("--bracket 0.0: a width is above zero", "index", "--bracket", "0");
        refused("--at-least SCORES is needed", "index", "frontier", "--per-task", "weirdml");
        refused(
                "no cost per task was measured",
                "index",
                "frontier",
                "--per-task",
                "gpqa-diamond@1.0.0",
                "--at-least",
                "50");
        refused(
                "is no score; models can be named only",
                "index",
                "frontier",
                "--per-task",
                "weirdml",
                "--at-least",
                "gpt-4");
        refused("provider \"nobody\" is not in the price book", "compare", "--providers", "nobody");
        refused(
                "no listing has a price for these meters on 1999-01-01",
                "compare",
                "--at",
                "1999-01-01");
        refused("rows lie outside --from and --until", "compare", "--until", "2020-01");
        refused(
                "two sources; choose one",
                "scores",
                "--open-scores",
                "--scores",
                file("s.csv", "model,score", "o3,1"));
        refused("no such file", "compare", "--scores", folder.resolve("none.csv").toString());
    }

    private static void refused(String why, String... args) {
        TestingCommand run = run(args);
        assertThat(run.code()).as(String.join(" ", args)).isEqualTo(2);
        assertThat(run.err()).contains(why);
    }
}
