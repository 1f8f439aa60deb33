package steelyard.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.money.Money;
import steelyard.price.Flag;
import steelyard.price.PriceBook;
import steelyard.price.TestingBook;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import steelyard.token.TokenCounts;

class RaterTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final Rater BUNDLED = new Rater(PriceBook.bundled());

    private static Rater acme(String header, String... lines) {
        return new Rater(TestingBook.with(header, lines));
    }

    private static Outcome.Rated rated(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rated.class);
        return (Outcome.Rated) outcome;
    }

    private static UsageEvent call(String model, TokenCounts counts) {
        return UsageEvent.call("acme", model, NOON, counts);
    }

    private static UsageEvent rows(
            String model, String start, String end, long calls, TokenCounts counts) {
        return new UsageEvent(
                "acme",
                model,
                Instant.parse(start),
                Instant.parse(end),
                "",
                ServiceTier.STANDARD,
                calls,
                counts);
    }

    @Test
    void aCallCostsTheSumOfItsLines() {
        // By hand, Claude Opus 4.5 at 5 / 0.50 / 6.25 / 10 / 25 USD per Mtok:
        // 100 x 5 + 20,000 x 0.5 + 3,000 x 6.25 + 1,000 x 10 + 400 x 25 = 500 + 10,000 + 18,750 +
        // 10,000 + 10,000 = 49,250 millionths.
        TokenCounts counts =
                TokenCounts.of(Meter.INPUT, 100)
                        .with(Meter.CACHE_READ, 20_000)
                        .with(Meter.CACHE_WRITE_5M, 3_000)
                        .with(Meter.CACHE_WRITE_1H, 1_000)
                        .with(Meter.OUTPUT, 300)
                        .with(Meter.REASONING, 100);
        Outcome.Rated rated =
                rated(
                        BUNDLED.rate(
                                UsageEvent.call(
                                        "anthropic",
                                        "claude-opus-4-5-20251101",
                                        Instant.parse("2025-12-01T00:00:00Z"),
                                        counts)));
        assertThat(rated.amount()).isEqualTo(Money.usd("0.04925"));
        assertThat(rated.product()).isEqualTo("anthropic/claude-opus-4-5");
        assertThat(rated.lines()).hasSize(6);
        assertThat(rated.lines().stream().map(Line::amount).reduce(Money.ZERO, Money::plus))
                .isEqualTo(rated.amount());
        assertThat(rated.lines())
                .allSatisfy(line ->
                        assertThat(line.amount()).isEqualTo(line.each().times(line.quantity())));
        assertThat(rated.lines().getFirst().row())
                .hasValueSatisfying(row -> assertThat(row.sources()).isNotEmpty());
    }

    @Test
    void o3CostTenDollarsAMillionOnTheNinthOfJuneAndTwoOnTheTenth() {
        TokenCounts million = TokenCounts.of(Meter.INPUT, 1_000_000);
        assertThat(
                        rated(
                                        BUNDLED.rate(
                                                UsageEvent.call(
                                                        "openai",
                                                        "o3",
                                                        Instant.parse("2025-06-09T23:59:59Z"),
                                                        million)))
                                .amount())
                .isEqualTo(Money.usd("10"));
        assertThat(
                        rated(
                                        BUNDLED.rate(
                                                UsageEvent.call(
                                                        "openai",
                                                        "o3",
                                                        Instant.parse("2025-06-10T00:00:00Z"),
                                                        million)))
                                .amount())
                .isEqualTo(Money.usd("2"));
    }

    @Test
    void whatHasNoPriceHasAReasonAndIsNeverZero() {
        TokenCounts one = TokenCounts.of(Meter.INPUT, 1);
        assertThat(BUNDLED.rate(UsageEvent.call("nobody", "m", NOON, one)))
                .isEqualTo(new Outcome.Unrated(new Outcome.Reason.UnknownProvider("nobody")));
        assertThat(
                        BUNDLED.rate(
                                UsageEvent.call(
                                        "openrouter", "openrouter/hunter-alpha", NOON, one)))
                .isEqualTo(
                        new Outcome.Unrated(
                                new Outcome.Reason.UnknownModel(
                                        "openrouter", "openrouter/hunter-alpha")));
        Instant early = Instant.parse("2021-01-01T00:00:00Z");
        assertThat(BUNDLED.rate(UsageEvent.call("openai", "o3", early, one)))
                .isEqualTo(
                        new Outcome.Unrated(new Outcome.Reason.NoPriceAt("openai", "o3", early)));
        Rater textOnly = acme("provider,model,input,output", "acme,m,1,2");
        assertThat(textOnly.rate(call("m", one.with(Meter.AUDIO_INPUT, 1))))
                .isEqualTo(
                        new Outcome.Unrated(
                                new Outcome.Reason.UnpricedMeter("acme/m", Meter.AUDIO_INPUT)));
        assertThat(textOnly.rate(call("m", TokenCounts.of(Meter.OUTPUT, Long.MAX_VALUE))))
                .isEqualTo(new Outcome.Unrated(new Outcome.Reason.AmountTooLarge("acme/m")));
    }

    @Test
    void nothingUsedCostsNothing() {
        assertThat(
                        rated(
                                        acme("provider,model,input", "acme,m,1")
                                                .rate(call("m", TokenCounts.NONE)))
                                .amount())
                .isEqualTo(Money.ZERO);
    }

    @Test
    void cacheReadsWithoutARateAreChargedAsFreshInputAndFlagged() {
        Outcome.Rated rated =
                rated(
                        acme("provider,model,input,output", "acme,m,2,8")
                                .rate(call("m", TokenCounts.of(Meter.CACHE_READ, 1_000_000))));
        assertThat(rated.amount()).isEqualTo(Money.usd("2"));
        assertThat(rated.flags()).contains(Flag.CACHE_READ_AS_INPUT);
    }

    @Test
    void flagsOfUnusedMetersStaySilent() {
        Outcome.Rated rated =
                rated(
                        acme("provider,model,input,output", "acme,m,2,8")
                                .rate(call("m", TokenCounts.of(Meter.INPUT, 1))));
        assertThat(rated.flags()).isEmpty();
    }

    @Test
    void feesPerSearchAndPerCallAreLines() {
        Rater rater = acme("provider,model,input,web_search,request", "acme,m,1,10,5");
        Outcome.Rated rated =
                rated(
                        rater.rate(
                                rows(
                                        "m",
                                        "2026-01-15T12:00:00Z",
                                        "2026-01-15T12:00:00Z",
                                        3,
                                        TokenCounts.of(Meter.WEB_SEARCH, 2))));
        // two searches at $10 a thousand, three calls at $5 a thousand
        assertThat(rated.amount()).isEqualTo(Money.usd("0.035"));
    }

    @Test
    void marginalTiersSplitACountAcrossTheirPrices() {
        Rater rater =
                acme(
                        "provider,model,context,input,output",
                        "acme,m,,3,10",
                        "acme,m,own>200000 marginal,6,20",
                        "acme,m,own>1000000 marginal,9,");
        // 200,000 x 3 + 800,000 x 6 + 500,000 x 9 = 0.6 + 4.8 + 4.5; output has its own count,
        // below its threshold
        Outcome.Rated rated =
                rated(
                        rater.rate(
                                call(
                                        "m",
                                        TokenCounts.of(Meter.INPUT, 1_500_000)
                                                .with(Meter.OUTPUT, 100_000))));
        assertThat(rated.amount()).isEqualTo(Money.usd("10.9"));
        assertThat(rated.lines())
                .extracting(Line::quantity)
                .containsExactly(200_000L, 800_000L, 500_000L, 100_000L);
        assertThat(rated(rater.rate(call("m", TokenCounts.of(Meter.INPUT, 200_000)))).lines())
                .hasSize(1);
    }

    @Test
    void aRowOfManyCallsIsTieredByItsMeanAndFlaggedWhereThatIsNotCertain() {
        Rater rater = acme("provider,model,context,input", "acme,m,,1", "acme,m,input>200000,2");
        String t = "2026-01-15T12:00:00Z";
        Outcome.Rated small =
                rated(rater.rate(rows("m", t, t, 10, TokenCounts.of(Meter.INPUT, 200_000))));
        assertThat(small.amount()).isEqualTo(Money.usd("0.2"));
        assertThat(small.flags()).as("no single call can have passed the tier").isEmpty();
        Outcome.Rated unsure =
                rated(rater.rate(rows("m", t, t, 10, TokenCounts.of(Meter.INPUT, 2_000_000))));
        assertThat(unsure.amount()).isEqualTo(Money.usd("2"));
        assertThat(unsure.flags()).containsExactly(Flag.CONTEXT_BY_MEAN);
        Outcome.Rated high =
                rated(rater.rate(rows("m", t, t, 10, TokenCounts.of(Meter.INPUT, 2_000_001))));
        assertThat(high.amount()).isEqualTo(Money.usd("4.000002"));
        assertThat(high.flags()).containsExactly(Flag.CONTEXT_BY_MEAN);
        assertThat(
                        rated(
                                        rater.rate(
                                                rows(
                                                        "m",
                                                        t,
                                                        t,
                                                        1,
                                                        TokenCounts.of(Meter.INPUT, 2_000_001))))
                                .flags())
                .isEmpty();
    }

    @Test
    void aRowOverAPeriodIsChargedAtThePriceAtItsEnd() {
        Rater rater =
                acme(
                        "provider,model,from,to,input",
                        "acme,m,2026-01-01,2026-01-10,1",
                        "acme,m,2026-01-10,,3");
        TokenCounts million = TokenCounts.of(Meter.INPUT, 1_000_000);
        Outcome.Rated over =
                rated(
                        rater.rate(
                                rows(
                                        "m",
                                        "2026-01-05T00:00:00Z",
                                        "2026-01-12T00:00:00Z",
                                        2,
                                        million)));
        assertThat(over.amount()).isEqualTo(Money.usd("3"));
        assertThat(over.flags()).containsExactly(Flag.PRICE_MOVED_IN_SPAN);
        Outcome.Rated until =
                rated(
                        rater.rate(
                                rows(
                                        "m",
                                        "2026-01-03T00:00:00Z",
                                        "2026-01-10T00:00:00Z",
                                        2,
                                        million)));
        assertThat(until.amount())
                .as("the end itself is not in the period")
                .isEqualTo(Money.usd("1"));
        assertThat(until.flags()).isEmpty();
    }

    @Test
    void callsAfterTheBooksNewestSourcesAreFlagged() {
        TokenCounts one = TokenCounts.of(Meter.INPUT, 1);
        assertThat(
                        rated(
                                        BUNDLED.rate(
                                                UsageEvent.call(
                                                        "openai",
                                                        "gpt-5",
                                                        Instant.parse("2026-11-20T23:59:59Z"),
                                                        one)))
                                .flags())
                .doesNotContain(Flag.AFTER_BOOK);
        assertThat(
                        rated(
                                        BUNDLED.rate(
                                                UsageEvent.call(
                                                        "openai",
                                                        "gpt-5",
                                                        Instant.parse("2026-11-21T00:00:00Z"),
                                                        one)))
                                .flags())
                .contains(Flag.AFTER_BOOK);
    }

    @Test
    void anEventThatCannotBeIsRefused() {
        assertThatThrownBy(() ->
                        rows(
                                "m",
                                "2026-01-05T00:00:00Z",
                                "2026-01-05T00:00:00Z",
                                0,
                                TokenCounts.NONE))
                .hasMessageContaining("at least one call");
        assertThatThrownBy(() ->
                        rows(
                                "m",
                                "2026-01-05T00:00:00Z",
                                "2026-01-04T00:00:00Z",
                                1,
                                TokenCounts.NONE))
                .hasMessageContaining("is before start");
    }

    @Test
    void splittingACallNeverChangesAFlatAmount() {
        Rater rater = acme("provider,model,input,output", "acme,m,1.234567,7.654321");
        for (long part : List.of(0L, 1L, 77_777L, 123_456L)) {
            Money whole =
                    rated(rater.rate(call("m", TokenCounts.of(Meter.INPUT, 123_456)))).amount();
            Money split =
                    rated(rater.rate(call("m", TokenCounts.of(Meter.INPUT, part))))
                            .amount()
                            .plus(
                                    rated(
                                                    rater.rate(
                                                            call(
                                                                    "m",
                                                                    TokenCounts.of(
                                                                            Meter.INPUT,
                                                                            123_456 - part))))
                                            .amount());
            assertThat(split).isEqualTo(whole);
        }
    }
}
