package steelyard.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceBook;
import steelyard.price.Tariff;
import steelyard.price.TestingBook;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.ServiceTier;

class ColumnRaterTest {
    private static final long NOON = Micros.of(Instant.parse("2026-01-15T12:00:00Z"));
    private static final int INPUT = 1 << Meter.INPUT.ordinal();

    private final PriceBook book =
            TestingBook.with(
                    "provider,model,context,from,to,input,output,request",
                    "acme,plain,,2026-01-01,2026-01-20,1,2,",
                    "acme,plain,,2026-01-20,,3,2,",
                    "acme,tiered,,,,1,2,",
                    "acme,tiered,input>1000,,,2,4,",
                    "acme,steps,,,,1,2,",
                    "acme,steps,own>1000 marginal,,,10,20,",
                    "acme,fee,,,,1,2,5");
    private final ColumnRater rater =
            new ColumnRater(
                    book,
                    List.of(tariff("plain"), tariff("tiered"), tariff("steps"), tariff("fee")));

    private Tariff tariff(String model) {
        return ((PriceBook.Resolution.Found) book.resolve("acme", model, "", ServiceTier.STANDARD))
                .tariff();
    }

    private Card card(int tariff, long prompt) {
        return book.card(
                ColumnRater.cardOf(rater.card(tariff, NOON, NOON, prompt, prompt, 1, INPUT)));
    }

    @Test
    void aRowWithoutAPriceSaysWhichWayItIsMissing() {
        assertThat(ColumnRater.cardOf(rater.card(0, 0, 0, 1, 1, 1, INPUT)))
                .isEqualTo(ColumnRater.NO_PRICE);
        int audio = 1 << Meter.AUDIO_OUTPUT.ordinal();
        assertThat(ColumnRater.cardOf(rater.card(0, NOON, NOON, 1, 1, 1, INPUT | audio)))
                .isEqualTo(ColumnRater.UNPRICED - Meter.AUDIO_OUTPUT.ordinal());
    }

    @Test
    void theRowsOwnFlagsComeWithItsCard() {
        long many = rater.card(1, NOON, NOON, 5_000, 5_000, 10, INPUT);
        assertThat(Flag.ofBits(ColumnRater.flagsOf(many))).containsExactly(Flag.CONTEXT_BY_MEAN);
        assertThat(book.card(ColumnRater.cardOf(many)).rate(Meter.INPUT)).isEqualTo(1_000_000);
        long week = 7L * 86_400 * 1_000_000;
        assertThat(
                        Flag.ofBits(
                                ColumnRater.flagsOf(
                                        rater.card(0, NOON, NOON + week, 1, 1, 1, INPUT))))
                .containsExactly(Flag.PRICE_MOVED_IN_SPAN);
        assertThat(ColumnRater.flagsOf(rater.card(0, NOON, NOON, 1, 1, 1, INPUT))).isZero();
        long late = Micros.of(Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(Flag.ofBits(ColumnRater.flagsOf(rater.card(0, late, late, 1, 1, 1, INPUT))))
                .containsExactly(Flag.AFTER_BOOK);
    }

    @Test
    void amountsAreCountsTimesRatesOfTheCard() {
        int high = ColumnRater.cardOf(rater.card(1, NOON, NOON, 1_001, 1_001, 1, INPUT));
        assertThat(rater.amount(high, Meter.INPUT, 1_001, 1)).isEqualTo(2_002_000_000L);
        assertThat(rater.amount(high, Meter.AUDIO_INPUT, 0, 1))
                .as("an unknown rate of nothing")
                .isZero();
        int steps = ColumnRater.cardOf(rater.card(2, NOON, NOON, 1_500, 1_500, 1, INPUT));
        assertThat(rater.amount(steps, Meter.INPUT, 1_500, 1))
                .as("1,000 at 1 and 500 at 10")
                .isEqualTo(6_000_000_000L);
        assertThat(rater.amount(steps, Meter.INPUT, 3_000, 2))
                .as("two calls of 1,500")
                .isEqualTo(12_000_000_000L);
        int fee = ColumnRater.cardOf(rater.card(3, NOON, NOON, 1, 1, 1, INPUT));
        assertThat(rater.amount(fee, Meter.REQUEST, 0, 3))
                .as("three calls at $5 a thousand")
                .isEqualTo(15_000_000_000L);
        assertThatThrownBy(() -> rater.amount(high, Meter.INPUT, Long.MAX_VALUE, 1))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void columnsOfTieredSteppedAndFeeModelsAreRatedLikeSingleCalls() {
        int[] tariffs = {0, 1, 1, 2, 3, 0};
        long[] micros = {NOON, NOON, NOON, NOON, NOON, 0};
        long[][] counts = {{10, 1_000, 1_001, 1_500, 1, 1}, {1, 1, 1, 1, 1, 1}};
        long[] picos = new long[6];
        long sum =
                rater.rate(
                                new ColumnRater.Columns(
                                        tariffs,
                                        micros,
                                        List.of(Meter.INPUT, Meter.OUTPUT),
                                        counts),
                                picos)
                        .picos();
        assertThat(picos)
                .containsExactly(
                        12_000_000L,
                        1_002_000_000L,
                        2_006_000_000L,
                        6_002_000_000L,
                        5_003_000_000L,
                        ColumnRater.NO_AMOUNT);
        assertThat(sum)
                .isEqualTo(
                        12_000_000L
                                + 1_002_000_000L
                                + 2_006_000_000L
                                + 6_002_000_000L
                                + 5_003_000_000L);
        long[][] audio = {{1}, {1}};
        long[] none = new long[1];
        rater.rate(
                new ColumnRater.Columns(
                        new int[] {0},
                        new long[] {NOON},
                        List.of(Meter.INPUT, Meter.AUDIO_INPUT),
                        audio),
                none);
        assertThat(none).containsExactly(ColumnRater.NO_AMOUNT);
    }

    @Test
    void everyStageHasItsAmount() {
        Card high = card(1, 1_001);
        assertThat(Rater.amount(high, Card.Stage.LIST, Meter.INPUT, 1_000_000, 1)).hasToString("1");
        assertThat(Rater.amount(high, Card.Stage.CONDITIONS, Meter.INPUT, 1_000_000, 1))
                .hasToString("2");
        assertThat(Rater.amount(high, Card.Stage.PAID, Meter.AUDIO_INPUT, 5, 1)).hasToString("0");
        Card steps = card(2, 1);
        assertThat(Rater.amount(steps, Card.Stage.PAID, Meter.INPUT, 1_001, 1))
                .hasToString("0.00101");
        assertThat(Rater.amount(steps, Card.Stage.PAID, Meter.INPUT, 1_000, 1))
                .hasToString("0.001");
        assertThat(
                        Rater.amount(steps, Card.Stage.PAID, Meter.INPUT, Long.MAX_VALUE / 8, 1)
                                .approximateUsd())
                .isGreaterThan(9e12);
        assertThat(Rater.amount(card(3, 1), Card.Stage.PAID, Meter.REQUEST, 0, 2))
                .hasToString("0.01");
    }
}
