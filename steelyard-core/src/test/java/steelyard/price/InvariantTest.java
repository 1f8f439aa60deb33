package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import steelyard.token.Meter;

class InvariantTest {
    @Test
    void aRealPriceListBreaksNone() {
        // Claude Opus 4.5, by Anthropic's page
        assertThat(
                        Invariant.broken(
                                Map.of(
                                        Meter.INPUT, 5_000_000L,
                                        Meter.CACHE_READ, 500_000L,
                                        Meter.CACHE_WRITE_5M, 6_250_000L,
                                        Meter.CACHE_WRITE_1H, 10_000_000L,
                                        Meter.OUTPUT, 25_000_000L)))
                .isEmpty();
    }

    @Test
    void swapsUnitsAndNeighboursRatesAreFound() {
        assertThat(Invariant.broken(Map.of(Meter.INPUT, 250_000L, Meter.CACHE_READ, 300_000L)))
                .containsExactly(Invariant.CACHE_READ_ABOVE_INPUT);
        // Claude 3 Haiku with Sonnet's 1-hour write: litellm#38056
        assertThat(
                        Invariant.broken(
                                Map.of(Meter.INPUT, 250_000L, Meter.CACHE_WRITE_1H, 6_000_000L)))
                .containsExactly(Invariant.LONG_WRITE_FAR_ABOVE_INPUT);
        assertThat(
                        Invariant.broken(
                                Map.of(
                                        Meter.CACHE_WRITE_5M, 7_500_000L,
                                        Meter.CACHE_WRITE_1H, 6_000_000L)))
                .containsExactly(Invariant.LONG_WRITE_BELOW_SHORT);
        // MiniMax M2.5 at $300/$1,200: a price per thousand
        assertThat(
                        Invariant.broken(
                                Map.of(Meter.INPUT, 300_000_000L, Meter.OUTPUT, 1_200_000_000L)))
                .containsExactly(Invariant.INPUT_OUT_OF_RANGE, Invariant.OUTPUT_OUT_OF_RANGE);
    }
}
