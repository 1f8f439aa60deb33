package steelyard.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ServingCostTest {
    private static final Misses SURE = new Misses(1, 0, 1, 1, 1, 1, 1);
    private static final Misses UNSURE = new Misses(1, 0.1, 1.1, 1, 0.8, 1, 1.5);

    private final Catalogue catalogue = Catalogue.bundled();
    private final Load load = new Load(2000, 1000, 0.25);
    private final Deployment deployment =
            new Deployment(
                    catalogue.model("llama-3.1-70b"),
                    catalogue.accelerator("h100"),
                    new Layout(4, 1, 1),
                    Precision.FP8,
                    1,
                    Engine.VLLM);
    private final SteadyState state =
            SteadyState.full(deployment, load, SteadyState.Promise.NONE, catalogue.constants());

    private ServingCost cost(int gpus, ServingCost.Rent rent, double utilisation, Misses misses) {
        return ServingCost.of(state, deployment, load, gpus, rent, utilisation, misses);
    }

    private static ServingCost.Rent rent(double usd) {
        return new ServingCost.Rent(usd, usd, usd);
    }

    /// Whatever the split between input and output: all requests of an hour cost an hour.
    @Test
    void requestsOfAnHourCostAnHour() {
        for (double u : new double[] {0.1, 0.5, 1}) {
            ServingCost cost = cost(8, rent(3), u, SURE);
            assertThat(cost.perHour()).isEqualTo(24);
            assertThat(cost.request() * cost.requests()).isCloseTo(24, within(1e-9));
            assertThat(cost.request())
                    .isCloseTo((1500 * cost.input() + 1000 * cost.output()) / 1e6, within(1e-12));
        }
    }

    @Test
    void copiesServeMoreForTheSameMoneyEach() {
        ServingCost one = cost(4, rent(3), 1, SURE);
        ServingCost four = cost(16, rent(3), 1, SURE);
        assertThat(four.output()).isCloseTo(one.output(), within(1e-12));
        assertThat(four.requests()).isCloseTo(4 * one.requests(), within(1e-6));
    }

    @Test
    void halfAsFullIsTwiceAsDear() {
        assertThat(cost(4, rent(3), 0.5, SURE).output())
                .isCloseTo(2 * cost(4, rent(3), 1, SURE).output(), within(1e-12));
    }

    /// A prediction 1.5 times too fast is 1.5 times too cheap.
    @Test
    void theRangeIsThatOfTheRentTimesThatOfTheMisses() {
        ServingCost cost = cost(4, new ServingCost.Rent(2, 4, 5), 1, UNSURE);
        assertThat(cost.low()).isCloseTo(0.5 * 0.8, within(1e-12));
        assertThat(cost.high()).isCloseTo(1.25 * 1.5, within(1e-12));
    }

    @Test
    void atBreakEvenThereIsNoMargin() {
        ServingCost full = cost(4, rent(3), 1, SURE);
        double price = full.request() * 4;
        double u = full.breakEven(price, 1);
        assertThat(u).isCloseTo(0.25, within(1e-12));
        assertThat(cost(4, rent(3), u, SURE).margin(price)).isCloseTo(0, within(1e-12));
        assertThat(cost(4, rent(3), 0.5, SURE).breakEven(price, 0.5)).isCloseTo(u, within(1e-12));
    }

    /// DeepSeek's day (open-infra-index, day 6): 226.75 nodes of eight at $2 cost $87,072; 342B
    /// cached, 266B computed and 168B output tokens at 0.14, 0.55 and 2.19 would have earned
    /// $562,027; it says 545 percent, which is profit over cost, a gross margin of 84.5 percent.
    @Test
    void fiveHundredFortyFivePercentIsAMarginOfEightyFour() {
        double day = 226.75 * 8 * 2 * 24;
        double earned = 342e3 * 0.14 + 266e3 * 0.55 + 168e3 * 2.19;
        ServingCost cost = new ServingCost(day / 24, 0, 0, day, 1.0 / 24, 1, 1);
        assertThat(day).isCloseTo(87_072, within(0.5));
        assertThat(earned).isCloseTo(562_027, within(200.0));
        assertThat(cost.margin(earned)).isCloseTo(0.845, within(0.0005));
        assertThat(earned / day - 1).isCloseTo(5.45, within(0.01));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> cost(4, rent(3), 0, SURE)).hasMessageContaining("utilisation");
        assertThatThrownBy(() -> cost(4, rent(3), 1.2, SURE)).hasMessageContaining("utilisation");
        assertThatThrownBy(() -> new ServingCost.Rent(3, 2, 4)).hasMessageContaining("rent");
        assertThatThrownBy(() -> rent(0)).hasMessageContaining("rent");
        assertThatThrownBy(() -> new Layout(64, 80, 2_000_000_000))
                .hasMessageContaining("more than 100000 accelerators");
        assertThatThrownBy(() -> new Load(0, 10, 0)).hasMessageContaining("tokens");
        assertThatThrownBy(() -> new Load(10, 10, 1)).hasMessageContaining("share");
        assertThatThrownBy(() -> new Layout(0, 1, 1)).hasMessageContaining("at least 1");
    }
}
