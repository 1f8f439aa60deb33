package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// Windows by the hour, the day of the week and the calendar of holidays.
class DailyWindowTest {
    @ParameterizedTest
    @CsvSource({
        // Friday, Saturday and Sunday in UTC
        "01:00-04:00Z Mon-Fri, 2026-11-20T01:00:00Z, true",
        "01:00-04:00Z Mon-Fri, 2026-11-20T04:00:00Z, false",
        "01:00-04:00Z Mon-Fri, 2026-11-21T02:00:00Z, false",
        "'00:00-24:00Z Sat,Sun', 2026-11-22T23:59:59Z, true",
        // Friday 23:00 UTC is Saturday in Beijing
        "'00:00-24:00+08:00 Sat,Sun', 2026-11-20T23:00:00Z, true",
        // National Day: China's State Council has 1 to 7 October 2026 off; the 1st is a Thursday
        "01:00-04:00Z Mon-Fri not CN, 2026-10-01T02:00:00Z, false",
        "01:00-04:00Z Mon-Fri not CN, 2026-10-08T02:00:00Z, true",
        "16:30-00:30Z, 2026-10-08T00:29:59Z, true",
    })
    void holdsByHourDayAndCalendar(String window, Instant at, boolean inside) {
        assertThat(DailyWindow.parse(window).contains(at)).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "01:00-04:00Z Mon-Fri not CN",
        "09:00-12:00+08:00 Mon-Fri",
        "'00:00-24:00Z Sat,Sun'",
        "16:30-00:30Z"
    })
    void itsTextIsReadAgain(String text) {
        assertThat(DailyWindow.parse(text)).hasToString(text);
        assertThat(DailyWindow.parse(DailyWindow.parse(text).toString()))
                .isEqualTo(DailyWindow.parse(text));
    }

    @Test
    void whatIsNoWindowIsRefused() {
        assertThatThrownBy(() -> DailyWindow.parse("01:00-04:00Z Mon-Foo"))
                .hasMessageContaining("write 16:30-00:30Z");
        assertThatThrownBy(() -> DailyWindow.parse("01:00-04:00Z not XX"))
                .hasMessageContaining("no calendar of the public holidays of XX");
        assertThatThrownBy(() -> DailyWindow.parse("04:00-04:00Z"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// DeepSeek's page: peak 01 to 04 and 06 to 10 UTC, Monday to Friday, not on Chinese holidays.
    @ParameterizedTest
    @CsvSource({
        "2026-11-20T02:00:00Z, 1.32, 3.96",
        "2026-11-20T05:00:00Z, 0.66, 1.98",
        "2026-11-21T02:00:00Z, 0.66, 1.98",
        "2026-10-02T02:00:00Z, 0.66, 1.98",
        "2026-08-22T02:00:00Z, 1.32, 3.96",
        "2026-08-16T15:59:59Z, 0.435, 0.87",
    })
    void deepseekAsksMoreInWorkingHours(Instant at, double input, double output) {
        var found =
                (PriceBook.Resolution.Found)
                        PriceBook.bundled()
                                .resolve("deepseek", "deepseek-v4-pro", "", ServiceTier.STANDARD);
        Card card = found.tariff().cardAt(at).orElseThrow();
        assertThat(card.rate(Meter.INPUT) / 1e6).isEqualTo(input);
        assertThat(card.rate(Meter.OUTPUT) / 1e6).isEqualTo(output);
    }
}
