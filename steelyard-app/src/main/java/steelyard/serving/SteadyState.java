package steelyard.serving;

import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import steelyard.refusal.Refusal;

/// Continuous batching of like requests that never stops: each sequence that ends makes room for
/// the next prompt.
///
/// @param sequences at a time, over the whole deployment
/// @param limit what allows no more of them
/// @param decode seconds per step that gives every sequence a token
/// @param perPromptToken seconds of the whole deployment
/// @param output tokens per second
/// @param input tokens per second, cached ones included
/// @param tpot seconds per output token that a user sees, prompts of others included
/// @param firstToken seconds to the first token, without any waiting in a queue
public record SteadyState(
        double sequences,
        String limit,
        double decode,
        double perPromptToken,
        double output,
        double input,
        double tpot,
        double firstToken,
        Memory memory) {
    /// What users may be made to wait, seconds; empty for no limit.
    public record Promise(OptionalDouble tpot, OptionalDouble firstToken) {
        public static final Promise NONE =
                new Promise(OptionalDouble.empty(), OptionalDouble.empty());
    }

    /// As many sequences as memory, engine and promise allow.
    ///
    /// @throws Refusal if it does not fit or the promise cannot be kept, saying what would
    public static SteadyState full(Deployment d, Load load, Promise promise, Constants constants) {
        Memory memory = Memory.required(d, load, constants);
        StepTime time = new StepTime(d, constants);
        int most = d.engine().profile(constants).sequences();
        double largest = d.layout().data() * Math.min(Math.floor(memory.sequences()), most);
        String limit = memory.sequences() < most ? "memory" : "engine";
        SteadyState full = at(time, load, largest, limit, memory);
        if (full.keeps(promise)) {
            return full;
        }
        SteadyState alone = at(time, load, 1, "promise", memory);
        if (!alone.keeps(promise)) {
            throw new Refusal(
                    "%s on %d %s (%s) cannot keep the promise: a request alone takes %.3g ms a token and %.3g s to the first; spread it wider, or allow more"
                            .formatted(
                                    d.model().id(),
                                    d.layout().gpus(),
                                    d.accelerator().id(),
                                    d.layout(),
                                    alone.tpot * 1e3,
                                    alone.firstToken));
        }
        double sequences =
                most(largest, batch -> at(time, load, batch, "promise", memory).keeps(promise));
        return at(time, load, sequences, "promise", memory);
    }

    /// The largest whole number of sequences that will do, if one does and more are never better.
    static double most(double largest, DoublePredicate willDo) {
        if (willDo.test(largest)) {
            return largest;
        }
        double low = 1;
        double high = largest;
        while (high - low > 1) {
            double middle = Math.floor((low + high) / 2);
            if (willDo.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean keeps(Promise promise) {
        return tpot <= promise.tpot().orElse(Double.POSITIVE_INFINITY)
                && firstToken <= promise.firstToken().orElse(Double.POSITIVE_INFINITY);
    }

    /// With a given number of sequences.
    static SteadyState at(StepTime time, Load load, double sequences, String limit, Memory memory) {
        double decode = time.decode(sequences, load.input() + load.output() / 2);
        double perToken = time.perPromptToken(load, sequences);
        double computed = load.input() * (1 - load.cached());
        double turn = load.output() * decode + sequences * computed * perToken;
        double output = sequences * load.output() / turn;
        return new SteadyState(
                sequences,
                limit,
                decode,
                perToken,
                output,
                output * load.input() / load.output(),
                turn / load.output(),
                computed * time.perPromptToken(load, 1) + decode,
                memory);
    }
}
