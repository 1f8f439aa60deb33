package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// The rates are those that the European Central Bank published (eurofxref-hist.csv): on 30 October
/// 2026 a euro was 1.1172 dollars and 7.4326 yuan, on 30 September 1.1355 and 7.6130, on 29 August
/// 2025 1.1658 and 8.3155.
class ExchangeRatesTest {
    private static final String SHEET =
            """
            provider,model,from,to,currency,input,output,page
            acme,yuan,2026-08-15,2026-11-15,CNY,8,28,0.5
            acme,euro,2026-09-10,,eur,1,2,
            acme,dollar,2026-09-10,,USD,1,2,
            """;

    private static List<PriceRow> rows(String model) {
        return PriceBook.bundled().with("c.csv", new StringReader(SHEET)).rows("acme", model);
    }

    @ParameterizedTest
    @CsvSource({
        // 8 x 1.1172 / 7.4326 = 1.20248634...
        "CNY, 2026-11-28T00:00:00Z, 8, 1.202486",
        "CNY, 2026-11-01T00:00:00Z, 8, 1.202486",
        // 8 x 1.1355 / 7.6130 = 1.19322212...
        "CNY, 2026-10-31T23:59:59Z, 8, 1.193222",
        "EUR, 2026-11-28T00:00:00Z, 1, 1.117200",
        // 16 x 1.1658 / 8.3155 = 2.24313631...
        "CNY, 2025-09-15T12:00:00Z, 16, 2.243136",
    })
    void anAmountIsReckonedAtTheLastRateSetBeforeItsMonth(
            String currency, Instant at, BigDecimal amount, BigDecimal dollars) {
        assertThat(ExchangeRates.at(currency, at).inDollars(amount, 6)).isEqualTo(dollars);
    }

    @Test
    void outsideTheTableItsFirstAndItsLastRateHold() {
        assertThat(ExchangeRates.at("EUR", Instant.EPOCH))
                .isEqualTo(ExchangeRates.at("EUR", Instant.parse("2022-12-31T00:00:00Z")));
        assertThat(ExchangeRates.at("EUR", Instant.parse("2031-01-01T00:00:00Z")))
                .isEqualTo(ExchangeRates.at("EUR", Instant.parse("2026-11-01T00:00:00Z")));
    }

    @Test
    void theMonthsOfTheTableLeaveNoGap() {
        List<ExchangeRates.Period> periods = ExchangeRates.periods("CNY");
        assertThat(periods.getFirst().time().from()).isEqualTo(Instant.MIN);
        assertThat(periods.getLast().time().to()).isEqualTo(Instant.MAX);
        for (int i = 1; i < periods.size(); i++) {
            ExchangeRates.Period period = periods.get(i);
            assertThat(period.time().from()).isEqualTo(periods.get(i - 1).time().to());
            // No month is left out, and each is reckoned at the rate of the month before.
            assertThat(period.rate())
                    .isEqualTo(ExchangeRates.at("CNY", period.time().from()))
                    .isNotEqualTo(ExchangeRates.at("CNY", period.time().from().minusSeconds(1)));
            assertThat(period.time().from().toString()).endsWith("-01T00:00:00Z");
        }
    }

    @Test
    void aRowInYuanHasOnePriceInDollarsAMonth() {
        assertThat(rows("yuan"))
                .extracting(
                        row -> row.validity().from().toString().substring(0, 10),
                        row -> row.validity().to().toString().substring(0, 10),
                        row -> row.rate(Meter.INPUT).getAsLong(),
                        row -> row.rate(Meter.OUTPUT).getAsLong(),
                        row -> row.exchange().orElseThrow().date().toString())
                .containsExactly(
                        tuple("2026-08-15", "2026-09-01", 1_184_952L, 4_147_332L, "2026-07-31"),
                        tuple("2026-09-01", "2026-10-01", 1_190_524L, 4_166_834L, "2026-08-31"),
                        tuple("2026-10-01", "2026-11-01", 1_193_222L, 4_176_277L, "2026-09-30"),
                        tuple("2026-11-01", "2026-11-15", 1_202_486L, 4_208_702L, "2026-10-30"));
    }

    @Test
    void aFeeIsRoundedToThePicodollarOfOneUnit() {
        // 0.5 yuan a thousand pages: 0.5 x 1.1172 / 7.4326 = 0.0751553964965... dollars a thousand.
        assertThat(rows("yuan").getLast().rate(Meter.PAGE).getAsLong()).isEqualTo(75_155_396L);
    }

    @Test
    void aCallIsFlaggedWhereItsPriceWasConverted() {
        PriceBook book = PriceBook.bundled().with("c.csv", new StringReader(SHEET));
        Instant at = Instant.parse("2026-10-10T00:00:00Z");
        assertThat(card(book, "yuan", at).flags(Meter.INPUT)).isEqualTo(Flag.CONVERTED.bit());
        assertThat(card(book, "euro", at).flags(Meter.OUTPUT)).isEqualTo(Flag.CONVERTED.bit());
        assertThat(card(book, "dollar", at).flags(Meter.INPUT)).isZero();
        assertThat(card(book, "dollar", at).rate(Meter.INPUT)).isEqualTo(1_000_000L);
    }

    private static Card card(PriceBook book, String model, Instant at) {
        return ((PriceBook.Resolution.Found) book.resolve("acme", model, "", ServiceTier.STANDARD))
                .tariff()
                .cardAt(at)
                .orElseThrow();
    }

    @Test
    void anUnknownCurrencyAndOneOfAFactorAreRefused() {
        assertThatThrownBy(() ->
                        PriceBook.bundled()
                                .with(
                                        "c.csv",
                                        new StringReader(
                                                """
                                                provider,model,currency,input,multiply
                                                acme,a,XAU,1,
                                                acme,b,EUR,,0.9
                                                """)))
                .hasMessageContaining("c.csv:2 currency \"XAU\" is none of AUD, BRL, CAD, CHF, CNY")
                .hasMessageContaining("c.csv:3 currency EUR: a factor has none");
        assertThat(ExchangeRates.knows("CNY")).isTrue();
        assertThat(ExchangeRates.knows("XAU")).isFalse();
    }

    @Test
    void overlappingRowsInYuanAreFoundOnce() {
        PriceFileException e =
                catchThrowableOfType(
                        PriceFileException.class,
                        () ->
                                PriceBook.bundled()
                                        .with(
                                                "c.csv",
                                                new StringReader(
                                                        """
                                                        provider,model,from,currency,input
                                                        acme,a,2025-01-01,CNY,1
                                                        acme,a,2026-01-01,CNY,2
                                                        """)));
        assertThat(e.problems()).hasSize(1).first().asString().startsWith("c.csv:3 the row's time");
    }
}
