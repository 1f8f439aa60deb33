package steelyard.simulation;

import java.util.List;

/// What became of the requests; times are seconds.
///
/// @param arrived all requests
/// @param refused too long for the cache of any machine
/// @param done answered
/// @param kept of those, the ones that kept the limits on waiting
/// @param putBack times that a request gave up its memory for others and had to be read again
/// @param asked tokens of all prompts that were not refused
/// @param input tokens of prompts let in, those read again counted again
/// @param found of those, found in the prefix cache
/// @param output tokens written
/// @param seconds from the first arrival to the last end
/// @param busy share of the machines' time in which they worked, all of them
/// @param busyReaders the same of those that only read prompts; NaN without
/// @param atWork requests at work, on average over the time
/// @param memory share of the cache in use, on average over the busy time
/// @param fullest the largest share of the cache in use
/// @param longestQueue requests without memory, over all machines, as seen by one that arrived
/// @param queued without memory, in all: until it is let in, on every machine, and after it was put
///   back; steps under way then are waited for too
/// @param firstToken from the arrival to the first token
/// @param perToken from then on, for each token
/// @param whole from the arrival to the end
/// @param timeline how many waited and worked
public record Outcome(
        long arrived,
        long refused,
        long done,
        long kept,
        long putBack,
        long asked,
        long input,
        long found,
        long output,
        double seconds,
        double busy,
        double busyReaders,
        double atWork,
        double memory,
        double fullest,
        int longestQueue,
        Percentiles queued,
        Percentiles firstToken,
        Percentiles perToken,
        Percentiles whole,
        List<Moment> timeline) {
    /// To three figures, as HdrHistogram keeps them.
    public record Percentiles(
            double mean,
            double p25,
            double p50,
            double p75,
            double p90,
            double p95,
            double p99,
            double most) {}

    /// @param seconds since the first arrival
    /// @param waiting requests without memory
    /// @param working requests with memory
    public record Moment(double seconds, long waiting, long working) {}

    public Outcome {
        timeline = List.copyOf(timeline);
    }

    /// Share of the requests that were answered within the limits.
    public double goodShare() {
        return (double) kept / arrived;
    }

    /// Requests a second answered within the limits.
    public double goodput() {
        return kept / seconds;
    }
}
