package steelyard.simulation;

import steelyard.refusal.Refusal;
import steelyard.serving.Constants;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Load;
import steelyard.serving.Memory;
import steelyard.serving.ModelShape;
import steelyard.serving.StepTime;

/// A deployment of the serving room as a machine.
///
/// Groups that share experts (dp) are one machine: requests and cache are taken to be spread evenly
/// over them.
public final class ServingMachine implements Machine {
    private final StepTime time;
    private final ModelShape model;
    private final double elementBytes;
    private final double split;
    private final double tokenBytes;
    private final double pageBytes;
    private final int chunk;
    private final int chunkOfRank;
    private final long pages;
    private final int most;
    private final Engine.Room room;
    private final double[] ofBatch;

    /// As many at a time as the engine allows.
    public ServingMachine(Deployment d, Constants constants, int chunk) {
        this(d, constants, chunk, Integer.MAX_VALUE);
    }

    /// @param allowed requests at a time, whatever the engine allows
    /// @param chunk prompt tokens that one step takes on, per group; at most [Memory#CHUNK]
    /// @throws Refusal if not even a short request fits, saying what would do
    public ServingMachine(Deployment d, Constants constants, int chunk, int allowed) {
        if (chunk < 1 || chunk > Memory.CHUNK) {
            throw new Refusal(
                    "a chunk of %d tokens: at least 1, at most %d".formatted(chunk, Memory.CHUNK));
        }
        Memory memory = Memory.required(d, new Load(1, 1, 0), constants);
        Engine.Profile engine = d.engine().profile(constants);
        int groups = d.layout().data();
        model = d.model();
        time = new StepTime(d, constants);
        elementBytes = d.cacheBytes() * d.withDraft();
        split = d.layout().pipeline() * model.cacheSplit(d.layout().tensor());
        int beyond = Math.max(1, model.window());
        tokenBytes =
                (model.cache(beyond + 1, elementBytes) - model.cache(beyond, elementBytes)) / split;
        pageBytes = tokenBytes > 0 ? PAGE * tokenBytes : Math.max(1, model.cache(1, elementBytes));
        pages = groups * (long) (memory.cache() / pageBytes);
        most = Math.min(allowed, groups * engine.sequences());
        room = d.engine().room();
        chunkOfRank = chunk;
        this.chunk = chunk * groups * d.layout().pipeline();
        ofBatch = new double[most + 1];
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public long pages() {
        return pages;
    }

    @Override
    public long pages(int tokens) {
        return tokenBytes > 0 ? Math.ceilDiv(tokens, PAGE) : 0;
    }

    @Override
    public long fixed(int tokens) {
        double bytes = model.cache(tokens, elementBytes) / split - tokens * tokenBytes;
        return (long) Math.ceil(bytes / pageBytes - 1e-9);
    }

    @Override
    public Engine.Room room() {
        return room;
    }

    @Override
    public int chunk() {
        return chunk;
    }

    @Override
    public double decode(int sequences, double context) {
        if (ofBatch[sequences] == 0) {
            ofBatch[sequences] = time.ofBatch(sequences);
        }
        return ofBatch[sequences] + time.ofContext(sequences, context);
    }

    @Override
    public double promptToken(double computed, double input, double looks, int requests) {
        return time.perPromptToken(computed, input, looks, requests, chunkOfRank);
    }

    @Override
    public double looks(int from, int to) {
        return time.looks(from, to);
    }

    @Override
    public double handOver(int tokens) {
        return time.handOver(tokens);
    }
}
