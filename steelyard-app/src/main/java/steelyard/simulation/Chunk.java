package steelyard.simulation;

/// The prompt tokens that one step reads.
final class Chunk {
    private int left;
    private int prompts;
    private double tokens;
    private double looks;
    private double computed;
    private double input;

    Chunk(int most) {
        left = most;
    }

    /// How many more it can take.
    int left() {
        return left;
    }

    double tokens() {
        return tokens;
    }

    /// As much of a prompt as there is room for.
    void read(Job job, Machine machine) {
        int from = job.computed;
        int count = Math.min(left, job.context() - from);
        left -= count;
        job.computed += count;
        prompts++;
        tokens += count;
        looks += count * machine.looks(from, from + count);
        computed += job.context() - job.found;
        input += job.context();
    }

    /// Seconds that it adds to the step.
    double seconds(Machine machine, int requests) {
        return tokens
                * machine.promptToken(
                        computed / prompts, input / prompts, looks / tokens, requests);
    }
}
