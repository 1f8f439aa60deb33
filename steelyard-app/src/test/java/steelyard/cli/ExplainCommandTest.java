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

/// `steelyard explain` as its users call it.
class ExplainCommandTest {
    @TempDir private Path folder;

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n").toString();
    }

    @Test
    void theSamplesSpendIsWhatAnIndependentCalculationGives() {
        JsonNode json = JsonMapper.shared().readTree(run("explain", "--json").out());
        // tools/check_sample.py: prices looked up in the sheets and multiplied in Python
        assertThat(json.get("before").get("spend_usd").asString()).startsWith("7067660.4010");
        assertThat(json.get("after").get("spend_usd").asString()).startsWith("23722580.6248");
        assertThat(json.get("recorded").get(0).get("recorded_usd").asDouble())
                .isCloseTo(12_072_084.95, within(0.01));
        assertThat(json.get("read").get("rows").get("no_counts").asInt()).isEqualTo(15);
    }

    @Test
    void jsonEffectsAndResidualAddUpToTheChangeExactly() {
        for (String[] args :
                new String[][] {{"explain", "--json"}, {"explain", "--json", "--by", "month"}}) {
            JsonNode json = JsonMapper.shared().readTree(run(args).out());
            assertThat(json.get("schema").asString()).isEqualTo("steelyard.explain/1");
            BigDecimal sum = new BigDecimal(json.get("residual_usd").asString());
            for (JsonNode effect : json.get("effects")) {
                sum = sum.add(new BigDecimal(effect.get("usd").asString()));
            }
            BigDecimal change =
                    new BigDecimal(json.get("after").get("spend_usd").asString())
                            .subtract(
                                    new BigDecimal(json.get("before").get("spend_usd").asString()));
            assertThat(sum).isEqualByComparingTo(change);
            assertThat(Math.abs(json.get("residual_usd").asDouble())).isLessThan(1e-9 * 24e6);
            for (String key : List.of("from", "to", "spend_usd", "tokens", "tasks", "users")) {
                assertThat(json.get("before").has(key)).as(key).isTrue();
            }
            assertThat(json.get("before").get("users").isNull()).isTrue();
        }
    }

    @Test
    void oneOwnLogIsExplainedByUserAndTask() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens,output_tokens,user,task,team",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000,100,ann,t1,x",
                        "2026-01-11T00:00:00Z,openai,gpt-5,1000,100,bob,t2,y",
                        "2026-03-10T00:00:00Z,openai,gpt-5,3000,100,ann,t3,x",
                        "2026-03-11T00:00:00Z,openai,gpt-5,1000,100,bob,t4,y",
                        "2026-03-12T00:00:00Z,anthropic,claude-opus-4-5,1000,100,eve,t5,z");
        JsonNode json =
                JsonMapper.shared()
                        .readTree(
                                run(
                                                "explain",
                                                log,
                                                "--before",
                                                "2026-01",
                                                "--after",
                                                "2026-03",
                                                "--json")
                                        .out());
        assertThat(json.get("before").get("users").asInt()).isEqualTo(2);
        assertThat(json.get("after").get("tasks").asDouble()).isEqualTo(3);
        assertThat(json.get("before").get("spend_usd").asString()).isEqualTo("0.004500000000");
        assertThat(json.get("effects").valueStream().map(e -> e.get("name").asString()))
                .contains("users", "tasks_per_user", "tokens_input.prompt", "quality", "new_value");
        JsonNode teams =
                JsonMapper.shared()
                        .readTree(
                                run(
                                                "explain",
                                                log,
                                                "--before",
                                                "2026-01",
                                                "--after",
                                                "2026-03",
                                                "--teams",
                                                "--json")
                                        .out());
        assertThat(teams.get("effects").valueStream().map(e -> e.get("name").asString()))
                .contains("team_entry");
        assertThat(teams.get("levels").get("teams").asBoolean()).isTrue();
    }

    @Test
    void onePageHoldsEverything() throws IOException {
        Path page = folder.resolve("report.html");
        TestingCommand run = run("explain", "--html", page.toString());
        assertThat(run.code()).isZero();
        String html = Files.readString(page);
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "echarts",
                        "\"waterfall\"",
                        "openrouter/anthropic/claude-opus-4.6",
                        "The same as a table");
        assertThat(html).doesNotContain("src=\"http", "href=\"http", "@import url");
        assertThat(folder.toFile().list())
                .as("nothing else is left behind")
                .containsExactly("report.html");
    }

    @Test
    void textFromALogCannotBecomeMarkup() throws IOException {
        String log =
                file(
                        "x.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-01T00:00:00Z,openai,gpt-5,5",
                        "2026-01-01T00:00:00Z,<script>alert(1)</script>,gpt-5,5",
                        "2026-01-09T00:00:00Z,openai,gpt-5,5",
                        "2026-01-09T00:00:00Z,acme,</script><b>x,9");
        Path page = folder.resolve("r.html");
        assertThat(run("explain", log, "--html", page.toString()).code()).isZero();
        assertThat(Files.readString(page)).doesNotContain("<script>alert", "<b>x");
    }

    @Test
    void findingsThatTheUserAskedForExitWithOne() {
        assertThat(run("explain", "--fail-on-increase", "1000").code()).isZero();
        TestingCommand grew = run("explain", "--fail-on-increase", "100");
        assertThat(grew.code()).isEqualTo(1);
        assertThat(grew.err()).contains("spend grew by 235.6%, more than 100.0%");
        assertThat(run("explain", "--fail-on-unpriced", "0.1").code()).isEqualTo(1);
    }

    @Test
    void aContractShowsUpAsADiscountAndNotAsAPriceChange() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000",
                        "2026-02-10T00:00:00Z,openai,gpt-5,1000");
        String deal =
                file("deal.csv", "provider,model,from,multiply", "openai,gpt-*,2026-02-01,0.8");
        JsonNode json =
                JsonMapper.shared()
                        .readTree(
                                run(
                                                "explain",
                                                log,
                                                "--before",
                                                "2026-01",
                                                "--after",
                                                "2026-02",
                                                "--prices",
                                                deal,
                                                "--json")
                                        .out());
        assertThat(
                        json.get("effects")
                                .valueStream()
                                .filter(e -> e.get("name").asString().equals("discount_contract"))
                                .map(e -> e.get("usd").asString())
                                .toList())
                .singleElement()
                .satisfies(usd ->
                        assertThat(new BigDecimal(usd))
                                .isCloseTo(
                                        new BigDecimal("-0.00025"),
                                        within(new BigDecimal("0.000000001"))));
        assertThat(
                        json.get("effects")
                                .valueStream()
                                .filter(e -> e.get("name").asString().equals("list_price"))
                                .map(e -> e.get("usd").asDouble()))
                .containsExactly(0.0);
    }

    @Test
    void aMonthWithoutCallsIsBridged() throws IOException {
        String log =
                file(
                        "gap.csv",
                        "time,provider,model,input_tokens,output_tokens",
                        "2025-05-05T00:00:00Z,openai,o3,1000000,100000",
                        "2025-07-09T00:00:00Z,openai,o3,1000000,100000");
        TestingCommand run = run("explain", log, "--by", "month");
        assertThat(run.out())
                .contains("List prices of the same models fell, which saved $11.20.")
                .contains("no priced calls in 2025-06: passed over");
    }

    @Test
    void overlayRowsThatPriceNothingAreNamed() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000",
                        "2026-02-10T00:00:00Z,openai,gpt-5,1000");
        String deal =
                file(
                        "deal.csv",
                        "provider,model,multiply",
                        "antropic,claude-*,0.8",
                        "openai,gpt-*,0.9");
        assertThat(run("explain", log, "--prices", deal).out().replaceAll("\\s+", " "))
                .contains(
                        "rows of --prices that price nothing in this log: "
                                + deal
                                + ":2 antropic claude-*");
        Path out = folder.resolve("c.jsonl");
        assertThat(run("rate", log, "--prices", deal, "-o", out.toString()).code()).isZero();
        assertThat(Files.readString(out)).contains("x 0.9 (" + deal + ":3)");
        assertThat(run("prices", "show", "gpt-5", "--prices", deal, "--at", "2026-01-05").out())
                .contains("times 0.9: " + deal + ":3");
    }

    @Test
    void muchWithoutAPriceIsSaidFirst() throws IOException {
        String log =
                file(
                        "unp.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,5000000",
                        "2026-02-10T00:00:00Z,openai,gpt-5,50",
                        "2026-02-10T00:00:00Z,acme,m,5000000");
        assertThat(run("explain", log).out().replaceAll("\\s+", " "))
                .contains("Beware: 0% of the tokens before and 99.9% of those after have no price");
    }

    @Test
    void nothingToNothingIsNoIncrease() throws IOException {
        String log =
                file(
                        "zero.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,0",
                        "2026-02-10T00:00:00Z,openai,gpt-5,0");
        assertThat(run("explain", log, "--fail-on-increase", "20").code()).isZero();
    }

    @Test
    void periodsOfUnequalLengthAreSaidToBe() {
        assertThat(run("explain", "--before", "2026-01").out().replaceAll("\\s+", " "))
                .contains("the periods differ in length, 31 days and 28 days");
    }

    /// A chain's middle is asked about like its ends.
    @Test
    void whatHasNoPriceInTheMiddleIsCountedShownAndFails() throws IOException {
        String log =
                file(
                        "middle.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000",
                        "2026-02-10T00:00:00Z,openai,gpt-5,1000",
                        "2026-02-11T00:00:00Z,acme,m,8000",
                        "2026-03-10T00:00:00Z,openai,gpt-5,1000");
        TestingCommand run = run("explain", log, "--by", "month", "--fail-on-unpriced", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains(
                        "Beware: 0% of the tokens before, 89% of those between and 0% of those after",
                        "unpriced: 0% of tokens before, 0% after, 89% in the periods between (1 model: acme/m)");
        TestingCommand whole =
                run(
                        "explain",
                        file(
                                "hole.csv",
                                "time,provider,model,input_tokens",
                                "2026-01-10T00:00:00Z,openai,gpt-5,1000",
                                "2026-02-11T00:00:00Z,acme,m,8000",
                                "2026-03-10T00:00:00Z,openai,gpt-5,1000"),
                        "--by",
                        "month",
                        "--fail-on-unpriced",
                        "1");
        assertThat(whole.code()).isEqualTo(1);
        assertThat(whole.out()).contains("100% in the periods between");
    }

    @Test
    void whatLiesOutsideThePeriodsIsSaid() throws IOException {
        String log =
                file(
                        "outside.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000000",
                        "2026-02-10T00:00:00Z,openai,gpt-5,4000000",
                        "2026-03-10T00:00:00Z,openai,gpt-5,1000000");
        assertThat(run("explain", log, "--before", "2026-01", "--after", "2026-03").out())
                .contains("outside these periods: $5.00 in 1 call");
    }

    /// The sign of the dollars is not the sign of the tokens: fewer of dear ones, more of cheap
    /// ones.
    @Test
    void aSentenceStatesOnlyWhatItsOwnFigureSupports() throws IOException {
        String log =
                file(
                        "signs.csv",
                        "time,provider,model,input_tokens,output_tokens,user",
                        "2026-01-10T09:00:00Z,openai,gpt-5,100000,10000,ann",
                        "2026-01-10T09:00:00Z,anthropic,claude-sonnet-4-5,100000,10000,bob",
                        "2026-02-10T09:00:00Z,openai,gpt-5,300000,10000,ann",
                        "2026-02-10T09:00:00Z,anthropic,claude-sonnet-4-5,10000,10000,bob");
        assertThat(
                        run("explain", log, "--before", "2026-01", "--after", "2026-02")
                                .out()
                                .replaceAll("\\s+", " "))
                .contains(
                        "requests of the same models saved $0.0200; tokens a request over all models grew 50%.")
                .doesNotContain("fewer tokens");
    }

    /// The plain price stands; the one of a region moves from 1.1 to 1.3, on a million tokens in
    /// and a tenth of that out at twice the price: 0.24.
    @Test
    void aPriceOfARegionIsAListPriceAndNoDiscount() throws IOException {
        String sheet =
                file(
                        "region-sheet.csv",
                        "provider,model,region,from,to,input,output",
                        "acme,m,,,,1,2",
                        "acme,m,eu,,2026-02-01,1.1,2.2",
                        "acme,m,eu,2026-02-01,,1.3,2.6");
        String log =
                file(
                        "region-log.csv",
                        "time,provider,model,region,input_tokens,output_tokens",
                        "2026-01-10T00:00:00Z,acme,m,eu,1000000,100000",
                        "2026-01-12T00:00:00Z,acme,m,,1000000,100000",
                        "2026-02-10T00:00:00Z,acme,m,eu,1000000,100000",
                        "2026-02-11T00:00:00Z,acme,m,,1000000,100000");
        TestingCommand run =
                run(
                        "explain",
                        log,
                        "--prices",
                        sheet,
                        "--before",
                        "2026-01",
                        "--after",
                        "2026-02",
                        "--without-quality");
        assertThat(run.out())
                .contains("List prices of the same models rose, which added $0.240")
                .containsPattern("list prices +\\+0\\.24")
                .doesNotContain("iscount");
    }

    /// More of the work in the dear region is no price.
    @Test
    void moreWorkInADearRegionIsNoListPrice() throws IOException {
        String sheet =
                file(
                        "shift-sheet.csv",
                        "provider,model,region,input,output",
                        "acme,m,,1,2",
                        "acme,m,eu,1.5,3");
        String log =
                file(
                        "shift-log.csv",
                        "time,provider,model,region,input_tokens,output_tokens",
                        "2026-01-10T00:00:00Z,acme,m,eu,1000000,0",
                        "2026-01-12T00:00:00Z,acme,m,,1000000,0",
                        "2026-02-10T00:00:00Z,acme,m,eu,1000000,0",
                        "2026-02-11T00:00:00Z,acme,m,eu,1000000,0");
        assertThat(
                        run(
                                        "explain",
                                        log,
                                        "--prices",
                                        sheet,
                                        "--before",
                                        "2026-01",
                                        "--after",
                                        "2026-02",
                                        "--without-quality")
                                .out())
                .contains("List prices did not move")
                .containsPattern("context, region, hour +\\+0\\.50");
    }

    /// GPT-5 at 1.25 and 10: 12,000 and 800 are $0.023. On the later days 9,000 and 1,200 of it are
    /// $0.02325, and 20,000 and 1,500 of Sonnet 4.5 at 3 and 15 are $0.0825.
    @Test
    void theExampleOfTheDocumentIsExplained() throws IOException {
        String doc = Files.readString(Path.of("..", "docs", "usage-formats.md"));
        int from = doc.indexOf("```csv") + 7;
        String log = file("example.csv", doc.substring(from, doc.indexOf("```", from)));
        TestingCommand explain = run("explain", log, "--by", "week", "--json");
        assertThat(explain.code()).as(explain.err()).isZero();
        assertThat(json(explain).at("/before/spend_usd").asString()).startsWith("0.023000");
        assertThat(json(explain).at("/after/spend_usd").asString()).startsWith("0.105750");
        assertThat(json(run("spend", log, "--json")).path("spend_usd").asString())
                .startsWith("0.128750");
    }
}
