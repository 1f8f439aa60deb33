package steelyard.simulation;

import java.util.ArrayList;
import java.util.List;

/// How many requests had come, started and ended by equal steps of time. The steps double when time
/// runs past the last.
final class Timeline {
    private static final int BINS = 128;

    private final long[] arrivals = new long[BINS];
    private final long[] starts = new long[BINS];
    private final long[] ends = new long[BINS];
    private double width = 1.0 / 64;
    private int lastBin;

    void arrived(double at) {
        arrivals[bin(at)]++;
    }

    void started(double at) {
        starts[bin(at)]++;
    }

    void finished(double at) {
        ends[bin(at)]++;
    }

    private int bin(double at) {
        while (at >= width * BINS) {
            width *= 2;
            lastBin /= 2;
            for (long[] counts : List.of(arrivals, starts, ends)) {
                for (int i = 0; i < BINS; i++) {
                    counts[i] = i < BINS / 2 ? counts[2 * i] + counts[2 * i + 1] : 0;
                }
            }
        }
        int bin = (int) (at / width);
        lastBin = Math.max(lastBin, bin);
        return bin;
    }

    /// As it stood at the end of each step of time, up to the last in which anything happened.
    List<Outcome.Moment> bins() {
        List<Outcome.Moment> moments = new ArrayList<>();
        long waiting = 0;
        long working = 0;
        for (int i = 0; i <= lastBin; i++) {
            waiting += arrivals[i] - starts[i];
            working += starts[i] - ends[i];
            moments.add(new Outcome.Moment((i + 1) * width, waiting, working));
        }
        return moments;
    }
}
