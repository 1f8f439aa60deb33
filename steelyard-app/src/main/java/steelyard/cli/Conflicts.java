package steelyard.cli;

import java.util.List;
import picocli.CommandLine;
import steelyard.refusal.Refusal;

/// Options that would have no effect beside another are refused, not ignored.
final class Conflicts {
    /// Options of the price book's market and its scores.
    static final List<String> MARKET =
            List.of(
                    "--providers",
                    "--basket",
                    "--corroborated",
                    "--without-reasoning",
                    "--draws",
                    "--seed",
                    "--bracket",
                    "--benchmark",
                    "--scores",
                    "--open-scores");

    private Conflicts() {}

    /// @param with what was asked for, in words
    /// @param without options that then have no effect
    static void refuse(CommandLine.Model.CommandSpec spec, String with, List<String> without) {
        var parsed = spec.commandLine().getParseResult();
        List<String> idle =
                parsed == null
                        ? List.of()
                        : without.stream().filter(parsed::hasMatchedOption).toList();
        if (!idle.isEmpty()) {
            throw new Refusal(
                    "%s has no effect %s; leave it out".formatted(String.join(", ", idle), with));
        }
    }
}
