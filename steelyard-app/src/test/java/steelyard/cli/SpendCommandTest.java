package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static steelyard.cli.TestingCommand.json;
import static steelyard.cli.TestingCommand.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the money went. GPT-5 at $1.25 and $10 a million, cached at $0.125: every amount here is
/// worked out by hand.
class SpendCommandTest {
    @TempDir private Path folder;
    private String log = "";

    @BeforeEach
    void write() throws IOException {
        Path file = folder.resolve("usage.csv");
        Files.writeString(
                file,
                """
                time,provider,model,input_tokens,cache_read_tokens,output_tokens,user,team,session_id
                2026-01-05T09:10:00Z,openai,gpt-5,4000000,0,100000,ann,web,s1
                2026-01-05T12:30:00Z,openai,gpt-5,0,8000000,0,bob,web,s2
                2026-01-05T14:20:00Z,openai,gpt-5,800000,0,0,,,s3
                2026-02-03T23:30:00Z,openai,gpt-5,8000000,0,0,cy,data,s4
                2026-02-03T23:40:00Z,openai,gpt-secret,1000000,0,0,cy,data,s4
                """);
        log = file.toString();
    }

    private static Map<String, BigDecimal> amounts(JsonNode root, String... keys) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        for (JsonNode row : root.path("rows")) {
            StringBuilder name = new StringBuilder();
            for (String key : keys) {
                name.append(name.isEmpty() ? "" : " ").append(row.path(key).asString("nobody"));
            }
            amounts.put(
                    name.toString(),
                    new BigDecimal(row.path("usd").asString()).stripTrailingZeros());
        }
        return amounts;
    }

    /// $6 and $1 for web, $1 for nobody in January; $10 for data in February.
    @Test
    void twoDimensionsAtOnce() {
        JsonNode root = json(run("spend", log, "--by", "month,team", "--json"));
        assertThat(amounts(root, "month", "team"))
                .isEqualTo(
                        Map.of(
                                "2026-01 web", new BigDecimal("7"),
                                "2026-01 nobody", new BigDecimal("1"),
                                "2026-02 data", new BigDecimal("1E+1")));
        assertThat(root.path("spend_usd").asString()).isEqualTo("18.000000000000");
        assertThat(root.path("unpriced_tokens").asLong()).isEqualTo(1_000_000);
    }

    @Test
    void everyDimensionAddsUpToTheSame() {
        for (String by :
                List.of(
                        "day",
                        "week",
                        "month",
                        "quarter",
                        "year",
                        "model",
                        "provider",
                        "team",
                        "user",
                        "task",
                        "session",
                        "file",
                        "tier",
                        "region",
                        "meter")) {
            JsonNode root = json(run("spend", log, "--by", by, "--json"));
            assertThat(amounts(root, by).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                    .as(by)
                    .isEqualByComparingTo("18");
        }
    }

    @Test
    void metersAreToldApart() {
        JsonNode root = json(run("spend", log, "--by", "meter", "--json"));
        assertThat(amounts(root, "meter"))
                .containsEntry("input", new BigDecimal("16"))
                .containsEntry("cache_read", new BigDecimal("1"))
                .containsEntry("output", new BigDecimal("1"));
    }

    /// In Tokyo the last calls were made on 4 February.
    @Test
    void daysAreThoseOfTheZone() {
        assertThat(amounts(json(run("spend", log, "--by", "day", "--json")), "day"))
                .containsKeys("2026-01-05", "2026-02-03");
        assertThat(
                        amounts(
                                json(
                                        run(
                                                "spend",
                                                log,
                                                "--by",
                                                "day",
                                                "--zone",
                                                "Asia/Tokyo",
                                                "--json")),
                                "day"))
                .containsKeys("2026-01-05", "2026-02-04");
    }

    /// Around both changes of the clocks of 2026 in Europe and America, days and weeks are those
    /// that Java's calendar has, in offsets too.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Z",
                "+01:00",
                "-09:30",
                "UTC+1",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kolkata",
                "Australia/Lord_Howe"
            })
    void daysAndWeeksAreThoseOfTheCalendar(String zone) throws IOException {
        Map<String, BigDecimal> days = new HashMap<>();
        Map<String, BigDecimal> weeks = new HashMap<>();
        List<String> rows =
                new ArrayList<>(List.of("time,provider,model,input_tokens,output_tokens"));
        for (String day :
                List.of(
                        "2026-03-08",
                        "2026-03-29",
                        "2026-04-04",
                        "2026-10-25",
                        "2026-11-01",
                        "2027-01-03")) {
            for (int hour = 0; hour < 24; hour++) {
                Instant at = Instant.parse("%sT%02d:30:00Z".formatted(day, hour));
                rows.add(at + ",openai,gpt-5,800000,0");
                ZonedDateTime local = at.atZone(ZoneId.of(zone));
                days.merge(local.toLocalDate().toString(), BigDecimal.ONE, BigDecimal::add);
                weeks.merge(
                        DateTimeFormatter.ofPattern("YYYY-'W'ww", Locale.GERMANY).format(local),
                        BigDecimal.ONE,
                        BigDecimal::add);
            }
        }
        Path file = folder.resolve("clocks.csv");
        Files.write(file, rows);
        assertThat(
                        amounts(
                                json(
                                        run(
                                                "spend",
                                                file.toString(),
                                                "--by",
                                                "day",
                                                "--zone",
                                                zone,
                                                "--json")),
                                "day"))
                .isEqualTo(stripped(days));
        assertThat(
                        amounts(
                                json(
                                        run(
                                                "spend",
                                                file.toString(),
                                                "--by",
                                                "week",
                                                "--zone",
                                                zone,
                                                "--json")),
                                "week"))
                .isEqualTo(stripped(weeks));
    }

    private static Map<String, BigDecimal> stripped(Map<String, BigDecimal> amounts) {
        amounts.replaceAll((_, usd) -> usd.stripTrailingZeros());
        return amounts;
    }

    @Test
    void twoPeriodsStandSideBySide() {
        TestingCommand run =
                run("spend", log, "--by", "team", "--before", "2026-01", "--after", "2026-02");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("usage.csv: $8.00 in 2026-01, $10.00 in 2026-02 (+25%).")
                .containsPattern("web +\\$7\\.00 +\\$0")
                .containsPattern("nobody's +\\$1\\.00")
                .containsPattern("data +\\$0\\S* +\\$10\\.00")
                .contains("gpt-secret");
    }

    @Test
    void whatIsPastItsBudgetIsToldAndFails() {
        String[] asked = {
            "spend",
            log,
            "--by",
            "month,team",
            "--budget",
            "6.50",
            "--budget",
            "data=12",
            "--fail-on-budget"
        };
        TestingCommand run = run(asked);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("1 of 3 is past the budget")
                .containsPattern("2026-01 +web +\\$7\\.00 +\\$6\\.50 +-\\$0\\.500 +yes");
        assertThat(run("spend", log, "--by", "team", "--budget", "20", "--fail-on-budget").code())
                .isZero();
        assertThat(run("spend", log, "--by", "team", "--budget", "ops=1").err())
                .contains("no team of that name; there are");
    }

    /// A block opens at nine, so twelve thirty lies in it, and fourteen twenty opens the next.
    @Test
    void blocksOpenAtTheFullHourOfTheirFirstCall() {
        JsonNode root = json(run("spend", log, "--blocks", "--json"));
        JsonNode blocks = root.path("blocks");
        assertThat(blocks.size()).isEqualTo(3);
        assertThat(blocks.path(0).path("from").asString()).isEqualTo("2026-01-05T09:00:00Z");
        assertThat(blocks.path(0).path("to").asString()).isEqualTo("2026-01-05T14:00:00Z");
        assertThat(new BigDecimal(blocks.path(0).path("usd").asString())).isEqualByComparingTo("7");
        assertThat(blocks.path(1).path("from").asString()).isEqualTo("2026-01-05T14:00:00Z");
        assertThat(blocks.path(2).path("unpriced_calls").asLong()).isEqualTo(1);
    }

    @Test
    void aRangeLeavesTheRestOutAndSaysSo() {
        TestingCommand run = run("spend", log, "--from", "2026-02", "--until", "2026-02-28");
        assertThat(run.out())
                .contains("$10.00 in 1 call")
                .contains("outside --from and --until, and so left out: 3 rows");
        assertThat(run("spend", log, "--from", "2027").err())
                .contains("nothing was spent: 5 rows lie outside --from and --until");
        assertThat(run("spend", log, "--from", "2026-03", "--until", "2026-01").code())
                .isEqualTo(2);
    }

    @Test
    void whatHasNoPriceIsSaidAndFails() {
        TestingCommand run = run("spend", log, "--fail-on-unpriced", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("Beware: 4.6% of the tokens (1 call) have no price");
    }

    @Test
    void standardInputIsALogLikeAnyOther() throws IOException {
        InputStream before = System.in;
        try {
            System.setIn(
                    new ByteArrayInputStream(
                            Files.readString(Path.of(log)).getBytes(StandardCharsets.UTF_8)));
            TestingCommand run = run("spend", "-");
            assertThat(run.out()).startsWith("standard input, 2026-01-05 to 2026-02-03: $18.00");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void anotherCurrencyHoldsForBudgetsToo() {
        TestingCommand run =
                run(
                        "spend",
                        log,
                        "--by",
                        "team",
                        "--currency",
                        "EUR",
                        "--fx",
                        "0.5",
                        "--budget",
                        "3.50");
        assertThat(run.out())
                .contains("€9.00 in 4 calls")
                .contains("amounts at 0.5 EUR to the dollar (as stated)")
                .containsPattern("data +€5\\.00 +€3\\.50 +-€1\\.50 +yes")
                .containsPattern("web +€3\\.50 +€3\\.50 +€0\\.00");
        assertThat(run("spend", log, "--fx", "0.5").err()).contains("without --currency");
        assertThat(run("spend", log, "--currency", "euros").err()).contains("three letters");
    }

    @Test
    void whatSaysNothingIsRefused() {
        assertThat(run("spend", log, "--by", "mood").err()).contains("none of day, week");
        assertThat(run("spend", log, "--by", "day,week,month").err()).contains("or two");
        assertThat(run("spend", log, "--before", "2026-01").err()).contains("give both");
        assertThat(run("spend", log, "--top", "0").code()).isEqualTo(2);
        assertThat(run("spend", log, "--blocks", "--by", "day").err()).contains("--by");
    }

    @Test
    void aTableOfRatesWithAFaultIsRefusedByLine() throws IOException {
        Path rates = Files.writeString(folder.resolve("fx.csv"), "date,rate\n2026-13-01,0.9\n");
        TestingCommand run = run("spend", log, "--currency", "EUR", "--fx", rates.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("fx.csv:2: date \"2026-13-01\" is no date; write it as 2026-01-31");
    }

    @Test
    void whatHasNoPriceIsToldByPeriod() {
        assertThat(
                        run("spend", log, "--before", "2026-01", "--after", "2026-02")
                                .out()
                                .replaceAll("\\s+", " "))
                .contains("without a price in 2026-02, and in no amount: openai/gpt-secret (1 call")
                .doesNotContain("without a price in 2026-01");
    }

    /// The logs of two agents in a home folder are one ledger: 2 x (1,000 x $3 + 100 x $15) and 400
    /// x $1.25 + 100 x $0.125 + 50 x $10 per million.
    @Test
    void theAgentsOfAMachineAreFoundAndSaid() throws IOException {
        Path claude = Files.createDirectories(folder.resolve(".claude/projects/p"));
        Path codex = Files.createDirectories(folder.resolve(".codex/sessions/2026"));
        String line =
                "{\"type\":\"assistant\",\"timestamp\":\"2026-05-01T10:00:00Z\",\"sessionId\":\"s\",\"uuid\":\"u\",\"message\":{\"id\":\"%s\",\"model\":\"claude-sonnet-4-5\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":100}}}";
        Files.writeString(
                claude.resolve("a.jsonl"), line.formatted("m1") + "\n" + line.formatted("m2"));
        Files.writeString(
                codex.resolve("rollout.jsonl"),
                """
                {"timestamp":"2026-05-01T09:00:00Z","type":"session_meta","payload":{"id":"s"}}
                {"timestamp":"2026-05-01T09:00:00Z","type":"turn_context","payload":{"model":"gpt-5"}}
                {"timestamp":"2026-05-01T09:01:00Z","type":"event_msg","payload":{"type":"token_count","info":{"last_token_usage":{"input_tokens":500,"cached_input_tokens":100,"output_tokens":50}}}}
                """);
        String home = System.getProperty("user.home");
        try {
            System.setProperty("user.home", folder.toString());
            TestingCommand run = run("spend", "--agents", "--by", "model", "--json");
            assertThat(run.err()).contains("agents found: Claude Code, Codex CLI; in ");
            assertThat(JsonMapper.shared().readTree(run.out()).get("spend_usd").asString())
                    .startsWith("0.0100125");
            System.setProperty("user.home", folder.resolve("none").toString());
            assertThat(run("spend", "--agents").err()).contains("--agents: none of the places");
        } finally {
            System.setProperty("user.home", home);
        }
    }
}
