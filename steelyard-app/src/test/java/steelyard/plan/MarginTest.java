package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The vendor's side of simulated users.
class MarginTest {
    private static final Demand.Habits HABITS = Demand.Habits.of(Assumptions.bundled());
    private static final Spread SPREAD = new Spread.Lognormal(1.3);
    private static final List<Limit> MAX =
            List.of(
                    Limit.usd("5h", Limit.Kind.ANCHORED, 5, 82.5),
                    Limit.usd("week", Limit.Kind.FIXED, 168, 625));

    private static Population users(double mean, List<Limit> limits, int n, int round) {
        return Population.run(
                new Population.Setting(
                        new Demand(SPREAD, mean, HABITS), limits, 1, 0, Unmet.LOST, n, 8, 9, 2),
                round);
    }

    private static final Vendor VENDOR = new Vendor(200, 0.03, 0.35, 0.25, 0, 0.2);

    @Test
    void marginIsRevenueLessFeeLessCost() {
        Population p = users(300, MAX, 500, 0);
        Margin m = new Margin(p, VENDOR);
        double served = IntStream.range(0, p.size()).mapToDouble(p::served).average().orElseThrow();
        assertThat(m.margin()).isCloseTo(1 - 0.03 - 0.35 * 0.75 * served / 200, within(1e-12));
        long loss =
                IntStream.range(0, p.size())
                        .filter(u -> 200 * 0.97 - 0.35 * p.served(u) < 0)
                        .count();
        assertThat(m.lossMaking()).isCloseTo(0.75 * loss / 500.0, within(1e-12));
    }

    @Test
    void theIntervalHoldsTheAnswersOfOtherRounds() {
        // Twenty more rounds: their spread is what one round says of itself.
        double[] margins =
                IntStream.range(1, 21)
                        .mapToDouble(r -> new Margin(users(600, MAX, 400, r), VENDOR).margin())
                        .toArray();
        double mean = Arrays.stream(margins).average().orElseThrow();
        double deviation =
                Math.sqrt(Arrays.stream(margins).map(x -> (x - mean) * (x - mean)).sum() / 19);
        double said = new Margin(users(600, MAX, 400, 0), VENDOR).error();
        // A standard deviation of 20 has an error of 16%; neighbours in the strata are not quite
        // alike.
        assertThat(said).isBetween(0.6 * deviation, 2.2 * deviation);
    }

    @Test
    void strataAndTheClosedFormSaveDraws() {
        Margin.Gains gains = new Margin(users(300, MAX, 2000, 0), VENDOR).gains();
        assertThat(gains.strata()).isGreaterThan(3);
        assertThat(gains.control()).isGreaterThan(3);
    }

    @Test
    void giniAndLorenzOfFewUsersAreThoseWorkedByHand() {
        // No limit: what is served is what is wanted; against the definition, pair by pair.
        Population p = users(300, List.of(Limit.usd("week", Limit.Kind.FIXED, 168, 1e9)), 40, 0);
        Margin m = new Margin(p, VENDOR);
        double mean = 0;
        double differences = 0;
        for (int a = 0; a < 40; a++) {
            mean += p.served(a) / 40;
            for (int b = 0; b < 40; b++) {
                differences += Math.abs(p.served(a) - p.served(b)) / 1600;
            }
        }
        assertThat(m.gini()).isCloseTo(differences / (2 * mean), within(1e-9));
        double[] sorted = IntStream.range(0, 40).mapToDouble(p::served).sorted().toArray();
        assertThat(m.top(0.1))
                .isCloseTo(
                        Arrays.stream(sorted, 36, 40).sum() / Arrays.stream(sorted).sum(),
                        within(1e-9));
        List<double[]> lorenz = m.lorenz(10);
        assertThat(lorenz).hasSize(11);
        assertThat(lorenz.get(9)[1]).isCloseTo(1 - m.top(0.1), within(1e-9));
        assertThat(lorenz.getLast()[1]).isCloseTo(1, within(1e-9));
    }

    @Test
    void whatIsServedWithoutLimitsIsAsUnequalAsTheSpread() {
        Demand.Habits even = new Demand.Habits(0, 0, 14, 0.5, 0, 0.1, 0, 14, 2, 1);
        Population p =
                Population.run(
                        new Population.Setting(
                                new Demand(SPREAD, 300, even),
                                List.of(Limit.usd("week", Limit.Kind.FIXED, 168, 1e9)),
                                1,
                                0,
                                Unmet.LOST,
                                20_000,
                                4,
                                1,
                                2),
                        0);
        Margin m = new Margin(p, VENDOR);
        assertThat(m.gini()).isCloseTo(SPREAD.gini(), within(0.005));
        assertThat(m.top(0.1)).isCloseTo(SPREAD.top(0.1), within(0.005));
    }

    @Test
    void booksOfHeavyTailedUsersAreNoisy() {
        // A user's coefficient of variation at sigma 1.3 is sqrt(exp(1.69) - 1) = 2.10, so that of
        // a
        // book of 100 is 21% (no limits, everyone active): a cost of 0.35 x 300 of 200 is 0.525,
        // and
        // its standard deviation 0.11.
        Population p = users(300, List.of(Limit.usd("week", Limit.Kind.FIXED, 168, 1e9)), 4000, 0);
        Margin m = new Margin(p, new Vendor(200, 0.03, 0.35, 0, 0, 0));
        double[] q = m.books(100, new double[] {0.1587, 0.8413});
        assertThat((q[1] - q[0]) / 2).isCloseTo(0.11, within(0.025));
        double[] large = m.books(1000, new double[] {0.1587, 0.8413});
        assertThat((large[1] - large[0]) / 2).isCloseTo(0.11 / Math.sqrt(10), within(0.008));
    }

    @Test
    void weightsAreShares() {
        Population p = users(300, MAX, 500, 0);
        double[] half = Margin.ones(500);
        Arrays.fill(half, 0, 250, 0);
        Margin heavy = new Margin(p, VENDOR, half);
        assertThat(heavy.margin()).isLessThan(new Margin(p, VENDOR).margin());
        assertThat(heavy.share(u -> u >= 250)).isCloseTo(1, within(1e-12));
        assertThatThrownBy(() -> new Margin(p, VENDOR, new double[500]))
                .hasMessageContaining("nobody subscribes");
    }
}
