package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static steelyard.cli.TestingCommand.json;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a token costs to make, as a user asks after it.
class ServingCommandTest {
    @TempDir private Path folder;

    private static double value(JsonNode root, String what) {
        return root.get("rows")
                .valueStream()
                .filter(r -> r.get("what").asString().equals(what))
                .findFirst()
                .orElseThrow()
                .get("value")
                .asDouble();
    }

    @Test
    void costsOfADeploymentAddUp() {
        JsonNode root =
                json(
                        run(
                                "serving",
                                "cost",
                                "deepseek-r1",
                                "--on",
                                "h100",
                                "--gpus",
                                "72",
                                "--dp",
                                "72",
                                "--rent",
                                "2.00",
                                "--input",
                                "2000",
                                "--output",
                                "1000",
                                "--json"));
        assertThat(root.get("schema").asString()).isEqualTo("steelyard.serving.cost/1");
        assertThat(value(root, "accelerators")).isEqualTo(144);
        assertThat(value(root, "request") * 1e6)
                .isCloseTo(
                        2000 * value(root, "input computed") + 1000 * value(root, "output"),
                        within(1.0));
        // The claim that this stood against: $0.003 in, $3.08 out per million tokens.
        assertThat(value(root, "input computed")).isBetween(0.05, 0.3);
        assertThat(value(root, "output")).isBetween(0.1, 0.6);
    }

    /// $3 in, $15 out: 2000 x 3 + 500 x 15 = 13,500 USD per million requests.
    @Test
    void aPriceStandsAgainstTheCostOfAnotherModel() {
        JsonNode root =
                json(
                        run(
                                "serving",
                                "margin",
                                "claude-sonnet-4",
                                "--as",
                                "kimi-k2.5,deepseek-r1",
                                "--on",
                                "h200",
                                "--utilisation",
                                "0.5",
                                "--input",
                                "2000",
                                "--output",
                                "500",
                                "--at",
                                "2025-12-01",
                                "--json"));
        assertThat(root.get("rows").size()).isEqualTo(2);
        for (JsonNode row : root.get("rows")) {
            double cost = row.get("usd_cost_per_1000").asDouble();
            assertThat(row.get("usd_price_per_1000").asDouble()).isEqualTo(13.5);
            assertThat(row.get("gross_margin").asDouble()).isCloseTo(1 - cost / 13.5, within(1e-3));
            assertThat(row.get("breakeven").asDouble()).isCloseTo(0.5 * cost / 13.5, within(1e-3));
            assertThat(row.get("low").asDouble()).isLessThan(row.get("high").asDouble());
        }
        assertThat(run("serving", "margin", "claude-sonnet-4", "--on", "h200").code()).isEqualTo(2);
        assertThat(run("serving", "margin", "nonesuch", "--as", "kimi-k2.5", "--on", "h200").err())
                .contains("no price list is known to sell \"nonesuch\"");
    }

    @Test
    void energyAndCarbonOfARequest() {
        JsonNode root =
                json(
                        run(
                                "serving",
                                "energy",
                                "qwen3-235b-a22b",
                                "--on",
                                "b200",
                                "--grid",
                                "SE",
                                "--pue",
                                "1.1",
                                "--json"));
        double accelerators = value(root, "accelerators, request");
        double servers = value(root, "servers around them, request");
        double site = value(root, "site, request");
        assertThat(site).isCloseTo(1.1 * (accelerators + servers), within(1e-3 * site));
        assertThat(value(root, "carbon, request"))
                .isCloseTo(site * 40.7 / 1000, within(1e-3 * site));
        assertThat(root.get("headline").asString()).contains("in Sweden");
        TestingCommand rent =
                run("serving", "energy", "llama-3.1-8b", "--on", "h100", "--rent", "2");
        assertThat(rent.err()).contains("--rent has no effect on energy");
    }

    /// 35,000 USD over 4 years at 8 percent are 10,567 a year, $1.205 an hour; 850 W x 1.25 x $0.08
    /// are $0.085.
    @Test
    void ownedMachinesHaveAnHourlyCostToo() {
        String[] words = {
            "serving",
            "cost",
            "llama-3.1-8b",
            "--on",
            "h100",
            "--tp",
            "1",
            "--own",
            "35000",
            "--json"
        };
        assertThat(value(json(run(words)), "accelerators")).isCloseTo(1.290, within(1e-3));
        TestingCommand both =
                run(
                        "serving",
                        "cost",
                        "llama-3.1-8b",
                        "--on",
                        "h100",
                        "--own",
                        "35000",
                        "--rent",
                        "2");
        assertThat(both.err()).contains("an accelerator is rented or bought");
    }

