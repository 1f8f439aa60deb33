package steelyard.simulation;

import org.jspecify.annotations.Nullable;

/// A request on its way through a replica.
final class Job {
    final Request request;

    /// Seconds since which it waits for memory.
    double since;

    /// Seconds that it has waited for memory in all.
    double waited;

    /// Seconds at which its first token came; NaN before.
    double first = Double.NaN;

    /// Tokens of the answer that came before it was put back, or on another machine.
    int produced;

    /// Tokens of its context that are in the cache.
    int computed;

    /// Of those, the ones that were found there.
    int found;

    /// Whether its prompt was read on another machine.
    boolean read;

    /// Which admission it was.
    long turn;

    /// The step after which it had `produced` tokens.
    long base;

    /// The step before which its first token on this machine came.
    long start;

    /// The step after which it is done.
    long last;

    /// Pages beside its blocks.
    long pages;

    PrefixCache.Block @Nullable [] blocks;

    Job(Request request) {
        this.request = request;
        since = request.at();
    }

    /// Tokens that must be in the cache before the next one comes.
    int context() {
        return request.input() + produced;
    }

    /// Tokens still to come.
    int left() {
        return request.output() - produced;
    }
}
