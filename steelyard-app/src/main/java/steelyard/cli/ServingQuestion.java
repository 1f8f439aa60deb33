package steelyard.cli;

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

    /// The answer.
    abstract TableReport report();

    @Override
    public Integer call() {
        output.check();
        output.show(spec, report());
        return 0;
    }
}
