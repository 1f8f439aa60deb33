package steelyard.bench;

import java.util.SplittableRandom;
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
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Layout;
import steelyard.serving.Precision;
import steelyard.simulation.Arrivals;
import steelyard.simulation.Fleet;
import steelyard.simulation.Limits;
import steelyard.simulation.Outcome;
import steelyard.simulation.Request;
import steelyard.simulation.Routing;
import steelyard.simulation.ServingMachine;

/// A million requests like those of the Mooncake conversation trace: 12,000 tokens in, 340 out,
/// three blocks in eight seen before, 3.4 a second; Llama-3.1-70B in FP8 on replicas of 8 H100.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
public class SimulationBenchmark {
    private static final int REQUESTS = 1_000_000;
    private static final double RATE = 3.4;
    private static final int BLOCK = 512;
    private static final int SESSIONS = 400;

    /// Two replicas are busy all the time and queues form; four are half as full.
    @Param({"2", "4"})
    private int replicas;

    private final Catalogue catalogue = Catalogue.bundled();
    private final Deployment deployment =
            new Deployment(
                    catalogue.model("llama-3.1-70b"),
                    catalogue.accelerator("h100"),
                    new Layout(8, 1, 1),
                    Precision.FP8,
                    2,
                    Engine.VLLM);

    @Benchmark
    public Outcome million() {
        Arrivals arrivals =
                take -> {
                    SplittableRandom random = new SplittableRandom(17);
                    long[][] sessions = new long[SESSIONS][0];
                    long next = 0;
                    double at = 0;
                    for (int i = 0; i < REQUESTS; i++) {
                        int session = random.nextInt(SESSIONS);
                        long[] before = random.nextInt(2) == 0 ? sessions[session] : new long[0];
                        int more =
                                before.length == 0
                                        ? 1 + random.nextInt(30)
                                        : 1 + random.nextInt(16);
                        long[] blocks = java.util.Arrays.copyOf(before, before.length + more);
                        for (int b = before.length; b < blocks.length; b++) {
                            blocks[b] = next++;
                        }
                        sessions[session] = blocks.length > 120 ? new long[0] : blocks;
                        at -= Math.log1p(-random.nextDouble()) / RATE;
                        int input = blocks.length * BLOCK - random.nextInt(BLOCK);
                        take.accept(new Request(at, input, 1 + random.nextInt(680), 0, blocks));
                    }
                };
        Fleet.Plan plan =
                new Fleet.Plan(
                        new ServingMachine(deployment, catalogue.constants(), 8192),
                        replicas,
                        0,
                        Routing.PREFIX,
                        BLOCK,
                        1);
        return arrivals.through(plan, Limits.NONE);
    }
}
