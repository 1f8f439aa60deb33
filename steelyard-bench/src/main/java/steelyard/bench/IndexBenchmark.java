package steelyard.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import steelyard.index.Method;
import steelyard.index.Panel;
import steelyard.index.PriceIndex;

/// Index numbers over the full window of 24 months, four of five cells filled: the shape that the
/// peers were timed on.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class IndexBenchmark {
    private static final int MONTHS = 24;

    /// About how many rows; the peers' published timings are at 95,943.
    @Param({"96000", "1000000"})
    public int rows;

    private Panel panel = Panel.builder("none").build();

    /// Fills the panel.
    @Setup
    public void fill() {
        panel = random(rows);
    }

    private static Panel random(int rows) {
        Random random = new Random(1);
        Panel.Builder builder = Panel.builder("random");
        int products = (int) (rows / (MONTHS * 0.8));
        for (int p = 0; p < products; p++) {
            double price = Math.exp(random.nextGaussian());
            for (int t = 0; t < MONTHS; t++) {
                price *= Math.exp(random.nextGaussian() * 0.1 - 0.02);
                if (random.nextDouble() < 0.8) {
                    builder.add(
                            "20%02d-%02d".formatted(24 + t / 12, t % 12 + 1),
                            "product " + p,
                            price,
                            Math.exp(random.nextGaussian()),
                            0);
                }
            }
        }
        return builder.build();
    }

    @Benchmark
    public double[] geksTornqvist() {
        return PriceIndex.levels(panel, Method.named("geks-tornqvist", new Method.Window.Full()));
    }

    @Benchmark
    public double[] weightedTimeProductDummy() {
        return PriceIndex.levels(panel, Method.named("wtpd", new Method.Window.Full()));
    }

    @Benchmark
    public double[] gearyKhamis() {
        return PriceIndex.levels(panel, Method.named("gk", new Method.Window.Full()));
    }

    @Benchmark
    public double[] chainedFisher() {
        return PriceIndex.levels(panel, Method.named("fisher", new Method.Window.Full()));
    }
}
