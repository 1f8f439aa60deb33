package steelyard.serving;

/// Seconds that one pass over the layers takes, operator by operator.
///
/// Every group of operators multiplies for `a` seconds and moves bytes for `b`; it takes `(a^s +
/// b^s)^(1/s)`.
final class StepTime {
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

    StepTime(Deployment d, Constants c) {
        this.d = d;
        model = d.model();
        Accelerator chip = d.accelerator();
        tensor = d.layout().tensor();
        data = d.layout().data();
        engine = d.engine().profile(c);
        smooth = c.of("smooth");
        Precision.Unit unit = chip.served(d.weights().unit());
        double rate = chip.peak(unit) * c.gemm(chip.family(), unit);
        dense = d.weights().dequantised() ? rate * c.of("dequantise") : rate;
        expert = dense * c.of("experts");
        fill = c.of("experts.fill");
        balance = data > 1 ? c.of("experts.balance") : 1;
        balanceOfPrompts = data > 1 ? c.of("experts.balance.prompts") : 1;
        attention = chip.bf16() * c.of("attention");
        bf16 = chip.bf16() * c.gemm(chip.family(), Precision.Unit.BF16);
        bandwidth = chip.bandwidth() * c.bandwidth(chip.family());
        passes = c.of("passes");
        start = c.of(chip.pcie() ? "allreduce.start.pcie" : "allreduce.start.link");
        link = chip.link() * c.of("link");
        network = chip.network() * c.of("network");
        stage = c.of("stage");
    }

    /// One token for each of `batch` sequences over the whole deployment.
    ///
    /// @param context tokens that each has behind it, on average
    double decode(double batch, double context) {
        int stages = d.layout().pipeline();
        double n = Math.max(1, batch / (data * stages));
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
        double all = Math.max(1, batch / stages);
        return weights(n, all, balance)
                + exchange(n, all)
                + group(attentionFlops / tensor / attention, cacheBytes / bandwidth)
                + head(n)
                + engine.step()
                + engine.sequence() * Math.max(1, batch / data)
                + (stages - 1) * stage;
    }

    /// Tokens of prompts on each rank. While one half of them is on its way to its experts the
    /// other is computed: the longer of the two counts.
    ///
    /// @param input length of a whole prompt
    double prefill(double tokens, double input) {
        double looks = model.looksOfPrompt(input);
        double width =
                model.kind() == ModelShape.Kind.MLA
                        ? model.mla().nope() + model.mla().rope() + model.mla().value()
                        : 2.0 * model.headDim();
        double computed =
                weights(tokens, tokens * data, balanceOfPrompts)
                        + 2 * tokens * model.heads() * width * looks / tensor / attention;
        return Math.max(computed, exchange(tokens, tokens * data))
                + head(tokens / input)
                + engine.step()
                + (d.layout().pipeline() - 1) * stage;
    }

    /// Seconds of the whole deployment per token of prompts that keep it full.
    double perPromptToken(double input, double requests) {
        double ranks = (double) data * d.layout().pipeline();
        double tokens = Math.min(Memory.CHUNK, Math.max(input, requests * input / ranks));
        return prefill(tokens, input) / (tokens * ranks);
    }

    /// @param n tokens on each rank
    /// @param all tokens that meet at the experts
    /// @param evenness mean over largest load of the ranks that share experts
    private double weights(double n, double all, double evenness) {
        double linear =
                group(
                        2 * n * model.linear() / tensor / dense,
                        model.linear() * d.weights().bytes() / tensor / bandwidth);
        double moved = passes * n * model.hidden() * 2 * model.layers() / bandwidth;
        return linear
                + experts(all) / evenness
                + moved
                + reduce(n)
                + model.layers() * engine.layer()
                + model.experts().layers() * engine.moe();
    }

    private double experts(double all) {
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
                model.touched(all) * size * d.weights().expertBytes() / bandwidth);
    }

    private double head(double n) {
        double weights = (double) model.vocabulary() * model.hidden() / tensor;
        return group(2 * n * weights / bf16, weights * 2 / bandwidth);
    }

    /// The two all-reduces of each layer that is split.
    private double reduce(double n) {
        if (tensor == 1) {
            return 0;
        }
        double wire = tensor <= d.accelerator().domain() || d.accelerator().pcie() ? link : network;
        double bytes = 2.0 * (tensor - 1) / tensor * n * model.hidden() * 2;
        return 2.0 * model.layers() * (start + bytes / wire);
    }

    /// Tokens to their experts, one byte an element, and back, two: all to everyone, or each to its
    /// own, whichever is less.
    private double exchange(double n, double all) {
        if (data == 1 || model.experts().count() == 0) {
            return 0;
        }
        boolean near = data <= d.accelerator().domain() || d.accelerator().pcie();
        double hops =
                near
                        ? Math.min(model.experts().perToken(), data)
                        : Math.min(4, Math.ceil((double) data / d.accelerator().domain()));
        double gathered = all * (data - 1) / data;
        double elements = (near ? Math.min(n * hops, gathered) : n * hops) * model.hidden();
        return model.experts().layers() * (2 * start + 3 * elements / (near ? link : network));
    }

    private double group(double multiply, double move) {
        return Math.pow(Math.pow(multiply, smooth) + Math.pow(move, smooth), 1 / smooth);
    }
}
