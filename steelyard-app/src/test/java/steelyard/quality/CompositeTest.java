package steelyard.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The one-factor fit against data whose abilities are known.
class CompositeTest {
    private static Model model(int i) {
        return new Model("m%03d".formatted(i), "lab", true, Model.Reasoning.NO);
    }

    private static Composite.Result result(int model, String test, double logit) {
        return new Composite.Result(model(model), test, logit);
    }

    /// With results that follow the model exactly, differences of abilities come out in proportion,
    /// whoever sat which test; the scale is free, so ratios are compared.
    @Test
    void exactDataGiveTheirAbilitiesBack() {
        SplittableRandom random = new SplittableRandom(4);
        double[] theta = new double[60];
        for (int m = 0; m < theta.length; m++) {
            theta[m] = random.nextDouble(-3, 3);
        }
        List<Composite.Result> results = new ArrayList<>();
        double[] level = {0.5, -1, 2, 0, 1};
        double[] slope = {1, 0.8, 1.3, 1, 0.9};
        for (int m = 0; m < theta.length; m++) {
            for (int b = 0; b < level.length; b++) {
                if (random.nextInt(4) > 0) {
                    results.add(result(m, "t" + b, level[b] + slope[b] * theta[m]));
                }
            }
        }
        Map<Model, Composite.Ability> fit = Composite.of(results);
        double scale =
                (fit.get(model(1)).theta() - fit.get(model(0)).theta()) / (theta[1] - theta[0]);
        for (int m = 0; m < theta.length; m++) {
            if (fit.containsKey(model(m))) {
                // the slopes are drawn a little towards 1
                assertThat((fit.get(model(m)).theta() - fit.get(model(0)).theta()) / scale)
                        .isCloseTo(theta[m] - theta[0], within(0.1));
            }
        }
    }

    /// Two tests of slope 1, the second harder by 2: a model that sat only the harder one is not
    /// taken for a weak one. By hand: levels differ by 2, so 1.0 in the hard test is 3.0 in the
    /// easy.
    @Test
    void aHarderTestIsNoWeakerModel() {
        List<Composite.Result> results = new ArrayList<>();
        for (int m = 0; m < 40; m++) {
            double ability = m / 10.0;
            results.add(result(m, "easy", ability));
            results.add(result(m, "hard", ability - 2));
        }
        results.add(result(100, "hard", 1.0));
        Map<Model, Composite.Ability> fit = Composite.of(results);
        double unit = fit.get(model(31)).theta() - fit.get(model(30)).theta();
        assertThat(fit.get(model(100)).theta())
                .isCloseTo(fit.get(model(30)).theta(), within(0.3 * unit));
        assertThat(fit.get(model(100)).results()).isEqualTo(1);
        assertThat(fit.get(model(30)).results()).isEqualTo(2);
    }

    /// Noise of deviation s in n tests of slope 1: the error is s / sqrt(n), up to the degrees of
    /// freedom that the fit uses.
    @Test
    void theErrorIsThatOfTheNoise() {
        SplittableRandom random = new SplittableRandom(9);
        List<Composite.Result> results = new ArrayList<>();
        for (int m = 0; m < 200; m++) {
            double ability = random.nextGaussian();
            for (int b = 0; b < 9; b++) {
                results.add(result(m, "t" + b, ability + 0.3 * random.nextGaussian()));
            }
        }
        Map<Model, Composite.Ability> fit = Composite.of(results);
        double scale = 0;
        for (Composite.Ability a : fit.values()) {
            scale += a.theta() * a.theta() / fit.size();
        }
        assertThat(fit.get(model(0)).error() / Math.sqrt(scale)).isCloseTo(0.1, within(0.012));
    }
}
