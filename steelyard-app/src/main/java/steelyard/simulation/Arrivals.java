package steelyard.simulation;

import java.util.function.Consumer;
import steelyard.refusal.Refusal;

/// Where requests come from; can be gone through more than once, always with the same.
@FunctionalInterface
public interface Arrivals {
    /// How far apart the names of blocks of two rounds are.
    long ROUND = 1L << 40;

    /// Passes on the requests in the order of their times.
    void forEach(Consumer<Request> take);

    /// The same faster, or slower.
    ///
    /// @param factor by which times are divided
    default Arrivals faster(double factor) {
        if (!(factor > 1e-9 && factor < 1e9)) {
            throw new Refusal("%s times as fast: above zero".formatted(factor));
        }
        return take -> forEach(request -> take.accept(request.at(request.at() / factor)));
    }

    /// The same several times, one round after another; blocks of a prompt that comes again are not
    /// those of the first.
    ///
    /// @param apart seconds from the start of one round to the start of the next
    default Arrivals again(int times, double apart) {
        return take -> {
            for (int i = 0; i < times; i++) {
                double later = i * apart;
                long shift = i * ROUND;
                forEach(r -> take.accept(r.again(r.at() + later, shift)));
            }
        };
    }

    /// Those that a fleet can answer.
    default Arrivals answerable(Fleet.Plan plan) {
        Fleet fleet = new Fleet(plan, Limits.NONE);
        return take ->
                forEach(r -> {
                    if (fleet.holds(r)) {
                        take.accept(r);
                    }
                });
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
