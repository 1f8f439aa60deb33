package steelyard.revision;

import static org.assertj.core.api.Assertions.assertThat;

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
