package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static steelyard.cli.TestingCommand.json;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Who waits, as a user asks after it.
class SimulateCommandTest {
    @TempDir private Path folder;

    private static TestingCommand simulate(String words) {
        List<String> all = new ArrayList<>(List.of("serving", "simulate"));
        all.addAll(Arrays.asList(words.split(" ")));
        return run(all.toArray(String[]::new));
    }

    private static JsonNode row(JsonNode root, String what) {
        return root.get("rows")
                .valueStream()
                .filter(r -> r.get("what").asString().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static double value(JsonNode root, String what) {
        return row(root, what).get("value").asDouble();
    }

    /// 2000 requests of 100 tokens at a clock's 10 a second on two replicas at $3: by hand, 1000
    /// output tokens a second, $6 an hour, so $0.000167 a request.
    @Test
    void ratesAndMoneyOfAClockAreThoseByHand() {
        JsonNode root =
                json(
                        simulate(
                                "--model llama-3.1-8b --on h100 --tp 1 --rent 3 --replicas 2 --rate 10 --requests 2000 --burst 0 --input 500 --output 100 --ttft 2s --json"));
        assertThat(root.get("schema").asString()).isEqualTo("steelyard.serving.simulate/1");
        assertThat(value(root, "requests")).isEqualTo(2000);
        assertThat(value(root, "answered")).isEqualTo(2000);
        assertThat(value(root, "output rate")).isCloseTo(1000, within(10.0));
        assertThat(value(root, "input rate")).isCloseTo(5000, within(50.0));
        assertThat(value(root, "accelerators")).isEqualTo(6);
        assertThat(value(root, "request")).isCloseTo(6.0 / 36_000, within(2e-6));
        assertThat(value(root, "within the limits")).isEqualTo(1);
        assertThat(row(root, "time to first token").get("p99").asDouble()).isBetween(0.005, 0.2);
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherDoesNot() {
        String words =
                "llama-3.1-8b --on h100 --tp 1 --rate 20 --requests 500 --variation 1 --replicas 3 --routing random --json";
        String first = simulate(words).out();
        assertThat(simulate(words).out()).isEqualTo(first);
        assertThat(simulate(words + " --seed 2").out()).isNotEqualTo(first);
    }

    @Test
    void theCurveStandsBesideTheBreakEven() throws IOException {
        String words =
                "llama-3.1-8b --on h100 --tp 1 --rent 2..4 --rate 5 --requests 3000 --input 500 --output 100 --curve --ttft 500ms --tpot 40ms --price 0.1/0.2";
        JsonNode root = json(simulate(words + " --json"));
        assertThat(root.get("headline").asString())
                .contains("keep the limits up to a utilisation of", "it breaks even at");
        double before = 0;
        for (JsonNode row : root.get("rows")) {
            double u = row.get("utilisation").asDouble();
            double cost = row.get("usd_per_1000").asDouble();
            assertThat(row.get("requests_per_s").asDouble()).isGreaterThan(before);
            before = row.get("requests_per_s").asDouble();
            // By hand: $3 an hour, shared by so many requests.
            assertThat(cost).isCloseTo(3.0 / 3600 / before * 1000, within(0.002 * cost));
            assertThat(u).isBetween(0.05, 1.0);
        }
        Path page = folder.resolve("curve.html");
        simulate(words + " --html " + page);
        assertThat(Files.readString(page)).contains("Time to first token by utilisation");
    }

    /// A log that explain reads: its calls, sorted by time.
    @Test
    void aLogOfOnesOwnIsATraceToo() throws IOException {
        Path log =
                Files.writeString(
                        folder.resolve("log.csv"),
                        """
                        time,provider,model,input_tokens,cache_read_tokens,output_tokens,calls
                        2026-01-01T00:00:09Z,openai,gpt-4o,900,100,50,1
                        2026-01-01T00:00:00Z,openai,gpt-4o,500,0,20,1
                        2026-01-01T00:00:03Z,openai,gpt-4o,500,0,20,7
                        2026-01-01T00:00:04Z,openai,gpt-4o,500,0,0,1
                        """);
        TestingCommand run = simulate("llama-3.1-8b --on h100 --tp 1 --trace " + log);
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains(
                        "1 row stands for several calls and is left out",
                        "1 call without a prompt or an answer is left out",
                        "mean 750 tokens in, 35 out");
    }

    /// Traces and pools: what was found in the cache is less to read.
    @Test
    void blocksAreFoundUnlessTheCacheIsOff() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            lines.append(
                    "{\"timestamp\": %d, \"input_length\": 1500, \"output_length\": 10, \"hash_ids\": [1, 2, %d]}\n"
                            .formatted(i * 1000, 100 + i));
        }
        Path trace = Files.writeString(folder.resolve("t.jsonl"), lines);
        String words = "llama-3.1-8b --on h100 --tp 1 --json --trace " + trace;
        assertThat(value(json(simulate(words)), "found in prefix cache"))
                .isCloseTo(49 * 1024 / (50 * 1500.0), within(1e-3));
        assertThat(value(json(simulate(words + " --no-prefix-cache")), "found in prefix cache"))
                .isZero();
        assertThat(value(json(simulate(words + " --prefill-replicas 1")), "accelerators"))
                .isCloseTo(2 * value(json(simulate(words)), "accelerators"), within(1e-9));
    }

    @Test
    void oneLongRequestAmongShortOnesIsExplained() throws IOException {
        Path trace =
                Files.writeString(
                        folder.resolve("t.csv"),
                        "TIMESTAMP,ContextTokens,GeneratedTokens\n0,100,10\n1000,90000000,10\n2000,100,10\n");
        String words = "llama-3.1-8b --on h100 --routing prefix --trace " + trace;
        assertThat(simulate(words).err())
                .contains("with --tp, those that are too long are refused and counted");
        TestingCommand run = simulate(words + " --tp 1");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("nothing was found in the prefix cache", "1 request (33%) can never");
    }

    /// What is too long for the cache is counted, and nothing else: not as input, not as capacity.
    @Test
    void refusedRequestsDoNotCount() throws IOException {
        StringBuilder good = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        StringBuilder both = new StringBuilder(good);
        for (int i = 0; i < 1000; i++) {
            good.append("%d,500,50\n".formatted(i * 100));
            both.append("%d,500,50\n%d,9000000,50\n".formatted(i * 100, i * 100));
        }
        Path one = Files.writeString(folder.resolve("good.csv"), good);
        Path two = Files.writeString(folder.resolve("both.csv"), both);
        String words = "llama-3.1-8b --on h100 --tp 1 --rent 3 --json --trace ";
        JsonNode alone = json(simulate(words + one));
        JsonNode with = json(simulate(words + two));
        assertThat(value(with, "refused")).isEqualTo(1000);
        for (String what : new String[] {"input rate", "output rate", "request", "longest queue"}) {
            assertThat(value(with, what)).as(what).isEqualTo(value(alone, what));
        }
        assertThat(row(with, "time to first token")).isEqualTo(row(alone, "time to first token"));
        String curve = " --curve --ttft 500ms --price 0.1/0.2";
        JsonNode first = json(simulate(words + one + curve));
        JsonNode second = json(simulate(words + two + curve));
        double cost = first.get("rows").get(5).get("usd_per_1000").asDouble();
        assertThat(second.get("rows").get(5).get("usd_per_1000").asDouble())
                .isCloseTo(cost, within(0.01 * cost));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama-3.1-8b --on h100|no requests: name a --trace, or state a --rate",
                "--on h100 --rate 1|no model named",
                "llama-3.1-8b --model llama-3.1-70b --on h100 --rate 1|a model is named twice",
                "llama-3.1-8b --on h100 --trace nowhere.csv|--trace nowhere.csv: no such file",
                "llama-3.1-8b --on h100 --trace nowhere.csv --rate 3|--rate has no effect beside --trace",
                "llama-3.1-8b --on h100 --rate 3 --price 1/2|--price has no effect without --curve",
                "llama-3.1-8b --on h100 --rate 3 --utilisation 0.5|--utilisation has no effect",
                "llama-3.1-8b --on h100 --rate -3|above zero",
                "llama-3.1-8b --on h100 --rate 3 --routing nearest|routing \"nearest\" is none of round-robin, random, least, prefix",
                "llama-3.1-8b --on h100 --rate 3 --replicas 0|at least one",
                "llama-3.1-8b --on h100 --rate 3 --chunk 9000|a chunk of 9000 tokens",
                "llama-3.1-8b --on h100 --rate 3 --ttft 1s --share 2|a share of 2.0 of the requests",
                "llama-3.1-8b --on h100 --tp 1 --gpus 2 --rate 3|in a simulation those are --replicas",
                "llama-3.1-405b --on h100 --tp 1 --rate 3|does not fit",
                "llama-3.1-8b --on h100 --rate 3 --requests 1 --curve|have no rate",
                "llama-3.1-8b --on h100 --rate 3 --speed 0|above zero",
                "llama-3.1-8b --on h100 --rate 3 --speed 1e-320|above zero",
                "llama-3.1-8b --on h100 --rate Infinity|a rate above zero",
                "llama-3.1-8b --on h100 --rate 1e-320|a rate above zero",
                "llama-3.1-8b --on h100 --rate 3 --burst 1e200|from 0 to 100",
                "llama-3.1-8b --on h100 --rate 3 --share 0.5|--share has no effect without --ttft or --tpot",
                "llama-3.1-8b --on h100 --rate 3 --kwh 1|--kwh has no effect without --own",
                "llama-3.1-8b --on h100 --tp 1 --rate 3 --input 3e9|one to ten million tokens each",
                "llama-3.1-8b --on h100 --tp 1 --rate 3 --input 9000000|can be answered",
                "llama-3.1-8b --on h100 --tp 1 --rate 3 --own 45000..30000|the first amount is the lower",
            })
    void whatCannotBeSimulatedIsSaid(String words, String message) {
        TestingCommand run = simulate(words);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }
}
