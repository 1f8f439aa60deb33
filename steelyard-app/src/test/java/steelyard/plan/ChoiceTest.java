package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who chooses what, and who stays.
class ChoiceTest {
    /// Lets through a month's cap and never says that it stops.
    private record Cap(double usd) implements Choice.Service {
        @Override
        public double served(double wanted) {
            return Math.min(wanted, usd);
        }

        @Override
        public double stopped(double wanted) {
            return 0;
        }
    }

    private static final List<Choice.Tier> TIERS =
            List.of(
                    new Choice.Tier("small", 20, new Cap(100)),
                    new Choice.Tier("large", 100, new Cap(1000)));

    @Test
    void oddsAreThoseOfALogitWorkedByHand() {
        // E = 100, value 1.2, curve 0.5, taste 20. Small: 120 - 20 = 100. Large: 120 - 100 = 20.
        // API: one buys (1.2 x 0.5)^2 = 0.36 of it: 120 x 0.6 - 36 = 36. Nothing: 0.
        // exp(5), exp(1), exp(1.8), 1: 148.413, 2.718, 6.050, 1 of 158.181.
        Choice choice = new Choice(1.2, 0.5, 0, 20, 0, 0);
        double[] shares = choice.shares(100, TIERS);
        assertThat(shares[0]).isCloseTo(0.93825, within(5e-6));
        assertThat(shares[1]).isCloseTo(0.01718, within(5e-6));
        assertThat(shares[2]).isCloseTo(0.03825, within(5e-6));
        assertThat(shares[3]).isCloseTo(0.00632, within(5e-6));
    }

    @Test
    void sharesAddUpToOneForEveryUser() {
        Choice choice = Choice.of(Assumptions.bundled());
        for (double usual = 0.01; usual < 1e6; usual *= 3) {
            assertThat(Arrays.stream(choice.shares(usual, TIERS)).sum()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void heavierUsersChooseLargerTiers() {
        Choice choice = Choice.of(Assumptions.bundled());
        double light = choice.shares(50, TIERS)[1];
        double heavy = choice.shares(500, TIERS)[1];
        assertThat(light).isLessThan(0.1);
        assertThat(heavy).isGreaterThan(0.6);
    }

    @Test
    void thoseWhoOverestimateChooseTooLarge() {
        Choice clear = new Choice(1.2, 0.7, 0, 15, 0, 0.4);
        Choice biased = new Choice(1.2, 0.7, 0, 15, 0.6, 0.4);
        assertThat(biased.shares(150, TIERS)[1]).isGreaterThan(clear.shares(150, TIERS)[1]);
    }

    @Test
    void aLargerTopTierDrawsTheHeaviestFromTheMiddle() {
        // Rothschild and Stiglitz: the middle tier's users are lighter once the top one is better.
        Choice choice = Choice.of(Assumptions.bundled());
        double before = middle(choice, 1500);
        double after = middle(choice, 6000);
        assertThat(after).isLessThan(before);
    }

    private static double middle(Choice choice, double top) {
        List<Choice.Tier> tiers =
                List.of(
                        new Choice.Tier("small", 20, new Cap(160)),
                        new Choice.Tier("middle", 100, new Cap(1300)),
                        new Choice.Tier("top", 200, new Cap(top)));
        Spread spread = new Spread.Lognormal(1.3);
        double weight = 0;
        double wanted = 0;
        for (int i = 0; i < 2000; i++) {
            double usual = 400 * spread.quantile((i + 0.5) / 2000);
            double share = choice.shares(usual, tiers)[1];
            weight += share;
            wanted += share * usual;
        }
        return wanted / weight;
    }

    @Test
    void whatAPopulationFoundIsReadBackByLevel() {
        Demand demand =
                new Demand(new Spread.Lognormal(1.3), 300, Demand.Habits.of(Assumptions.bundled()));
        Population users =
                Population.run(
                        new Population.Setting(
                                demand,
                                List.of(Limit.usd("week", Limit.Kind.FIXED, 168, 40)),
                                1,
                                0,
                                Unmet.LOST,
                                2000,
                                8,
                                1,
                                2),
                        0);
        Choice.Found found = new Choice.Found(users);
        assertThat(found.served(5)).isCloseTo(5, within(0.2));
        assertThat(found.stopped(5)).isLessThan(0.05);
        assertThat(found.served(3000)).isBetween(120.0, 190.0);
        assertThat(found.stopped(3000)).isGreaterThan(0.9);
    }

    @Test
    void hazardIsTheLogisticWorkedByHand() {
        // logit(0.05) = -2.94444; one stop a week 0.1, half idle 0.5, a price doubled 2:
        // -0.34444 gives 1 / (1 + e^0.34444) = 0.41473.
        Churn churn = new Churn(0.05, 0.1, 1, 2);
        assertThat(churn.hazard(0, 1, 1)).isCloseTo(0.05, within(1e-12));
        assertThat(churn.hazard(1, 0.5, 2)).isCloseTo(0.41473, within(5e-6));
    }

    @Test
    void steadyWeightsAreWhereCohortsComeTo() {
        Demand demand =
                new Demand(new Spread.Lognormal(1.3), 300, Demand.Habits.of(Assumptions.bundled()));
        Population users =
                Population.run(
                        new Population.Setting(
                                demand,
                                List.of(Limit.usd("week", Limit.Kind.FIXED, 168, 40)),
                                1,
                                0,
                                Unmet.LOST,
                                50,
                                8,
                                1,
                                2),
                        0);
        Churn churn = Churn.of(Assumptions.bundled());
        double[] joining = Margin.ones(users.size());
        double[] steady = churn.steady(users, joining, 40 * 30 / 7.0, 1);
        for (int u = 0; u < users.size(); u += 7) {
            double hazard =
                    churn.hazard(Churn.hits(users, u), users.served(u) / (40 * 30 / 7.0), 1);
            double n = 0;
            for (int month = 0; month < 2000; month++) {
                n = n * (1 - hazard) + 1;
            }
            assertThat(steady[u]).isCloseTo(n, within(1e-9 * n));
        }
    }
}
