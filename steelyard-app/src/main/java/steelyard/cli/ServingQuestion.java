package steelyard.cli;

import java.util.List;
import picocli.CommandLine.Mixin;
import steelyard.show.Answer;

/// A command of `serving` about a model on accelerators, answered by one table.
abstract class ServingQuestion extends AnswerCommand {
    @Mixin private ServingOptions options = new ServingOptions();

    ServingOptions options() {
        return options;
    }

    /// Options that say nothing but what owning costs.
    List<String> owning() {
        return List.of("--life", "--interest", "--kwh", "--staff", "--pue");
    }

    /// The answer, once the options agree.
    abstract Answer report();

    @Override
    Answer answer() {
        if (!spec().commandLine().getParseResult().hasMatchedOption("--own")) {
            Conflicts.refuse(spec(), "without --own", owning());
        }
        return report();
    }
}
