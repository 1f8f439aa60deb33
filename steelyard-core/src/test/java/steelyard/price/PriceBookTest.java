package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;
import static steelyard.price.TestingBook.at;
import static steelyard.price.TestingBook.tariff;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

class PriceBookTest {
    private static final PriceBook BOOK = PriceBook.bundled();

    /// USD per Mtok in/out. The day of o3's cut is stated by its source, davinci and deepseek-chat
    /// of summer 2025 stand in dated pages of the history, Claude Opus 4.5 in 484 recorded costs
    /// (FormatsTest). The others are list prices as generally known, not looked up at the providers
    /// for this test; the last two are the history's own and show that dated slugs are read.
    @ParameterizedTest
    @CsvSource({
        "openai, o3, 2025-06-09T23:59:59Z, 10, 40",
        "openai, o3, 2025-06-10T00:00:00Z, 2, 8",
        "openai, gpt-4, 2024-06-01T00:00:00Z, 30, 60",
        "openai, gpt-4o-2024-05-13, 2024-12-01T00:00:00Z, 5, 15",
        "openai, gpt-5, 2025-12-01T00:00:00Z, 1.25, 10",
        "openai, davinci, 2022-07-10T00:00:00Z, 60, 60",
        "anthropic, claude-opus-4-5-20251101, 2025-12-01T00:00:00Z, 5, 25",
        "anthropic, claude-opus-4-1, 2025-10-01T00:00:00Z, 15, 75",
        "anthropic, claude-3-haiku, 2024-06-01T00:00:00Z, 0.25, 1.25",
        "google, gemini-2.5-pro, 2025-12-01T00:00:00Z, 1.25, 10",
        "deepseek, deepseek-chat, 2025-06-01T12:00:00Z, 0.27, 1.10",
        "deepseek, deepseek-chat, 2025-06-01T17:00:00Z, 0.135, 0.55",
        "deepseek, deepseek-chat, 2025-12-01T12:00:00Z, 0.28, 0.42",
        "xai, grok-4, 2025-12-01T00:00:00Z, 3, 15",
        "openrouter, anthropic/claude-4.6-opus-20260205, 2026-03-01T00:00:00Z, 5, 25",
        "openrouter, moonshotai/kimi-k2.5-0127, 2026-02-01T00:00:00Z, 0.6, 3",
    })
    void publishedPricesAreInTheBook(
            String provider, String model, Instant at, double input, double output) {
        Card card = at(tariff(BOOK, provider, model, "", ServiceTier.STANDARD), at.toString(), 0);
        assertThat(card.rate(Meter.INPUT) / 1e6).isEqualTo(input);
        assertThat(card.rate(Meter.OUTPUT) / 1e6).isEqualTo(output);
    }

    @Test
    void claudeCachesAtATenthWritesAtFiveQuartersAndDouble() {
        Card card =
                at(
                        tariff(BOOK, "anthropic", "claude-opus-4-5", "", ServiceTier.STANDARD),
                        "2025-12-01T00:00:00Z",
                        0);
        assertThat(card.rate(Meter.CACHE_READ)).isEqualTo(500_000);
        assertThat(card.rate(Meter.CACHE_WRITE_5M)).isEqualTo(6_250_000);
        assertThat(card.rate(Meter.CACHE_WRITE_1H)).isEqualTo(10_000_000);
    }

    @Test
    void batchIsHalfOnAllOfClaudesTokens() {
        Card card =
                at(
                        tariff(BOOK, "anthropic", "claude-opus-4-5", "", ServiceTier.BATCH),
                        "2025-12-01T00:00:00Z",
                        0);
        assertThat(card.rate(Meter.INPUT)).isEqualTo(2_500_000);
        assertThat(card.rate(Meter.CACHE_READ)).isEqualTo(250_000);
        assertThat(Flag.ofBits(card.flags(Meter.CACHE_READ))).containsExactly(Flag.DERIVED);
    }

    @Test
    void claudesLongContextSurchargeEndedOn13March2026() {
        Tariff opus = tariff(BOOK, "anthropic", "claude-opus-4-6", "", ServiceTier.STANDARD);
        assertThat(at(opus, "2026-03-12T00:00:00Z", 200_001).rate(Meter.INPUT))
                .isEqualTo(10_000_000);
        assertThat(at(opus, "2026-03-12T00:00:00Z", 200_000).rate(Meter.INPUT))
                .isEqualTo(5_000_000);
        assertThat(at(opus, "2026-03-13T00:00:00Z", 200_001).rate(Meter.INPUT))
                .isEqualTo(5_000_000);
    }

