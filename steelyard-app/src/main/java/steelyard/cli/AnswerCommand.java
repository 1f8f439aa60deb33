package steelyard.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;
import steelyard.show.Shown;

/// A command that asks one question and shows its answer as text, JSON, CSV or a page.
abstract class AnswerCommand implements Callable<Integer> {
    @Mixin private Output output = new Output();

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    CommandLine.Model.CommandSpec spec() {
        return spec;
    }

    Output output() {
        return output;
    }

    /// Says something beside the answer.
    void say(String text) {
        spec.commandLine().getErr().println(text);
    }

    /// The answer.
    abstract Shown answer();

    /// Whether the answer is what the user asked to fail on; asked after it was shown.
    boolean fails() {
        return false;
    }

    @Override
    public Integer call() {
        output.check();
        return output.currency()
                .in(() -> {
                    output.show(spec, answer());
                    return fails() ? 1 : 0;
                });
    }
}
