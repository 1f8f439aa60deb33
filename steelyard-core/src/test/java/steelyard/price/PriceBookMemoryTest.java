package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// Names by the million cost no memory, and a name asked for again costs nothing.
class PriceBookMemoryTest {
    private static final PriceBook BOOK = PriceBook.bundled();

    @Test
    void aMillionUnknownNamesAreForgotten() {
        for (int i = 0; i < 1_000; i++) {
            BOOK.resolve("cerebras", "nobody-" + i, "", ServiceTier.STANDARD);
        }
        long before = used();
        for (int i = 0; i < 1_000_000; i++) {
            BOOK.resolve("cerebras", "nobody-at-all-" + i, "", ServiceTier.STANDARD);
        }
        // 20,000 spellings of some 400 bytes each may be remembered
        assertThat(used() - before).isLessThan(40L << 20);
    }

    @Test
    void aNameOfAMegabyteIsForgottenAtOnce() {
        String endless = "x".repeat(1 << 20);
        long before = used();
        for (int i = 0; i < 200; i++) {
            BOOK.resolve("cerebras", i + endless, "", ServiceTier.STANDARD);
        }
        assertThat(used() - before).isLessThan(20L << 20);
    }

    @Test
    void fineTunesOfOneModelShareItsPrices() {
        var one = BOOK.resolve("openai", "ft:gpt-4o-2024-08-06:a::1", "", ServiceTier.STANDARD);
        var other = BOOK.resolve("openai", "ft:gpt-4o-2024-08-06:b::2", "", ServiceTier.STANDARD);
        assertThat(((PriceBook.Resolution.Found) one).tariff())
                .isSameAs(((PriceBook.Resolution.Found) other).tariff());
    }

    @Test
    void aNameAskedForAgainAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().threadId();
        String provider = "openai";
        String model = "gpt-5";
        for (int i = 0; i < 20_000; i++) {
            BOOK.resolve(provider, model, "", ServiceTier.STANDARD);
        }
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < 1_000; i++) {
            BOOK.resolve(provider, model, "", ServiceTier.STANDARD);
        }
        // what asking for the count itself allocates, and nothing for each look
        assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(1_000);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /// Spellings as logs and gateways have them; prices of 2026-06-01 by the vendors' pages.
    @ParameterizedTest
    @CsvSource({
        "openai, ft:gpt-4o-2024-08-06:acme::abc123, openai/ft:gpt-4o, 3.75",
        "aws.bedrock, arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0, aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0, 3.3",
        "bedrock_converse, bedrock/eu-central-1/anthropic.claude-v2:1, aws-bedrock/anthropic.claude-v2:1, 8",
        "gcp.vertex_ai, projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929, google-vertex/claude-sonnet-4-5, 3.3",
        "gcp.gemini, models/gemini-2.5-pro, google/gemini-2.5-pro, 1.25",
        "openrouter, anthropic/claude-sonnet-4.5:nitro, openrouter/anthropic/claude-sonnet-4.5, 3",
        "openrouter, openai/gpt-5-2025-08-07, openrouter/openai/gpt-5, 1.25",
        "openrouter, deepseek/deepseek-r1:free, openrouter/deepseek/deepseek-r1:free, 0",
        "azure.ai.openai, eu/gpt-4o-2024-11-20, azure/gpt-4o-2024-11-20, 2.75",
        "x_ai, xai/grok-4, xai/grok-4, 1.25",
        "mistral_ai, mistral-large-latest, mistral/mistral-large-latest, 0.5",
        "fireworks_ai, accounts/fireworks/models/kimi-k2p5, fireworks/kimi-k2p5, 0.6",
        "google-gla, gemini-2.5-flash, google/gemini-2.5-flash, 0.3",
    })
    void namesAreFoundAsTheyAreSpelled(String provider, String model, String product, double usd) {
        var found =
                (PriceBook.Resolution.Found)
                        BOOK.resolve(provider, model, "", ServiceTier.STANDARD);
        Card card = found.tariff().cardAt(Instant.parse("2026-06-01T12:00:00Z")).orElseThrow();
        assertThat(card.product()).isEqualTo(product);
        assertThat(card.rate(Meter.INPUT) / 1e6).isEqualTo(usd);
    }

    @Test
    void aNameThatDoesNotSayWhichOfTwoPricesAppliesIsFlagged() {
        var bare =
                (PriceBook.Resolution.Found)
                        BOOK.resolve(
                                "aws-bedrock",
                                "anthropic.claude-sonnet-4-5-20250929-v1:0",
                                "",
                                ServiceTier.STANDARD);
        Card card = bare.tariff().cardAt(Instant.parse("2026-06-01T12:00:00Z")).orElseThrow();
        assertThat(Flag.ofBits(card.flags(Meter.INPUT))).contains(Flag.NAME_AMBIGUOUS);
    }
}
