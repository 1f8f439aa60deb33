package steelyard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.cell.Cell;
import steelyard.cell.Sums;
import steelyard.cell.Unpriced;
import steelyard.money.MoneyTotal;
import steelyard.price.PriceBook;
import steelyard.rating.Outcome;
import steelyard.rating.Rater;
import steelyard.rating.UsageEvent;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import steelyard.token.TokenCounts;

/// Sums of counts charged by card are the sums of calls charged one by one, to the picodollar.
class LedgerAgreesWithRaterTest {
    private static final String[][] MODELS = {
        {"openai", "gpt-5"},
        {"openai", "o3"},
        {"anthropic", "claude-opus-4-6"},
        {"google", "gemini-2.5-pro"},
        {"deepseek", "deepseek-chat"},
        {"xai", "grok-4"},
        {"acme", "steps"},
        {"nobody", "x"},
        {"openai", "gpt-99"}
    };

    @TempDir private Path folder;

    @Test
    void cellsAndChargesAreTheSumOfSingleOutcomes() throws Exception {
        PriceBook book =
                PriceBook.bundled()
                        .with(
                                "acme.csv",
                                new StringReader(
                                        "provider,model,context,input,output\nacme,steps,,3,10\nacme,steps,own>20000 marginal,6,20\n"));
        Rater rater = new Rater(book);
        SplittableRandom random = new SplittableRandom(42);
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "time,provider,model,service_tier,calls,input_tokens,cache_read_tokens,output_tokens,reasoning_tokens"));
        MoneyTotal expected = MoneyTotal.ZERO;
        long unrated = 0;
        for (int i = 0; i < 5_000; i++) {
            String[] model = MODELS[random.nextInt(MODELS.length)];
            Instant at =
                    Instant.parse("2025-05-01T00:00:00Z")
                            .plusSeconds(random.nextLong(0, 400L * 86_400));
            ServiceTier tier = random.nextInt(4) == 0 ? ServiceTier.BATCH : ServiceTier.STANDARD;
            long calls = random.nextLong(1, 4);
            long input = random.nextLong(0, 300_000);
            long cached = random.nextLong(0, 100_000);
            long output = random.nextLong(0, 50_000);
            long reasoning = random.nextLong(0, output + 1);
            lines.add(
                    "%s,%s,%s,%s,%d,%d,%d,%d,%d"
                            .formatted(
                                    at, model[0], model[1], tier, calls, input, cached, output,
                                    reasoning));
            TokenCounts counts =
                    TokenCounts.of(Meter.INPUT, input)
                            .with(Meter.CACHE_READ, cached)
                            .with(Meter.OUTPUT, output - reasoning)
                            .with(Meter.REASONING, reasoning);
            Outcome outcome =
                    rater.rate(new UsageEvent(model[0], model[1], at, at, "", tier, calls, counts));
            if (outcome instanceof Outcome.Rated rated) {
                expected = expected.plus(rated.amount());
            } else {
                unrated++;
            }
        }
        Path log = Files.write(folder.resolve("usage.csv"), lines);
        Path charges = folder.resolve("charges.csv");
        try (Ledger ledger = TestingLog.open(book, log)) {
            Sums sums = ledger.sums(List.of(TestingLog.ALL), false);
            assertThat(
                            sums.cells().stream()
                                    .map(Cell::spend)
                                    .reduce(MoneyTotal.ZERO, MoneyTotal::plus))
                    .isEqualTo(expected);
            assertThat(sums.unpriced().stream().mapToLong(Unpriced::rows).sum())
                    .isEqualTo(unrated)
                    .isPositive();
            assertThat(ledger.writeCharges(charges)).isEqualTo(5_000);
        }
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = db.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT sum(usd::DECIMAL(38, 12)), count(*) FILTER (outcome = 'unrated' AND why <> ''), count(*) FILTER (usd IS NULL) FROM read_csv('"
                                        + charges
                                        + "', all_varchar = true)")) {
            row.next();
            assertThat(row.getBigDecimal(1)).isEqualByComparingTo(expected.usd());
            assertThat(row.getLong(2)).isEqualTo(unrated);
            assertThat(row.getLong(3)).as("unknown is not zero").isEqualTo(unrated);
        }
        try (Ledger again = TestingLog.open(book, charges)) {
            assertThat(
                            again.sums(List.of(TestingLog.ALL), false).cells().stream()
                                    .map(Cell::spend)
                                    .reduce(MoneyTotal.ZERO, MoneyTotal::plus))
                    .as("a table of charges is a usage table too")
                    .isEqualTo(expected);
        }
    }

    @Test
    void theStepsFromListToPaidAreKeptApart() throws IOException {
        Path log =
                Files.write(
                        folder.resolve("usage.csv"),
                        List.of(
                                "time,provider,model,service_tier,input_tokens,cache_read_tokens,output_tokens",
                                "2026-03-01T00:00:00Z,anthropic,claude-opus-4-6,batch,100000,200000,1000"));
        PriceBook book =
                PriceBook.bundled()
                        .with(
                                "deal.csv",
                                new StringReader(
                                        "provider,model,multiply\nanthropic,claude-*,0.9\n"));
        try (Ledger ledger = TestingLog.open(book, log)) {
            Cell cell = ledger.sums(List.of(TestingLog.ALL), false).cells().getFirst();
            Cell.Stages input = cell.classes().get(Meter.BillingClass.INPUT);
            // Opus 4.6 at 5/25, over 200k at 10/37.5 and cache reads at 1; batch halves, the
            // contract takes a tenth off.
            assertThat(input.list()).as("300,000 at 5").hasToString("1.5");
            assertThat(input.conditions()).as("300,000 at 10").hasToString("3");
            assertThat(input.cache()).as("100,000 at 10 and 200,000 at 1").hasToString("1.2");
            assertThat(input.service()).as("half of each, cache reads too").hasToString("0.6");
            assertThat(input.paid()).hasToString("0.54");
        }
    }
}
