package steelyard.simulation;

import java.util.function.Consumer;

/// Where requests come from; can be gone through more than once, always with the same.
@FunctionalInterface
public interface Arrivals {
    /// Passes on the requests in the order of their times.
    void forEach(Consumer<Request> take);

    /// The same faster, or slower.
    ///
    /// @param factor by which times are divided
    default Arrivals faster(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("%s times as fast: above zero".formatted(factor));
        }
        return take -> forEach(request -> take.accept(request.at(request.at() / factor)));
    }

    /// The same without knowing what prompts have in common.
    default Arrivals withoutCache() {
        return take ->
                forEach(r -> take.accept(new Request(r.at(), r.input(), r.output(), 0, null)));
    }

    /// What comes out if a fleet takes them.
    default Outcome through(Fleet.Plan plan, Limits limits) {
        Fleet fleet = new Fleet(plan, limits);
        forEach(fleet::offer);
        return fleet.finish();
    }
}
