package steelyard.serving;

/// Seconds that one pass over the layers takes, operator by operator.
///
/// Every group of operators multiplies for `a` seconds and moves bytes for `b`; it takes `(a^s +
/// b^s)^(1/s)`.
public final class StepTime {
    /// Over how many nodes a token's experts are spread at most.
    private static final double MOST_NODES = 4;

    private final Deployment d;
    private final ModelShape model;
    private final int tensor;
    private final int data;
    private final Engine.Profile engine;
    private final double smooth;
    private final double dense;
    private final double expert;
    private final double fill;
    private final double balance;
    private final double balanceOfPrompts;
    private final double attention;
    private final double bf16;
    private final double bandwidth;
    private final double passes;
    private final double start;
    private final double link;
    private final double network;
    private final double stage;
    private final int node;

    /// Tokens that a draft layer proposes, that a step works on for each sequence, and that it
    /// gives on average.
    private final int drafts;

    private final int checked;
    private final double tokens;

    public StepTime(Deployment d, Constants c) {
        this.d = d;
        model = d.model();
        Accelerator chip = d.accelerator();
        tensor = d.layout().tensor();
        data = d.layout().data();
        engine = d.engine().profile(c);
        smooth = c.of("smooth");
        bf16 = chip.bf16() * c.gemm(chip.family(), Precision.Unit.BF16);
        Precision.Unit unit = d.weights().unit();
        dense =
                d.dequantises()
                        ? bf16 * c.of("dequantise")
                        : chip.peak(unit) * c.gemm(chip.family(), unit);
        expert = dense * c.of("experts");
        fill = c.of("experts.fill");
        balance = data > 1 ? c.of("experts.balance") : 1;
        balanceOfPrompts = data > 1 ? c.of("experts.balance.prompts") : 1;
        attention = chip.bf16() * c.of("attention");
        bandwidth = chip.bandwidth() * c.bandwidth(chip.family());
        passes = c.of("passes");
        start = c.of(chip.pcie() ? "allreduce.start.pcie" : "allreduce.start.link");
        link = chip.link() * c.of("link");
        network = chip.network() * c.of("network");
        stage = c.of("stage");
        node = chip.node();
        drafts = d.speculation().drafts();
        checked = 1 + drafts;
        tokens = d.speculation().tokens();
    }

    /// Sees how long each group of operators multiplies, in seconds.
    @FunctionalInterface
    private interface Watch {
        Watch NONE = _ -> {};

        void group(double multiply);
    }

    private static final class Effort implements Watch {
        private double multiply;

        @Override
        public void group(double multiplied) {
            multiply += multiplied;
        }
    }

    /// The share of the time in which accelerators multiply while answers are written.
    double decodeShare(double batch, double context) {
        Effort effort = new Effort();
        double seconds = ofBatch(batch, effort) + ofContext(batch, context, effort);
        return effort.multiply / (seconds * tokens);
    }

    /// The same while prompts are read, chunk after chunk.
    double promptShare(Load load) {
        Effort effort = new Effort();
        double from = load.input() * load.cached();
        double seconds =
                prefill(
                        Memory.CHUNK,
                        load.input(),
                        model.looksOfPrompt(from, load.input()),
                        effort);
        return effort.multiply / seconds;
    }

    /// One token for each of `batch` sequences over the whole deployment; with speculative decoding
    /// on average over the tokens that a step gives.
    ///
    /// @param context tokens that each has behind it, on average
    public double decode(double batch, double context) {
        return ofBatch(batch) + ofContext(batch, context);
    }

    /// The part of a step that hangs on how many sequences there are.
    public double ofBatch(double batch) {
        return ofBatch(batch, Watch.NONE);
    }

    private double ofBatch(double batch, Watch watch) {
        int stages = d.layout().pipeline();
        double n = onEach(batch);
        double all = Math.max(1, batch / stages);
        double layers =
                weights(n * checked, all * checked, balance, watch)
                        + exchange(n * checked, all * checked);
        double step =
                layers
                        + head(n * checked, watch)
                        + engine.step()
                        + engine.sequence() * tokens * Math.max(1, batch / data)
                        + (stages - 1) * stage;
        return drafts == 0 ? step : (step + drafts * draft(n, all)) / tokens;
    }

    /// A draft of one token for each: one layer of the model and the output layer.
    private double draft(double n, double all) {
        return (weights(n, all, balance, Watch.NONE) + exchange(n, all)) / model.layers()
                + head(n, Watch.NONE);
    }

    private double onEach(double batch) {
        return Math.max(1, batch / (data * d.layout().pipeline()));
    }

    /// The part that hangs on how long they are.
    public double ofContext(double batch, double context) {
        return ofContext(batch, context, Watch.NONE);
    }

    private double ofContext(double batch, double context, Watch watch) {
        double n = onEach(batch);
        double looks = model.looks(context);
        double attentionFlops =
                model.kind() == ModelShape.Kind.MLA
                        ? 2
                                * n
                                * model.heads()
                                * (2.0 * model.mla().rank() + model.mla().rope())
                                * looks
                        : 4 * n * model.heads() * model.headDim() * looks;
        double cacheBytes =
                n * model.cacheMoved(context, d.cacheBytes()) / model.cacheSplit(tensor);
        double multiply = attentionFlops / tensor / attention;
        double move = cacheBytes / bandwidth;
        double step = group(checked * multiply, move, watch);
        return drafts == 0
                ? step
                : (step + drafts * group(multiply, move, Watch.NONE) / model.layers()) / tokens;
    }

