package steelyard.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import steelyard.quality.Model;
import steelyard.refusal.Refusal;
import steelyard.report.ScoresReport;
import steelyard.report.TableReport;

/// `steelyard scores`: how good models are said to be, and by whom.
@Command(
        name = "scores",
        description = {
            "Lists models with their rating, or every published score of one model.",
            "",
            "Without a model: all ratings by the composite (or --benchmark), and the benchmarks there are."
        },
        mixinStandardHelpOptions = true)
final class ScoresCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model by any name of a price list, e.g. claude-sonnet-4.5.")
    private @Nullable String model;

    @Mixin private ScoreOptions scores = new ScoreOptions();

    @Mixin private Output output = new Output();

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        output.check();
        TableReport report =
                model == null
                        ? ScoresReport.all(scores.ratings(), scores.scores())
                        : ScoresReport.of(
                                named(model),
                                scores.ratings(),
                                scores.scores(),
                                scores.crosswalk());
        output.show(spec, report::text, report::json, report::csv, report::page);
        return 0;
    }

    private Model named(String name) {
        return scores.crosswalk()
                .named(name.replaceFirst("@launch$", ""))
                .orElseThrow(() ->
                        new Refusal(
                                "no scored model has the name \"%s\"; similar: %s"
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ", scores.crosswalk().similar(name)))));
    }
}
