package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.hipparchus.random.RandomDataGenerator;
import org.junit.jupiter.api.Test;

/// Closed forms of how usage is spread. The lognormal's values are those of a table computed with
/// SciPy and by a million draws, before this code was written.
class SpreadTest {
    private static final Spread LOGNORMAL = new Spread.Lognormal(1.3);
    private static final List<Spread> ALL =
            List.of(LOGNORMAL, new Spread.Pareto(1.5), new Spread.Rates(0.6));

    @Test
    void lognormalAtSigma13HasTheKnownSharesAndGini() {
        assertThat(LOGNORMAL.gini()).isCloseTo(0.6420, within(5e-5));
        assertThat(LOGNORMAL.top(0.01)).isCloseTo(0.1524, within(5e-5));
        assertThat(LOGNORMAL.top(0.05)).isCloseTo(0.3651, within(5e-5));
        assertThat(LOGNORMAL.top(0.10)).isCloseTo(0.5074, within(5e-5));
        assertThat(LOGNORMAL.top(0.20)).isCloseTo(0.6767, within(5e-5));
        assertThat(1 - LOGNORMAL.top(0.50)).isCloseTo(0.0968, within(5e-5));
        assertThat(1 / LOGNORMAL.quantile(0.5)).isCloseTo(2.3280, within(5e-5));
    }

    @Test
    void capLetsThroughWhatAMillionDrawsLetThrough() {
        // Median 100, so mean 100 exp(1.3^2 / 2) = 232.80; cap 1339.29: 206.937.
        double mean = 100 * Math.exp(1.3 * 1.3 / 2);
        assertThat(mean * LOGNORMAL.capped(1339.29 / mean)).isCloseTo(206.937, within(0.0005));
    }

    @Test
    void paretoAt80To20IsAlpha1161() {
        // ln 5 / ln 4 = 1.16096; the top fifth has 0.2^(1 - 1/alpha) = 0.8.
        Spread pareto = new Spread.Pareto(Math.log(5) / Math.log(4));
        assertThat(pareto.top(0.2)).isCloseTo(0.8, within(1e-12));
        // Gini 1 / (2 alpha - 1): 1 / 1.32193 = 0.75647.
        assertThat(pareto.gini()).isCloseTo(0.75647, within(1e-5));
        // alpha 1.5: least 1/3; E[min(X, 1)] = 1 - 1 x (1/3)^1.5 / 0.5 = 1 - 0.19245 x 2 = 0.6151.
        assertThat(new Spread.Pareto(1.5).capped(1)).isCloseTo(0.6151, within(5e-5));
    }

    @Test
    void gammaOfShapeOneIsExponential() {
        Spread exponential = new Spread.Rates(1);
        assertThat(exponential.quantile(0.5)).isCloseTo(Math.log(2), within(1e-9));
        assertThat(exponential.gini()).isCloseTo(0.5, within(1e-12));
        assertThat(exponential.capped(1)).isCloseTo(1 - Math.exp(-1), within(1e-12));
        // Top q of an exponential: q (1 - ln q).
        assertThat(exponential.top(0.1)).isCloseTo(0.1 * (1 - Math.log(0.1)), within(1e-9));
    }

    @Test
    void drawsAgreeWithEveryClosedForm() {
        for (Spread spread : ALL) {
            RandomDataGenerator random = new RandomDataGenerator(5);
            int n = 200_000;
            double capped = 0;
            double squares = 0;
            int above = 0;
            for (int i = 0; i < n; i++) {
                double x = spread.quantile((i + random.nextDouble()) / n);
                capped += Math.min(x, 2.5) / n;
                squares += Math.min(x, 2.5) * Math.min(x, 2.5) / n;
                above += x > 2.5 ? 1 : 0;
            }
            double error = Math.sqrt((squares - capped * capped) / n);
            assertThat(capped).as(spread.words()).isCloseTo(spread.capped(2.5), within(4 * error));
            assertThat(above / (double) n).isCloseTo(spread.above(2.5), within(1e-4));
        }
    }

    @Test
    void meanIsOneAndTheWholeIsTheWhole() {
        for (Spread spread : ALL) {
            assertThat(spread.capped(1e12)).as(spread.words()).isCloseTo(1, within(2e-4));
            assertThat(spread.top(1 - 1e-12)).isCloseTo(1, within(1e-6));
            assertThat(spread.above(0)).isEqualTo(1);
            assertThat(spread.capped(0)).isZero();
        }
    }

    @Test
    void sharesAndTailsMeetTheUsersTheyComeFrom() {
        for (Spread spread : ALL) {
            Stream.of(0.05, 0.5, 0.99)
                    .forEach(u ->
                            assertThat(spread.above(spread.quantile(u)))
                                    .as(spread.words())
                                    .isCloseTo(1 - u, within(1e-9)));
        }
    }

    @Test
    void impossibleLawsAreRefusedWithTheirName() {
        assertThatThrownBy(() -> new Spread.Pareto(1)).hasMessageContaining("alpha 1.0: above 1");
        assertThatThrownBy(() -> new Spread.Lognormal(0)).hasMessageContaining("sigma 0.0");
        assertThatThrownBy(() -> Spread.named("normal", Assumptions.bundled()))
                .hasMessageContaining("there are lognormal, pareto and gamma");
    }
}
