package steelyard.simulation;

import java.util.function.Consumer;
import org.hipparchus.random.RandomDataGenerator;
import steelyard.refusal.Refusal;

/// Requests by lot: gamma-distributed times between them, lognormal lengths.
///
/// @param rate requests per second
/// @param requests in all
/// @param burst coefficient of variation of the times between arrivals: 0 for a clock, 1 for
///   Poisson arrivals
/// @param input mean tokens of a prompt
/// @param output mean tokens of an answer
/// @param spread coefficient of variation of both lengths; 0 for all alike
/// @param cached share of a prompt found in the cache
public record StatedProcess(
        double rate,
        int requests,
        double burst,
        double input,
        double output,
        double spread,
        double cached,
        long seed)
        implements Arrivals {
    private static final int LONGEST = 10_000_000;
    private static final double LEAST_RATE = 1e-6;
    private static final double MOST_RATE = 1e9;
    private static final double MOST_VARIATION = 100;

    public StatedProcess {
        if (!(rate >= LEAST_RATE && rate <= MOST_RATE)
                || requests < 1
                || !(burst >= 0 && burst <= MOST_VARIATION)
                || !(spread >= 0 && spread <= MOST_VARIATION)) {
            throw new Refusal(
                    "%s requests a second, %d in all, burst %s, spread %s: a rate above zero (0.000001 to a billion), at least one request, the others from 0 to 100"
                            .formatted(rate, requests, burst, spread));
        }
        if (!(input >= 1 && input <= LONGEST)
                || !(output >= 1 && output <= LONGEST)
                || !(cached >= 0 && cached < 1)) {
            throw new Refusal(
                    "requests of %s tokens in, %s out, %s of the input cached: one to ten million tokens each, and a share from 0 to below 1"
                            .formatted(input, output, cached));
        }
    }

    @Override
    public void forEach(Consumer<Request> take) {
        RandomDataGenerator random = new RandomDataGenerator(seed);
        double at = 0;
        for (int i = 0; i < requests; i++) {
            int prompt = length(random, input);
            int answer = length(random, output);
            take.accept(new Request(at, prompt, answer, (int) (prompt * cached), null));
            at += gap(random);
        }
    }

    private double gap(RandomDataGenerator random) {
        double shape = 1 / (burst * burst);
        return burst == 0
                ? 1 / rate
                : burst == 1
                        ? random.nextExponential(1 / rate)
                        : random.nextGamma(shape, 1 / (rate * shape));
    }

    private int length(RandomDataGenerator random, double mean) {
        if (spread == 0) {
            return (int) Math.round(mean);
        }
        double variance = Math.log1p(spread * spread);
        double drawn =
                Math.exp(random.nextNormal(Math.log(mean) - variance / 2, Math.sqrt(variance)));
        return Math.clamp(Math.round(drawn), 1, LONGEST);
    }
}
