package steelyard.bench;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Layout;
import steelyard.serving.LayoutSearch;
import steelyard.serving.Load;
import steelyard.serving.Precision;
import steelyard.serving.ServingCost;
import steelyard.serving.SteadyState;

/// What one evaluation of a serving cost takes, and a search for a layout.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ServingBenchmark {
    private final Catalogue catalogue = Catalogue.bundled();
    private final Load load = new Load(2000, 1000, 0.3);
    private final SteadyState.Promise promise =
            new SteadyState.Promise(OptionalDouble.of(0.04), OptionalDouble.of(2));
    private final Deployment deployment =
            new Deployment(
                    catalogue.model("deepseek-r1"),
                    catalogue.accelerator("h200"),
                    new Layout(1, 1, 32),
                    Precision.FP8,
                    2,
                    Engine.SGLANG);
    private final ServingCost.Rent rent = new ServingCost.Rent(2, 3, 4);

    /// A cost as full as memory allows.
    @Benchmark
    public ServingCost cost() {
        return cost(SteadyState.Promise.NONE);
    }

    /// The same under limits on waiting, which are searched for.
    @Benchmark
    public ServingCost costUnderLimits() {
        return cost(promise);
    }

    /// 420 layouts.
    @Benchmark
    public LayoutSearch.Result search() {
        return LayoutSearch.search(deployment, 5040, true, load, promise, catalogue.constants());
    }

    private ServingCost cost(SteadyState.Promise limits) {
        SteadyState state = SteadyState.full(deployment, load, limits, catalogue.constants());
        return ServingCost.of(state, deployment, load, 32, rent, 1, catalogue.misses(deployment));
    }
}
