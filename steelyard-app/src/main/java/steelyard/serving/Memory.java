package steelyard.serving;

import steelyard.refusal.Refusal;

/// What fills the memory of one accelerator, in bytes; the first thing that decides how many
/// requests run at a time.
///
/// @param total of the accelerator
/// @param weights on each
/// @param engine kept by the engine, with activations of a prompt chunk
/// @param cache left for cached tokens; negative if not even the weights fit
/// @param perSequence cache that one sequence takes on its accelerator
public record Memory(
        double total, double weights, double engine, double cache, double perSequence) {
    /// Tokens of a prompt that are worked on at a time.
    public static final int CHUNK = 8192;

    static Memory of(Deployment d, Load load, Constants constants) {
        ModelShape m = d.model();
        Layout l = d.layout();
        double split = (double) l.tensor() * l.pipeline();
        double weights =
                d.withDraft()
                                * (m.linear() * d.weights().bytes() / split
                                        + m.experts().weights()
                                                * d.weights().expertBytes()
                                                / (split * l.data()))
                        + m.embeddings() * 2 / split;
        double total = d.accelerator().memory();
        double working =
                constants.of("memory.context")
                        + constants.of("memory.working") * CHUNK * m.hidden() * 2.0;
        double cache = d.engine().cache(total, weights + working, constants.of("memory"));
        double held = load.input() + d.engine().profile(constants).reserved() * load.output();
        double perSequence =
                d.withDraft()
                        * m.cache(held, d.cacheBytes())
                        / l.pipeline()
                        / m.cacheSplit(l.tensor());
        return new Memory(total, weights, total - weights - cache, cache, perSequence);
    }

    /// With room for at least one request.
    ///
    /// @throws Refusal if there is none, saying what would do
    public static Memory required(Deployment d, Load load, Constants constants) {
        Memory memory = of(d, load, constants);
        if (!memory.fits()) {
            throw new Refusal(Misfit.of(d, load, constants, memory));
        }
        return memory;
    }

    /// Sequences per group of accelerators that share them.
    double sequences() {
        return cache / perSequence;
    }

    boolean fits() {
        return sequences() >= 1;
    }
}
