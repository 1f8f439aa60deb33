package steelyard.usage.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import steelyard.token.Meter;

/// One billed response, or a row that sums several; or what could not be read in its place.
///
/// @param problem why it cannot be counted; null if it can
/// @param micros since 1970, in UTC
/// @param assumed whether its time is that of the file, for the log states none
/// @param id of the response, under which others may tell of it too; null if it has none
/// @param request tells responses of one id apart; null if the log does not
/// @param replay whether the log says that it repeats what another tells
/// @param fallback whether it stands only where no other event has its task
/// @param session with `parent`, where it was forked from
/// @param counts disjoint, by the place of the meter; -1 where the log states none
/// @param recorded what the log says it cost, in USD; not a number if it does not
public record Event(
        @Nullable String problem,
        long micros,
        long microsEnd,
        boolean zoneless,
        boolean assumed,
        String provider,
        String model,
        String region,
        String service,
        String user,
        String team,
        String task,
        long calls,
        @Nullable String id,
        @Nullable String request,
        boolean replay,
        boolean fallback,
        String session,
        String parent,
        @SuppressWarnings("ArrayRecordComponent") long[] counts,
        double recorded) {

    /// What takes the place of a record that cannot be read.
    public static Event broken(String problem) {
        return new Event(
                problem,
                0,
                0,
                false,
                false,
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                1,
                null,
                null,
                false,
                false,
                "",
                "",
                blank(),
                Double.NaN);
    }

    static long[] blank() {
        long[] counts = new long[Meter.COUNT];
        Arrays.fill(counts, -1);
        return counts;
    }

    /// The count of a meter; zero where the log states none.
    public long count(Meter meter) {
        return Math.max(0, counts[meter.ordinal()]);
    }

    /// Whether the log states any count.
    public boolean hasCounts() {
        for (long count : counts) {
            if (count >= 0) {
                return true;
            }
        }
        return false;
    }
}
