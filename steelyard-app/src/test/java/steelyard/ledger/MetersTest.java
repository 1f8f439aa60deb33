package steelyard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.cell.Cell;
import steelyard.cell.Sums;
import steelyard.money.MoneyTotal;
import steelyard.price.PriceBook;
import steelyard.token.Meter;
import steelyard.usage.UsageReader;

/// Every meter of the price book can be counted by a log.
class MetersTest {
    private static final List<Meter> PRICED =
            Meter.all().stream().filter(m -> m != Meter.REQUEST && m != Meter.CACHE_WRITE).toList();

    @TempDir private Path folder;

    /// A book in which one unit of the n-th meter costs n + 1 picodollars, and a log of one row per
    /// meter with 1,000 units: nothing else can give that sum.
    private static PriceBook book() {
        StringBuilder header = new StringBuilder("provider,model");
        StringBuilder rates = new StringBuilder("acme,all");
        for (Meter meter : PRICED) {
            header.append(',').append(meter.column());
            rates.append(',')
                    .append(
                            BigDecimal.valueOf(meter.ordinal() + 1L, meter.unit().decimals())
                                    .toPlainString());
        }
        return PriceBook.bundled().with("acme.csv", new StringReader(header + "\n" + rates + "\n"));
    }

    private Path log() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                "time,provider,model,"
                        + PRICED.stream()
                                .map(UsageReader::column)
                                .collect(Collectors.joining(",")));
        for (Meter meter : PRICED) {
            StringBuilder line = new StringBuilder("2026-10-01T00:00:00Z,acme,all");
            for (Meter other : PRICED) {
                boolean part = meter == Meter.REASONING && other == Meter.OUTPUT;
                boolean prompt = meter == Meter.OUTPUT || meter == Meter.REASONING;
                line.append(',')
                        .append(
                                other == meter || part
                                        ? "1000"
                                        : prompt && other == Meter.INPUT ? "0" : "");
            }
            lines.add(line.toString());
        }
        return Files.write(folder.resolve("meters.csv"), lines);
    }

    private static MoneyTotal expected() {
        return new MoneyTotal(
                PRICED.stream()
                        .map(m -> BigInteger.valueOf(1_000L * (m.ordinal() + 1)))
                        .reduce(BigInteger.ZERO, BigInteger::add));
    }

    private static MoneyTotal spend(Path... logs) {
        try (Ledger ledger = TestingLog.open(book(), logs)) {
            assertThat(ledger.report().problems()).isEmpty();
            Sums sums = ledger.sums(List.of(TestingLog.ALL), false);
            assertThat(sums.unpriced()).isEmpty();
            return sums.cells().stream().map(Cell::spend).reduce(MoneyTotal.ZERO, MoneyTotal::plus);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl", "parquet"})
    void everyMeterIsCountedAndChargedAtItsOwnRate(String ending) throws Exception {
        Path log = log();
        Path file = folder.resolve("as." + ending);
        sql(
                "COPY (FROM read_csv('%s', all_varchar = true)) TO '%s' (FORMAT %s)"
                        .formatted(log, file, ending.equals("jsonl") ? "json" : ending));
        assertThat(spend(file)).isEqualTo(expected());
    }

    /// Also where another file of the log does not have the columns.
    @Test
    void aTableOfChargesKeepsEveryMeter() throws Exception {
        Path usual =
                TestingLog.write(
                        folder,
                        "usual.csv",
                        "time,provider,model,input_tokens,output_tokens",
                        "2026-10-01T00:00:00Z,acme,all,1,0");
        Path parquet = folder.resolve("usual.parquet");
        sql("COPY (FROM read_csv('%s')) TO '%s'".formatted(usual, parquet));
        Path charges = folder.resolve("charges.parquet");
        try (Ledger ledger = TestingLog.open(book(), log(), parquet)) {
            assertThat(ledger.writeCharges(charges)).isEqualTo(PRICED.size() + 1);
        }
        assertThat(spend(charges)).isEqualTo(expected().plus(new MoneyTotal(BigInteger.ONE)));
    }

    /// What the vendors' pages say: Whisper is 0.006 a minute, tts-1 15 a million characters,
    /// Cohere's ranker 2 a thousand searches, GPT-5.6 Sol's cache writes 1.25 times its input of 4.
    @ParameterizedTest
    @CsvSource({
        "openai, whisper-1, audio_seconds, 600, 0.06",
        "openai, tts-1, characters, 4000, 0.06",
        "cohere, rerank-v3.5, search_units, 3, 0.006",
        "openai, gpt-5.6-sol, cache_write_30m_tokens, 5000, 0.025",
    })
    void realBillsAreMet(String provider, String model, String column, long count, String usd)
            throws IOException {
        Path log =
                TestingLog.write(
                        folder,
                        "bill.csv",
                        "time,provider,model," + column,
                        "2026-10-01T00:00:00Z,%s,%s,%d".formatted(provider, model, count));
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.sums(List.of(TestingLog.ALL), false).cells().getFirst().spend().usd())
                    .isEqualByComparingTo(usd);
            assertThat(ledger.spendByPriceRow().keySet())
                    .singleElement()
                    .asString()
                    .contains("/" + provider + ".csv:");
        }
    }

    @Test
    void aMeterWithoutAPriceLeavesTheRowUnpricedAndABrokenCountUnreadable() throws IOException {
        Path log =
                TestingLog.write(
                        folder,
                        "odd.csv",
                        "time,provider,model,input_tokens,output_tokens,images",
                        "2026-10-01T00:00:00Z,openai,gpt-5,1000,100,",
                        "2026-10-01T00:00:00Z,openai,gpt-5,1000,100,0",
                        "2026-10-01T00:00:00Z,openai,gpt-5,1000,100,2",
                        "2026-10-01T00:00:00Z,openai,gpt-5,1000,100,1.5");
        try (Ledger ledger = TestingLog.open(log)) {
            assertThat(ledger.unratedRows()).isEqualTo(1);
            assertThat(ledger.report().problems())
                    .singleElement()
                    .satisfies(p -> assertThat(p.reason()).contains("images \"1.5\""));
        }
    }

    /// Cache writes of thirty minutes are inside prompt_tokens and inside cache_creation_tokens.
    @Test
    void writesOfEveryLifetimeArePartsOfTheirWholes() throws IOException {
        Path log =
                TestingLog.write(
                        folder,
                        "parts.csv",
                        "time,provider,model,prompt_tokens,cache_creation_tokens,cache_write_30m_tokens,cache_write_12h_tokens,output_tokens",
                        "2026-10-01T00:00:00Z,acme,all,10000,900,500,300,0",
                        "2026-10-01T00:00:00Z,acme,all,10000,700,500,300,0");
        try (Ledger ledger = TestingLog.open(book(), log)) {
            assertThat(ledger.report().problems())
                    .singleElement()
                    .satisfies(p -> assertThat(p.reason()).contains("exceed their sum 700"));
            Path charges = folder.resolve("charges.csv");
            ledger.writeCharges(charges);
            assertThat(Files.readAllLines(charges).get(1))
                    .contains(",9100,0,100,0,0,0,0,")
                    .contains(",500,300");
        }
    }

    private static void sql(String sql) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }
}
