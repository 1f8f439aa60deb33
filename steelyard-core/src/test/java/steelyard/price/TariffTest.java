package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;
import static steelyard.price.TestingBook.at;
import static steelyard.price.TestingBook.tariff;

import java.io.StringReader;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.ServiceTier;

class TariffTest {
    private static final String NOON = "2026-01-15T12:00:00Z";

    /// USD per Mtok of a meter, as a number that a price list would show.
    private static double usd(Card card, Meter meter) {
        return card.rate(meter) / 1e6;
    }

    private static Set<Flag> flags(Card card, Meter meter) {
        return Flag.ofBits(card.flags(meter));
    }

    @Test
    void aPriceChangesAtATimeOfDay() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,from,to,input",
                        "acme,m,2025-01-01,2025-09-05T16:00:00Z,1",
                        "acme,m,2025-09-05T16:00:00Z,,2");
        Tariff tariff = tariff(book, "m");
        assertThat(usd(at(tariff, "2025-09-05T15:59:59.999999Z", 0), Meter.INPUT)).isEqualTo(1);
        assertThat(usd(at(tariff, "2025-09-05T16:00:00Z", 0), Meter.INPUT)).isEqualTo(2);
        assertThat(tariff.cardAt(Instant.parse("2024-12-31T23:59:59Z"))).isEmpty();
    }

    @Test
    void theWholeRequestMovesToTheHigherTier() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,context,input,cache_read,output",
                        "acme,m,,1,0.1,5",
                        "acme,m,input>200000,2,,8");
        Card low = at(tariff(book, "m"), NOON, 200_000);
        Card high = at(tariff(book, "m"), NOON, 200_001);
        assertThat(usd(low, Meter.OUTPUT)).isEqualTo(5);
        assertThat(usd(high, Meter.OUTPUT)).isEqualTo(8);
        assertThat(usd(high, Meter.CACHE_READ))
                .as("what the tier leaves blank comes from the tier below")
                .isEqualTo(0.1);
        assertThat(low.isTiered()).isTrue();
        assertThat(high.rate(Card.Stage.LIST, Meter.OUTPUT)).isEqualTo(5_000_000);
        assertThat(high.rate(Card.Stage.CONDITIONS, Meter.OUTPUT)).isEqualTo(8_000_000);
    }

    @Test
    void aTierThatEndedNoLongerApplies() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,context,from,to,input",
                        "acme,m,,2025-01-01,,5",
                        "acme,m,input>200000,2025-01-01,2026-03-13,10");
        assertThat(usd(at(tariff(book, "m"), "2026-03-12T23:59:59Z", 300_000), Meter.INPUT))
                .isEqualTo(10);
        assertThat(usd(at(tariff(book, "m"), "2026-03-13T00:00:00Z", 300_000), Meter.INPUT))
                .isEqualTo(5);
    }

    @Test
    void missingServicePricesFallBackToStandardAndSaySo() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,service,input,cache_read,output",
                        "acme,m,,2,0.2,8",
                        "acme,m,batch,1,,4");
        Card batch = at(tariff(book, "acme", "m", "", ServiceTier.BATCH), NOON, 0);
        assertThat(usd(batch, Meter.INPUT)).isEqualTo(1);
        assertThat(flags(batch, Meter.INPUT)).isEmpty();
        assertThat(usd(batch, Meter.CACHE_READ)).isEqualTo(0.2);
        assertThat(flags(batch, Meter.CACHE_READ)).containsExactly(Flag.SERVICE_AS_STANDARD);
        Card flex = at(tariff(book, "acme", "m", "", ServiceTier.FLEX), NOON, 0);
        assertThat(usd(flex, Meter.OUTPUT)).isEqualTo(8);
        assertThat(flags(flex, Meter.OUTPUT)).containsExactly(Flag.SERVICE_AS_STANDARD);
        assertThat(batch.rate(Card.Stage.CONDITIONS, Meter.INPUT))
                .as("before the discount")
                .isEqualTo(2_000_000);
        assertThat(batch.rate(Card.Stage.SERVICE, Meter.INPUT)).isEqualTo(1_000_000);
    }

    @Test
    void aMultiplierStandsInForATierAndIsNoFallback() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,service,region,context,input,cache_read,multiply",
                        "acme,m,,,,3,0.3,",
                        "acme,m,,,input>1000,6,0.6,",
                        "acme,*,batch,,,,,0.5",
                        "acme,m,,eu,,,,1.1");
        Card batch = at(tariff(book, "acme", "m", "", ServiceTier.BATCH), NOON, 0);
        assertThat(usd(batch, Meter.INPUT)).isEqualTo(1.5);
        assertThat(usd(batch, Meter.CACHE_READ)).isEqualTo(0.15);
        assertThat(flags(batch, Meter.INPUT)).isEmpty();
        assertThat(
                        usd(
                                at(tariff(book, "acme", "m", "", ServiceTier.BATCH), NOON, 2_000),
                                Meter.INPUT))
                .isEqualTo(3);
        Card both = at(tariff(book, "acme", "m", "eu", ServiceTier.BATCH), NOON, 0);
        assertThat(usd(both, Meter.INPUT)).isEqualTo(1.65);
        assertThat(flags(both, Meter.INPUT)).isEmpty();
        assertThat(
                        usd(
                                at(tariff(book, "acme", "m", "eu", ServiceTier.STANDARD), NOON, 0),
                                Meter.CACHE_READ))
                .isEqualTo(0.33);
    }

    @Test
    void anUnknownRegionIsChargedAtTheDefaultAndFlagged() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,region,input,output", "acme,m,,3,6", "acme,m,eu,4,");
        Card eu = at(tariff(book, "acme", "m", "eu", ServiceTier.STANDARD), NOON, 0);
        assertThat(usd(eu, Meter.INPUT)).isEqualTo(4);
        assertThat(flags(eu, Meter.INPUT)).isEmpty();
        assertThat(flags(eu, Meter.OUTPUT)).containsExactly(Flag.REGION_AS_DEFAULT);
        assertThat(usd(eu, Meter.OUTPUT)).isEqualTo(6);
        assertThat(
                        flags(
                                at(
                                        tariff(book, "acme", "m", "mars", ServiceTier.STANDARD),
                                        NOON,
                                        0),
                                Meter.INPUT))
                .containsExactly(Flag.REGION_AS_DEFAULT);
        assertThat(eu.rate(Card.Stage.LIST, Meter.INPUT)).isEqualTo(3_000_000);
    }

    @Test
    void hoursOfTheDayHaveTheirOwnPrices() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,window,input,output",
                        "acme,m,,2,8",
                        "acme,m,16:30-00:30Z,1,");
        assertThat(usd(at(tariff(book, "m"), "2026-01-15T00:29:59Z", 0), Meter.INPUT)).isEqualTo(1);
        assertThat(usd(at(tariff(book, "m"), "2026-01-15T00:30:00Z", 0), Meter.INPUT)).isEqualTo(2);
        assertThat(usd(at(tariff(book, "m"), "2026-01-15T17:00:00Z", 0), Meter.OUTPUT))
                .as("blank in the window's row")
                .isEqualTo(8);
    }

    @Test
    void neighbouringMetersStandInOnlyWhereItIsSaid() {
        Card card =
                at(
                        tariff(TestingBook.with("provider,model,input,output", "acme,m,3,15"), "m"),
                        NOON,
                        0);
        assertThat(usd(card, Meter.CACHE_READ)).isEqualTo(3);
        assertThat(flags(card, Meter.CACHE_READ)).containsExactly(Flag.CACHE_READ_AS_INPUT);
        assertThat(flags(card, Meter.CACHE_WRITE)).containsExactly(Flag.CACHE_WRITE_AS_INPUT);
        assertThat(flags(card, Meter.CACHE_WRITE_5M)).containsExactly(Flag.CACHE_WRITE_AS_INPUT);
        assertThat(flags(card, Meter.CACHE_WRITE_1H)).containsExactly(Flag.CACHE_WRITE_AS_INPUT);
        assertThat(flags(card, Meter.IMAGE_INPUT)).containsExactly(Flag.IMAGE_AS_TEXT);
        assertThat(usd(card, Meter.REASONING)).as("reasoning is output").isEqualTo(15);
        assertThat(flags(card, Meter.REASONING)).isEmpty();
        for (Meter unknown :
                new Meter[] {
                    Meter.AUDIO_INPUT,
                    Meter.AUDIO_CACHE_READ,
                    Meter.AUDIO_OUTPUT,
                    Meter.IMAGE_OUTPUT,
                    Meter.WEB_SEARCH,
                    Meter.REQUEST
                }) {
            assertThat(card.rate(unknown)).as(unknown.column()).isEqualTo(PriceRow.UNKNOWN);
        }
    }

    @Test
    void cacheWritesFollowTheirLifetime() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,input,cache_write_5m,cache_write_1h,audio_input",
                        "acme,m,3,3.75,6,10",
                        "acme,n,3,3.75,,");
        Card both = at(tariff(book, "m"), NOON, 0);
        assertThat(usd(both, Meter.CACHE_WRITE)).isEqualTo(3.75);
        assertThat(flags(both, Meter.CACHE_WRITE)).containsExactly(Flag.CACHE_WRITE_TTL_UNKNOWN);
        assertThat(usd(both, Meter.CACHE_WRITE_1H)).isEqualTo(6);
        assertThat(flags(both, Meter.AUDIO_CACHE_READ)).containsExactly(Flag.CACHE_READ_AS_INPUT);
        Card five = at(tariff(book, "n"), NOON, 0);
        assertThat(usd(five, Meter.CACHE_WRITE_1H)).isEqualTo(3.75);
        assertThat(flags(five, Meter.CACHE_WRITE_1H)).containsExactly(Flag.CACHE_WRITE_1H_AS_5M);
    }

    @Test
    void zeroIsAPrice() {
        Card card =
                at(
                        tariff(TestingBook.with("provider,model,input,output", "acme,m,0,0"), "m"),
                        NOON,
                        0);
        assertThat(card.rate(Meter.INPUT)).isZero();
        assertThat(card.row(Meter.INPUT)).isPresent();
    }

    @Test
    void aCorrectionCountsFromWhenItWasRecorded() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,from,recorded,input",
                        "acme,m,2025-01-01,2025-01-01,1",
                        "acme,m,2025-01-01,2025-06-01,2");
        assertThat(usd(at(tariff(book, "m"), "2025-02-01T00:00:00Z", 0), Meter.INPUT)).isEqualTo(2);
        PriceBook then = book.knownAt(Instant.parse("2025-05-31T00:00:00Z"));
        assertThat(usd(at(tariff(then, "m"), "2025-02-01T00:00:00Z", 0), Meter.INPUT)).isEqualTo(1);
        assertThat(
                        tariff(book.knownAt(Instant.parse("2024-01-01T00:00:00Z")), "m")
                                .cardAt(Instant.parse(NOON)))
                .isEmpty();
    }

    @Test
    void aContractIsPaidAndTheListStaysTheList() {
        PriceBook book =
                PriceBook.bundled()
                        .with(
                                "deal.csv",
                                new StringReader(
                                        "provider,model,multiply,input\nanthropic,claude-*,0.85,\nopenai,o3,,1.5\n"));
        Card claude =
                at(
                        tariff(book, "anthropic", "claude-opus-4-5", "", ServiceTier.STANDARD),
                        "2025-12-01T00:00:00Z",
                        0);
        assertThat(usd(claude, Meter.INPUT)).isEqualTo(4.25);
        assertThat(usd(claude, Meter.CACHE_READ)).isEqualTo(0.425);
        assertThat(claude.rate(Card.Stage.SERVICE, Meter.INPUT)).isEqualTo(5_000_000);
        Card o3 =
                at(
                        tariff(book, "openai", "o3", "", ServiceTier.STANDARD),
                        "2025-12-01T00:00:00Z",
                        0);
        assertThat(usd(o3, Meter.INPUT)).isEqualTo(1.5);
        assertThat(usd(o3, Meter.OUTPUT)).as("what the contract leaves blank").isEqualTo(8);
        assertThat(
                        usd(
                                at(
                                        tariff(book, "openai", "gpt-4o", "", ServiceTier.STANDARD),
                                        "2025-12-01T00:00:00Z",
                                        0),
                                Meter.INPUT))
                .isEqualTo(2.5);
    }

    @Test
    void aContractMayCoverAServiceTierAlone() {
        PriceBook book =
                PriceBook.bundled()
                        .with(
                                "deal.csv",
                                new StringReader(
                                        "provider,model,service,multiply\nanthropic,claude-*,batch,0.9\n"));
        assertThat(
                        usd(
                                at(
                                        tariff(
                                                book,
                                                "anthropic",
                                                "claude-opus-4-5",
                                                "",
                                                ServiceTier.BATCH),
                                        "2025-12-01T00:00:00Z",
                                        0),
                                Meter.INPUT))
                .isEqualTo(2.25);
        assertThat(
                        usd(
                                at(
                                        tariff(
                                                book,
                                                "anthropic",
                                                "claude-opus-4-5",
                                                "",
                                                ServiceTier.STANDARD),
                                        "2025-12-01T00:00:00Z",
                                        0),
                                Meter.INPUT))
                .isEqualTo(5);
    }

    @Test
    void marginalTiersPriceOnlyWhatIsPastThem() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,context,input",
                        "acme,m,,3",
                        "acme,m,own>200000 marginal,6",
                        "acme,m,own>1000000 marginal,9");
        Card card = at(tariff(book, "m"), NOON, 5_000_000);
        assertThat(card.isLinear()).isFalse();
        assertThat(card.isTiered()).isFalse();
        assertThat(card.steps()).isEqualTo(2);
        assertThat(card.stepFrom(0)).isEqualTo(200_000);
        assertThat(usd(card, Meter.INPUT)).isEqualTo(3);
        assertThat(usd(card.stepCard(1), Meter.INPUT)).isEqualTo(9);
    }

    @Test
    void aTariffListsItsCardsAndTiers() {
        PriceBook book =
                TestingBook.with(
                        "provider,model,context,window,from,input",
                        "acme,m,,,2025-01-01,1",
                        "acme,m,input>1000,,2025-01-01,2",
                        "acme,m,,16:30-00:30Z,2025-01-01,0.5");
        Tariff tariff = tariff(book, "m");
        assertThat(tariff.tiersAt(Instant.parse("2025-06-01T12:00:00Z"))).hasSize(2);
        assertThat(
                        usd(
                                tariff.tiersAt(Instant.parse("2025-06-01T17:00:00Z"))
                                        .get(ContextTier.BASE),
                                Meter.INPUT))
                .isEqualTo(0.5);
        assertThat(tariff.tiersAt(Instant.parse("2018-06-01T12:00:00Z"))).isEmpty();
        assertThat(tariff.cards()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(
                        tariff.plainCard(
                                tariff.segmentAt(
                                        Micros.of(Instant.parse("2025-06-01T12:00:00Z")), 0)))
                .as("it depends on size and hour")
                .isNull();
        assertThat(tariff.provider()).isEqualTo("acme");
        assertThat(tariff.name()).isEqualTo("m");
    }

    @Test
    void aModelWithOnePriceIsPlain() {
        Tariff tariff = tariff(TestingBook.with("provider,model,input", "acme,m,1"), "m");
        assertThat(tariff.plainCard(tariff.segmentAt(0, 0)))
                .isSameAs(tariff.cardAt(0, 5, 5, 1))
                .isNotNull();
    }

    @Test
    void timesBecomeMicrosecondsAndExtremesStayExtremes() {
        assertThat(Micros.of(Instant.parse("1970-01-01T00:00:01.000002Z"))).isEqualTo(1_000_002);
        assertThat(Micros.of(Instant.parse("1969-12-31T23:59:59.5Z"))).isEqualTo(-500_000);
        assertThat(Micros.of(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
        assertThat(Micros.of(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void manyChangesAreSearchedByHalves() {
        String[] rows = new String[12];
        for (int i = 0; i < 12; i++) {
            rows[i] =
                    "acme,m,2025-%02d-01,%s,%d"
                            .formatted(
                                    i + 1, i == 11 ? "" : "2025-%02d-01".formatted(i + 2), i + 1);
        }
        Tariff tariff = tariff(TestingBook.with("provider,model,from,to,input", rows), "m");
        for (int hint = 0; hint < 13; hint++) {
            assertThat(tariff.segmentAt(Micros.of(Instant.parse("2025-03-15T00:00:00Z")), hint))
                    .isEqualTo(3);
            assertThat(tariff.segmentAt(Micros.of(Instant.parse("2025-12-15T00:00:00Z")), hint))
                    .isEqualTo(12);
            assertThat(tariff.segmentAt(0, hint)).isZero();
        }
        for (int i = 0; i < 12; i++) {
            Instant start = Instant.parse("2025-%02d-01T00:00:00Z".formatted(i + 1));
            assertThat(usd(at(tariff, start.toString(), 0), Meter.INPUT)).isEqualTo(i + 1);
            assertThat(
                            tariff.cardAt(start.minusMillis(1))
                                    .map(c -> usd(c, Meter.INPUT))
                                    .orElse(0.0))
                    .isEqualTo(i);
        }
    }
}