    @Test
    void speedUpsAreNotMultiplied() {
        JsonNode root =
                json(
                        run(
                                "serving",
                                "stack",
                                "llama-3.1-70b",
                                "--on",
                                "h100",
                                "--tp",
                                "4",
                                "--json"));
        assertThat(root.get("schema").asString()).isEqualTo("steelyard.serving.stack/1");
        assertThat(root.get("headline").asString()).contains("the claims make 18 to 90");
        assertThat(root.get("rows").valueStream().map(r -> r.get("claim").asString()))
                .contains("below", "within", "above");
        assertThat(
                        run("serving", "stack", "llama-3.1-70b", "--on", "h100", "--weights", "fp8")
                                .err())
                .contains("--weights has no effect on speed-ups");
    }

    @Test
    void poolsApartStandBeside() {
        String words = "serving cost llama-3.1-70b --on h100 --tp 4 --weights fp8 --json";
        assertThat(run(words.split(" ")).out()).doesNotContain("pools apart");
        JsonNode root = json(run((words + " --pools").split(" ")));
        assertThat(value(root, "pools apart: request")).isPositive();
        JsonNode drafted = json(run((words + " --draft 3").split(" ")));
        assertThat(value(drafted, "output rate, full"))
                .isGreaterThan(value(root, "output rate, full"));
        assertThat(drafted.get("notes").toString()).contains("tokens a step on average");
        assertThat(run((words + " --accepted 0.5").split(" ")).err())
                .contains("--accepted has no effect without --draft");
    }

    @Test
    void theLimitsAreKept() {
        JsonNode root =
                json(
                        run(
                                "serving",
                                "cost",
                                "llama-3.1-70b",
                                "--on",
                                "h200",
                                "--tp",
                                "4",
                                "--weights",
                                "fp8",
                                "--tpot",
                                "30ms",
                                "--ttft",
                                "2s",
                                "--json"));
        assertThat(value(root, "time per output token")).isLessThanOrEqualTo(30);
        assertThat(root.get("notes").toString()).contains("would break the limits on waiting");
    }

    @Test
    void theCheapestLayoutComesFirstAndIsTheOneTakenWithoutALayout() {
        JsonNode layouts =
                json(
                        run(
                                "serving",
                                "layout",
                                "llama-3.1-70b",
                                "--on",
                                "h100",
                                "--max-gpus",
                                "8",
                                "--json"));
        double before = 0;
        for (JsonNode row : layouts.get("rows")) {
            assertThat(row.get("usd_per_1000_requests").asDouble()).isGreaterThanOrEqualTo(before);
            before = row.get("usd_per_1000_requests").asDouble();
        }
        JsonNode cost = json(run("serving", "cost", "llama-3.1-70b", "--on", "h100", "--json"));
        assertThat(value(cost, "request") * 1000)
                .isCloseTo(layouts.at("/rows/0/usd_per_1000_requests").asDouble(), within(0.001));
    }

    /// 1000 in and 500 out at 0.88 is $0.00132.
    @Test
    void breakEvenIsWhereTheMarginIsNothing() {
        JsonNode root =
                json(
                        run(
                                "serving",
                                "breakeven",
                                "llama-3.1-70b",
                                "--on",
                                "h100",
                                "--tp",
                                "4",
                                "--price",
                                "0.88/0.88",
                                "--rent",
                                "2",
                                "--json"));
        for (JsonNode row : root.get("rows")) {
            assertThat(row.get("usd_price_per_1000").asDouble()).isEqualTo(1.32);
            assertThat(row.get("gross_margin").asDouble())
                    .isCloseTo(1 - row.get("usd_cost_per_1000").asDouble() / 1.32, within(0.002));
        }
        assertThat(root.get("notes").toString()).contains("145.5K requests a day");
        assertThat(root.get("headline").asString()).contains("pays for itself");
    }

    @Test
    void aPriceComesFromTheBook() {
        TestingCommand listed =
                run(
                        "serving",
                        "breakeven",
                        "llama-3.1-70b",
                        "--on",
                        "h100",
                        "--price",
                        "together",
                        "--at",
                        "2025-06-01");
        assertThat(listed.code()).isZero();
        assertThat(listed.out())
                .contains("together/meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo")
                .contains("2025-06-01");
        TestingCommand other =
                run(
                        "serving",
                        "breakeven",
                        "kimi-k2.5",
                        "--on",
                        "h200",
                        "--gpus",
                        "8",
                        "--price",
                        "anthropic:claude-sonnet-4",
                        "--at",
                        "2025-10-01");
        assertThat(other.err()).isEmpty();
        assertThat(other.out()).contains("anthropic/claude-sonnet-4");
    }

