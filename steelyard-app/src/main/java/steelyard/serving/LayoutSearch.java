package steelyard.serving;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import steelyard.refusal.Refusal;

/// Tries every layout and keeps the cheapest.
public final class LayoutSearch {
    private static final int MOST_TENSOR = 16;
    private static final int MOST_STAGES = 16;

    private LayoutSearch() {}

    /// @param requestsPerGpu per second: the more, the cheaper
    public record Found(Deployment deployment, SteadyState state, double requestsPerGpu) {
        /// Accelerators of one copy.
        public int gpus() {
            return deployment.layout().gpus();
        }
    }

    /// @param found those that keep the promise, the cheapest first
    /// @param tried all of them
    /// @param why the first reason why one was refused; empty if none was
    public record Result(List<Found> found, int tried, String why) {
        public Result {
            found = List.copyOf(found);
        }
    }

    /// Every layout of at most so many accelerators with powers of two, or with all of them; or
    /// every layout that so many can be divided into.
    public static Result search(
            Deployment like,
            int gpus,
            boolean exact,
            Load load,
            SteadyState.Promise promise,
            Constants constants) {
        List<Found> found = new ArrayList<>();
        int tried = 0;
        String why = "";
        for (Layout layout : layouts(like.model(), gpus)) {
            boolean whole = gpus % layout.gpus() == 0;
            boolean round = Integer.bitCount(layout.data()) == 1 || layout.gpus() == gpus;
            if (exact ? !whole : !round) {
                continue;
            }
            tried++;
            try {
                Deployment deployment = like.with(layout);
                SteadyState state = SteadyState.full(deployment, load, promise, constants);
                found.add(
                        new Found(
                                deployment, state, state.output() / load.output() / layout.gpus()));
            } catch (Refusal e) {
                why = String.valueOf(e.getMessage());
            }
        }
        found.sort(
                Comparator.comparingDouble((Found f) -> -f.requestsPerGpu())
                        .thenComparingInt(f -> f.deployment().layout().gpus()));
        return new Result(found, tried, why);
    }

    private static List<Layout> layouts(ModelShape model, int gpus) {
        List<Layout> layouts = new ArrayList<>();
        for (int tensor = 1; tensor <= Math.min(MOST_TENSOR, gpus); tensor *= 2) {
            for (int stages = 1;
                    stages <= MOST_STAGES && stages <= model.layers() && tensor * stages <= gpus;
                    stages *= 2) {
                int most = Math.clamp(model.experts().count(), 1, gpus / (tensor * stages));
                for (int data = 1; data <= most; data++) {
                    if (model.heads() % tensor == 0) {
                        layouts.add(new Layout(tensor, stages, data));
                    }
                }
            }
        }
        return layouts;
    }
}
