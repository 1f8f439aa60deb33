package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static steelyard.cli.TestingCommand.json;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands as a user types them.
class CommandsTest {
    @TempDir private Path folder;

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n").toString();
    }

    private static String golden(String name) throws IOException {
        try (var in = CommandsTest.class.getResourceAsStream("/steelyard/report/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theSampleIsExplainedAsReviewed() throws IOException {
        TestingCommand run = run("explain");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(golden("explain-sample.txt"));
        assertThat(run.out().lines())
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(80));
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
    void badInputExitsWithTwoAndSaysWhatWouldBeRight() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000",
                        "2026-02-10T00:00:00Z,openai,gpt-5,1000");
        expect(
                run("explain", folder.resolve("none.csv").toString()),
                "none.csv: no such file or folder");
        expect(
                run("explain", log, "--before", "2024-01", "--after", "2026-01"),
                "no calls in 2024-01 (2024-01-01T00:00:00Z to 2024-02-01T00:00:00Z); the log runs from 2026-01-10T00:00:00Z");
        expect(run("explain", log, "--before", "Jan"), "\"Jan\" is not a period");
        expect(
                run("explain", log, "--before", "2026-02", "--after", "2026-01"),
                "--before 2026-02 is not before --after 2026-01");
        expect(
                run("explain", log, "--format", "xml"),
                "--format xml is none of csv, jsonl, parquet, claude-code, pi");
        expect(run("explain", log, "--by", "fortnight"), "Invalid value for option '--by'");
        expect(run("explain", log, "--zone", "Moon"), "--zone");
        expect(
                run(
                        "explain",
                        log,
                        "--prices",
                        file("deal.csv", "provider,model,input", "openai,gpt-5,cheap")),
                "deal.csv:2 input: price \"cheap\" is not a decimal");
        expect(
                run("explain", file("broken.csv", "time,model,input_tokens", "soon,gpt-5,1")),
                "nothing to explain: no row can be counted; 1 rows cannot be read, the first");
        expect(
                run(
                        "explain",
                        file(
                                "unknown.csv",
                                "time,provider,model,input_tokens",
                                "2026-01-10T00:00:00Z,acme,m,1",
                                "2026-01-12T00:00:00Z,acme,m,1")),
                "has a price (acme/m: the provider is not in the price book)");
        expect(run("rate"), "Missing required option: '--to=FILE'");
        expect(
                run("rate", log, "-o", folder.resolve("x.xlsx").toString()),
                "the ending says what to write; use .parquet, .csv or .jsonl");
        expect(run("rate", log, "-o", folder.resolve("no/x.csv").toString()), "does not exist");
        expect(run("prices", "show", "gpt-99"), "model \"gpt-99\" is not in the price book");
        expect(
                run("prices", "show", "claude-opus-4-5", "--provider", "acme"),
                "provider \"acme\" is not in the price book; it has openai, anthropic");
        expect(
                run("prices", "show", "o3", "--at", "soon"),
                "--at soon is not a time; write 2025-12-01");
        expect(
                run("prices", "show", "o3", "--at", "2021-01-01"),
                "o3 has no price at openai on 2021-01-01T00:00:00Z");
        expect(
                run("prices", "list", "--provider", "openai", "--at", "2020-01-01"),
                "openai has no price in the book");
        expect(run("nonsense"), "Unmatched argument");
    }

    private static void expect(TestingCommand run, String message) {
        assertThat(run.code()).as(message).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void pricesAreShownWithWhereTheyComeFrom() throws IOException {
        assertThat(
                        run(
                                        "prices",
                                        "show",
                                        "claude-opus-4-5",
                                        "--provider",
                                        "anthropic",
                                        "--at",
                                        "2025-12-01")
                                .out())
                .isEqualTo(golden("prices-show.txt"));
        assertThat(run("prices", "history", "o3").out()).isEqualTo(golden("prices-history.txt"));
        JsonNode list =
                JsonMapper.shared()
                        .readTree(
                                run(
                                                "prices",
                                                "list",
                                                "--provider",
                                                "openai",
                                                "--at",
                                                "2025-06-01",
                                                "--json")
                                        .out());
        assertThat(
                        list.get("models")
                                .valueStream()
                                .filter(m -> m.get("model").asString().equals("o3"))
                                .map(m -> m.get("usd_per_mtok").get("input").asString()))
                .containsExactly("10");
        JsonNode show =
                JsonMapper.shared()
                        .readTree(
                                run("prices", "show", "o3", "--at", "2025-06-10", "--json").out());
        assertThat(show.get("tiers").get(0).get("usd_per_mtok").get("output").asString())
                .isEqualTo("8");
        JsonNode history =
                JsonMapper.shared().readTree(run("prices", "history", "o3", "--json").out());
        assertThat(history.get("rows").get(0).get("basis").asString()).isEqualTo("first_seen");
        assertThat(run("prices", "list", "--provider", "google", "--at", "2025-12-01").out())
                .contains("gemini-2.5-pro")
                .contains("corroborated");
    }

    @Test
    void chargesAreWrittenWholeOrNotAtAll() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000",
                        "x,openai,gpt-5,1000");
        Path out = folder.resolve("charges.jsonl");
        TestingCommand run = run("rate", log, "-o", out.toString());
        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains(
                        "1 rows, 0 of them without a price (left out: 0 duplicates, 1 unreadable, 0 without counts)")
                .contains("usage.csv:3 time is not a time");
        JsonNode row = JsonMapper.shared().readTree(Files.readString(out));
        assertThat(row.get("usd").decimalValue()).isEqualByComparingTo("0.00125");
        assertThat(row.get("price_row").asString()).startsWith("sheets/openai.csv:");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("usage.csv", "charges.jsonl");
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
    void helpAndVersionAnswer() {
        assertThat(run("--version").out()).contains("steelyard 0.1.0");
        assertThat(run("explain", "--help").out()).contains("--from=PERIOD");
        assertThat(run().out()).contains("explain", "rate", "prices");
        assertThat(run("prices").out()).contains("show", "history", "list");
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
    void logsAreNeverOverwrittenAndOneCallIsNoChange() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000");
        String before = Files.readString(Path.of(log));
        expect(run("rate", log, "-o", log), "is one of the files that are read");
        assertThat(Files.readString(Path.of(log))).isEqualTo(before);
        expect(
                run("rate", log, "-o", Files.createDirectory(folder.resolve("d.csv")).toString()),
                "a folder; name a file to write");
        expect(run("explain", log), "one call only, and a change needs two");
        expect(
                run("explain", "--before", "2025-11-09..2026-02-01", "--after", "2026-01"),
                "overlap: days in both would be counted twice");
        expect(run("explain", "--html", folder.resolve("no/x.html").toString()), "does not exist");
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
