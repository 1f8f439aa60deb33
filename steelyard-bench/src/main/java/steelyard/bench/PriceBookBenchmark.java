package steelyard.bench;

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
import steelyard.price.PriceBook;
import steelyard.token.ServiceTier;

/// Loading the bundled price book, and looking a name up in it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PriceBookBenchmark {
    private final PriceBook book = PriceBook.bundled();

    /// Every seller's sheets.
    @Benchmark
    public int allSellers() {
        PriceBook fresh = PriceBook.bundled();
        return fresh.providers().stream().mapToInt(p -> fresh.models(p.id()).size()).sum();
    }

    /// The sheets of the one seller that a call names.
    @Benchmark
    public PriceBook.Resolution oneSeller() {
        return resolve(PriceBook.bundled());
    }

    @Benchmark
    public PriceBook.Resolution secondLookUp() {
        return resolve(book);
    }

    private static PriceBook.Resolution resolve(PriceBook book) {
        return book.resolve("anthropic", "claude-opus-4-5", "", ServiceTier.STANDARD);
    }
}
