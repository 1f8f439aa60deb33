package steelyard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.cell.Cell;
import steelyard.cell.Sums;
import steelyard.cell.Unpriced;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// Every format, from a file to counts and amounts.
class FormatsTest {
    @TempDir private Path folder;

    private Path write(String name, String... lines) throws IOException {
        return TestingLog.write(folder, name, lines);
    }

    private static Sums all(Ledger ledger) {
        return ledger.sums(List.of(TestingLog.ALL), false);
    }

    private static TokenCounts counts(Sums sums) {
        return sums.cells().stream().map(Cell::counts).reduce(TokenCounts.NONE, TokenCounts::plus);
    }

    private static MoneyTotal spend(Sums sums) {
        return sums.cells().stream().map(Cell::spend).reduce(MoneyTotal.ZERO, MoneyTotal::plus);
    }

    @Test
    void aPlainCsvWorksAsItStands() throws IOException {
        Path log =
                write(
                        "usage.csv",
                        "time,provider,model,input_tokens,output_tokens,user",
                        "2025-12-01T09:00:00Z,openai,gpt-5,1000000,100000,ann",
                        "2025-12-01 10:00:00+00,anthropic,claude-opus-4-5,1000,100,bob");
        try (Ledger ledger = TestingLog.open(log)) {
            // 1.25 + 1.00 and 0.005 + 0.0025 by the published prices
            assertThat(spend(all(ledger))).hasToString("2.2575");
            assertThat(ledger.report().rows("ok")).isEqualTo(2);
            assertThat(all(ledger).crowds())
                    .singleElement()
                    .satisfies(c -> assertThat(c.users()).isEqualTo(2));
        }
    }

    @Test
    void theSameTableReadsTheSameFromCsvJsonLinesParquetAndGzip() throws Exception {
        Path csv =
                write(
                        "a.csv",
                        "timestamp;model;requests;prompt_tokens;cached_tokens;completion_tokens;reasoning_tokens",
                        "2025-12-01T09:00:00Z;gpt-5;4;900;600;80;30");
        Path json =
                write(
                        "b.jsonl",
                        "{\"timestamp\":\"2025-12-01T09:00:00Z\",\"model\":\"gpt-5\",\"requests\":4,\"prompt_tokens\":900,\"cached_tokens\":600,\"completion_tokens\":80,\"reasoning_tokens\":30}");
        Path parquet = folder.resolve("c.parquet");
        Path gzip = folder.resolve("d.csv.gz");
        sql(
                "COPY (SELECT TIMESTAMPTZ '2025-12-01T09:00:00Z' AS timestamp, 'gpt-5' AS model, 4::INTEGER AS requests, 900::BIGINT AS prompt_tokens, 600::UBIGINT AS cached_tokens, 80::SMALLINT AS completion_tokens, 30.0::DOUBLE AS reasoning_tokens) TO '"
                        + parquet
                        + "'");
        sql(
                "COPY (FROM read_csv('"
                        + csv
                        + "', all_varchar = true)) TO '"
                        + gzip
                        + "' (COMPRESSION gzip)");
        for (Path file : List.of(csv, json, parquet, gzip)) {
            try (Ledger ledger = TestingLog.open(file)) {
                assertThat(counts(all(ledger)))
                        .as(file.toString())
                        .hasToString("input=300 cache_read=600 output=50 reasoning=30");
                assertThat(all(ledger).cells())
                        .singleElement()
                        .satisfies(c -> assertThat(c.calls()).isEqualTo(4));
            }
        }
    }

