package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The vendor's question as a whole, and the designs that could be sold.
class SustainTest {
    private static final PlanBook BOOK = PlanBook.bundled();
    private static final Terms MAX = BOOK.on(LocalDate.of(2026, 3, 1), "claude-max-20x");

    private static Sustain.Question question(
            Sustain.Usage usage, Assumptions given, double before, double within) {
        return new Sustain.Question(
                MAX, 200, before, "lognormal", usage, given, Unmet.LOST, 400, 1, 6, 1, 2, within);
    }

    private static Sustain sustain(Sustain.Usage usage, Assumptions given) {
        return Sustain.of(question(usage, given, 200, 0));
    }

    private static Sustain.Bar bar(Sustain s, String name) {
        return s.tornado().stream()
                .filter(b -> b.assumption().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void barsOfMoneyFollowFromTheMarginByHand() {
        // margin = 1 - f - k x; at k = 0.35, f = 0.03, x follows; at k = 0.15 and 0.60, at f = 0.02
        // and
        // 0.05 and with 10% and 40% dormant in place of 25%, the rest is arithmetic.
        Sustain s = sustain(new Sustain.Usage.Mean(500), Assumptions.bundled());
        double x = (1 - 0.03 - s.trial()) / 0.35;
        assertThat(bar(s, "cost").low()).isCloseTo(0.97 - 0.15 * x, within(1e-9));
        assertThat(bar(s, "cost").high()).isCloseTo(0.97 - 0.60 * x, within(1e-9));
        assertThat(bar(s, "fee").low()).isCloseTo(s.trial() + 0.01, within(1e-9));
        assertThat(bar(s, "dormant").high()).isCloseTo(0.97 - 0.35 * x * 0.60 / 0.75, within(1e-9));
        assertThat(s.tornado())
                .isSortedAccordingTo(
                        java.util.Comparator.comparingDouble(Sustain.Bar::swing).reversed());
    }

    @Test
    void statedAssumptionsHaveNoBar() {
        Assumptions stated = Assumptions.bundled().with("cost", 0.35).with("sigma", 1.3);
        Sustain s = sustain(new Sustain.Usage.Mean(500), stated);
        assertThat(s.tornado())
                .extracting(b -> b.assumption().name())
                .doesNotContain("cost", "sigma", "alpha", "shape", "prospect", "bias")
                .contains("dormant", "allowance");
    }

    @Test
    void moreUsageLeavesLess() {
        double light =
                sustain(new Sustain.Usage.Mean(100), Assumptions.bundled()).margin().margin();
        double heavy =
                sustain(new Sustain.Usage.Mean(900), Assumptions.bundled()).margin().margin();
        assertThat(heavy).isLessThan(light - 0.2);
    }

    @Test
    void usageOfTheAllowanceIsThatOfTheClosedForm() {
        Sustain s =
                sustain(
                        new Sustain.Usage.OfAllowance(),
                        Assumptions.bundled().with("utilisation", 0.2));
        assertThat(s.form().mean())
                .isCloseTo(
                        CapModel.at(0.2, new Spread.Lognormal(1.3), MAX.month().orElseThrow(), 0)
                                .mean(),
                        within(1e-6));
    }

    @Test
    void drawingMoreUsersNarrowsTheInterval() {
        Sustain.Usage usage = new Sustain.Usage.Mean(500);
        Sustain rough = sustain(usage, Assumptions.bundled());
        Sustain sharp =
                Sustain.of(question(usage, Assumptions.bundled(), 200, rough.margin().error()));
        assertThat(1.96 * sharp.margin().error()).isLessThanOrEqualTo(rough.margin().error());
        assertThat(sharp.margin().users().size()).isGreaterThan(400);
    }

    @Test
    void aPriceRiseShortensTheStay() {
        Sustain.Usage usage = new Sustain.Usage.Mean(500);
        Sustain same = sustain(usage, Assumptions.bundled());
        Sustain risen = Sustain.of(question(usage, Assumptions.bundled(), 100, 0));
        // A price doubled is 2 logits: of the shortest and longest stays, between e^-2 and 1.
        assertThat(risen.lifetime()).isBetween(same.lifetime() * Math.exp(-2), same.lifetime());
        assertThat(risen.margin().margin()).isEqualTo(same.margin().margin());
    }

    @Test
    void tiersShareEveryone() {
        LocalDate day = LocalDate.of(2026, 3, 1);
        List<Terms> tiers = List.of(BOOK.on(day, "claude-pro"), BOOK.on(day, "claude-max-5x"), MAX);
        Sustain s = sustain(new Sustain.Usage.Choosing(tiers), Assumptions.bundled());
        assertThat(s.tiers().stream().mapToDouble(Sustain.Chosen::share).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(s.tiers())
                .extracting(Sustain.Chosen::plan)
                .containsExactly(
                        "claude-pro", "claude-max-5x", "claude-max-20x", "the API", "nothing");
        assertThat(s.tiers().get(2).margin().orElseThrow().margin()).isEqualTo(s.margin().margin());
    }

    @Test
    void aPlanWithoutWorthIsRefused() {
        assertThatThrownBy(() ->
                        new Sustain.Question(
                                BOOK.last("windsurf-pro"),
                                20,
                                20,
                                "lognormal",
                                new Sustain.Usage.Mean(10),
                                Assumptions.bundled(),
                                Unmet.LOST,
                                100,
                                1,
                                4,
                                1,
                                1,
                                0))
                .hasMessageContaining("nobody has measured");
    }

    private static Design design(double mean, double... prices) {
        return Design.of(
                new Design.Question(
                        java.util.Arrays.stream(prices).boxed().toList(),
                        "lognormal",
                        mean,
                        Assumptions.bundled(),
                        Unmet.LOST,
                        200,
                        4,
                        1,
                        2));
    }

    @Test
    void noDesignOnTheFrontierIsBeatenAndEveryOtherIs() {
        Design d = design(0, 20);
        for (Design.Point p : d.points()) {
            boolean beaten =
                    d.points().stream()
                            .anyMatch(o ->
                                    o.margin() >= p.margin()
                                            && o.stops() <= p.stops()
                                            && (o.margin() > p.margin() || o.stops() < p.stops()));
            assertThat(p.efficient()).isEqualTo(!beaten);
        }
        assertThat(d.common()).isGreaterThan(2);
        assertThat(d.best().profit())
                .isEqualTo(
                        d.points().stream().mapToDouble(Design.Point::profit).max().orElseThrow());
    }

    @Test
    void profitIsTakeUpTimesPriceTimesMargin() {
        for (Design.Point p : design(0, 20).points()) {
            assertThat(p.profit()).isCloseTo(1000 * p.takeUp() * 20 * p.margin(), within(1e-6));
        }
        for (Design.Point p : design(150, 20).points()) {
            assertThat(p.takeUp()).isEqualTo(1);
        }
    }

    @Test
    void dearerPlansWithTheSameAllowanceAreTakenByFewer() {
        // A week of 2 x the price at $20 is a week of 1 x the price at $40.
        Design d = design(0, 20, 40);
        Design.Point cheap = point(d, 20);
        Design.Point dear = point(d, 40);
        assertThat(dear.week()).isCloseTo(cheap.week(), within(1e-9));
        assertThat(dear.takeUp()).isLessThan(cheap.takeUp());
    }

    private static Design.Point point(Design d, double price) {
        double week = 40 * 7 / 30.0;
        return d.points().stream()
                .filter(p -> p.price() == price)
                .filter(p -> Math.abs(p.week() - week) < 1e-9)
                .filter(p -> Double.isInfinite(p.window()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPlanThatSellsNoMoreLosesWhatWouldBePaidFor() {
        Unmet paid = new Unmet(0.4, 0, 0.6, 0, 0);
        assertThat(paid.where(MAX)).isEqualTo(paid);
        assertThat(paid.where(BOOK.last("kiro-pro"))).isEqualTo(new Unmet(1, 0, 0, 0, 0));
    }

    @Test
    void thoseWhoUseNothingLeaveSoonest() {
        // At base 0.03 and idle 4, full use stays 33 months; no use: logit(0.03) + 4 = 0.5239,
        // hazard
        // 0.6281, 1.592 months.
        Churn churn = new Churn(0.03, 0, 4, 0);
        assertThat(1 / churn.hazard(0, 0, 1)).isCloseTo(1.592, within(0.001));
        Assumptions given =
                Assumptions.bundled()
                        .with("churn.base", 0.03)
                        .with("churn.idle", 4)
                        .with("churn.wall", 0)
                        .with("dormant", 0.4);
        Sustain s = sustain(new Sustain.Usage.Mean(900), given);
        assertThat(s.steady().vendor().dormant()).isLessThan(0.4);
        assertThat(s.steady().margin()).isLessThan(s.margin().margin());
    }
}
