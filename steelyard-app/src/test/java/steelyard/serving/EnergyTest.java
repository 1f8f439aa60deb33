package steelyard.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyTest {
    private final Catalogue catalogue = Catalogue.bundled();
    private final Constants constants = catalogue.constants();

    private Deployment deployment(String model, String chip, int tensor, Precision weights) {
        return new Deployment(
                catalogue.model(model),
                catalogue.accelerator(chip),
                new Layout(tensor, 1, 1),
                weights,
                2,
                Engine.VLLM);
    }

    /// ML.ENERGY's leaderboard (v3, H100, chat: about 360 tokens in, 450 out), joules of the
    /// accelerators per output token: from a batch of 8 to a full one it falls to a sixth or less.
    @ParameterizedTest
    @CsvSource({
        "llama-3.1-8b, 1, 8, 0.45",
        "llama-3.1-8b, 1, 64, 0.119",
        "llama-3.1-8b, 1, 511, 0.070",
        "llama-3.1-70b, 4, 8, 3.76",
        "llama-3.1-70b, 4, 64, 0.80",
        "llama-3.1-70b, 4, 898, 0.37",
    })
    void joulesFallWithTheBatchAsMeasured(String model, int tensor, double batch, double measured) {
        Deployment d = deployment(model, "h100", tensor, Precision.BF16);
        Load load = new Load(360, 450, 0);
        StepTime time = new StepTime(d, constants);
        SteadyState state =
                SteadyState.at(time, load, batch, "", Memory.required(d, load, constants));
        double joules = Energy.watts(d, time, load, batch, constants) * tensor / state.output();
        assertThat(joules / measured).isBetween(1 / 1.5, 1.5);
    }

    /// By hand from its own parts: power over rate, servers at 150 W each, PUE on both.
    @Test
    void aRequestTakesPowerOverRate() {
        Deployment d = deployment("llama-3.1-70b", "h100", 4, Precision.FP8);
        Load load = new Load(1000, 500, 0);
        SteadyState full = SteadyState.full(d, load, SteadyState.Promise.NONE, constants);
        Energy energy = Energy.of(d, load, full, 1, 1.2, catalogue);
        double requests = full.output() / 500;
        assertThat(energy.watts()).isBetween(0.6 * 700, 700.0);
        assertThat(energy.request()).isCloseTo(4 * energy.watts() / requests, within(1e-9));
        assertThat(energy.server()).isCloseTo(4 * 150 / requests, within(1e-9));
        assertThat(energy.site())
                .isCloseTo(1.2 * (energy.request() + energy.server()), within(1e-9));
        assertThat(energy.output()).isCloseTo(energy.request() / 500, within(1e-12));
        assertThat(energy.low()).isLessThan(1);
        assertThat(energy.high()).isGreaterThan(1);
    }

    /// With fewer requests at a time each takes more, at less power.
    @Test
    void emptyMachinesTakeMoreForEachRequest() {
        Deployment d = deployment("llama-3.1-8b", "h100", 1, Precision.BF16);
        Load load = new Load(1000, 500, 0);
        SteadyState full = SteadyState.full(d, load, SteadyState.Promise.NONE, constants);
        double before = 0;
        double watts = Double.MAX_VALUE;
        for (double utilisation : new double[] {1, 0.6, 0.3, 0.1, 0.02}) {
            Energy energy = Energy.of(d, load, full, utilisation, 1.25, catalogue);
            assertThat(energy.request()).isGreaterThan(before);
            assertThat(energy.watts()).isLessThanOrEqualTo(watts);
            before = energy.request();
            watts = energy.watts();
        }
        assertThatThrownBy(() -> Energy.of(d, load, full, 0, 1.25, catalogue))
                .hasMessageContaining("utilisation of 0.0");
        assertThatThrownBy(() -> Energy.of(d, load, full, 1, 0.9, catalogue))
                .hasMessageContaining("PUE of 0.9");
    }

    /// At a third of the full rate: the power is that of the batch that gives a third, found here
    /// one by one.
    @Test
    void aThirdOfTheRateIsASmallerBatch() {
        Deployment d = deployment("llama-3.1-8b", "h100", 1, Precision.BF16);
        Load load = new Load(1000, 500, 0.2);
        SteadyState full = SteadyState.full(d, load, SteadyState.Promise.NONE, constants);
        StepTime time = new StepTime(d, constants);
        double batch = 1;
        while (SteadyState.at(time, load, batch, "", full.memory()).output() < full.output() / 3) {
            batch += 0.01;
        }
        Energy third = Energy.of(d, load, full, 1 / 3.0, 1.25, catalogue);
        assertThat(third.watts())
                .isCloseTo(Energy.watts(d, time, load, batch, constants), within(0.05));
        // The mean share of multiplying by hand, from both phases.
        double answers = 500 * time.decode(batch, 1250);
        double prompts = batch * 800 * time.perPromptToken(load, batch);
        double share =
                (time.decodeShare(batch, 1250) * answers + time.promptShare(load) * prompts)
                        / (answers + prompts);
        assertThat(third.watts() / 700)
                .isCloseTo(
                        constants.of("power.running") + constants.of("power.multiply") * share,
                        within(1e-3));
    }

    /// Our World in Data and EcoLogits, as published.
    @ParameterizedTest
    @CsvSource({"SE, 40.7, 35.8", "swe, 40.7, 35.8", "Sweden, 40.7, 35.8", "world, 473, 473"})
    void aCountryIsFoundByItsCodes(String region, double grams, double other) {
        Grid grid = Catalogue.grid(region);
        assertThat(grid.grams()).isEqualTo(grams);
        assertThat(Math.min(grid.low(), grid.high())).isEqualTo(other);
        assertThat(grid.high()).isEqualTo(grams);
    }

    @Test
    void anUnknownCountryIsSaid() {
        assertThatThrownBy(() -> Catalogue.grid("XX"))
                .hasMessageContaining("grid \"XX\" is none of ARE, ARG");
    }

    /// By hand: 36,000 USD over 4 years without interest are 9,000 a year, and 766 for people:
    /// 9,766 / 8,766 hours = 1.1141; 850 W x 1.2 x 0.10 = 0.102.
    @Test
    void anOwnerPaysInEqualParts() {
        assertThat(new Ownership(36_000, 4, 0, 850, 1.2, 0.10, 766).perHour())
                .isCloseTo(9766 / 8766.0 + 0.102, within(1e-9));
        // An annuity of 8 percent over 4 years: 0.3019208 of the price a year (any table).
        assertThat(new Ownership(10_000, 4, 0.08, 850, 1, 0, 0).perHour())
                .isCloseTo(3019.208 / 8766, within(1e-6));
        assertThatThrownBy(() -> new Ownership(0, 4, 0, 850, 1.2, 0.1, 0))
                .hasMessageContaining("above zero");
    }
}
