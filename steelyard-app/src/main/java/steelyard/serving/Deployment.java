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
    }

    Deployment with(Layout other) {
        return new Deployment(model, accelerator, other, weights, cacheBytes, engine);
    }
}