    @Test
    void aPriceTooLowIsSaidToBe() {
        TestingCommand run =
                run(
                        "serving",
                        "breakeven",
                        "llama-3.1-70b",
                        "--on",
                        "h100",
                        "--price",
                        "0.01/0.01");
        assertThat(run.out()).contains("never pays for itself").doesNotContain("NaN");
    }

    @Test
    void whatTheChipLacksAndWhatIsUncertainIsSaid() {
        assertThat(
                        run(
                                        "serving",
                                        "cost",
                                        "llama-3.1-8b",
                                        "--on",
                                        "a100-80-sxm",
                                        "--weights",
                                        "fp8")
                                .out())
                .contains("has no multipliers for fp8");
        assertThat(run("serving", "cost", "llama-3.1-8b", "--on", "b200").out()).contains("209");
    }

    @Test
    void theErrorTableIsTextTableAndPage() throws IOException {
        Path page = folder.resolve("a.html");
        TestingCommand run = run("serving", "accuracy", "--csv", "--html", page.toString());
        assertThat(run.out()).startsWith("group,constants,points,median_error");
        assertThat(run.out()).contains("\"TensorRT-LLM, offline\",held out,585");
        assertThat(run.out()).contains("\"vLLM, fixed batch, time per token\",never fitted,189");
        assertThat(Files.readString(page)).contains("held out");
        assertThat(run("serving").out()).contains("accuracy", "breakeven", "cost", "layout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cost llama-9 --on h100 | model \"llama-9\" is unknown",
                "cost llama-3.1-8b --on abacus | accelerator \"abacus\" is unknown",
                "cost llama-3.1-8b --on h100 --tp 3 | tp=3 does not divide the 32 heads",
                "cost llama-3.1-8b --on h100 --tp 4 --gpus 6 | --gpus 6 is no multiple of the 4",
                "cost llama-3.1-405b --on h100 --tp 1 | does not fit 1 h100-sxm",
                "cost llama-3.1-405b --on h100 --gpus 1 | no layout on 1 accelerators works",
                "cost llama-3.1-8b --on h100 --tpot 5 | --tpot 5 is no time; write 50ms or 2s",
                "cost llama-3.1-8b --on h100 --rent cheap | neither an amount",
                "cost llama-3.1-8b --on h100 --rent 3..2 | the first amount is the lower",
                "cost llama-3.1-8b --on h100 --tp 1 --tpot 1ms | cannot keep the promise",
                "cost llama-3.1-8b --on cerebras | not rented by the hour; state --rent",
                "cost llama-3.1-8b --on h100 --utilisation 2 | utilisation",
                "cost llama-3.1-8b --on h100 --cached 1 | share from 0 to below 1",
                "cost llama-3.1-8b --on h100 --dp 4 | dp=4 spreads experts, and llama-3.1-8b has none",
                "cost deepseek-r1 --on h100 --dp 1024 | dp=1024 is more than the 256 experts",
                "cost llama-3.1-8b --on h100 --cache int4 | a cache in \"int4\" is none of",
                "cost llama-3.1-8b --on h100 --weights mxfp4 | mxfp4 is of experts",
                "cost llama-3.1-8b --on h100 --rent 0 | does not ascend",
                "cost llama-3.1-8b --on h100 --gpus 0 | --gpus 0: at least 1",
                "breakeven llama-3.1-8b --on h100 --price 1/1 --utilisation 0.5 | leave --utilisation out",
                "accuracy --refit nowhere/at/all | no such folder",
                "layout llama-3.1-8b --on h100 --tp 2 | give --max-gpus alone",
                "layout llama-3.1-8b --on h100 --max-gpus 0 | at least 1",
                "breakeven llama-3.1-8b --on h100 --price nobody | not sold there",
                "breakeven llama-3.1-8b --on h100 --price 0/0 | no price above zero",
                "breakeven llama-3.1-8b --on h100 --price openai:gpt-99 | close to it",
                "breakeven llama-3.1-8b --on h100 --price together --at 2099-01-01 | the price book ends"
            })
    void badInputIsAClearError(String command, String message) {
        String[] words = ("serving " + command.strip()).split(" ");
        TestingCommand run = run(words);
        assertThat(run.code()).as(Arrays.toString(words)).isEqualTo(2);
        assertThat(run.err()).contains(message.strip());
        assertThat(run.out()).isEmpty();
    }
}
