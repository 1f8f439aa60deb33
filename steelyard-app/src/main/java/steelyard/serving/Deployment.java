package steelyard.serving;

import steelyard.refusal.Refusal;

/// A model as it runs somewhere.
///
/// @param weights how they are stored and multiplied
/// @param cacheBytes bytes per cached element
/// @param speculation tokens proposed by a draft layer
public record Deployment(
        ModelShape model,
        Accelerator accelerator,
        Layout layout,
        Precision weights,
        double cacheBytes,
        Engine engine,
        Speculation speculation) {
    /// @throws Refusal if the model does not divide so
    public Deployment {
        layout.requireDivides(model);
        requireRates(accelerator, layout);
        if (weights == Precision.MXFP4 && model.experts().count() == 0) {
            throw new Refusal("mxfp4 is of experts, and %s has none".formatted(model.id()));
        }
    }

    /// Without a draft layer.
    public Deployment(
            ModelShape model,
            Accelerator accelerator,
            Layout layout,
            Precision weights,
            double cacheBytes,
            Engine engine) {
        this(model, accelerator, layout, weights, cacheBytes, engine, Speculation.NONE);
    }

    /// @throws Refusal naming the rate that the accelerator lacks
    private static void requireRates(Accelerator chip, Layout layout) {
        int ranks = layout.tensor() * layout.data();
        String lacking =
                chip.bf16() <= 0
                        ? "bf16_tflops"
                        : ranks > 1 && chip.link() <= 0
                                ? "scale_up_gb_s_per_accel_one_way"
                                : ranks > chip.node() && chip.network() <= 0
                                        ? "scale_out_gbit_s_per_accel"
                                        : "";
        if (!lacking.isEmpty()) {
            throw new Refusal("%s has no %s, which %s needs".formatted(chip.id(), lacking, layout));
        }
    }

    /// Whether weights are stored in less than what the multipliers take: by choice, or because the
    /// chip has none for them.
    public boolean dequantises() {
        return weights.dequantised() || accelerator.served(weights.unit()) != weights.unit();
    }

    Deployment with(Layout other) {
        return new Deployment(model, accelerator, other, weights, cacheBytes, engine, speculation);
    }

    /// With another draft layer.
    public Deployment with(Speculation other) {
        return new Deployment(model, accelerator, layout, weights, cacheBytes, engine, other);
    }

    /// How many times as much as the model its draft layer makes it: one layer more.
    public double withDraft() {
        return speculation.drafts() == 0 ? 1 : 1 + 1.0 / model.layers();
    }
}
