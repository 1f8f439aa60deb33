package steelyard.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenCountsTest {
    @Test
    void inclusiveCountsBecomeDisjoint() {
        // OpenAI's usage block: 900 prompt tokens of which 600 cached, 80 completion tokens of
        // which 30 reasoning.
        TokenCounts counts = TokenCounts.ofInclusive(900, 600, 80, 30);
        assertThat(counts).hasToString("input=300 cache_read=600 output=50 reasoning=30");
        assertThat(counts.promptTokens()).isEqualTo(900);
        assertThat(counts.tokens()).isEqualTo(980);
    }

    @Test
    void aPartThatExceedsItsWholeIsRefusedNotClamped() {
        assertThatThrownBy(() -> TokenCounts.ofInclusive(100, 101, 5, 0))
                .hasMessage(
                        "cached=101 of prompt=100, reasoning=0 of completion=5: a part exceeds its whole");
        assertThatThrownBy(() -> TokenCounts.ofInclusive(100, 0, 5, 6))
                .hasMessageContaining("reasoning=6 of completion=5");
        assertThat(TokenCounts.ofInclusive(100, 100, 5, 5).of(Meter.INPUT)).isZero();
    }

    @Test
    void negativeCountsAreRefusedByName() {
        assertThatThrownBy(() -> TokenCounts.of(Meter.CACHE_WRITE_1H, -1))
                .hasMessage("cache_write_1h=-1: a count cannot be negative");
    }

    @Test
    void feesAreNoTokensAndOutputIsNoPrompt() {
        TokenCounts counts =
                TokenCounts.of(Meter.INPUT, 1)
                        .with(Meter.AUDIO_CACHE_READ, 10)
                        .with(Meter.IMAGE_INPUT, 100)
                        .with(Meter.OUTPUT, 1_000)
                        .with(Meter.AUDIO_OUTPUT, 10_000)
                        .with(Meter.WEB_SEARCH, 100_000);
        assertThat(counts.promptTokens()).isEqualTo(111);
        assertThat(counts.tokens()).isEqualTo(11_111);
    }

    @Test
    void sumsAreMeterByMeterAndExact() {
        TokenCounts sum =
                TokenCounts.of(Meter.INPUT, 1)
                        .plus(TokenCounts.of(Meter.INPUT, 2).with(Meter.OUTPUT, 3));
        assertThat(sum).isEqualTo(TokenCounts.of(Meter.OUTPUT, 3).with(Meter.INPUT, 3));
        assertThat(sum).hasSameHashCodeAs(TokenCounts.of(Meter.OUTPUT, 3).with(Meter.INPUT, 3));
        TokenCounts most = TokenCounts.of(Meter.INPUT, Long.MAX_VALUE);
        assertThatThrownBy(() -> most.plus(sum)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.with(Meter.CACHE_READ, 1).promptTokens())
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.with(Meter.OUTPUT, 1).tokens())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void everyMeterHasAColumnOfItsOwn() {
        HashSet<String> columns = new HashSet<>();
        for (Meter meter : Meter.all()) {
            assertThat(columns.add(meter.column())).isTrue();
            assertThat(Meter.ofColumn(meter.column())).contains(meter);
        }
        assertThat(Meter.ofColumn("nothing")).isEmpty();
    }

    @Test
    void cachedTokensStartFromThePriceOfFreshOnes() {
        assertThat(Meter.CACHE_READ.undiscounted()).isEqualTo(Meter.INPUT);
        assertThat(Meter.CACHE_WRITE_1H.undiscounted()).isEqualTo(Meter.INPUT);
        assertThat(Meter.AUDIO_CACHE_READ.undiscounted()).isEqualTo(Meter.AUDIO_INPUT);
        assertThat(Meter.REASONING.undiscounted()).isEqualTo(Meter.REASONING);
        assertThat(Meter.IMAGE_OUTPUT.undiscounted()).isEqualTo(Meter.IMAGE_OUTPUT);
    }

    @Test
    void serviceTiersAreReadAsLogsSpellThem() {
        assertThat(ServiceTier.parse(" Default ")).contains(ServiceTier.STANDARD);
        assertThat(ServiceTier.parse("ON_DEMAND_FLEX")).contains(ServiceTier.FLEX);
        assertThat(ServiceTier.parse("batch")).contains(ServiceTier.BATCH);
        assertThat(ServiceTier.parse("priority")).contains(ServiceTier.PRIORITY);
        assertThat(ServiceTier.parse("turbo")).isEqualTo(Optional.empty());
        assertThat(ServiceTier.PRIORITY).hasToString("priority");
    }

    @Test
    void validityIsHalfOpen() {
        Instant noon = Instant.parse("2025-06-10T12:00:00Z");
        Validity until = new Validity(Instant.MIN, noon);
        Validity from = new Validity(noon, Instant.MAX);
        assertThat(until.contains(noon)).isFalse();
        assertThat(from.contains(noon)).isTrue();
        assertThat(until.overlaps(from)).isFalse();
        assertThat(Validity.ALWAYS.overlaps(from)).isTrue();
        assertThatThrownBy(() -> new Validity(noon, noon))
                .hasMessageContaining("an interval needs a length");
    }
}
