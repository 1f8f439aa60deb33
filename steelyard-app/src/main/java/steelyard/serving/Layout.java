package steelyard.serving;

import steelyard.refusal.Refusal;

/// How a model is spread over accelerators.
///
/// @param tensor each layer split over so many
/// @param pipeline layers in so many stages
/// @param data attention repeated so many times, each with its own sequences; experts are split
///   over all of them
public record Layout(int tensor, int pipeline, int data) {
    private static final int MOST = 100_000;

    public Layout {
        if (tensor < 1 || pipeline < 1 || data < 1) {
            throw new Refusal(
                    "layout tp=%d, pp=%d, dp=%d: each is at least 1"
                            .formatted(tensor, pipeline, data));
        }
        if ((double) tensor * pipeline * data > MOST) {
            throw new Refusal(
                    "layout tp=%d, pp=%d, dp=%d: more than %d accelerators"
                            .formatted(tensor, pipeline, data, MOST));
        }
    }

    public int gpus() {
        return tensor * pipeline * data;
    }

    /// @throws Refusal if the model does not divide so
    void requireDivides(ModelShape model) {
        if (model.heads() % tensor != 0) {
            throw new Refusal(
                    "tp=%d does not divide the %d heads of %s"
                            .formatted(tensor, model.heads(), model.id()));
        }
        if (pipeline > model.layers()) {
            throw new Refusal(
                    "pp=%d is more than the %d layers of %s"
                            .formatted(pipeline, model.layers(), model.id()));
        }
        if (data > Math.max(1, model.experts().count())) {
            throw new Refusal(
                    model.experts().count() == 0
                            ? "dp=%d spreads experts, and %s has none; copies of it are --gpus"
                                    .formatted(data, model.id())
                            : "dp=%d is more than the %d experts of %s"
                                    .formatted(data, model.experts().count(), model.id()));
        }
    }

    @Override
    public String toString() {
        return "tp%d".formatted(tensor)
                + (pipeline > 1 ? " pp" + pipeline : "")
                + (data > 1 ? " dp%d ep%d".formatted(data, tensor * data) : "");
    }
}
