package steelyard.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import steelyard.quality.Model;
import steelyard.refusal.Refusal;
import steelyard.report.market.ScoresReport;
import steelyard.show.Answer;

/// `steelyard scores`: how good models are said to be, and by whom.
@Command(
        name = "scores",
        description = {
            "Lists models with their rating, or every published score of one model.",
            "",
            "Without a model: all ratings by the composite (or --benchmark), and the benchmarks there are."
        },
        mixinStandardHelpOptions = true)
final class ScoresCommand extends AnswerCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model by any name of a price list, e.g. claude-sonnet-4.5.")
    private @Nullable String model;

    @Mixin private ScoreOptions scores = new ScoreOptions();

    @Override
    Answer answer() {
        return model == null
                ? ScoresReport.all(scores.ratings(), scores.scores())
                : ScoresReport.of(
                        named(model), scores.ratings(), scores.scores(), scores.crosswalk());
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
