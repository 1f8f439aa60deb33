package steelyard.serving;

import steelyard.refusal.Refusal;

/// What of a model's architecture decides how long it takes and how much memory it needs.
///
/// @param kind how attention keeps its past
/// @param layers all layers
/// @param hidden width
/// @param heads query heads
/// @param kvHeads key and value heads
/// @param headDim width of a head
/// @param mla ranks of a compressed cache; all zero without one
/// @param experts routed experts in all; zero if dense
/// @param window how far local layers look; zero for linear attention, which keeps a state
/// @param fullLayers layers whose cache grows with the context
/// @param localLayers the others that mix tokens
/// @param sparse how many tokens a sparse attention reads at most; zero for all
/// @param vocabulary size
/// @param embeddings weights of the input and output embeddings
/// @param total all weights
/// @param kvElements cached elements per token over all layers, windows not applied
/// @param stateElements kept per sequence however long, by linear attention and state-space layers
/// @param published how its weights were published
public record ModelShape(
        String id,
        Kind kind,
        int layers,
        int hidden,
        int heads,
        int kvHeads,
        int headDim,
        Mla mla,
        Experts experts,
        int window,
        int fullLayers,
        int localLayers,
        int sparse,
        int vocabulary,
        double embeddings,
        double total,
        double kvElements,
        double stateElements,
        Precision published) {
    /// Bytes per element of such a state: it is kept in single precision.
    private static final double STATE_BYTES = 4;

    /// Attention with a cache of keys and values, or with a compressed one.
    public enum Kind {
        HEADS,
        MLA
    }

    /// @param rank of the compressed cache
    /// @param rope width of the part with positions
    public record Mla(int rank, int nope, int rope, int value) {
        static final Mla NONE = new Mla(0, 0, 0, 0);
    }

    /// @param layers with experts
    /// @param each weights of one expert in one layer
    public record Experts(int count, int perToken, int layers, double each) {
        static final Experts NONE = new Experts(0, 0, 0, 0);

        public Experts {
            if (perToken > count) {
                throw new Refusal(
                        "%d experts per token of %d: no more than there are"
                                .formatted(perToken, count));
            }
        }

        double weights() {
            return count * each * layers;
        }
    }

    /// Weights that every token passes, embeddings left out.
    double linear() {
        return total - experts.weights() - embeddings;
    }

    /// Weights that one token passes.
    public double active() {
        return linear() + embeddings + experts.perToken() * experts.each() * experts.layers();
    }

    /// Bytes of cache that a sequence of `context` tokens holds, all layers.
    ///
    /// @param bytes per element
    public double cache(double context, double bytes) {
        boolean windows = window > 0;
        double perLayer = kvElements / (fullLayers + (windows ? localLayers : 0));
        return bytes
                        * perLayer
                        * (fullLayers * context
                                + (windows ? localLayers * Math.min(context, window) : 0))
                + state();
    }

    private double state() {
        return STATE_BYTES * stateElements;
    }

    /// Bytes of cache that a step moves for a sequence with `context` tokens: keys and values are
    /// read, a state is read and written.
    double cacheMoved(double context, double bytes) {
        return cache(sparse > 0 ? Math.min(context, sparse) : context, bytes) + state();
    }

    /// Over how many of `tensor` accelerators a sequence's cache is divided; a compressed one is
    /// kept whole by each.
    public double cacheSplit(int tensor) {
        return kind == Kind.MLA ? 1 : Math.min(tensor, kvHeads);
    }

    /// How many different experts of a layer `tokens` tokens touch, if they choose evenly and
    /// independently: E (1 - (1 - k/E)^n).
    public double touched(double tokens) {
        return experts.count() == 0
                ? 0
                : experts.count()
                        * (1 - Math.pow(1 - (double) experts.perToken() / experts.count(), tokens));
    }

    /// The sum over layers of how many past tokens a new one looks at.
    double looks(double context) {
        double full = sparse > 0 ? Math.min(context, sparse) : context;
        return fullLayers * full + (window > 0 ? localLayers * Math.min(context, window) : 0);
    }

    /// The same on average for the tokens of a prompt from a place on: each looks at those before
    /// it.
    double looksOfPrompt(double from, double input) {
        return fullLayers * before(from, input, sparse > 0 ? sparse : input)
                + (window > 0 ? localLayers * before(from, input, window) : 0);
    }

    /// The mean over the tokens from one place to another of how many lie before one, `most` at
    /// most.
    private static double before(double from, double to, double most) {
        return (sumBefore(to, most) - sumBefore(from, most)) / (to - from);
    }

    private static double sumBefore(double to, double most) {
        return to <= most ? to * to / 2 : most * most / 2 + most * (to - most);
    }
}
