package steelyard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.cell.Cell;
import steelyard.cell.Sums;
import steelyard.money.MoneyTotal;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;
import steelyard.usage.UsageFiles;

/// What real logs did, after public reports of users of this and other readers; the right amounts
/// are worked by hand from published prices.
class RealLogsTest {
    @TempDir private Path folder;

    private Path write(String name, String... lines) throws IOException {
        return TestingLog.write(folder, name, lines);
    }

    private static Sums all(Ledger ledger) {
        return ledger.sums(List.of(TestingLog.ALL), false);
    }

    private static String spend(Ledger ledger) {
        return all(ledger).cells().stream()
                .map(Cell::spend)
                .reduce(MoneyTotal.ZERO, MoneyTotal::plus)
                .toString();
    }

    private static TokenCounts counts(Ledger ledger) {
        return all(ledger).cells().stream()
                .map(Cell::counts)
                .reduce(TokenCounts.NONE, TokenCounts::plus);
    }

    private static void sql(String sql) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String claude(String id, String request, int output, String more) {
        return "{\"type\":\"assistant\",\"timestamp\":\"2026-05-01T10:00:00Z\",\"sessionId\":\"s\",\"uuid\":\"u\",%s\"message\":{\"id\":\"%s\",\"model\":\"claude-sonnet-4-5\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":%d%s}}}"
                .formatted(
                        request.isEmpty() ? "" : "\"requestId\":\"" + request + "\",",
                        id,
                        output,
                        more);
    }

    /// anthropics/claude-code#64880: one message id for several responses; a copy of one of them,
    /// and a line without a request, tell of what is there already.
    @Test
    void oneMessageIdUnderSeveralRequestsIsSeveralCalls() throws IOException {
        Path log =
                write(
                        "a.jsonl",
                        claude("m", "r1", 10, ""),
                        claude("m", "r2", 20, ""),
                        claude("m", "r1", 10, ""),
                        claude("m", "", 5, ""));
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().rows("ok")).isEqualTo(2);
            assertThat(ledger.report().rows("duplicate")).isEqualTo(2);
            assertThat(counts(ledger).of(Meter.OUTPUT)).isEqualTo(30);
        }
    }

    /// ccusage/ccusage#1115: 150,000 x $5 + 8,000 x $25 per million beside the message's own.
    @Test
    void callsOfAnAdvisorAreCounted() throws IOException {
        Path log =
                write(
                        "a.jsonl",
                        claude(
                                "m",
                                "r1",
                                0,
                                ",\"iterations\":[{\"type\":\"advisor_message\",\"model\":\"claude-opus-4-7\",\"input_tokens\":150000,\"output_tokens\":8000}]"));
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(spend(ledger)).isEqualTo("0.953");
        }
    }

    @Test
    void oneBadLineSpoilsItselfAlone() throws IOException {
        Path log = folder.resolve("a.jsonl");
        byte[] good = (claude("m1", "r1", 100, "") + "\n").getBytes(StandardCharsets.UTF_8);
        try (var out = Files.newOutputStream(log)) {
            out.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
            out.write(good);
            out.write("{\"usage\":\"".getBytes(StandardCharsets.UTF_8));
            out.write(new byte[] {(byte) 0xff, (byte) 0xfe});
            out.write("\"\n[\"usage\"]\n\"usage\"\n42\n".getBytes(StandardCharsets.UTF_8));
            out.write(new byte[100]);
            out.write('\n');
            out.write((claude("m2", "r2", 100, "") + "\n").getBytes(StandardCharsets.UTF_8));
            out.write(
                    claude("m3", "r3", 100, "").substring(0, 90).getBytes(StandardCharsets.UTF_8));
        }
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().rows("ok")).isEqualTo(2);
            assertThat(ledger.report().rows("unreadable")).isGreaterThanOrEqualTo(4);
            // 2 x (1,000 x $3 + 100 x $15 per million)
            assertThat(spend(ledger)).isEqualTo("0.009");
        }
    }

    /// 2,000,000 x $10 per million come only after the first thousand lines.
    @Test
    void aColumnThatComesLateIsRead() throws IOException {
        String[] lines = new String[1_200];
        for (int i = 0; i < lines.length; i++) {
            lines[i] =
                    "{\"time\":\"2026-01-10T00:00:00Z\",\"model\":\"gpt-5\",\"input_tokens\":0%s}"
                            .formatted(i == 1_100 ? ",\"output_tokens\":2000000" : "");
        }
        try (Ledger ledger = TestingLog.open(write("late.jsonl", lines))) {
            assertThat(spend(ledger)).isEqualTo("20");
        }
    }

    @Test
    void theNameOfAParquetFileSaysNothingOfItsRows() throws Exception {
        Path hive = Files.createDirectories(folder.resolve("model=gpt-5-nano/output_tokens=9"));
        for (Path file : List.of(hive.resolve("a.parquet"), folder.resolve("x*.parquet"))) {
            sql(
                    "COPY (SELECT '2026-01-10T00:00:00Z' AS time, 'gpt-5' AS model, 1000000 AS input_tokens, 0 AS output_tokens) TO '%s' (FORMAT parquet)"
                            .formatted(file));
        }
        sql(
                "COPY (SELECT '2026-01-10T00:00:00Z' AS time, 'gpt-5' AS model, 1000000 AS input_tokens, 0 AS output_tokens) TO '%s' (FORMAT parquet)"
                        .formatted(folder.resolve("xy.parquet")));
        // Three files of 1,000,000 x $1.25 per million, each once.
        try (Ledger ledger =
                Ledger.open(
                        UsageFiles.find(List.of(folder.toString()), Optional.empty()),
                        steelyard.price.PriceBook.bundled(),
                        java.time.ZoneOffset.UTC)) {
            assertThat(spend(ledger)).isEqualTo("3.75");
            assertThat(new TreeMap<>(ledger.spendByProduct(TestingLog.ALL))).hasSize(1);
        }
    }

    @Test
    void linksAreFollowedAndEveryFileIsReadOrNamed() throws IOException {
        Path far = Files.createDirectories(folder.resolve("far"));
        Path logs = Files.createDirectories(folder.resolve("logs"));
        String[] lines = {"time,model,input_tokens", "2026-01-10T00:00:00Z,gpt-5,1000000"};
        TestingLog.write(far, "b.csv", lines);
        TestingLog.write(logs, "usage.csv.1", lines);
        TestingLog.write(logs, "notes.txt", "nothing of use");
        Files.createSymbolicLink(logs.resolve("linked"), far);
        Files.createSymbolicLink(logs.resolve("loop"), logs);
        Path link = Files.createSymbolicLink(folder.resolve("link"), logs);
        UsageFiles found = UsageFiles.find(List.of(link.toString()), Optional.empty());
        assertThat(found.logs()).hasSize(2);
        assertThat(found.skipped())
                .hasSize(2)
                .anySatisfy(s -> assertThat(s).contains("notes.txt: "))
                .anySatisfy(
                        s -> assertThat(s).contains("loop: a link to a folder that it lies in"));
    }

    /// Two calls of 1,000 in and 500 out, one under each name: 2 x (0.00125 + 0.005).
    @Test
    void twoSpellingsOfAColumnAreOneColumn() throws IOException {
        try (Ledger ledger =
                TestingLog.open(
                        write(
                                "two.csv",
                                "time,model,input_tokens,output_tokens,completionTokens",
                                "2026-01-10T00:00:00Z,gpt-5,1000,,500",
                                "2026-01-11T00:00:00Z,gpt-5,1000,500,"))) {
            assertThat(spend(ledger)).isEqualTo("0.0125");
        }
    }

    /// gpt-realtime at 4/16 text and 32/64 sound: 200 x 4 + 800 x 32 + 50 x 16 + 250 x 64 per
    /// million.
    @Test
    void soundIsPartOfPromptTokens() throws IOException {
        try (Ledger ledger =
                TestingLog.open(
                        write(
                                "audio.csv",
                                "time,provider,model,prompt_tokens,cached_tokens,input_audio_tokens,completion_tokens,output_audio_tokens",
                                "2025-12-01T09:00:00Z,openai,gpt-realtime,1000,0,800,300,250"))) {
            assertThat(spend(ledger)).isEqualTo("0.0432");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$0.0023", "Included", "-", "NULL", "NaN", "0,0023", "¥0.02"})
    void aCostThatIsNoNumberCostsNoRow(String cost) throws IOException {
        try (Ledger ledger =
                TestingLog.open(
                        write(
                                "cost.csv",
                                "time,model,input_tokens,output_tokens,cost",
                                "2026-01-10T00:00:00Z,gpt-5,1000,100,\"" + cost + "\""))) {
            assertThat(ledger.report().rows("ok")).isEqualTo(1);
        }
    }

    @Test
    void pointsAreThousandsWhereTheFileShowsIt() throws IOException {
        try (Ledger ledger =
                TestingLog.open(
                        write(
                                "de.csv",
                                "Timestamp;Model;Prompt Tokens;Completion Tokens",
                                "31.01.2026 09:00;gpt-5;12.000;800",
                                "28.02.2026 09:00;gpt-5;22.000;1.800"))) {
            assertThat(counts(ledger).of(Meter.INPUT)).isEqualTo(34_000);
            assertThat(counts(ledger).of(Meter.OUTPUT)).isEqualTo(2_600);
            assertThat(ledger.report().told())
                    .containsExactly("de.csv: points keep thousands apart, for no count is 1.800");
        }
        try (Ledger ledger =
                TestingLog.open(
                        write(
                                "which.csv",
                                "time;model;prompt_tokens",
                                "2026-01-31;gpt-5;12.000",
                                "2026-02-28;gpt-5;22"))) {
            assertThat(ledger.report().rows("ok")).isEqualTo(1);
            assertThat(ledger.report().problems().getFirst().reason())
                    .contains("may be thousands or a fraction");
        }
    }

    /// OpenAI's own export: 20,000 x 1.25 + 80,000 x 0.125 + 5,000 x 10 per million; batch is half.
    @Test
    void openAisExportHoldsTheCacheInsideTheInput() throws IOException {
        try (Ledger ledger =
                TestingLog.open(
                        write(
                                "usage.csv",
                                "start_time,end_time,model,num_model_requests,input_tokens,output_tokens,input_cached_tokens,batch",
                                "1764547200,1764633600,gpt-5-2025-08-07,10,100000,5000,80000,False",
                                "1764547200,1764633600,gpt-5-2025-08-07,10,100000,5000,80000,True"))) {
            assertThat(spend(ledger)).isEqualTo("0.1275");
        }
    }

    /// A session that lost the start of its first line keeps the others; a document of many lines
    /// is one record.
    @Test
    void aFirstLineThatIsCutOffSpoilsItselfAlone() throws IOException {
        Path log =
                write(
                        "a.jsonl",
                        claude("m0", "r0", 100, "").substring(0, 120),
                        claude("m1", "r1", 100, ""),
                        claude("m2", "r2", 100, ""));
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.report().rows("ok")).isEqualTo(2);
            assertThat(ledger.report().rows("unreadable")).isEqualTo(1);
            assertThat(spend(ledger)).isEqualTo("0.009");
        }
        Path document =
                write(
                        "s.json",
                        "{",
                        "  \"sessionId\": \"g\", \"startTime\": \"2026-05-01T10:00:00Z\",",
                        "  \"messages\": [",
                        "    {\"id\": \"a\", \"type\": \"gemini\", \"model\": \"gemini-2.5-pro\",",
                        "     \"tokens\": {\"input\": 7, \"output\": 5}}",
                        "  ]",
                        "}");
        try (Ledger ledger = TestingLog.open(document)) {
            assertThat(counts(ledger).of(Meter.INPUT)).isEqualTo(7);
        }
    }

    /// How one file writes thousands says nothing of another.
    @Test
    void theStyleOfOneFileIsNotThatOfAnother() throws Exception {
        Path german =
                write("a.csv", "time;model;prompt_tokens", "2026-01-31T00:00:00Z;gpt-5;1.800");
        Path table = folder.resolve("b.parquet");
        sql(
                "COPY (SELECT '2026-01-31T00:00:00Z' AS time, 'gpt-5' AS model, '12.000' AS prompt_tokens) TO '%s' (FORMAT parquet)"
                        .formatted(table));
        Path lines =
                write(
                        "c.jsonl",
                        "{\"time\":\"2026-01-31T00:00:00Z\",\"model\":\"gpt-5\",\"prompt_tokens\":\"12.000\"}");
        try (Ledger ledger = TestingLog.open(german, table, lines)) {
            assertThat(counts(ledger).of(Meter.INPUT)).isEqualTo(1_800);
            assertThat(ledger.report().rows("unreadable")).isEqualTo(2);
        }
    }
}
