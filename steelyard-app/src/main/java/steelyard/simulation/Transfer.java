package steelyard.simulation;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A prompt that was read, on its way to another machine; its memory is held until it is there.
///
/// @param ready seconds at which it is there
record Transfer(
        Job job,
        double ready,
        long pages,
        @SuppressWarnings("ArrayRecordComponent") PrefixCache.Block @Nullable [] blocks) {
    static final Comparator<Transfer> BY_TIME = Comparator.comparingDouble(Transfer::ready);
}
