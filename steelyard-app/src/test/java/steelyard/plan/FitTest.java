package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Plans for one log. The logs are made up so that the answer is known.
class FitTest {
    /// Knows the log for sure: weeks do not vary.
    private static final Assumptions SURE =
            Assumptions.bundled().with("week.sigma", 1e-9).with("week.carry", 0);

    private static final PlanBook BOOK = PlanBook.bundled();

    /// So many dollars every day at noon for four weeks.
    private static List<Units.Call> daily(double usd, String model) {
        List<Units.Call> calls = new ArrayList<>();
        for (int day = 0; day < 28; day++) {
            calls.add(new Units.Call(24.0 * (20_000 + day) + 12, model, 1, 1000, 0, 0, 100, usd));
        }
        return calls;
    }

    private static Fit.Offer offer(Fit fit, String plan) {
        return fit.offers().stream().filter(o -> o.plan().equals(plan)).findFirst().orElseThrow();
    }

    private static Fit fit(OwnUse use, List<Terms> plans, double growth) {
        return Fit.of(use, plans, Units.bundled(), SURE, 50, false, growth, 1);
    }

    @Test
    void aMonthCostsItsDaysAndAPlanItsFeeAndTheRest() {
        // $3 a day is $90 in 30 days; Cursor Pro: $20 and 90 - 20 = 70 at list price: $90.
        // Copilot Pro+ has $70 for $39: 39 + 20 = $59. Copilot Max has $200 for $100.
        OwnUse use = OwnUse.of(daily(3, "gpt-5"), SURE);
        List<Terms> plans =
                List.of(
                        BOOK.last("cursor-pro"),
                        BOOK.last("copilot-pro-plus"),
                        BOOK.last("copilot-max"));
        Fit fit = fit(use, plans, 0);
        assertThat(offer(fit, "api").mean()).isCloseTo(90, within(1e-6));
        assertThat(offer(fit, "cursor-pro").mean()).isCloseTo(90, within(1e-6));
        assertThat(offer(fit, "copilot-pro-plus").mean()).isCloseTo(59, within(1e-6));
        assertThat(offer(fit, "copilot-max").mean()).isCloseTo(100, within(1e-6));
        assertThat(fit.offers().getFirst().plan()).isEqualTo("copilot-pro-plus");
        assertThat(offer(fit, "copilot-pro-plus").cheapest()).isCloseTo(1, within(1e-9));
        assertThat(offer(fit, "copilot-pro-plus").served()).isCloseTo(70 / 90.0, within(1e-6));
        assertThat(offer(fit, "copilot-pro-plus").hits().getFirst().months()).isEqualTo(1);
        assertThat(offer(fit, "copilot-max").hits().getFirst().months()).isZero();
    }

    @Test
    void creditsAreCountedByTheirOwnWeights() {
        // 1.5 million input tokens of Opus at 10/15 credits: 1M credits, and $7.50 at $5 a million.
        Units units = Units.bundled();
        Units.Call opus = new Units.Call(0, "claude-opus-4-5", 1, 1_500_000, 0, 0, 0, 7.5);
        assertThat(units.of("claude-credits", opus).orElseThrow()).isCloseTo(1e6, within(1e-3));
        // 200,000 output tokens of Sonnet at 2 credits and $15: 400,000 credits, $3 = 0.4 x $7.50.
        Units.Call sonnet = new Units.Call(0, "claude-sonnet-4", 1, 0, 0, 0, 200_000, 3);
        assertThat(units.of("claude-credits", sonnet).orElseThrow()).isCloseTo(4e5, within(1e-3));
        // Reads of the cache take none.
        Units.Call read = new Units.Call(0, "claude-haiku-4-5", 1, 0, 1_000_000, 0, 0, 0.1);
        assertThat(units.of("claude-credits", read).orElseThrow()).isZero();
        assertThat(units.of("claude-credits", new Units.Call(0, "gpt-5", 1, 1, 0, 0, 1, 1)))
                .isEmpty();
        assertThat(units.of("prompts", opus)).isEmpty();
    }

    @Test
    void readsOfTheCacheLeaveAPlanRoom() {
        // A day of 60M cached tokens costs $30 at list price and takes no Claude credits; Claude
        // Pro
        // of March 2026 holds $37.50 a week at list price if nothing is cached.
        List<Units.Call> calls = new ArrayList<>();
        for (int day = 0; day < 28; day++) {
            calls.add(
                    new Units.Call(
                            24.0 * (20_000 + day) + 12,
                            "claude-opus-4-5",
                            100,
                            0,
                            60_000_000,
                            0,
                            0,
                            30));
        }
        Terms pro = BOOK.on(java.time.LocalDate.of(2026, 3, 1), "claude-pro");
        Fit fit = fit(OwnUse.of(calls, SURE), List.of(pro), 0);
        assertThat(offer(fit, "claude-pro").mean()).isCloseTo(20, within(1e-9));
        assertThat(offer(fit, "api").mean()).isCloseTo(900, within(1e-4));
    }

