package steelyard.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;
import steelyard.report.TableReport;

/// A command of `serving` about a model on accelerators, answered by one table.
abstract class ServingQuestion implements Callable<Integer> {
    @Mixin private ServingOptions options = new ServingOptions();

    @Mixin private Output output = new Output();

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    ServingOptions options() {
        return options;
    }

    CommandLine.Model.CommandSpec spec() {
        return spec;
    }

    /// Options that say nothing but what owning costs.
    List<String> owning() {
        return List.of("--life", "--interest", "--kwh", "--staff", "--pue");
    }

    /// The answer.
    abstract TableReport report();

    @Override
    public Integer call() {
        output.check();
        if (!spec.commandLine().getParseResult().hasMatchedOption("--own")) {
            Conflicts.refuse(spec, "without --own", owning());
        }
        output.show(spec, report());
        return 0;
    }
}