    /// A pass over tokens of prompts on each rank. While one half of them is on its way to its
    /// experts the other is computed: the longer of the two counts.
    private double prefill(double tokens, double input, double looks, Watch watch) {
        double width =
                model.kind() == ModelShape.Kind.MLA
                        ? model.mla().nope() + model.mla().rope() + model.mla().value()
                        : 2.0 * model.headDim();
        double attending = 2 * tokens * model.heads() * width * looks / tensor / attention;
        watch.group(attending);
        double computed = weights(tokens, tokens * data, balanceOfPrompts, watch) + attending;
        return Math.max(computed, exchange(tokens, tokens * data))
                + head(tokens / input, watch)
                + engine.step()
                + (d.layout().pipeline() - 1) * stage;
    }

    /// Seconds of the whole deployment per computed token of `requests` prompts: groups without a
    /// prompt wait, and stages are busy only if there are chunks for each.
    double perPromptToken(Load load, double requests) {
        double from = load.input() * load.cached();
        return perPromptToken(
                load.input() - from,
                load.input(),
                model.looksOfPrompt(from, load.input()),
                requests,
                Memory.CHUNK);
    }

    /// The same for prompts of which so many tokens are computed.
    ///
    /// @param computed tokens of a prompt
    /// @param input tokens of a prompt, those from the cache included
    /// @param looks how far they look back, summed over the layers (see [#looks])
    /// @param chunk tokens that a rank works on at a time
    public double perPromptToken(
            double computed, double input, double looks, double requests, int chunk) {
        double groups = Math.clamp(requests, 1, data);
        double waiting = Math.max(1, requests / data) * computed;
        double tokens = Math.min(chunk, waiting);
        double stages = Math.min(d.layout().pipeline(), Math.max(1, waiting / chunk));
        return prefill(tokens, input, looks, Watch.NONE) / (tokens * groups * stages);
    }

    /// Seconds until the cache of a sequence is on another deployment like this one: each
    /// accelerator sends what it holds.
    public double handOver(double tokens) {
        return model.cache(tokens, d.cacheBytes())
                / (d.layout().pipeline() * model.cacheSplit(tensor))
                / (network > 0 ? network : link);
    }

    /// How far the tokens of a prompt from one place to another look back on average, summed over
    /// the layers.
    public double looks(double from, double to) {
        return model.looksOfPrompt(from, to);
    }

    /// @param n tokens on each rank
    /// @param all tokens that meet at the experts
    /// @param evenness mean over largest load of the ranks that share experts
    private double weights(double n, double all, double evenness, Watch watch) {
        double linear =
                group(
                        2 * n * model.linear() / tensor / dense,
                        model.linear() * d.weights().bytes() / tensor / bandwidth,
                        watch);
        double moved = passes * n * model.hidden() * 2 * model.layers() / bandwidth;
        return linear
                + experts(all, watch) / evenness
                + moved
                + reduce(n)
                + model.layers() * engine.layer()
                + model.experts().layers() * engine.moe();
    }

    private double experts(double all, Watch watch) {
        ModelShape.Experts e = model.experts();
        if (e.count() == 0) {
            return 0;
        }
        double ranks = (double) tensor * data;
        double size = e.each() * e.layers() / ranks;
        double each = all * e.perToken() / e.count();
        double rate = expert * each / (each + fill);
        return group(
                2 * all * e.perToken() * size / rate,
                model.touched(all) * size * d.weights().expertBytes() / bandwidth,
                watch);
    }

    private double head(double n, Watch watch) {
        double weights = (double) model.vocabulary() * model.hidden() / tensor;
        return group(2 * n * weights / bf16, weights * 2 / bandwidth, watch);
    }

    /// The two all-reduces of each layer that is split.
    private double reduce(double n) {
        if (tensor == 1) {
            return 0;
        }
        double wire = tensor <= node ? link : network;
        double bytes = 2.0 * (tensor - 1) / tensor * n * model.hidden() * 2;
        return 2.0 * model.layers() * (start + bytes / wire);
    }

    /// Tokens to their experts, one byte an element, and back, two: all to everyone, or each to its
    /// own, whichever is less.
    private double exchange(double n, double all) {
        if (data == 1 || model.experts().count() == 0) {
            return 0;
        }
        double ranks = (double) tensor * data;
        boolean near = ranks <= node;
        double hops =
                near
                        ? Math.min(model.experts().perToken(), ranks)
                        : Math.min(MOST_NODES, Math.ceil(ranks / node));
        double own = n / tensor * hops;
        double elements = (near ? Math.min(own, all * (ranks - 1) / ranks) : own) * model.hidden();
        return model.experts().layers() * (2 * start + 3 * elements / (near ? link : network));
    }

    private double group(double multiply, double move, Watch watch) {
        watch.group(multiply);
        return Math.pow(Math.pow(multiply, smooth) + Math.pow(move, smooth), 1 / smooth);
    }
}