    @Test
    void freeVariantsCostNothingAndStealthModelsAreUnknown() {
        Tariff free =
                tariff(BOOK, "openrouter", "x-ai/grok-4.1-fast:free", "", ServiceTier.STANDARD);
        Card card = at(free, "2025-12-01T00:00:00Z", 0);
        assertThat(card.rate(Meter.INPUT)).isZero();
        assertThat(card.rate(Meter.OUTPUT)).isZero();
        assertThat(card.model()).isEqualTo("x-ai/grok-4.1-fast:free");
        assertThat(BOOK.resolve("openrouter", "openrouter/hunter-alpha", "", ServiceTier.STANDARD))
                .isInstanceOf(PriceBook.Resolution.UnknownModel.class);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-5-20251101, anthropic/claude-opus-4-5",
        "anthropic/claude-opus-4-5, anthropic/claude-opus-4-5",
        "anthropic.claude-opus-4-5-20251101-v1:0, aws-bedrock/anthropic.claude-opus-4-5-20251101-v1:0",
        "openai/gpt-5, openai/gpt-5",
        "GPT-5, openai/gpt-5",
        "claude-4.6-opus-20260205, anthropic/claude-opus-4-6",
        "claude-sonnet-4-6[1m], anthropic/claude-sonnet-4-6",
    })
    void aModelWithoutAProviderIsFoundAtItsMaker(String name, String product) {
        assertThat(BOOK.resolve("", name, "", ServiceTier.STANDARD))
                .isInstanceOfSatisfying(
                        PriceBook.Resolution.Found.class,
                        found ->
                                assertThat(at(found.tariff(), "2026-03-20T00:00:00Z", 0).product())
                                        .isEqualTo(product));
    }

    @Test
    void bedrockProfilesGiveTheirRegion() {
        PriceBook.Resolution eu =
                BOOK.resolve(
                        "bedrock",
                        "eu.anthropic.claude-opus-4-5-20251101-v1:0",
                        "",
                        ServiceTier.STANDARD);
        PriceBook.Resolution same =
                BOOK.resolve(
                        "aws-bedrock",
                        "anthropic.claude-opus-4-5-20251101-v1:0",
                        "eu",
                        ServiceTier.STANDARD);
        Card profile = at(((PriceBook.Resolution.Found) eu).tariff(), "2026-03-20T00:00:00Z", 0);
        Card region = at(((PriceBook.Resolution.Found) same).tariff(), "2026-03-20T00:00:00Z", 0);
        assertThat(profile.rate(Meter.INPUT)).isEqualTo(region.rate(Meter.INPUT));
    }

    @Test
    void unknownNamesComeWithWhatIsClose() {
        assertThat(BOOK.resolve("anthropic", "claude-opus-9", "", ServiceTier.STANDARD))
                .isEqualTo(new PriceBook.Resolution.UnknownModel("anthropic", "claude-opus-9"));
        assertThat(BOOK.similar("anthropic", "claude-opus-9")).contains("claude-opus-4-5");
        assertThat(BOOK.similar("", "claude-opus-4-5x")).contains("anthropic/claude-opus-4-5");
        assertThat(BOOK.similar("", "no-such-model-at-all")).isEmpty();
        assertThat(BOOK.resolve("nobody", "claude-opus-4-5", "", ServiceTier.STANDARD))
                .isInstanceOfSatisfying(
                        PriceBook.Resolution.UnknownProvider.class,
                        unknown -> assertThat(unknown.known()).contains("anthropic", "openai"));
    }

    @Test
    void anAliasHoldsForItsDates() {
        NameRule rule =
                new NameRule(
                        "p",
                        NameRule.Kind.ALIAS,
                        java.util.regex.Pattern.compile("latest", java.util.regex.Pattern.LITERAL),
                        "m-2",
                        "",
                        new steelyard.token.Validity(
                                Instant.parse("2025-01-01T00:00:00Z"), Instant.MAX),
                        0);
        assertThat(rule.apply("latest")).contains(new NameRule.Listed("m-2", ""));
        assertThat(rule.apply("earliest")).isEmpty();
    }

    @Test
    void resolvingTwiceGivesTheSameTariff() {
        assertThat(tariff(BOOK, "openai", "o3", "", ServiceTier.STANDARD))
                .isSameAs(tariff(BOOK, "OpenAI", "o3 ", "", ServiceTier.STANDARD));
    }

    @Test
    void cardsAreFoundByTheirNumber() {
        Card card =
                at(
                        tariff(BOOK, "openai", "o3", "", ServiceTier.STANDARD),
                        "2025-12-01T00:00:00Z",
                        0);
        assertThat(BOOK.card(card.id())).isSameAs(card);
    }

    @Test
    void thePrefixOfAModelNamesItsSeller() {
        Card card =
                at(
                        ((PriceBook.Resolution.Found)
                                        BOOK.resolve(
                                                "",
                                                "openrouter/anthropic/claude-opus-4.6",
                                                "",
                                                ServiceTier.STANDARD))
                                .tariff(),
                        "2026-03-01T00:00:00Z",
                        0);
        assertThat(card.product()).isEqualTo("openrouter/anthropic/claude-opus-4.6");
        assertThat(Flag.ofBits(card.flags(Meter.INPUT))).doesNotContain(Flag.PROVIDER_INFERRED);
        Card inferred =
                at(
                        ((PriceBook.Resolution.Found)
                                        BOOK.resolve("", "gpt-5", "", ServiceTier.STANDARD))
                                .tariff(),
                        "2026-03-01T00:00:00Z",
                        0);
        assertThat(Flag.ofBits(inferred.flags(Meter.INPUT))).contains(Flag.PROVIDER_INFERRED);
        assertThat(BOOK.resolve("", "no-such-model-at-all", "", ServiceTier.STANDARD))
                .isEqualTo(new PriceBook.Resolution.UnknownModel("", "no-such-model-at-all"));
    }

    @Test
    void aModelIsListedOnceAndItsRowsComeInTheOrderOfTime() {
        assertThat(BOOK.models("openai")).contains("o3").doesNotHaveDuplicates();
        assertThat(BOOK.providersOf("o3").getFirst()).isEqualTo("openai");
        assertThat(
                        BOOK.rows("openai", "o3").stream()
                                .filter(r ->
                                        r.service()
                                                .equals(
                                                        java.util.Optional.of(
                                                                ServiceTier.STANDARD)))
                                .map(r -> r.validity().from())
                                .toList())
                .isSorted()
                .hasSizeGreaterThan(1);
        assertThat(BOOK.asOf()).isEqualTo("2026-11-20");
        assertThat(BOOK.provider(" Bedrock ")).contains("aws-bedrock");
    }
}
