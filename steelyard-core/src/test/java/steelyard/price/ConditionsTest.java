package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    @Test
    void aWindowMayWrapMidnight() {
        // DeepSeek's off-peak hours of 2025: 16:30 to 00:30 UTC.
        DailyWindow window = DailyWindow.parse("16:30-00:30Z");
        assertThat(window.contains(Instant.parse("2025-07-01T16:30:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2025-07-01T23:59:59Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2025-07-02T00:29:59Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2025-07-02T00:30:00Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2025-07-01T16:29:59Z"))).isFalse();
        assertThat(window).hasToString("16:30-00:30Z");
    }

    @Test
    void aWindowHasItsOwnOffset() {
        DailyWindow window = DailyWindow.parse("09:00-12:00+08:00");
        assertThat(window.contains(Instant.parse("2026-07-01T01:00:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-07-01T04:00:00Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-07-01T09:00:00Z"))).isFalse();
    }

    @Test
    void blankIsAllDayAndTheBaseTier() {
        assertThat(DailyWindow.parse("")).isEqualTo(DailyWindow.ALL_DAY).hasToString("");
        assertThat(DailyWindow.ALL_DAY.contains(Instant.EPOCH)).isTrue();
        assertThat(ContextTier.parse("")).isEqualTo(ContextTier.BASE).hasToString("");
    }

    @Test
    void brokenConditionsSayWhatWouldBeRight() {
        assertThatThrownBy(() -> DailyWindow.parse("25:00-01:00Z"))
                .hasMessageContaining("write 16:30-00:30Z");
        assertThatThrownBy(() -> DailyWindow.parse("10:00-10:00Z"))
                .hasMessageContaining("write 16:30-00:30Z");
        assertThatThrownBy(() -> ContextTier.parse(">200k"))
                .hasMessageContaining("write input>200000");
        assertThatThrownBy(() -> ContextTier.parse("input>200000 marginal"))
                .hasMessageContaining("measures each meter by itself");
        assertThatThrownBy(() -> ContextTier.parse("own>200000"))
                .hasMessageContaining("measures each meter by itself");
    }

    @Test
    void theBoundaryOfATierIsData() {
        ContextTier above = ContextTier.parse("input>200000");
        ContextTier from = ContextTier.parse("input>=200000");
        assertThat(above.reachedBy(200_000, 1)).isFalse();
        assertThat(above.reachedBy(200_001, 1)).isTrue();
        assertThat(from.reachedBy(200_000, 1)).isTrue();
        assertThat(from.reachedBy(199_999, 1)).isFalse();
    }

    @Test
    void severalCallsReachATierByTheirMean() {
        ContextTier above = ContextTier.parse("input>200000");
        assertThat(above.reachedBy(400_000, 2)).isFalse();
        assertThat(above.reachedBy(400_001, 2)).isTrue();
        assertThat(above.reachedBy(Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void textsReadBackAsTheyAreWritten() {
        for (String text : new String[] {"input>200000", "total>=128000", "own>32000 marginal"}) {
            assertThat(ContextTier.parse(text)).hasToString(text);
        }
    }
}