    @Test
    void aPlanPaysOffWhenItsSumHasFallenBelowTheSumAtListPrice() {
        // $1 a day: $30 the first month, 10% more every month; Copilot Pro+ costs $39 and holds
        // $70.
        // Sums at list price: 30, 63, 99.3, 139.2, 183.2, 231.5; of the plan 39, 78, 117, 156, 195,
        // 234 (month 5 is the last below): below the API's at month 7, 284.6 against 273.
        OwnUse use = OwnUse.of(daily(1, "gpt-5"), SURE);
        List<Terms> plans = List.of(BOOK.last("copilot-pro-plus"));
        assertThat(offer(fit(use, plans, 0.1), "copilot-pro-plus").paysOff()).hasValue(7);
        assertThat(offer(fit(use, plans, 0), "copilot-pro-plus").paysOff()).isEmpty();
    }

    @Test
    void plansThatDoNotServeTheModelsAreSaidNotWeighed() {
        OwnUse use = OwnUse.of(daily(3, "gpt-5"), SURE);
        Fit fit = fit(use, List.of(BOOK.last("claude-pro"), BOOK.last("windsurf-pro")), 0);
        assertThat(fit.offers()).hasSize(1);
        assertThat(fit.left())
                .extracting(Fit.Left::why)
                .containsExactly(
                        "serves 0% of the log's work (--any-model counts it all the same)",
                        "nobody has measured its limits");
    }

    @Test
    void levelIsTheConjugateNormalUpdate() {
        // Prior N(3, 1.3^2); four weeks at ln 5, rho 0.5, variance (4 x 0.25 + 0) / 7 = 0.142857:
        // noise
        // 0.142857 x 3 / 4 = 0.107143; weight 1.69 / 1.797143 = 0.940381; mean 0.940381 x 5 +
        // 0.059619
        // x 3 = 4.880762; variance 0.940381 x 0.107143 = 0.100755.
        OwnUse.Level level = OwnUse.Level.update(List.of(5.0, 5.0, 5.0, 5.0), 3, 1.3, 0.5, 0.5);
        assertThat(level.weight()).isCloseTo(0.940381, within(1e-6));
        assertThat(level.mean()).isCloseTo(4.880762, within(2e-6));
        assertThat(level.sigma() * level.sigma()).isCloseTo(0.100755, within(1e-6));
    }

    @Test
    void oneDayOfLogIsHeldForAWeekAndTrustedLittle() {
        Assumptions given = Assumptions.bundled();
        OwnUse use =
                OwnUse.of(
                        List.of(new Units.Call(24.0 * 20_000 + 12, "gpt-5", 1, 1, 0, 0, 1, 2)),
                        given);
        assertThat(use.days()).isEqualTo(1);
        assertThat(use.level().log()).isCloseTo(Math.log(14), within(1e-9));
        assertThat(use.models()).isEqualTo(Map.of("gpt-5", 2.0));
        assertThatThrownBy(() -> OwnUse.of(List.of(), given)).hasMessageContaining("no call");
    }

    @Test
    void weekdaysStayWhereTheyWere() {
        // Calls on Mondays alone, 1970-01-05 being one: after 3 weeks from a Thursday on, every
        // slot
        // of every week lies on hour 12 of Monday.
        List<Units.Call> calls = new ArrayList<>();
        calls.add(new Units.Call(24.0 * 7 * 100, "gpt-5", 1, 1, 0, 0, 1, 1));
        for (int week = 0; week < 3; week++) {
            calls.add(
                    new Units.Call(24.0 * (7 * (100 + week) + 4) + 12, "gpt-5", 1, 1, 0, 0, 1, 1));
        }
        calls.add(new Units.Call(24.0 * (7 * 103 - 1) + 23, "gpt-5", 1, 1, 0, 0, 1, 1));
        OwnUse use = OwnUse.of(calls, SURE);
        assertThat(use.weeks()).hasSize(3);
        assertThat(use.weeks().get(1))
                .singleElement()
                .extracting(OwnUse.Slot::hour)
                .isEqualTo(12.0);
    }

    @Test
    void chancesComeWithWilsonsInterval() {
        // Published examples: 10 of 100 has 5.52% to 17.44%; 0 of 50 has 0 to z^2 / (50 + z^2) =
        // 7.135%.
        Fit.Hit ten = Fit.wilson("week", 10, 100);
        assertThat(ten.months()).isEqualTo(0.1);
        assertThat(ten.low()).isCloseTo(0.0552, within(5e-5));
        assertThat(ten.high()).isCloseTo(0.1744, within(5e-5));
        Fit.Hit none = Fit.wilson("week", 0, 50);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(0.07135, within(5e-6));
    }

