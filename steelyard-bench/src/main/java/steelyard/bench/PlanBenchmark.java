package steelyard.bench;

import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import steelyard.plan.Assumptions;
import steelyard.plan.CapModel;
import steelyard.plan.Demand;
import steelyard.plan.PlanBook;
import steelyard.plan.Population;
import steelyard.plan.Spread;
import steelyard.plan.Terms;
import steelyard.plan.Unmet;

/// 10,000 users for 12 weeks through the windows and weeks of Claude Max 20x.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlanBenchmark {
    @Param({"1", "2"})
    public int threads;

    @Param({"0.1", "0.35"})
    public double utilisation;

    private final Assumptions given = Assumptions.bundled();
    private final Terms terms = PlanBook.bundled().on(LocalDate.of(2026, 3, 1), "claude-max-20x");

    @Benchmark
    public Population users() {
        Spread spread = Spread.named("lognormal", given);
        double month = terms.month().orElseThrow();
        return Population.run(
                new Population.Setting(
                        new Demand(
                                spread,
                                CapModel.at(utilisation, spread, month, 0).mean(),
                                Demand.Habits.of(given)),
                        terms.weighed(),
                        1,
                        0,
                        Unmet.LOST,
                        10_000,
                        12,
                        1,
                        threads),
                0);
    }
}
