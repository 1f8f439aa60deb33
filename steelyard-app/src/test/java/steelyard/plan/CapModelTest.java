package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

/// One monthly cap. The table comes from a computation with SciPy, rounded as it stands there:
/// sigma 1.3, cost 0.35 of list price, fee 3%, nobody dormant.
class CapModelTest {
    private static final Spread SPREAD = new Spread.Lognormal(1.3);

    private static void row(
            double price,
            double cap,
            double utilisation,
            double cost,
            double margin,
            double above,
            double loss,
            double capped) {
        CapModel m = CapModel.at(utilisation, SPREAD, cap, 0);
        assertThat(m.utilisation()).isCloseTo(utilisation, within(1e-9));
        assertThat(0.35 * m.served()).isCloseTo(cost, within(0.06 * Math.max(1, price / 100)));
        assertThat(100 * m.margin(price, 0.03, 0.35)).isCloseTo(margin, within(0.51));
        assertThat(100 * m.above(price)).isCloseTo(above, within(0.53));
        assertThat(100 * m.lossMaking(price, 0.03, 0.35)).isCloseTo(loss, within(0.51));
        assertThat(100 * m.above(cap)).isCloseTo(capped, within(capped < 1 ? 0.06 : 0.51));
    }

    @Test
    void aPlanOf20DollarsAndACapOf161() {
        row(20, 160.71, 0.10, 5.6, 69, 22, 6, 0.9);
        row(20, 160.71, 0.20, 11.3, 41, 44, 17, 4.0);
        row(20, 160.71, 0.35, 19.7, -1, 67, 36, 12);
    }

    @Test
    void aPlanWhoseCapIs13TimesItsPrice() {
        row(100, 1339.29, 0.05, 23.4, 74, 17, 4, 0.2);
        row(100, 1339.29, 0.10, 46.9, 50, 35, 12, 0.9);
        row(100, 1339.29, 0.20, 93.8, 3, 60, 29, 4.0);
        row(100, 1339.29, 0.35, 164.1, -67, 80, 52, 12);
    }

    @Test
    void breakEvenIsAFifthOnMaxAndAThirdOnPro() {
        // 200 x 0.97 / (0.35 x 2678.57) = 194 / 937.5 = 0.2069; 20 x 0.97 / (0.35 x 160.71) =
        // 0.3449.
        assertThat(CapModel.breakEven(200, 0.03, 0.35, 2678.57)).isCloseTo(0.2069, within(5e-5));
        assertThat(CapModel.breakEven(20, 0.03, 0.35, 160.71)).isCloseTo(0.3449, within(5e-5));
    }

    @Test
    void nothingIsLeftAtBreakEven() {
        double even = CapModel.breakEven(100, 0.03, 0.35, 1339.29);
        CapModel m = CapModel.at(even, SPREAD, 1339.29, 0);
        assertThat(m.margin(100, 0.03, 0.35)).isCloseTo(0, within(1e-9));
    }

    @Test
    void dormantSubscribersPayAndCostNothing() {
        CapModel active = CapModel.at(0.2, SPREAD, 1339.29, 0);
        CapModel half = CapModel.at(0.2, SPREAD, 1339.29, 0.5);
        double cost = 1 - 0.03 - active.margin(100, 0.03, 0.35);
        assertThat(half.margin(100, 0.03, 0.35)).isCloseTo(1 - 0.03 - cost / 2, within(1e-12));
        assertThat(half.lossMaking(100, 0.03, 0.35))
                .isCloseTo(active.lossMaking(100, 0.03, 0.35) / 2, within(1e-12));
    }

    @Test
    void nobodyMakesALossWhereTheCapCostsLessThanThePrice() {
        assertThat(CapModel.at(0.5, SPREAD, 50, 0).lossMaking(20, 0.03, 0.35)).isZero();
    }

    @Test
    void twoPublicClaimsAboutOnePlanNeedASpreadThatNobodyHas() {
        // P(D < 0.1 C) = 0.9 and P(D > C) = 0.01 give sigma = ln 10 / (z(0.99) - z(0.9)) = 2.20;
        // at sigma 1.3, "90% use less than a tenth" leaves 0.11% at the cap and a mean use of 4.3%.
        NormalDistribution normal = new NormalDistribution();
        double sigma =
                Math.log(10)
                        / (normal.inverseCumulativeProbability(0.99)
                                - normal.inverseCumulativeProbability(0.9));
        assertThat(sigma).isCloseTo(2.20, within(0.005));
        double mean = 0.1 / SPREAD.quantile(0.9);
        CapModel plan = new CapModel(SPREAD, mean, 1, 0);
        assertThat(plan.above(1)).isCloseTo(0.0011, within(5e-5));
        assertThat(plan.utilisation()).isCloseTo(0.043, within(5e-4));
    }

    @Test
    void servedAndUnmetAreWhatIsWanted() {
        CapModel m = new CapModel(SPREAD, 300, 500, 0.2);
        assertThat(m.served() + m.unmet()).isCloseTo(300, within(1e-9));
        assertThat(new CapModel(SPREAD, 300, Double.POSITIVE_INFINITY, 0).served()).isEqualTo(300);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> CapModel.at(1, SPREAD, 100, 0)).hasMessageContaining("below 1");
        assertThatThrownBy(() -> CapModel.at(0.1, new Spread.Rates(0.001), 100, 0))
                .hasMessageContaining("never fills that much");
        assertThatThrownBy(() -> new CapModel(SPREAD, 0, 100, 0)).hasMessageContaining("mean");
    }
}
