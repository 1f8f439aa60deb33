package steelyard.simulation;

import java.util.ArrayList;
import java.util.List;

/// How many requests waited and worked by equal steps of time. The steps double when time runs past
/// the last.
final class Timeline {
    private static final int BINS = 128;

    private final long[] waiting = new long[BINS];
    private final long[] working = new long[BINS];
    private double width = 1.0 / 64;
    private int lastBin;

    /// @param more that begin to wait for memory; less than none for those that end
    void waits(double at, int more) {
        waiting[bin(at)] += more;
    }

    /// @param more that are given memory
    void works(double at, int more) {
        working[bin(at)] += more;
    }

    private int bin(double at) {
        while (at >= width * BINS) {
            width *= 2;
            lastBin /= 2;
            for (long[] changes : List.of(waiting, working)) {
                for (int i = 0; i < BINS; i++) {
                    changes[i] = i < BINS / 2 ? changes[2 * i] + changes[2 * i + 1] : 0;
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
        long waits = 0;
        long works = 0;
        for (int i = 0; i <= lastBin; i++) {
            waits += waiting[i];
            works += working[i];
            moments.add(new Outcome.Moment((i + 1) * width, waits, works));
        }
        return moments;
    }
}
