package steelyard.simulation;

import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;

/// Counts what happens while a fleet works.
final class Tally {
    private static final int DIGITS = 3;
    private static final double MICROS = 1e6;

    private final Limits limits;
    private final Histogram queued = new Histogram(DIGITS);
    private final Histogram firstToken = new Histogram(DIGITS);
    private final Histogram perToken = new Histogram(DIGITS);
    private final Histogram whole = new Histogram(DIGITS);
    private final Timeline timeline = new Timeline();

    private long arrived;
    private long refused;
    private long done;
    private long kept;
    private long putBack;
    private long asked;
    private long input;
    private long found;
    private long output;
    private double busy;
    private double requestSeconds;
    private double memorySeconds;
    private double fullest;
    private int longestQueue;
    private double last;

    Tally(Limits limits) {
        this.limits = limits;
    }

    void arrived(Request request, int queue) {
        arrived++;
        asked += request.input();
        longestQueue = Math.max(longestQueue, queue);
        timeline.waits(request.at(), 1);
    }

    void refused() {
        arrived++;
        refused++;
    }

    /// A prompt is let in, of which so many tokens are found in the cache.
    void prompt(int context, int inCache) {
        input += context;
        found += inCache;
    }

    void started(double at) {
        timeline.waits(at, -1);
        timeline.works(at, 1);
    }

    /// A prompt that was read waits on another machine.
    void handedOver(double at) {
        timeline.works(at, -1);
        timeline.waits(at, 1);
    }

    void wrote(long tokens) {
        output += tokens;
    }

    void putBack(double at) {
        putBack++;
        timeline.works(at, -1);
        timeline.waits(at, 1);
    }

    /// @param live requests at work
    /// @param tokens written
    /// @param memory share of the pages in use
    void worked(double seconds, int live, long tokens, double memory) {
        output += tokens;
        busy += seconds;
        requestSeconds += seconds * live;
        memorySeconds += seconds * memory;
        fullest = Math.max(fullest, memory);
    }

    void done(Job job, double at) {
        done++;
        Request request = job.request;
        last = Math.max(last, at);
        timeline.works(at, -1);
        double ttft = job.first - request.at();
        queued.recordValue(micros(job.waited));
        firstToken.recordValue(micros(ttft));
        whole.recordValue(micros(at - request.at()));
        double tpot = 0;
        if (request.output() > 1) {
            tpot = (at - job.first) / (request.output() - 1);
            perToken.recordValue(micros(tpot));
        }
        if (limits.keeps(ttft, tpot)) {
            kept++;
        }
    }

    private static long micros(double seconds) {
        return Math.max(0, Math.round(seconds * MICROS));
    }

    /// @param busyReaders of so many seconds, the share in which replicas that only read prompts
    ///   worked; NaN without
    Outcome outcome(int replicas, DoubleUnaryOperator busyReaders) {
        double all = last * replicas;
        return new Outcome(
                arrived,
                refused,
                done,
                kept,
                putBack,
                asked,
                input,
                found,
                output,
                last,
                busy / all,
                busyReaders.applyAsDouble(last),
                requestSeconds / last,
                memorySeconds / busy,
                fullest,
                longestQueue,
                percentiles(queued),
                percentiles(firstToken),
                percentiles(perToken),
                percentiles(whole),
                timeline.bins());
    }

    private static Outcome.Percentiles percentiles(Histogram h) {
        return new Outcome.Percentiles(
                h.getTotalCount() == 0 ? Double.NaN : h.getMean() / MICROS,
                h.getValueAtPercentile(25) / MICROS,
                h.getValueAtPercentile(50) / MICROS,
                h.getValueAtPercentile(75) / MICROS,
                h.getValueAtPercentile(90) / MICROS,
                h.getValueAtPercentile(95) / MICROS,
                h.getValueAtPercentile(99) / MICROS,
                h.getMaxValue() / MICROS);
    }
}
