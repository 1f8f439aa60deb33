package steelyard.serving;

/// A model as it runs somewhere.
///
/// @param weights how they are stored and multiplied
/// @param cacheBytes bytes per cached element
public record Deployment(
        ModelShape model,
        Accelerator accelerator,
        Layout layout,
        Precision weights,
        double cacheBytes,
        Engine engine) {
    /// @throws IllegalArgumentException if the model does not divide so
    public Deployment {
        layout.requireDivides(model);
        if (weights == Precision.MXFP4 && model.experts().count() == 0) {
            throw new IllegalArgumentException(
                    "mxfp4 is of experts, and %s has none".formatted(model.id()));
        }
    }

    /// Whether weights are stored in less than what the multipliers take: by choice, or because the
    /// chip has none for them.
    public boolean dequantises() {
        return weights.dequantised() || accelerator.served(weights.unit()) != weights.unit();
    }

    Deployment with(Layout other) {
        return new Deployment(model, accelerator, other, weights, cacheBytes, engine);
    }
}
