package steelyard.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import steelyard.price.PriceBook;
import steelyard.price.Tariff;
import steelyard.rating.ColumnRater;
import steelyard.rating.Rater;
import steelyard.rating.UsageEvent;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.ServiceTier;
import steelyard.token.TokenCounts;

/// Calls a second and core: the mix of models of the peer's measurement (docs/BENCHMARKS.md), over
/// two years.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RatingBenchmark {
    private static final int ROWS = 1 << 16;
    private static final String[][] MIX = {
        {"openai", "gpt-4o"},
        {"anthropic", "claude-sonnet-4-5"},
        {"google", "gemini-2.5-pro"},
        {"deepseek", "deepseek-chat"}
    };
    private static final List<Meter> METERS =
            List.of(Meter.INPUT, Meter.CACHE_READ, Meter.CACHE_WRITE_5M, Meter.OUTPUT);

    private final PriceBook book = PriceBook.bundled();
    private final Rater rater = new Rater(book);
    private final UsageEvent[] events = new UsageEvent[ROWS];
    private final Tariff[] tariffOf = new Tariff[ROWS];
    private final long[] picos = new long[ROWS];
    private final ColumnRater columns;
    private final ColumnRater.Columns rows;

    public RatingBenchmark() {
        SplittableRandom random = new SplittableRandom(1);
        List<Tariff> tariffs = new ArrayList<>();
        for (String[] model : MIX) {
            if (book.resolve(model[0], model[1], "", ServiceTier.STANDARD)
                    instanceof PriceBook.Resolution.Found(Tariff tariff)) {
                tariffs.add(tariff);
            }
        }
        int[] tariff = new int[ROWS];
        long[] micros = new long[ROWS];
        long[][] counts = new long[METERS.size()][ROWS];
        long from = Instant.parse("2025-10-01T00:00:00Z").getEpochSecond();
        for (int i = 0; i < ROWS; i++) {
            int m = random.nextInt(MIX.length);
            Instant at = Instant.ofEpochSecond(from + i * 300L * 86_400 / ROWS);
            counts[0][i] = random.nextLong(10_000);
            counts[1][i] = random.nextLong(50_000);
            counts[2][i] = m == 1 ? random.nextLong(5_000) : 0;
            counts[3][i] = random.nextLong(2_000);
            tariff[i] = m;
            micros[i] = Micros.of(at);
            TokenCounts units = TokenCounts.NONE;
            for (int k = 0; k < METERS.size(); k++) {
                units = units.with(METERS.get(k), counts[k][i]);
            }
            events[i] = UsageEvent.call(MIX[m][0], MIX[m][1], at, units);
            tariffOf[i] = tariffs.get(m);
        }
        columns = new ColumnRater(book, tariffs);
        rows = new ColumnRater.Columns(tariff, micros, METERS, counts);
    }

    /// The columnar kernel.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long columns() {
        return columns.rate(rows, picos).picos();
    }

    /// One event at a time with all its lines, names resolved by the tariff at hand.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void singleByTariff(Blackhole hole) {
        for (int i = 0; i < ROWS; i++) {
            hole.consume(rater.rate(tariffOf[i], events[i]));
        }
    }

    /// One event at a time with all its lines, names looked up each time.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void singleByName(Blackhole hole) {
        for (int i = 0; i < ROWS; i++) {
            hole.consume(rater.rate(events[i]));
        }
    }
}
