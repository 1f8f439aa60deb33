package steelyard.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import steelyard.cell.Needs;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.quality.Crosswalk;
import steelyard.rating.Outcome;
import steelyard.rating.Rater;
import steelyard.rating.UsageEvent;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import steelyard.token.TokenCounts;

class MarketTest {
    private static final LocalDate LATE = LocalDate.parse("2026-08-21");

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    /// By hand: (3 x 1 + 1 x 5) / 4 = 2, then (3 x 0.5 + 5) / 4 = 1.625; not on sale in March.
    @Test
    void aBasketsPriceIsFollowedStepByStep() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-one", 60)
                        .sells("acme", "acme-one", "", "2025-01-01", "2025-02-10", 1, 5)
                        .sells("acme", "acme-one", "", "2025-02-10", "2025-03-01", 0.5, 5)
                        .sells("acme", "acme-one", "", "2025-04-01", "", 0.5, 5);
        List<Listing.Step> steps = made.market().known().getFirst().steps(Basket.CHAT, LATE);
        assertThat(steps)
                .extracting(Listing.Step::from)
                .containsExactly(day("2025-01-01"), day("2025-02-10"), day("2025-04-01"));
        assertThat(steps)
                .extracting(Listing.Step::to)
                .containsExactly(day("2025-02-10"), day("2025-03-01"), LocalDate.MAX);
        assertThat(steps).extracting(Listing.Step::usdPerMtok).containsExactly(2.0, 1.625, 1.625);
        assertThat(steps).allMatch(Listing.Step::confirmed);
        assertThat(made.market().known().getFirst().steps(Basket.CHAT, day("2025-02-01")))
                .hasSize(1);
    }

    /// By hand: (4 x 2 + 16 x 2 + 1 x 10) / 21 where no cache price is stated, 50/21.
    @Test
    void anAgentsBasketIsMostlyReadFromACache() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-one", 60)
                        .sells("acme", "acme-one", "", "2025-01-01", "", 2, 10);
        assertThat(
                        made.market()
                                .known()
                                .getFirst()
                                .steps(Basket.AGENT, LATE)
                                .getFirst()
                                .usdPerMtok())
                .isCloseTo(50 / 21.0, within(1e-12));
        assertThatThrownBy(() -> Basket.named("soup"))
                .hasMessageContaining("neither chat nor agent");
    }

    /// o3 fell from 10/40 to 2/8 on 10 June 2025 (OpenAI's announcement): 17.5 to 3.5 at 3 : 1.
    @Test
    void theBundledBooksStepsAreItsPrices() {
        Market market = new Market(PriceBook.bundled(), Crosswalk.bundled());
        List<Listing.Step> o3 =
                market.known().stream()
                        .filter(l -> l.product().equals("openai/o3"))
                        .findFirst()
                        .orElseThrow()
                        .steps(Basket.CHAT, LATE);
        assertThat(o3).extracting(Listing.Step::usdPerMtok).containsExactly(17.5, 3.5);
        assertThat(o3.getLast().from()).isBetween("2025-06-10", "2025-06-12");
    }

    /// Azure's table gives Grok 4.1 Fast a release date in June 2025; xAI brought it on 19
    /// November.
    @Test
    void anAssumedStartCountsFromTheModelsFirstKnownSale() {
        Market market = new Market(PriceBook.bundled(), Crosswalk.bundled());
        Listing azure =
                market.known().stream()
                        .filter(l -> l.product().equals("azure/grok-4-1-fast-reasoning"))
                        .findFirst()
                        .orElseThrow();
        assertThat(azure.steps(Basket.CHAT, LATE).getFirst().from())
                .isBetween("2025-11-01", "2025-12-31");
        assertThat(azure.firstSeen(true)).isPresent();
        assertThat(azure.isFirstHand()).isFalse();
    }

    @Test
    void ofEqualQuotesTheLabsOwnComesFirst() {
        TestingMarket made =
                new TestingMarket()
                        .model("zlab-a", 60)
                        .sells("acme", "zlab-a", "2025-01-01", "", 3)
                        .sells("zlab", "zlab-a", "2025-01-01", "", 3);
        assertThat(
                        made.market()
                                .on(LATE, _ -> true)
                                .quotes(new Mix(TokenCounts.of(Meter.INPUT, 5), 1))
                                .getFirst()
                                .listing()
                                .provider())
                .isEqualTo("zlab");
    }

    /// A quote is what the rater charges for the same call.
    @Test
    void aQuoteIsWhatTheRaterCharges() {
        PriceBook book = PriceBook.bundled();
        Market market = new Market(book, Crosswalk.bundled());
        TokenCounts counts =
                TokenCounts.of(Meter.INPUT, 12_345)
                        .with(Meter.CACHE_READ, 80_000)
                        .with(Meter.OUTPUT, 777)
                        .with(Meter.REASONING, 1_111);
        LocalDate at = day("2026-06-30");
        Rater rater = new Rater(book);
        Instant night = at.atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC);
        int checked = 0;
        for (Quote q : market.on(at).quotes(new Mix(counts, 1))) {
            Outcome outcome =
                    rater.rate(
                            UsageEvent.call(
                                    q.listing().provider(), q.listing().name(), night, counts));
            assertThat(outcome).as(q.listing().product()).isInstanceOf(Outcome.Rated.class);
            assertThat(q.paid()).isEqualTo(MoneyTotal.of(((Outcome.Rated) outcome).amount()));
            checked++;
        }
        assertThat(checked).isGreaterThan(2_000);
    }

    /// By hand: 1,000 fresh and 3,000 cached at Claude Opus 4.5's 5, 0.50 and 25 with 100 answered:
    /// 0.005 + 0.0015 + 0.0025; all fresh 0.02 + 0.0025; half of the first in the batch tier.
    @Test
    void cacheAndBatchAreToldApart() {
        Market market = new Market(PriceBook.bundled(), Crosswalk.bundled());
        Mix mix =
                new Mix(
                        TokenCounts.of(Meter.INPUT, 1_000)
                                .with(Meter.CACHE_READ, 3_000)
                                .with(Meter.OUTPUT, 100),
                        1);
        Market.Quoting quoting = market.on(day("2026-06-30"));
        Quote opus =
                quoting.quotes(mix).stream()
                        .filter(q -> q.listing().product().equals("anthropic/claude-opus-4-5"))
                        .findFirst()
                        .orElseThrow();
        assertThat(opus.paid()).hasToString("0.009");
        assertThat(opus.uncached()).hasToString("0.0225");
        assertThat(quoting.batch(opus.listing(), mix)).map(MoneyTotal::toString).contains("0.0045");
        assertThat(opus.standing()).isEqualTo(PriceRow.Standing.CORROBORATED);
    }

    @Test
    void aMixPastTheRangeOfOneAmountIsStillExact() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-one", 60)
                        .sells("acme", "acme-one", "2025-01-01", "", 3);
        Mix mix = new Mix(TokenCounts.of(Meter.INPUT, 10_000_000_000_000L), 1_000_000);
        Quote quote = made.market().on(LATE, _ -> true).quotes(mix).getFirst();
        assertThat(quote.paid()).hasToString("30000000");
    }

    @Test
    void namesOfOneModelWithOneAmountAtASellerAreOneQuote() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-one", 60)
                        .sells("acme", "acme-one", "2025-01-01", "", 3);
        List<Crosswalk.Entry> twice =
                List.of(
                        made.crosswalk().entries().getFirst(),
                        new Crosswalk.Entry(
                                "acme",
                                "acme-one",
                                made.crosswalk().models().iterator().next(),
                                LocalDate.MIN,
                                LocalDate.MAX));
        Market market = new Market(made.book(), Crosswalk.of(made.crosswalk().models(), twice));
        assertThat(market.on(LATE, _ -> true).quotes(new Mix(TokenCounts.of(Meter.INPUT, 5), 1)))
                .hasSize(1);
    }

    /// Bedrock's GPT-5.6 Luna was first seen on 14 July 2026, at a price whose start no source
    /// states: it was not on sale in 1999.
    @Test
    void aPriceWithoutAStartIsNoneBeforeItWasSeen() {
        Market market = new Market(PriceBook.bundled(), Crosswalk.bundled());
        Mix mix = new Mix(TokenCounts.of(Meter.INPUT, 5), 1);
        assertThat(market.on(day("1999-01-01")).quotes(mix)).isEmpty();
        assertThat(market.on(day("2026-07-20")).quotes(mix))
                .extracting(q -> q.listing().product())
                .contains("aws-bedrock/openai.gpt-5.6-luna");
    }

    /// The crosswalk may know names that the book does not list: of a newer price sheet, or an
    /// alias of a listed name, which would be the same listing twice.
    @Test
    void aNameThatTheBookDoesNotListItselfIsNoListing() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-one", 60)
                        .sells("acme", "acme-one", "2025-01-01", "", 3);
        Crosswalk.Entry listed = made.crosswalk().entries().getFirst();
        Crosswalk more =
                Crosswalk.of(
                        made.crosswalk().models(),
                        List.of(
                                listed,
                                new Crosswalk.Entry(
                                        "acme",
                                        "acme-one-2027",
                                        listed.model(),
                                        LocalDate.MIN,
                                        LocalDate.MAX),
                                new Crosswalk.Entry(
                                        "no-such-seller",
                                        "acme-one",
                                        listed.model(),
                                        LocalDate.MIN,
                                        LocalDate.MAX)));
        assertThat(new Market(made.book(), more).known())
                .extracting(Listing::product)
                .containsExactly("acme/acme-one");
        Set<String> own =
                PriceBook.bundled().models("openai").stream()
                        .map(name -> "openai/" + name)
                        .collect(Collectors.toSet());
        assertThat(new Market(PriceBook.bundled(), Crosswalk.bundled()).known())
                .extracting(Listing::product)
                .filteredOn(product -> product.startsWith("openai/"))
                .isNotEmpty()
                .allMatch(own::contains);
    }

    @Test
    void aListingWithoutAPriceForAMeterOfTheMixIsNotQuoted() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-one", 60)
                        .sells("acme", "acme-one", "2025-01-01", "", 3);
        assertThat(
                        made.market()
                                .on(LATE, _ -> true)
                                .quotes(new Mix(TokenCounts.of(Meter.AUDIO_INPUT, 5), 1)))
                .isEmpty();
        assertThat(
                        made.market()
                                .on(LATE, _ -> true)
                                .quotes(new Mix(TokenCounts.of(Meter.CACHE_READ, 5), 1))
                                .getFirst()
                                .flags())
                .contains(Flag.CACHE_READ_AS_INPUT);
        assertThatThrownBy(() -> new Mix(TokenCounts.NONE, 0)).hasMessageContaining("calls=0");
    }

    /// By hand: b costs more than a and scores less; c costs as much as d and scores less.
    @Test
    void theFrontierHoldsWhatNothingCheaperEquals() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-a", 50)
                        .model("acme-b", 40)
                        .model("acme-c", 55)
                        .model("acme-d", 60)
                        .sells("acme", "acme-a", "2025-01-01", "", 1)
                        .sells("acme", "acme-b", "2025-01-01", "", 2)
                        .sells("acme", "acme-c", "2025-01-01", "", 3)
                        .sells("acme", "acme-d", "2025-01-01", "", 3);
        Comparison comparison =
                Comparison.of(
                        made.market(),
                        new Mix(TokenCounts.of(Meter.INPUT, 1_000_000), 1),
                        Needs.NONE,
                        Set.of(),
                        LATE,
                        made.ratings());
        assertThat(
                        comparison.rows().stream()
                                .filter(r -> r.quote().listing().provider().equals("acme"))
                                .filter(Comparison.Row::onFrontier)
                                .map(Comparison.Row::model))
                .containsExactly("acme-a", "acme-d");
        assertThat(comparison.rows())
                .extracting(r -> r.quote().paid())
                .isSortedAccordingTo(java.util.Comparator.naturalOrder());
    }

    @Test
    void theServiceTierOfAQuoteIsTheStandardOne() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-one", 60)
                        .sells("acme", "acme-one", "", "2025-01-01", "", 2, 10)
                        .sells(
                                "acme",
                                "acme-one",
                                ServiceTier.BATCH.toString(),
                                "2025-01-01",
                                "",
                                1,
                                5);
        Market.Quoting quoting = made.market().on(LATE, _ -> true);
        Mix mix = new Mix(TokenCounts.of(Meter.INPUT, 1_000_000).with(Meter.OUTPUT, 1_000_000), 1);
        Quote quote = quoting.quotes(mix).getFirst();
        assertThat(quote.paid()).hasToString("12");
        assertThat(quoting.batch(quote.listing(), mix)).map(MoneyTotal::toString).contains("6");
    }
}
