package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static steelyard.cli.TestingCommand.json;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Plans and campaigns as a user asks after them.
class PlanCommandTest {
    @TempDir private Path folder;

    private static TestingCommand ask(String words) {
        return run(Stream.of(words.split(" ")).toArray(String[]::new));
    }

    private static JsonNode row(JsonNode rows, String column, String name) {
        return rows.valueStream()
                .filter(r -> r.get(column).asString().strip().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double value(JsonNode root, String what) {
        return row(root.get("rows"), "what", what).get("value").asDouble();
    }

    @Test
    void listNamesPlansWithTheirLimitsAndWorth() {
        JsonNode root = json(ask("plan list --at 2026-06-01 --json"));
        assertThat(root.get("schema").asString()).isEqualTo("steelyard.plan.list/1");
        JsonNode max = row(root.get("rows"), "plan", "claude-max-20x");
        assertThat(max.get("usd_month").asDouble()).isEqualTo(200);
        // 1.5 x 83.3333M credits a week at $7.50 a million, 30/7 weeks: $4,017.86.
        assertThat(max.get("api_usd_month").asDouble()).isCloseTo(4017.9, within(1.0));
        assertThat(max.get("in_force").asString()).isEqualTo("2026-05-13 to 2026-09-14");
        assertThat(row(root.get("rows"), "plan", "windsurf-pro").get("api_usd_month").isNull())
                .isTrue();
        assertThat(root.get("notes").toString()).contains("terms that are not known");
        assertThat(ask("plan list claude-max-20x").out())
                .contains("claude-max-20x: 6 regimes, 2025-05-01 to 2026-10-31.");
    }

    /// Break-even by hand: 200 x 0.97 / (0.35 x 2,678.57) = 20.7%.
    @Test
    void sustainShowsTheVendorsSide() {
        JsonNode root =
                json(ask("plan sustain claude-max-20x --at 2026-03-01 --users 1000 --json"));
        assertThat(value(root, "break-even utilisation")).isCloseTo(0.2069, within(1e-4));
        assertThat(value(root, "margin, simulated")).isBetween(0.55, 0.75);
        JsonNode book = row(root.get("rows"), "what", "margin of a book of 10");
        JsonNode large = row(root.get("rows"), "what", "margin of a book of 1,000");
        assertThat(book.get("low").asDouble()).isLessThan(large.get("low").asDouble());
        assertThat(root.get("tornado").get(0).get("margin_at_low").isNumber()).isTrue();
        assertThat(root.get("lorenz")).hasSize(11);
        double all =
                root.get("walls")
                        .valueStream()
                        .flatMap(r ->
                                Stream.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
                                        .map(r::get))
                        .mapToDouble(JsonNode::asDouble)
                        .sum();
        assertThat(all).isCloseTo(1, within(1e-3));
    }

    @Test
    void aSharperIntervalTakesMoreUsers() {
        String words = "plan sustain claude-pro --at 2026-03-01 --users 100 --weeks 4 --json";
        JsonNode rough = json(ask(words));
        JsonNode sharp = json(ask(words + " --within 0.005"));
        assertThat(width(sharp)).isLessThan(width(rough)).isLessThanOrEqualTo(0.01001);
        assertThat(sharp.get("notes").toString()).doesNotContain("\"100 active users");
    }

    private static double width(JsonNode root) {
        JsonNode row = row(root.get("rows"), "what", "95% interval of the simulation");
        return row.get("high").asDouble() - row.get("low").asDouble();
    }

    @Test
    void whoeverChoosesATierIsNotAsTheOthers() {
        JsonNode root =
                json(
                        ask(
                                "plan sustain claude-max-20x --choose --at 2026-03-01 --users 500 --weeks 4 --json"));
        JsonNode tiers = root.get("tiers");
        double sum = tiers.valueStream().mapToDouble(t -> t.get("share").asDouble()).sum();
        assertThat(sum).isCloseTo(1, within(1e-3));
        double pro = row(tiers, "plan", "claude-pro").get("mean_wanted").asDouble();
        double five = row(tiers, "plan", "claude-max-5x").get("mean_wanted").asDouble();
        double twenty = row(tiers, "plan", "claude-max-20x").get("mean_wanted").asDouble();
        assertThat(pro).isLessThan(five);
        assertThat(five).isLessThan(twenty);
    }

    @Test
    void theCostRatioCanComeFromAModelAndMachines() {
        JsonNode root =
                json(
                        ask(
                                "plan sustain claude-pro --at 2026-03-01 --users 200 --weeks 4 --served deepseek-r1 --on h200 --json"));
        JsonNode cost = row(root.get("rows"), "what", "cost to serve over list price");
        assertThat(cost.get("value").asDouble()).isBetween(0.02, 1.0);
        assertThat(cost.get("low").asDouble()).isLessThan(cost.get("high").asDouble());
        assertThat(root.get("notes").toString()).contains("deepseek-r1 on");
    }

    @Test
    void designShowsTheFrontier() {
        JsonNode root = json(ask("plan design --price 20 --k 0.35 --users 300 --weeks 4 --json"));
        assertThat(root.get("rows")).hasSize(40);
        assertThat(
                        root.get("rows")
                                .valueStream()
                                .filter(r -> "*".equals(r.get("frontier").asString("")))
                                .count())
                .isBetween(3L, 30L);
        double wide =
                root.get("rows")
                        .valueStream()
                        .mapToDouble(r -> r.get("stops").asDouble())
                        .min()
                        .orElseThrow();
        assertThat(root.get("rows").get(39).get("stops").asDouble()).isEqualTo(wide);
    }

    private Path log() {
        StringBuilder csv =
                new StringBuilder("time,provider,model,input_tokens,output_tokens,user\n");
        for (int day = 1; day <= 28; day++) {
            // A million tokens in and 0.1 out: $1.25 + $1.00 a day of GPT-5.
            csv.append("2026-02-%02dT12:00:00Z,openai,gpt-5,1000000,100000,me\n".formatted(day));
        }
        Path file = folder.resolve("log.csv");
        try {
            Files.writeString(file, csv);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file;
    }

    /// $2.25 a day is $67.50 in 30 days; prices of GPT-5 as of 2025-08-07.
    @Test
    void fitTellsWhatAMonthCostsAndWhatIsCheapest() {
        TestingCommand fit =
                run(
                        "plan",
                        "fit",
                        log().toString(),
                        "--assume",
                        "week.sigma=0.000001",
                        "--months",
                        "50",
                        "--json");
        JsonNode rows = json(fit).get("rows");
        assertThat(row(rows, "plan", "api").get("mean").asDouble()).isCloseTo(67.5, within(0.02));
        // $39 with $70 in it.
        assertThat(row(rows, "plan", "copilot-pro-plus").get("mean").asDouble()).isEqualTo(39);
        // $20 and 67.50 - 20 at list price.
        assertThat(row(rows, "plan", "cursor-pro").get("mean").asDouble())
                .isCloseTo(67.5, within(0.02));
    }

    @Test
    void fitSaysWhatHasNoPrice() throws IOException {
        Path file = log();
        Files.writeString(
                file,
                "2026-02-28T13:00:00Z,openai,gpt-nobody-knows,1000000,0,me\n",
                java.nio.file.StandardOpenOption.APPEND);
        assertThat(run("plan", "fit", file.toString(), "--months", "20").out())
                .contains("unpriced and left out: 1 rows, 3.1% of the tokens");
    }

    @Test
    void fitSaysWhyThereIsNothingToFit() throws IOException {
        Path file = folder.resolve("unknown.csv");
        Files.writeString(
                file,
                "time,provider,model,input_tokens,output_tokens\n2026-02-28T13:00:00Z,openai,gpt-nobody-knows,1000,10\n");
        assertThat(run("plan", "fit", file.toString()).err())
                .contains("no priced call in the log: rows without a price: 1");
        assertThat(run("plan", "fit", log().toString(), "--at", "2020-01-01").err())
                .contains("no plan is known on 2020-01-01");
    }

    @Test
    void usersChooseAmongTheTiersOfTheDay() {
        JsonNode root =
                json(
                        ask(
                                "plan sustain claude-pro --at 2026-11-10 --choose --users 100 --weeks 2 --json"));
        assertThat(root.get("tiers").valueStream().map(t -> t.get("plan").asString()))
                .containsExactly("claude-pro", "claude-max", "claude-ultra", "the API", "nothing");
    }

    /// By hand: 0.948 x 0.175 + 0.042 x 1.75 + 0.008 x 1.75 + 0.002 x 14 = 0.2814 per million.
    @Test
    void aTrillionTokensCost281ThousandDollars() {
        JsonNode root =
                json(
                        ask(
                                "campaign --tokens 1e12 --mix read=0.948,write=0.042,input=0.008,output=0.002 --model gpt-5.2 --json"));
        JsonNode all = row(root.get("rows"), "tokens", "all");
        assertThat(all.get("usd").asDouble()).isCloseTo(281_400, within(1.0));
        assertThat(root.get("headline").asString()).contains("a million dollars buys 3.55T");
    }

    @Test
    void campaignTellsTheChanceToFinish() {
        JsonNode root =
                json(ask("campaign --tasks 500 --model gpt-5.2 --budget 1000 --worth 2 --json"));
        JsonNode cost = row(root.get("rows"), "what", "cost");
        assertThat(cost.get("p10").asDouble()).isLessThan(cost.get("p50").asDouble());
        double before = 0;
        for (JsonNode r : root.get("budget")) {
            assertThat(r.get("finished").asDouble()).isGreaterThanOrEqualTo(before);
            before = r.get("finished").asDouble();
        }
        assertThat(root.get("tornado").get(0).get("usd_at_high").isNumber()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan sustain claude-max-9x | no plan \"claude-max-9x\"; close to it: claude-enterprise, claude-max, claude-max-20x",
                "plan sustain claude-max-20x --at 2026-01-10 | no terms of claude-max-20x on 2026-01-10",
                "plan sustain windsurf-pro | nobody has measured what its limits are worth; state a weekly limit in API dollars with --week",
                "plan sustain claude-pro --utilisation 0.1 --choose | give one",
                "plan sustain claude-pro --assume sigma | write NAME=VALUE",
                "plan sustain claude-pro --assume mood=3 | no assumption \"mood\"; there are cost",
                "plan sustain claude-pro --k much | write a number, or a range",
                "plan sustain claude-pro --k 0.5..0.2 | from low to high",
                "plan sustain claude-pro --unmet gone=1 | there are lost, deferred, overage",
                "plan sustain claude-pro --unmet lost=0.7,deferred=0.7 | add up to 1",
                "plan sustain claude-pro --users 3 | 10 to 10 million users",
                "plan sustain claude-pro --served deepseek-r1 | needs --on",
                "plan sustain claude-pro --spread normal | there are lognormal, pareto and gamma",
                "plan sustain claude-pro --threads 0 | --threads 0: 1 to 1024",
                "plan sustain claude-pro --week 0 | --week 0.0: above 0",
                "plan sustain claude-pro --users 0 | 10 to 10 million users",
                "plan sustain claude-pro --seats 0 | at least one seat",
                "plan sustain claude-pro --seats 9000 | at least five times as many users as seats",
                "plan sustain claude-pro --within 2 | --within 2.0: above 0 and below 1",
                "plan sustain claude-pro --busy 0.5 | say nothing without --served",
                "plan sustain claude-pro --k 0.2 --assume cost=0.5 | give one",
                "plan sustain claude-pro --k 0 | a price and a cost above zero",
                "plan sustain claude-pro --was Infinity | --was Infinity: above 0",
                "plan sustain claude-pro --assume alpha=1.2 | --assume alpha=1.2 has no effect on this plan sustain",
                "plan sustain claude-pro --assume utilisation=0.2 --utilisation 0.1 | has no effect",
                "plan sustain claude-pro --assume sigma=1.2 --assume sigma=1.3 | stated twice",
                "plan sustain claude-pro --unmet overage=0.2,overage=0.3 | stated twice",
                "plan sustain claude-pro --unmet overage=0.2..0.3 | a number, not a range",
                "plan sustain kiro-pro --unmet overage=1 | sells no more usage",
                "plan design --price 20 --mean -5 | --mean -5.0: above 0",
                "plan design --price 20 --assume churn.base=0.1 | has no effect on this plan design",
                "plan fit samples/openrouter-weekly.csv --assume cost=0.1 | has no effect on this plan fit",
                "claims show r1-input-cost --topic plans | Unknown option",
                "claims --topic plans show r1-input-cost | --topic has no effect on one claim",
                "campaign --tasks 5 --model gpt-5.2 --assume hit=1.5 | input hit of 1.5, 1.5, 1.5: from low to high, none below 0 or above 1",
                "campaign --tasks 5 --model gpt-5.2 --assume turns=1e9 | or above 10000",
                "campaign --tasks 5 --model gpt-5.2 --assume compact=2000 | at least twice the context",
                "campaign --tasks 5 --model gpt-5.2 --agents 3 --assume agents=5 | stated twice",
                "campaign --inputs --tasks 5 | --tasks has no effect on the list of inputs",
                "campaign --tokens 1e9 --model gpt-5.2 --mix input=0.5,input=0.5 | stated twice",
                "plan list --at 2019-01-01 | no plan is known on 2019-01-01",
                "plan list --vendor nobody | vendors: AWS",
                "plan design --price 0 | above 0",
                "plan fit | Missing a FILE",
                "campaign --model gpt-5.2 | how much is to be done? --tasks 5000",
                "campaign --tasks 5 | Missing --model",
                "campaign --tasks 5 --model gpt-99 | no model \"gpt-99\" is known",
                "campaign --tasks 5 --model gpt-5.2 --assume mood=3 | there are turns",
                "campaign --tasks 5 --model gpt-5.2 --budget -1 | an amount above zero",
                "campaign --tokens 1e9 --model gpt-5.2 --mix read=0.5 | the shares add up to 0.5000",
                "campaign --tokens 1e9 --tasks 3 --model gpt-5.2 | say one of the two",
                "campaign --tasks 3 --model gpt-5.2 --mix read=1 | --mix has no effect without --tokens"
            })
    void wrongQuestionsAreAnsweredWithWhatWouldBeRight(String words, String message) {
        TestingCommand wrong = ask(words);
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains(message);
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void everyReportIsAPageToo() {
        for (String words :
                new String[] {
                    "plan list",
                    "plan assumptions",
                    "plan sustain claude-pro --users 50 --weeks 2",
                    "plan design --price 20 --users 50 --weeks 2",
                    "plan fit " + log() + " --months 20",
                    "campaign --tasks 10 --model gpt-5.2 --budget 100",
                    "campaign --inputs"
                }) {
            Path page = folder.resolve(words.hashCode() + ".html");
            TestingCommand done = ask(words + " --html " + page);
            assertThat(done.code()).as(words + done.err()).isZero();
            assertThat(page).isNotEmptyFile();
            TestingCommand csv = ask(words + " --csv");
            assertThat(csv.out().lines().count()).isGreaterThan(1);
            assertThat(
                            Arrays.stream(csv.out().split("\n"))
                                    .noneMatch(l -> l.matches(".*\b(NaN|Infinity)\b.*")))
                    .as(words)
                    .isTrue();
        }
    }

    /// Half in at $10, half out at $100 a million: $55. Without the sheet the list price stands.
    @Test
    void tokensCostWhatASheetOverTheBookSays() throws IOException {
        Path sheet = folder.resolve("contract.csv");
        Files.writeString(sheet, "provider,model,from,to,input,output\nopenai,gpt-5.2,,,10,100\n");
        String[] ask = {
            "campaign",
            "--tokens",
            "1e9",
            "--mix",
            "input=0.5,output=0.5",
            "--model",
            "gpt-5.2",
            "--prices",
            sheet.toString()
        };
        assertThat(run(ask).out()).contains("$55 per million");
        assertThat(run("plan", "sustain", "claude-pro", "--prices", sheet.toString()).err())
                .contains("no effect without --served");
        assertThat(
                        run(
                                        "serving",
                                        "breakeven",
                                        "llama-3.1-8b",
                                        "--on",
                                        "h100",
                                        "--price",
                                        "1/1",
                                        "--prices",
                                        sheet.toString())
                                .err())
                .contains("no effect on stated rates");
    }
}
