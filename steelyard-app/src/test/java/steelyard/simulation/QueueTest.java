package steelyard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.serving.Engine;

/// Against queueing theory: a machine whose steps take the same time however many answers there
/// are, so that it is so many servers.
class QueueTest {
    private static final double STEP = 1e-3;
    private static final int MEAN = 1000;
    private static final int REQUESTS = 400_000;

    /// `servers` answers at a time, a token of each every millisecond, prompts for nothing.
    record Servers(int most) implements Machine {
        @Override
        public long pages() {
            return 1L << 40;
        }

        @Override
        public long pages(int tokens) {
            return Math.ceilDiv(tokens, PAGE);
        }

        @Override
        public long fixed(int tokens) {
            return 0;
        }

        @Override
        public Engine.Room room() {
            return Engine.Room.WHOLE;
        }

        @Override
        public int chunk() {
            return 1 << 20;
        }

        @Override
        public double decode(int sequences, double context) {
            return STEP;
        }

        @Override
        public double promptToken(double computed, double input, double looks, int requests) {
            return 0;
        }

        @Override
        public double looks(int from, int to) {
            return 0;
        }

        @Override
        public double handOver(int tokens) {
            return 0;
        }
    }

    private static Outcome poisson(
            int servers, int replicas, Routing routing, double load, boolean exponential) {
        Fleet fleet =
                new Fleet(
                        new Fleet.Plan(new Servers(servers), replicas, 0, routing, 512, 7),
                        Limits.NONE);
        Random random = new Random(11);
        double rate = load * servers * replicas / (MEAN * STEP);
        double at = 0;
        for (int i = 0; i < REQUESTS; i++) {
            at += -Math.log1p(-random.nextDouble()) / rate;
            double tokens = exponential ? -Math.log1p(-random.nextDouble()) * MEAN : MEAN;
            fleet.offer(new Request(at, 1, (int) Math.max(1, Math.ceil(tokens)), 0, null));
        }
        return fleet.finish();
    }

    /// Erlang's formula for the chance of having to wait, by the recursion of his B formula.
    private static double erlangC(int servers, double offered) {
        double b = 1;
        for (int n = 1; n <= servers; n++) {
            b = offered * b / (n + offered * b);
        }
        double load = offered / servers;
        return b / (1 - load + load * b);
    }

    /// M/M/c: the mean wait is C(c, a) / (c mu - lambda).
    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 0.8", "4, 0.7", "4, 0.9", "16, 0.9"})
    void exponentialServiceWaitsAsErlangSays(int servers, double load) {
        double service = MEAN * STEP;
        double expected = erlangC(servers, servers * load) * service / (servers * (1 - load));
        Outcome outcome = poisson(servers, 1, Routing.LEAST, load, true);
        assertThat(outcome.queued().mean()).isCloseTo(expected, within(0.05 * expected));
        assertThat(outcome.whole().mean())
                .isCloseTo(expected + service, within(0.03 * (expected + service)));
    }

    /// M/D/1: half of the wait of M/M/1, by Pollaczek and Khinchine.
    @Test
    void constantServiceWaitsHalfAsLong() {
        double expected = 0.8 / (2 * (1 - 0.8)) * MEAN * STEP;
        assertThat(poisson(1, 1, Routing.LEAST, 0.8, false).queued().mean())
                .isCloseTo(expected, within(0.05 * expected));
    }

    /// By lot to two queues: each is M/M/1. The same requests to the shorter queue wait less.
    @Test
    void routingByLotMakesSeparateQueues() {
        double expected = 0.8 / (1 - 0.8) * MEAN * STEP;
        Outcome lot = poisson(1, 2, Routing.RANDOM, 0.8, true);
        Outcome least = poisson(1, 2, Routing.LEAST, 0.8, true);
        assertThat(lot.queued().mean()).isCloseTo(expected, within(0.06 * expected));
        assertThat(least.queued().mean()).isLessThan(expected * 0.7);
        assertThat(lot.busy()).isCloseTo(0.8, within(0.01));
        assertThat(least.busy()).isCloseTo(0.8, within(0.01));
    }

    /// Little's law: requests in the system are the rate times the time that each is there.
    @Test
    void littlesLawHolds() {
        Outcome outcome = poisson(4, 1, Routing.LEAST, 0.8, true);
        double rate = outcome.done() / outcome.seconds();
        assertThat(outcome.atWork())
                .isCloseTo(rate * (outcome.whole().mean() - outcome.queued().mean()), within(0.02));
    }
}