    private static void sql(String sql) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-5|10|0|input_tokens -5 is negative",
                "abc|10|0|input_tokens is not a whole number",
                "1.5|10|0|input_tokens \"1.5\" is not a whole number",
                "9999999999999999|10|0|input_tokens 9999999999999999 is absurdly large",
                "5|10|11|reasoning 11 of output 10: a part exceeds its whole",
            })
    void absurdCountsAreCountedWithTheirLineAndReason(
            String input, String output, String reasoning, String problem) throws IOException {
        Path log =
                write(
                        "usage.csv",
                        "time,model,input_tokens,output_tokens,reasoning_tokens",
                        "2025-12-01T09:00:00Z,gpt-5,1,1,0",
                        "2025-12-01T09:00:00Z,gpt-5,%s,%s,%s".formatted(input, output, reasoning));
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().rows("ok")).isEqualTo(1);
            assertThat(ledger.report().problems())
                    .singleElement()
                    .satisfies(p -> {
                        assertThat(p.first()).isEqualTo(log + ":3");
                        assertThat(p.reason()).startsWith(problem);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2025-12-01T09:00:00Z|gpt-5|100|101|cached 101 of prompt 100: a part exceeds its whole",
                "yesterday|gpt-5|100|1|time is not a time",
                "|gpt-5|100|1|time is blank",
                "1999-01-01T00:00:00Z|gpt-5|100|1|time \"1999-01-01T00:00:00Z\" is out of range (2020 to 2099)",
                "2025-12-01T09:00:00Z||100|1|model is blank",
            })
    void eachBrokenRowSaysWhatIsWrong(
            String time, String model, String prompt, String cached, String problem)
            throws IOException {
        Path log =
                write(
                        "usage.jsonl",
                        "{\"time\":\"%s\",\"model\":\"%s\",\"prompt_tokens\":%s,\"cached_tokens\":%s}"
                                .formatted(
                                        time == null ? "" : time,
                                        model == null ? "" : model,
                                        prompt,
                                        cached));
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().problems())
                    .singleElement()
                    .satisfies(p -> assertThat(p.reason()).startsWith(problem));
            assertThat(ledger.report().rows("ok")).isZero();
        }
    }

    @Test
    void rowsOfTheWrongShapeAndBrokenJsonAreCountedByLine() throws IOException {
        Path csv =
                write(
                        "a.csv",
                        "time,model,input_tokens",
                        "2025-12-01T09:00:00Z,gpt-5,1",
                        "2025-12-01T09:00:00Z,gpt-5,1,2,3",
                        "2025-12-01T09:00:00Z,gpt-5,1");
        Path json =
                write(
                        "b.jsonl",
                        "{\"time\":\"2025-12-01T09:00:00Z\",\"model\":\"gpt-5\",\"input_tokens\":1}",
                        "{\"time\":",
                        "",
                        "nonsense");
        try (Ledger ledger = TestingLog.open(csv, json)) {
            assertThat(ledger.report().rows("ok")).isEqualTo(3);
            assertThat(ledger.report().rows("unreadable")).isEqualTo(3);
            assertThat(ledger.report().problems())
                    .extracting(ReadReport.Problem::first)
                    .contains(csv + ":3", json + ":2");
        }
    }

    @Test
    void timesWithoutAZoneAreCounted() throws IOException {
        Path log =
                write(
                        "usage.csv",
                        "time,model,input_tokens",
                        "2025-12-01 09:00:00,gpt-5,1",
                        "2025-12-01,gpt-5,1",
                        "2025-12-01T09:00:00+01:00,gpt-5,1",
                        "1764580000,gpt-5,1",
                        "1764580000000,gpt-5,1");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().rows("ok")).isEqualTo(5);
            assertThat(ledger.report().zoneless()).isEqualTo(2);
        }
    }

    @Test
    void missingCountsAreMissingAndNotZero() throws IOException {
        Path log =
                write(
                        "usage.csv",
                        "time,model,input_tokens,output_tokens",
                        "2025-12-01T09:00:00Z,gpt-5,,",
                        "2025-12-01T09:00:00Z,gpt-5,0,0");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().rows("no_counts")).isEqualTo(1);
            assertThat(ledger.report().rows("ok")).isEqualTo(1);
        }
    }

    @Test
    void unknownNamesAreUnpricedWithTheirTokens() throws IOException {
        Path log =
                write(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2025-12-01T09:00:00Z,acme,gpt-5,100",
                        "2025-12-01T09:00:00Z,openai,gpt-99,10",
                        "2022-01-01T00:00:00Z,openai,gpt-5,1");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(all(ledger).cells()).isEmpty();
            assertThat(all(ledger).unpriced())
                    .extracting(Unpriced::name, Unpriced::reason, Unpriced::tokens)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(
                                    "acme/gpt-5", "the provider is not in the price book", 100L),
                            org.assertj.core.groups.Tuple.tuple(
                                    "openai/gpt-99", "the model is not in the price book", 10L),
                            org.assertj.core.groups.Tuple.tuple(
                                    "openai/gpt-5",
                                    "the price book has no price for it at that time",
                                    1L));
        }
    }

    private static String claude(String id, String request, boolean side, int output, String rest) {
        return "{\"type\":\"assistant\",\"timestamp\":\"2025-12-01T09:12:01.101Z\",\"sessionId\":\"s-1\",\"uuid\":\"u\",\"isSidechain\":%s,\"cwd\":\"/home/ann/shop\"%s,\"message\":{%s\"model\":\"claude-opus-4-5-20251101\",\"role\":\"assistant\",\"usage\":{\"input_tokens\":6,\"cache_read_input_tokens\":22076,\"output_tokens\":%d%s}}}"
                .formatted(
                        side,
                        request.isEmpty() ? "" : ",\"requestId\":\"" + request + "\"",
                        id.isEmpty() ? "" : "\"id\":\"" + id + "\",",
                        output,
                        rest);
    }

    @Test
    void claudeCodeLinesOfOneResponseCountOnce() throws IOException {
        String write =
                ",\"cache_creation_input_tokens\":11352,\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":11352}";
        Path main =
                write(
                        "s-1.jsonl",
                        "{\"type\":\"summary\",\"sessionId\":\"s-1\",\"uuid\":\"x\"}",
                        claude("msg_A", "req_A", false, 9, write),
                        claude("msg_A", "req_A", false, 384, write),
                        claude("", "", false, 10, ""));
        Files.createDirectories(folder.resolve("sub"));
        Path side =
                write(
                        "sub/side.jsonl",
                        claude("msg_A", "req_B", true, 384, ",\"cache_creation_input_tokens\":0"),
                        claude("msg_B", "", true, 5, ""));
        try (Ledger ledger = TestingLog.open(folder)) {
            assertThat(ledger.report().files()).isEqualTo(2);
            assertThat(ledger.report().rows("ok"))
                    .as("msg_A, the line without an id, msg_B")
                    .isEqualTo(3);
            assertThat(ledger.report().rows("duplicate")).isEqualTo(2);
            Sums sums = all(ledger);
            assertThat(counts(sums))
                    .hasToString("input=18 cache_read=66228 cache_write_1h=11352 output=399");
            // By hand at 5 / 0.5 / 10 / 25: 18 x 5 + 66,228 x 0.5 + 11,352 x 10 + 399 x 25 =
            // 156,699 millionths
            assertThat(spend(sums)).hasToString("0.156699");
            // The two repeats: 6 x 5 + 22,076 x 0.5 + 11,352 x 10 + 9 x 25, and 6 x 5 + 22,076 x
            // 0.5 + 384 x 25
            assertThat(sums.duplicates().getFirst()).hasToString("0.145481");
            assertThat(main).exists();
            assertThat(side).exists();
        }
    }

    @Test
    void claudeCodeStubsAreNoCallsAndRemaindersKeepTheirTokens() throws IOException {
        Path log =
                write(
                        "a.jsonl",
                        claude(
                                "m1",
                                "r",
                                false,
                                100,
                                ",\"cache_creation_input_tokens\":1000,\"cache_creation\":{\"ephemeral_5m_input_tokens\":300,\"ephemeral_1h_input_tokens\":200},\"server_tool_use\":{\"web_search_requests\":2},\"service_tier\":\"batch\""),
                        claude("m2", "r", false, 0, "")
                                .replace("claude-opus-4-5-20251101", "<synthetic>"),
                        "{\"type\":\"progress\",\"sessionId\":\"s-1\",\"timestamp\":\"2025-12-01T09:12:01.101Z\",\"data\":{\"message\":{\"message\":{\"id\":\"m3\",\"model\":\"claude-opus-4-5-20251101\",\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}}}}",
                        "{\"type\":\"assistant\",\"message\":{\"usage\"");
        try (Ledger ledger = TestingLog.open(log)) {
            Sums sums = all(ledger);
            assertThat(counts(sums))
                    .hasToString(
                            "input=7 cache_read=22076 cache_write=500 cache_write_5m=300 cache_write_1h=200 output=102 web_search=2");
            assertThat(ledger.report().rows("unreadable")).isEqualTo(1);
            assertThat(ledger.report().problems())
                    .singleElement()
                    .satisfies(p ->
                            assertThat(p)
                                    .hasToString(
                                            "Problem[reason=not valid JSON, rows=1, first="
                                                    + log
                                                    + ":4]"));
            assertThat(sums.cells().getFirst().flagged()).containsKey(Flag.CACHE_WRITE_TTL_UNKNOWN);
            assertThat(sums.cells().getFirst().fees())
                    .as("two searches at $10 a thousand")
                    .hasToString("0.02");
        }
    }

    @Test
    void allRecordedCostsOfARealPiSessionAreReproduced() throws Exception {
        Path log = folder.resolve("pi.jsonl.gz");
        try (InputStream in =
                FormatsTest.class.getResourceAsStream("/steelyard/usage/pi-session.jsonl.gz")) {
            Files.copy(Objects.requireNonNull(in), log);
        }
        Path charges = folder.resolve("charges.parquet");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.writeCharges(charges)).isEqualTo(484);
            Sums sums = all(ledger);
            assertThat(sums.recorded())
                    .singleElement()
                    .satisfies(r -> {
                        assertThat(r.rows()).isEqualTo(484);
                        assertThat(r.recordedUsd()).isCloseTo(42.5959, within(5e-5));
                        assertThat(r.rated().approximateUsd())
                                .isCloseTo(r.recordedUsd(), within(1e-9));
                    });
        }
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = db.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*), max(abs(usd::DOUBLE - recorded_cost)), sum(usd), sum(usd_input + usd_cache_read + usd_cache_write + usd_output), any_value(price_sources), count(*) FILTER (outcome = 'rated') FROM '"
                                        + charges
                                        + "'")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(484);
            assertThat(row.getDouble(2))
                    .as("the log's own figures are binary floats")
                    .isLessThan(1e-9);
            assertThat(row.getBigDecimal(3)).isEqualByComparingTo(row.getBigDecimal(4));
            assertThat(row.getString(5)).contains("genai-prices");
            assertThat(row.getLong(6)).isEqualTo(484);
        }
    }

    @Test
    void piSessionFilesOfTheAgentItselfAreReadToo() throws IOException {
        Path log =
                write(
                        "s.jsonl",
                        "{\"type\":\"session\",\"id\":\"x\",\"timestamp\":\"2025-12-01T09:00:00.000Z\",\"cwd\":\"/home/ann\"}",
                        "{\"type\":\"message\",\"timestamp\":\"2025-12-01T09:00:01.000Z\",\"message\":{\"role\":\"assistant\",\"provider\":\"anthropic\",\"model\":\"claude-opus-4-5\",\"usage\":{\"input\":1,\"output\":114,\"cacheRead\":0,\"cacheWrite\":33637,\"cost\":{\"total\":0.21308625}}}}");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(spend(all(ledger))).hasToString("0.21308625");
            assertThat(counts(all(ledger)).of(Meter.CACHE_WRITE)).isEqualTo(33_637);
        }
    }

    @Test
    void tasksThatTouchSeveralModelsAreSplitByTheirCalls() throws IOException {
        Path log =
                write(
                        "usage.csv",
                        "time,model,input_tokens,session_id,user",
                        "2025-12-01T09:00:00Z,gpt-5,1,t1,ann",
                        "2025-12-01T09:00:00Z,gpt-5,1,t1,ann",
                        "2025-12-01T09:00:00Z,gpt-5,1,t1,ann",
                        "2025-12-01T09:00:00Z,o3,1,t1,ann",
                        "2025-12-01T09:00:00Z,o3,1,t2,bob");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(all(ledger).cells())
                    .extracting(Cell::product, Cell::tasks)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("openai/gpt-5", 0.75),
                            org.assertj.core.groups.Tuple.tuple("openai/o3", 1.25));
            assertThat(all(ledger).crowds())
                    .singleElement()
                    .satisfies(c -> {
                        assertThat(c.users()).isEqualTo(2);
                        assertThat(c.tasks()).isEqualTo(2);
                    });
        }
    }

    @Test
    void aFolderWithoutLogsAndFilesOfNoFormatAreRefusedWithWhatWouldBeRight() throws IOException {
        assertThatThrownBy(() -> TestingLog.open(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no usage logs in it");
        Path binary = folder.resolve("x.csv");
        Files.write(binary, new byte[] {1, 0, 2, 0});
        assertThatThrownBy(() -> TestingLog.open(binary))
                .hasMessageContaining("a binary file; usage is CSV, JSON lines or Parquet");
        assertThatThrownBy(() -> TestingLog.open(folder.resolve("none.csv")))
                .hasMessageContaining("no such file or folder");
        assertThatThrownBy(() -> TestingLog.open(write("empty.csv").toAbsolutePath()))
                .hasMessageContaining("the first line names no column");
        assertThatThrownBy(() -> TestingLog.open(Files.createFile(folder.resolve("nil.csv"))))
                .hasMessageContaining("the file is empty");
        assertThatThrownBy(() -> TestingLog.open(write("list.json", "[{\"time\":1}]")))
                .hasMessageContaining("one object a line");
        assertThatThrownBy(() -> TestingLog.open(write("zip.gz", "PK")))
                .hasMessageContaining("a zip archive; unpack it first");
        assertThatThrownBy(() ->
                        TestingLog.open(
                                write(
                                        "no-model.csv",
                                        "time,input_tokens",
                                        "2025-12-01T09:00:00Z,1")))
                .hasMessageContaining("no column for model; it has time,input_tokens");
        assertThatThrownBy(() ->
                        TestingLog.open(
                                write(
                                        "both.csv",
                                        "time,model,input_tokens,prompt_tokens",
                                        "2025-12-01T09:00:00Z,m,1,1")))
                .hasMessageContaining("keep one");
        assertThatThrownBy(() ->
                        TestingLog.open(
                                write(
                                        "cached.csv",
                                        "time,model,input_tokens,cached_tokens",
                                        "2025-12-01T09:00:00Z,m,1,1")))
                .hasMessageContaining("cached_tokens without prompt_tokens");
    }

    @Test
    void aTruncatedGzipOfLinesCountsWhatItLost() throws IOException {
        Path whole = folder.resolve("w.jsonl.gz");
        try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(whole))) {
            for (int i = 0; i < 5_000; i++) {
                out.write(
                        "{\"time\":\"2025-12-01T09:00:00Z\",\"model\":\"gpt-5\",\"input_tokens\":%d}\n"
                                .formatted(i * 7919 % 10_007)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.jsonl.gz");
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        try (Ledger ledger = TestingLog.open(cut)) {
            assertThat(ledger.report().rows("ok")).isBetween(1_000L, 4_999L);
            assertThat(ledger.report().problems())
                    .anySatisfy(
                            p -> assertThat(p.reason()).contains("the gzip file is cut off here"));
        }
        Path csv = folder.resolve("cut.csv.gz");
        Files.write(csv, java.util.Arrays.copyOf(bytes, 30));
        assertThatThrownBy(() -> TestingLog.open(csv))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cut");
    }

    @Test
    void aQuoteThatNeverClosesIsSaidToLoseWhatFollows() throws IOException {
        Path log =
                write(
                        "quote.csv",
                        "time,model,input_tokens",
                        "2025-12-01T09:00:00Z,gpt-5,1",
                        "2025-12-01T09:00:00Z,\"gpt-5,1",
                        "2025-12-01T09:00:00Z,gpt-5,1",
                        "2025-12-01T09:00:00Z,gpt-5,1");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().rows("ok")).isEqualTo(1);
            assertThat(ledger.report().problems())
                    .singleElement()
                    .satisfies(p -> assertThat(p.reason()).contains("what follows is lost"));
        }
    }

    @Test
    void linesOfACsvAreLinesAndNotRows() throws IOException {
        Path log =
                write(
                        "ml.csv",
                        "\uFEFFtime;model;input_tokens;note",
                        "2025-12-01T09:00:00Z;gpt-5;1;\"two",
                        "lines\"",
                        "2025-12-01T09:00:00Z;gpt-5;1",
                        "2025-12-01T09:00:00Z;gpt-5;-1;x");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().problems())
                    .extracting(ReadReport.Problem::first)
                    .containsExactlyInAnyOrder(log + ":4", log + ":5");
            assertThat(ledger.report().problems())
                    .extracting(ReadReport.Problem::reason)
                    .contains("3 fields where the header names 4");
        }
    }

    @Test
    void oneFileCountsOnceHoweverOftenItIsNamed() throws IOException {
        Path log = write("a.csv", "time,model,input_tokens", "2025-12-01T09:00:00Z,gpt-5,1");
        Files.createSymbolicLink(folder.resolve("b.csv"), log);
        try (Ledger ledger =
                TestingLog.open(
                        log, folder, folder.resolve("../" + folder.getFileName() + "/a.csv"))) {
            assertThat(ledger.report().rows("ok")).isEqualTo(1);
        }
    }

    @Test
    void aBlankPromptBesideOutputIsMissingAndNotZero() throws IOException {
        Path log =
                write(
                        "a.csv",
                        "time,model,input_tokens,output_tokens,service_tier",
                        "2025-12-01T09:00:00Z,gpt-5,,10,",
                        "2025-12-01T09:00:00Z,gpt-5,10,,",
                        "2025-12-01T09:00:00Z,gpt-5,10,1,turbo");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().problems())
                    .singleElement()
                    .satisfies(p ->
                            assertThat(p.reason())
                                    .isEqualTo(
                                            "the prompt's tokens are blank beside output 10: missing, not zero"));
            assertThat(all(ledger).unpriced())
                    .singleElement()
                    .satisfies(u ->
                            assertThat(u.reason())
                                    .isEqualTo("the service tier \"turbo\" is not known"));
        }
    }

    @Test
    void aFileWithoutPermissionSaysSo() throws IOException {
        Path log = write("secret.csv", "time,model,input_tokens", "2025-12-01T09:00:00Z,gpt-5,1");
        Files.setPosixFilePermissions(log, java.util.Set.of());
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Files.isReadable(log), "whoever may read everything cannot see this");
        assertThatThrownBy(() -> TestingLog.open(log))
                .hasMessageContaining("no permission to read it");
        Path other = write("open.csv", "time,model,input_tokens", "2025-12-01T09:00:00Z,gpt-5,1");
        try (Ledger ledger = TestingLog.open(folder)) {
            assertThat(ledger.report().skipped())
                    .singleElement()
                    .asString()
                    .contains("no permission to read it");
            assertThat(other).exists();
        }
    }

    @Test
    void aResponseWithoutCountsIsCountedAsSuchAndTalkOfUsageIsNot() throws IOException {
        Path log =
                write(
                        "a.jsonl",
                        claude("m1", "r", false, 10, ""),
                        "{\"type\":\"assistant\",\"timestamp\":\"2025-12-01T09:00:00Z\",\"sessionId\":\"s-1\",\"message\":{\"id\":\"m2\",\"model\":\"claude-opus-4-5\",\"usage\":{}}}",
                        "{\"type\":\"user\",\"timestamp\":\"2025-12-01T09:00:00Z\",\"sessionId\":\"s-1\",\"message\":{\"role\":\"user\",\"content\":\"what is \\\"usage\\\"?\",\"tool\":{\"usage\":1}}}");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().rows())
                    .containsExactlyInAnyOrderEntriesOf(
                            java.util.Map.of("ok", 1L, "no_counts", 1L));
        }
    }
}
