package steelyard.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import steelyard.price.Card;
import steelyard.price.PriceBook;
import steelyard.sheet.Sheet;
import steelyard.sheet.Sheets;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

class ImportTest {
    private static final PriceBook BOOK = PriceBook.bundled();
    private static final LocalDate SEEN = LocalDate.of(2026, 12, 1);

    @Test
    void onlyWhatDiffersIsWrittenAndItBeginsWhenItWasSeen() {
        Import made = of("gpt-5", "1.5e-06", "1e-05");
        assertThat(made.changes())
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.rates()).containsOnlyKeys(Meter.INPUT);
                    assertThat(c.before().get(Meter.INPUT)).isEqualByComparingTo("1.25");
                    assertThat(c.from()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
                    assertThat(c.stated()).isFalse();
                });
        assertThat(of("gpt-5", "1.25e-06", "1e-05").changes()).isEmpty();
        assertThat(of("gpt-5", "1.25e-06", "1e-05").same()).isEqualTo(1);
    }

    @Test
    void aNameThatVanishedClosesNothing() {
        PriceBook after =
                BOOK.with("o.csv", new StringReader(of("gpt-5", "1.5e-06", "1e-05").overlay()));
        assertThat(input(after, "gpt-5-mini", "2026-12-02")).isEqualTo(250_000);
        assertThat(input(after, "gpt-5", "2026-12-02")).isEqualTo(1_500_000);
        assertThat(input(after, "gpt-5", "2026-11-30")).isEqualTo(1_250_000);
    }

    @Test
    void theOverlayCorrectsTheListPriceAndIsNoContract() {
        PriceBook after =
                BOOK.with("o.csv", new StringReader(of("gpt-5", "1.5e-06", "1e-05").overlay()));
        Card card = card(after, "gpt-5", "2026-12-02");
        assertThat(card.rate(Card.Stage.LIST, Meter.INPUT)).isEqualTo(1_500_000);
        assertThat(after.asOf()).isEqualTo(SEEN);
    }

    /// The overlay keeps the yuan, so that every month has its own price in dollars.
    @Test
    void aPriceInYuanStaysInYuan() {
        Sheet sheet =
                Sheets.read(
                        "s.json",
                        "{\"qwen-new\":{\"litellm_provider\":\"dashscope\",\"currency\":\"CNY\",\"input_cost_per_token\":8e-6,\"output_cost_per_token\":2.8e-5}}"
                                .getBytes(StandardCharsets.UTF_8),
                        Optional.empty());
        LocalDate seen = LocalDate.of(2026, 10, 20);
        Import made = Import.of(BOOK, sheet, seen, _ -> false);
        assertThat(made.overlay()).contains("2026-10-20,2026-10-20,CNY,8,28,");
        PriceBook after = BOOK.with("o.csv", new StringReader(made.overlay()));
        // 8 yuan at the rates of 30 September and 30 October 2026: see ExchangeRatesTest.
        assertThat(dollars(after, "2026-10-25")).isEqualTo(1_193_222);
        assertThat(dollars(after, "2026-11-05")).isEqualTo(1_202_486);
        assertThat(Import.of(after, sheet, seen, _ -> false).same()).isEqualTo(1);
    }

    private static long dollars(PriceBook book, String day) {
        return ((PriceBook.Resolution.Found)
                        book.resolve("alibaba", "qwen-new", "", ServiceTier.STANDARD))
                .tariff()
                .cardAt(Instant.parse(day + "T00:00:00Z"))
                .orElseThrow()
                .rate(Meter.INPUT);
    }

    @Test
    void fiveFoldMovesAndBreachesAreHeldBackUntilAccepted() {
        Import leap = of("gpt-5", "6.25e-06", "1e-05");
        assertThat(leap.changes()).isEmpty();
        assertThat(leap.held())
                .singleElement()
                .satisfies(c ->
                        assertThat(c.doubts()).containsExactly("input moves from 1.25 to 6.25"));
        Sheet sheet = sheet("gpt-5", "6.25e-06", "1e-05");
        assertThat(Import.of(BOOK, sheet, SEEN, "openai/gpt-5"::equals).changes()).hasSize(1);
        Sheet broken =
                Sheets.read(
                        "s.json",
                        "{\"new-model\":{\"litellm_provider\":\"openai\",\"input_cost_per_token\":1e-6,\"output_cost_per_token\":2e-6,\"cache_read_input_token_cost\":3e-6}}"
                                .getBytes(StandardCharsets.UTF_8),
                        Optional.empty());
        assertThat(Import.of(BOOK, broken, SEEN, p -> false).held())
                .singleElement()
                .satisfies(c ->
                        assertThat(c.doubts())
                                .containsExactly("a cache read dearer than fresh input"));
    }

    @Test
    void aStatedStartIsKept() {
        Sheet sheet =
                Sheets.read(
                        "s.json",
                        "[{\"id\":\"openai\",\"models\":[{\"id\":\"gpt-9\",\"prices\":[{\"constraint\":{\"start_date\":\"2027-02-01\"},\"prices\":{\"input_mtok\":\"3\",\"output_mtok\":\"9\"}}]}]}]"
                                .getBytes(StandardCharsets.UTF_8),
                        Optional.empty());
        assertThat(Import.of(BOOK, sheet, SEEN, p -> false).changes())
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.from()).isEqualTo(Instant.parse("2027-02-01T00:00:00Z"));
                    assertThat(c.stated()).isTrue();
                    assertThat(c.isNew()).isTrue();
                });
    }

    @Test
    void importingTwiceChangesNothingMore() {
        Sheet sheet = sheet("gpt-5", "1.5e-06", "1e-05");
        PriceBook after =
                BOOK.with(
                        "o.csv",
                        new StringReader(Import.of(BOOK, sheet, SEEN, p -> false).overlay()));
        assertThat(Import.of(after, sheet, SEEN, p -> false).changes()).isEmpty();
    }

    /// A sheet's dated name of a listed model is written under the listed one, of its tier alone.
    @Test
    void aChangeIsWrittenUnderTheNameAndTheConditionsOfTheBook() {
        Sheet sheet =
                Sheets.read(
                        "s.json",
                        """
                        {"gemini/gemini-2.5-pro": {"litellm_provider": "gemini", "mode": "chat",
                          "input_cost_per_token": 1.25e-6, "output_cost_per_token": 1e-5,
                          "input_cost_per_token_above_200k_tokens": 2.6e-6, "output_cost_per_token_above_200k_tokens": 1.5e-5},
                         "claude-sonnet-4-5-20250929": {"litellm_provider": "anthropic", "mode": "chat",
                          "input_cost_per_token": 3.1e-6, "output_cost_per_token": 1.5e-5},
                         "gpt-5-2025-08-07": {"litellm_provider": "openai", "mode": "chat",
                          "input_cost_per_token": 1.25e-6, "output_cost_per_token": 1.1e-5, "input_cost_per_token_batches": 6.25e-7}}\
                        """
                                .getBytes(StandardCharsets.UTF_8),
                        Optional.empty());
        Import made = Import.of(BOOK, sheet, SEEN, _ -> false);
        assertThat(made.changes())
                .extracting(
                        c -> c.key().seller() + " " + c.key().model() + " " + c.key().context(),
                        c -> c.rates().toString(),
                        c -> c.isNew())
                .containsExactly(
                        tuple("anthropic claude-sonnet-4-5 ", "{INPUT=3.1}", false),
                        tuple("google gemini-2.5-pro input>200000", "{INPUT=2.6}", false),
                        tuple("openai gpt-5 ", "{OUTPUT=11}", false));
        assertThat(made.held()).isEmpty();
        assertThat(made.same()).as("the base tier and the batch price").isEqualTo(2);
        PriceBook after = BOOK.with("o.csv", new StringReader(made.overlay()));
        assertThat(Import.of(after, sheet, SEEN, _ -> false).same()).isEqualTo(5);
    }

    /// An undated price beside dated ones is the one before them; of several starts the last that
    /// has come is today's.
    @Test
    void whatAStatedStartHasOvertakenIsNotTakenForToday() {
        Sheet sheet =
                Sheets.read(
                        "s.json",
                        """
                        [{"id":"openai","models":[{"id":"gpt-9","prices":[
                          {"prices":{"input_mtok":"5","output_mtok":"20"}},
                          {"constraint":{"start_date":"2026-10-01"},"prices":{"input_mtok":"4","output_mtok":"16"}},
                          {"constraint":{"start_date":"2026-11-25"},"prices":{"input_mtok":"3","output_mtok":"12"}}]}]}]\
                        """
                                .getBytes(StandardCharsets.UTF_8),
                        Optional.empty());
        Import made = Import.of(BOOK, sheet, SEEN, _ -> false);
        assertThat(made.changes())
                .extracting(
                        c -> c.from().toString().substring(0, 10),
                        c -> c.rates().get(Meter.INPUT).toPlainString(),
                        c -> c.stated())
                .containsExactly(tuple("2026-10-01", "4", true), tuple("2026-11-25", "3", true));
        // Seen before any of them had begun, the undated one stands on that day.
        assertThat(Import.of(BOOK, sheet, LocalDate.of(2026, 9, 1), _ -> false).changes())
                .extracting(c -> c.from().toString().substring(0, 10), c -> c.stated())
                .containsExactly(
                        tuple("2026-09-01", false),
                        tuple("2026-10-01", true),
                        tuple("2026-11-25", true));
    }

    @Test
    void aPriceOfPeakHoursIsComparedInsideThem() {
        String sheet =
                """
                {"deepseek/deepseek-v4-pro": {"litellm_provider": "deepseek", "mode": "chat",
                  "input_cost_per_token": %s, "output_cost_per_token": 3.96e-06,
                  "off_peak_pricing": {"input_cost_per_token": 6.6e-07, "output_cost_per_token": 1.98e-06,
                   "windows": [{"hours_utc": ["00:00-01:00", "04:00-06:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]}]}}}\
                """;
        assertThat(imported(sheet.formatted("1.32e-06")).changes()).isEmpty();
        assertThat(imported(sheet.formatted("1.4e-06")).changes())
                .extracting(c -> c.key().window().toString())
                .containsExactly("01:00-04:00Z Mon-Fri", "06:00-10:00Z Mon-Fri");
    }

    /// Five-fold is too far, a little less is not; by either direction.
    @Test
    void theLeapIsFiveFoldExactly() {
        assertThat(of("gpt-5", "6.25e-06", "1e-05").held()).hasSize(1);
        assertThat(of("gpt-5", "6.24e-06", "1e-05").held()).isEmpty();
        assertThat(of("gpt-5", "2.5e-07", "1e-05").held()).hasSize(1);
        assertThat(of("gpt-5", "2.51e-07", "1e-05").held()).isEmpty();
    }

    private static Import imported(String sheet) {
        return Import.of(
                BOOK,
                Sheets.read("s.json", sheet.getBytes(StandardCharsets.UTF_8), Optional.empty()),
                SEEN,
                _ -> false);
    }

    private static Import of(String model, String input, String output) {
        return Import.of(BOOK, sheet(model, input, output), SEEN, p -> false);
    }

    private static Sheet sheet(String model, String input, String output) {
        return Sheets.read(
                "s.json",
                "{\"%s\":{\"litellm_provider\":\"openai\",\"mode\":\"chat\",\"input_cost_per_token\":%s,\"output_cost_per_token\":%s}}"
                        .formatted(model, input, output)
                        .getBytes(StandardCharsets.UTF_8),
                Optional.empty());
    }

    private static long input(PriceBook book, String model, String day) {
        return card(book, model, day).rate(Meter.INPUT);
    }

    private static Card card(PriceBook book, String model, String day) {
        return ((PriceBook.Resolution.Found)
                        book.resolve("openai", model, "", ServiceTier.STANDARD))
                .tariff()
                .cardAt(Instant.parse(day + "T12:00:00Z"))
                .orElseThrow();
    }
}
