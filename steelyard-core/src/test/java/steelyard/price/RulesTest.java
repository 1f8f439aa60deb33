package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;
import static steelyard.price.TestingBook.at;
import static steelyard.price.TestingBook.tariff;

import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// What vendors state as a rule reaches prices that nobody wrote down.
class RulesTest {
    private static final PriceBook BOOK = PriceBook.bundled();

    /// Anthropic's page: 1-hour writes at twice the input, in every tier of context and service.
    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, standard, 0, 2024-12-01, 0.5",
        "claude-3-5-haiku-20241022, standard, 0, 2025-06-01, 1.6",
        "claude-3-opus-20240229, standard, 0, 2025-06-01, 30",
        "claude-sonnet-4-20250514, standard, 300000, 2025-10-01, 12",
        "claude-opus-4-5, batch, 0, 2025-12-01, 5",
    })
    void oneHourCacheWritesCostTwiceTheInput(
            String model, String service, long prompt, String day, double usd) {
        Card card =
                at(
                        tariff(
                                BOOK,
                                "anthropic",
                                model,
                                "",
                                ServiceTier.parse(service).orElseThrow()),
                        day + "T00:00:00Z",
                        prompt);
        assertThat(card.rate(Meter.CACHE_WRITE_1H) / 1e6).isEqualTo(usd);
    }

    /// Batch at half price: the vendors' pages as rules.csv names them.
    @ParameterizedTest
    @CsvSource({
        "google, gemini-2.5-pro, 2025-12-01, 0.625, 5",
        "groq, llama-3.3-70b-versatile, 2025-06-01, 0.295, 0.395",
        "mistral, mistral-large-latest, 2025-06-01, 1, 3",
        "anthropic, claude-3-opus-20240229, 2024-12-01, 7.5, 37.5",
    })
    void batchCostsHalf(String provider, String model, String day, double input, double output) {
        Card card = at(tariff(BOOK, provider, model, "", ServiceTier.BATCH), day + "T00:00:00Z", 0);
        assertThat(card.rate(Meter.INPUT) / 1e6).isEqualTo(input);
        assertThat(card.rate(Meter.OUTPUT) / 1e6).isEqualTo(output);
        assertThat(Flag.ofBits(card.flags(Meter.INPUT))).doesNotContain(Flag.SERVICE_AS_STANDARD);
    }

    /// Claude 4.5 and later at Bedrock and Vertex: a tenth more in a region, none from anywhere.
    @ParameterizedTest
    @CsvSource({
        "aws-bedrock, us.anthropic.claude-sonnet-4-5-20250929-v1:0, '', 3.3",
        "aws-bedrock, global.anthropic.claude-sonnet-4-5-20250929-v1:0, '', 3",
        "aws-bedrock, anthropic.claude-opus-5, eu-west-3, 5.5",
        "google-vertex, claude-sonnet-4-5@20250929, europe-west4, 3.3",
        "google-vertex, claude-sonnet-4-5@20250929, global, 3",
        "google-vertex, claude-opus-4-1@20250805, europe-west4, 15",
        "anthropic, claude-opus-4-6, us, 5.5",
    })
    void aRegionCostsATenthMore(String provider, String model, String region, double usd) {
        Card card =
                at(
                        tariff(BOOK, provider, model, region, ServiceTier.STANDARD),
                        "2026-08-15T00:00:00Z",
                        0);
        assertThat(card.rate(Meter.INPUT) / 1e6).isEqualTo(usd);
    }

    @Test
    void aRateThatARuleGivesIsMarkedAndAStatedOneIsNot() {
        Card derived =
                at(
                        tariff(BOOK, "anthropic", "claude-3-opus-20240229", "", ServiceTier.BATCH),
                        "2024-12-01T00:00:00Z",
                        0);
        assertThat(Flag.ofBits(derived.flags(Meter.INPUT))).contains(Flag.DERIVED);
        assertThat(derived.origin(Meter.INPUT)).contains("x 0.5 (rules.csv:");
        Card stated =
                at(
                        tariff(BOOK, "openai", "gpt-5", "", ServiceTier.BATCH),
                        "2026-11-01T00:00:00Z",
                        0);
        assertThat(Flag.ofBits(stated.flags(Meter.INPUT))).doesNotContain(Flag.DERIVED);
    }

    /// By hand: input doubles past the threshold, so a cache read of 0.3 becomes 0.6.
    @Test
    void aCacheRateThatTheTierLeavesBlankMovesWithItsInput() {
        PriceBook book =
                book(
                        """
                        kind,provider,model,context,input,cache_read,output
                        book,acme,m,,3,0.3,15
                        book,acme,m,input>200000,6,,22.5
                        """);
        Card card = at(tariff(book, "acme", "m", "", ServiceTier.STANDARD), DAY, 200_001);
        assertThat(card.rate(Meter.CACHE_READ)).isEqualTo(600_000);
        assertThat(Flag.ofBits(card.flags(Meter.CACHE_READ))).contains(Flag.DERIVED);
    }

    @Test
    void aContractsBlankTierMeansWhatTheTierBelowSays() {
        PriceBook book =
                book(
                        """
                        provider,model,context,input,cache_read,output
                        acme,m,,3,0.3,15
                        acme,m,input>200000,6,,22.5
                        """);
        Card card = at(tariff(book, "acme", "m", "", ServiceTier.STANDARD), DAY, 200_001);
        assertThat(card.rate(Meter.CACHE_READ)).isEqualTo(300_000);
    }

    @Test
    void aCorrectionIsAListPriceAndAContractIsNot() {
        PriceBook corrected =
                BOOK.with(
                        "c.csv",
                        new StringReader(
                                "kind,provider,model,from,recorded,input,output\nbook,openai,gpt-5,2026-01-01,2026-12-01,2,20\n"));
        Card card = at(tariff(corrected, "openai", "gpt-5", "", ServiceTier.STANDARD), DAY, 0);
        assertThat(card.rate(Card.Stage.LIST, Meter.INPUT)).isEqualTo(2_000_000);
        assertThat(card.rate(Meter.INPUT)).isEqualTo(2_000_000);
        PriceBook contract =
                BOOK.with(
                        "c.csv",
                        new StringReader(
                                "provider,model,from,input,output\nopenai,gpt-5,2026-01-01,1,5\n"));
        Card paid = at(tariff(contract, "openai", "gpt-5", "", ServiceTier.STANDARD), DAY, 0);
        assertThat(paid.rate(Card.Stage.LIST, Meter.INPUT)).isEqualTo(1_250_000);
        assertThat(paid.rate(Meter.INPUT)).isEqualTo(1_000_000);
    }

    /// Its cache rates belong to another price, and are not taken for those of the right one.
    @Test
    void aPriceThatANewerRowContradictsIsWrongAsAWhole() {
        PriceBook book =
                book(
                        """
                        kind,provider,model,recorded,input,cache_read,output
                        book,acme,m,2026-01-01,3,0.3,15
                        book,acme,m,2026-02-01,1,,5
                        """);
        Card card = at(tariff(book, "acme", "m", "", ServiceTier.STANDARD), DAY, 0);
        assertThat(card.rate(Meter.CACHE_READ)).isEqualTo(1_000_000);
        assertThat(Flag.ofBits(card.flags(Meter.CACHE_READ))).contains(Flag.CACHE_READ_AS_INPUT);
    }

    private static final String DAY = "2026-06-01T00:00:00Z";

    private static PriceBook book(String sheet) {
        return BOOK.with("made-up.csv", new StringReader(sheet));
    }
}
