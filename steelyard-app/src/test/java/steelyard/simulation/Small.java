package steelyard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import steelyard.serving.Engine;

/// Little memory and simple times, and no more than what it promises to take.
record Small(long pages, int most, Engine.Room room, int chunk) implements Machine {
    @Override
    public long pages(int tokens) {
        return Math.ceilDiv(tokens, PAGE);
    }

    @Override
    public long fixed(int tokens) {
        return 1;
    }

    @Override
    public double decode(int sequences, double context) {
        assertThat(sequences).isBetween(1, most);
        assertThat(context).isPositive();
        return 0.01 + 1e-6 * sequences * context;
    }

    @Override
    public double promptToken(double computed, double input, double looks, int requests) {
        assertThat(requests).isBetween(1, most);
        assertThat(computed).isBetween(1.0, input);
        return 1e-5 + 1e-9 * looks;
    }

    @Override
    public double looks(int from, int to) {
        return (from + to) / 2.0;
    }

    @Override
    public double handOver(int tokens) {
        return 1e-5 * tokens;
    }
}
