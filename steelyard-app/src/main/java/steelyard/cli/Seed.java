package steelyard.cli;

import picocli.CommandLine.Option;

/// The seed of random numbers: the same one gives the same answer.
final class Seed {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the random numbers (default: ${DEFAULT-VALUE}).")
    private long value = 1;

    long value() {
        return value;
    }
}
