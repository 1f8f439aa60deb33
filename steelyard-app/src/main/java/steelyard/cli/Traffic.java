package steelyard.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import steelyard.ledger.Ledger;
import steelyard.refusal.Refusal;
import steelyard.serving.Load;
import steelyard.simulation.Arrivals;
import steelyard.simulation.Request;
import steelyard.simulation.StatedProcess;
import steelyard.simulation.TraceFile;
import steelyard.usage.UsageFiles;

/// Where the requests of a simulation come from: a trace, a log, or a stated process.
final class Traffic {
    private static final List<String> STATED =
            List.of(
                    "--rate",
                    "--requests",
                    "--burst",
                    "--variation",
                    "--input",
                    "--output",
                    "--cached");

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "An Azure LLM inference trace, a Mooncake trace with its prefix blocks, or any log that explain reads.")
    private @Nullable Path trace;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Without a trace: requests a second, with --input and --output tokens.")
    private @Nullable Double rate;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Without a trace: how many (default: ${DEFAULT-VALUE}).")
    private int requests = 10_000;

    @Option(
            names = "--burst",
            paramLabel = "CV",
            defaultValue = "1",
            description =
                    "Without a trace: coefficient of variation of the times between requests, gamma-distributed; 1 is Poisson, 0 a clock (default: ${DEFAULT-VALUE}).")
    private double burst = 1;

    @Option(
            names = "--variation",
            paramLabel = "CV",
            defaultValue = "0",
            description =
                    "Without a trace: coefficient of variation of the lengths, lognormal (default: all alike).")
    private double spread;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "Requests come so many times as fast (default: as they are).")
    private double speed = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of everything that is drawn by lot (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    /// @param from where the requests come from, in words
    record Source(Arrivals arrivals, String from, List<String> notes) {}

    long seed() {
        return seed;
    }

    /// @param stated lengths of a stated process
    Source open(CommandLine.Model.CommandSpec spec, Load stated, BookOptions book) {
        if (trace == null) {
            if (rate == null) {
                throw new Refusal("no requests: name a --trace, or state a --rate");
            }
            return new Source(
                    new StatedProcess(
                                    rate,
                                    requests,
                                    burst,
                                    stated.input(),
                                    stated.output(),
                                    spread,
                                    stated.cached(),
                                    seed)
                            .faster(speed),
                    "%s requests a second, coefficient of variation of the times between them %s, of their lengths %s"
                            .formatted(rate, burst, spread),
                    List.of());
        }
        Conflicts.refuse(spec, "beside --trace", STATED);
        if (!Files.exists(trace)) {
            throw new Refusal("--trace %s: no such file".formatted(trace));
        }
        Source source =
                Files.isRegularFile(trace) && TraceFile.isOne(trace)
                        ? new Source(TraceFile.of(trace), String.valueOf(trace), List.of())
                        : logged(trace, book);
        return new Source(source.arrivals().faster(speed), source.from(), source.notes());
    }

    /// The calls of a log, held in memory.
    private static Source logged(Path log, BookOptions book) {
        List<Request> calls = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try (Ledger ledger =
                Ledger.open(
                        UsageFiles.find(List.of(log.toString()), Optional.empty()),
                        book.book(),
                        ZoneOffset.UTC)) {
            long[] left = new long[2];
            long[] first = {-1};
            ledger.forEachCharge(call -> {
                if (call.calls() > 1) {
                    left[0]++;
                } else if (call.prompt() < 1 || call.output() < 1) {
                    left[1]++;
                } else {
                    first[0] = first[0] < 0 ? call.micros() : first[0];
                    calls.add(
                            new Request(
                                    (call.micros() - first[0]) / 1e6,
                                    (int) Math.min(Integer.MAX_VALUE, call.prompt()),
                                    (int) Math.min(Integer.MAX_VALUE, call.output()),
                                    (int) Math.min(Integer.MAX_VALUE, call.cacheRead()),
                                    null));
                }
            });
            if (left[0] > 0) {
                notes.add(
                        "%s left out: when each call was made is not known"
                                .formatted(
                                        left[0] == 1
                                                ? "1 row stands for several calls and is"
                                                : "%,d rows stand for several calls each and are"
                                                        .formatted(left[0])));
            }
            if (left[1] > 0) {
                notes.add(
                        "%,d %s without a prompt or an answer %s left out"
                                .formatted(
                                        left[1],
                                        left[1] == 1 ? "call" : "calls",
                                        left[1] == 1 ? "is" : "are"));
            }
            String unreadable = Reading.unreadable(ledger);
            if (!unreadable.isEmpty()) {
                notes.add(unreadable.substring(2));
            }
            if (calls.isEmpty()) {
                throw new Refusal(
                        "--trace %s: no single calls in it; %s"
                                .formatted(
                                        log,
                                        left[0] + left[1] > 0
                                                ? String.join("; ", notes)
                                                : Reading.nothing(ledger)));
            }
        }
        notes.add(
                "tokens found in a cache are those that the log says, on any replica; they take memory as if each request held its own");
        return new Source(calls::forEach, log.toString(), notes);
    }

    /// Mean lengths of requests.
    ///
    /// @param from where they come from, in words
    /// @throws Refusal if there are none
    static Load mean(Arrivals arrivals, String from) {
        double[] sums = new double[4];
        arrivals.forEach(r -> {
            sums[0]++;
            sums[1] += r.input();
            sums[2] += r.output();
            sums[3] += r.cached();
        });
        if (sums[0] == 0) {
            throw new Refusal(
                    from
                            + ": no requests in it that can be answered: none, or each takes more cache than a replica has");
        }
        return new Load(sums[1] / sums[0], sums[2] / sums[0], Math.min(0.999, sums[3] / sums[1]));
    }
}
