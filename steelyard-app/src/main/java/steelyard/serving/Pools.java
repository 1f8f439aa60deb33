package steelyard.serving;

import steelyard.refusal.Refusal;

/// Prompts on some copies of a deployment, answers on others: neither waits for the other, and each
/// request's cache is handed over.
///
/// @param prompts requests a second that a copy reads
/// @param answers requests a second that a copy answers, as many at a time as memory, engine and
///   promise allow
/// @param sequences that many
/// @param tpot seconds per output token
/// @param firstToken seconds to the first token, without any queue
/// @param handOver seconds until a request's cache is where it is needed
public record Pools(
        double prompts,
        double answers,
        double sequences,
        double tpot,
        double firstToken,
        double handOver) {
    /// Prompts at a time that keep every group and stage of the readers busy.
    private static final double MANY = 1e6;

    /// @throws Refusal if it does not fit or the promise cannot be kept
    public static Pools of(
            Deployment d, Load load, SteadyState.Promise promise, Constants constants) {
        Memory memory = Memory.required(d, load, constants);
        StepTime time = new StepTime(d, constants);
        double computed = load.input() * (1 - load.cached());
        double context = load.input() + load.output() / 2;
        double most = promise.tpot().orElse(Double.POSITIVE_INFINITY);
        double alone = time.decode(1, context);
        double firstToken = computed * time.perPromptToken(load, 1);
        if (alone > most || firstToken > promise.firstToken().orElse(Double.POSITIVE_INFINITY)) {
            throw new Refusal(
                    "pools apart on %d %s cannot keep the promise: a request alone takes %.3g ms a token and %.3g s to the first"
                            .formatted(
                                    d.layout().gpus(),
                                    d.accelerator().id(),
                                    alone * 1e3,
                                    firstToken));
        }
        double largest =
                d.layout().data()
                        * Math.min(
                                Math.floor(memory.sequences()),
                                d.engine().profile(constants).sequences());
        double sequences = SteadyState.most(largest, batch -> time.decode(batch, context) <= most);
        double step = time.decode(sequences, context);
        return new Pools(
                1 / (computed * time.perPromptToken(load, MANY)),
                sequences / (load.output() * step),
                sequences,
                step,
                firstToken,
                time.handOver(load.input()));
    }

    /// Copies that read for each that answers, if neither is to wait.
    public double readers() {
        return answers / prompts;
    }

    /// Seconds of a copy that a request takes, on both sides together.
    public double perRequest() {
        return 1 / prompts + 1 / answers;
    }
}