    @Test
    void anAllowanceThatNobodyKnowsExactlyIsDrawnFromItsRange() {
        // $90 a month against an allowance of 30 x 4^u, u even in 0 to 1: what is beyond it is on
        // average the integral of 90 - 30 x 4^u from 0 to ln 3 / ln 4 = 0.7925, which is
        // 71.32 - 30 x 2 / ln 4 = 28.04; half of the months would draw less than 60.
        Terms known = BOOK.last("copilot-pro-plus");
        Terms vague =
                known.with(
                        List.of(
                                new Limit(
                                        "month",
                                        Limit.Kind.FIXED,
                                        720,
                                        java.util.OptionalDouble.empty(),
                                        java.util.OptionalDouble.empty(),
                                        java.util.OptionalDouble.empty(),
                                        "relative",
                                        java.util.OptionalDouble.of(30),
                                        java.util.OptionalDouble.of(60),
                                        java.util.OptionalDouble.of(120),
                                        "")));
        OwnUse use = OwnUse.of(daily(3, "gpt-5"), SURE);
        Fit fit = Fit.of(use, List.of(vague), Units.bundled(), SURE, 20_000, false, 0, 1);
        Fit.Offer offer = offer(fit, "copilot-pro-plus");
        assertThat(offer.mean()).isCloseTo(39 + 28.04, within(0.6));
        assertThat(offer.p10()).isEqualTo(39);
        assertThat(offer.hits().getFirst().months()).isCloseTo(0.7925, within(0.01));
    }

    @Test
    void thePriorIsWhatOthersUse() {
        // $200 a month is 200 x 7 / 30 = $46.67 a week; its lognormal's middle is exp(-0.845) of
        // that.
        Assumptions given = Assumptions.bundled();
        OwnUse use = OwnUse.of(daily(3, "gpt-5"), given);
        double prior = Math.log(200 * 7 / 30.0) - 0.845;
        double weight = use.level().weight();
        assertThat(use.level().mean())
                .isCloseTo(weight * Math.log(21) + (1 - weight) * prior, within(1e-9));
    }

    @Test
    void shortLogsAreAnsweredAndTheirDaysStayDays() {
        // $3 a day for one, three, ten and thirteen days: every one is $90 a month, and no day is
        // more
        // than $3.
        for (int days : new int[] {1, 3, 6, 7, 10, 13}) {
            List<Units.Call> calls = daily(3, "gpt-5").subList(0, days);
            OwnUse use = OwnUse.of(calls, SURE);
            assertThat(use.weeks().getFirst())
                    .as(days + " days")
                    .hasSize(7)
                    .allMatch(slot -> slot.usd() == 3);
            Fit fit = fit(use, List.of(BOOK.last("copilot-pro-plus")), 0);
            assertThat(offer(fit, "api").mean()).isCloseTo(90, within(1e-3));
        }
    }

    @Test
    void whatAPlanDoesNotServeIsPaidElsewhere() {
        // 28 days of $3, 4% of it on a model that Claude Pro lacks and that has no credits: $20 and
        // $3.60 of a month's $90 at list price; the rest takes 1,000 input and 100 output tokens a
        // day.
        List<Units.Call> calls = new ArrayList<>();
        for (Units.Call call : daily(2.88, "claude-opus-4-5")) {
            calls.add(call);
            calls.add(new Units.Call(call.hour(), "gpt-5", 1, 1_000_000, 0, 0, 0, 0.12));
        }
        Fit fit = fit(OwnUse.of(calls, SURE), List.of(BOOK.last("claude-pro")), 0);
        assertThat(offer(fit, "claude-pro").mean()).isCloseTo(23.6, within(1e-6));
        assertThat(offer(fit, "claude-pro").served()).isCloseTo(0.96, within(1e-9));
    }

    @Test
    void theWeeksOfTheLogSayHowMuchWeeksVary() {
        // Four weeks of prior at 0.5 and four alike: (4 x 0.25 + 0) / 7 = 0.14286; two weeks at +1
        // and
        // two at -1 about their mean: (1 + 4) / 7 = 0.714; noise x 3 / 4 for a carry of 0.5.
        OwnUse.Level alike = OwnUse.Level.update(List.of(5.0, 5.0, 5.0, 5.0), 3, 1.3, 0.5, 0.5);
        double noise = 0.14286 * 3 / 4;
        assertThat(alike.weight()).isCloseTo(1.69 / (1.69 + noise), within(1e-5));
        OwnUse.Level wild = OwnUse.Level.update(List.of(6.0, 4.0, 6.0, 4.0), 3, 1.3, 0.5, 0.5);
        assertThat(wild.weight()).isCloseTo(1.69 / (1.69 + 5 / 7.0 * 3 / 4), within(1e-9));
    }

    @Test
    void overageOfADrawnAllowanceIsDrawnWithIt() {
        // 300 requests, worth 6 to 24 dollars, $0.04 for one more: a month of $90 pays $10 and for
        // 90 / A - 1 allowances more of 300 x 0.04 = $12 each: between 12 x 2.75 and 12 x 14.
        Terms copilot = BOOK.on(java.time.LocalDate.of(2026, 1, 1), "copilot-pro");
        Fit fit = fit(OwnUse.of(daily(3, "gpt-5"), SURE), List.of(copilot), 0);
        assertThat(offer(fit, "copilot-pro").p10()).isBetween(43.0, 70.0);
        assertThat(offer(fit, "copilot-pro").p90()).isBetween(120.0, 178.0);
    }
}
