package steelyard.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import steelyard.index.ScorePrice;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.quality.Ratings;
import steelyard.quality.Scores;
import steelyard.refusal.Refusal;

/// Which scores say how good a model is: the options of every command that asks.
final class ScoreOptions {
    @Option(
            names = "--benchmark",
            paramLabel = "NAME",
            description =
                    "Rate models by one benchmark, as livebench@2026-01-08, and not by the composite (steelyard scores lists them).")
    private @Nullable String benchmark;

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            description =
                    "Your own scores instead: CSV with model and score, perhaps benchmark, version, date and usd_per_task.")
    private @Nullable Path file;

    @Option(
            names = "--open-scores",
            description = "Use only scores from sources with an open licence.")
    private boolean open;

    @Spec(Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final Crosswalk crosswalk = Crosswalk.bundled();
    private @Nullable Scores scores;

    Crosswalk crosswalk() {
        return crosswalk;
    }

    Scores scores() {
        Scores known = scores;
        if (known == null) {
            if (file != null && open) {
                throw new Refusal("--scores and --open-scores are two sources; choose one");
            }
            Scores all = file != null ? Scores.read(file, crosswalk) : Scores.bundled(crosswalk);
            known = open ? all.open() : all;
            scores = known;
            tell(known);
        }
        return known;
    }

    /// Rows of a user's table that could not be used are said by every command that reads it.
    private void tell(Scores read) {
        read.excluded()
                .forEach((reason, rows) ->
                        spec.commandLine()
                                .getErr()
                                .println(
                                        "steelyard: %s: left out: %d row%s (%s)"
                                                .formatted(
                                                        file, rows, rows == 1 ? "" : "s", reason)));
    }

    Ratings ratings() {
        return scores().ratings(benchmark == null ? scores().usual() : benchmark);
    }

    /// The scores whose price is followed when none are named.
    static final List<String> ANCHORS =
            List.of("gpt-3.5-turbo-0125", "gpt-4", "gpt-4o", "o1", "gpt-5");

    /// Those of them whose models the ratings know.
    List<ScorePrice.Anchor> anchors(Ratings ratings) {
        return ANCHORS.stream()
                .filter(name -> crosswalk.named(name).flatMap(ratings::of).isPresent())
                .map(name -> anchor(name, ratings))
                .toList();
    }

    /// A score named by a number or by the model that has it: `gpt-4@launch`, `gpt-4`, `80`.
    ScorePrice.Anchor anchor(String text, Ratings ratings) {
        try {
            return new ScorePrice.Anchor(text, Double.parseDouble(text));
        } catch (NumberFormatException _) {
            String name = text.replaceFirst("@launch$", "");
            Model model =
                    crosswalk
                            .named(name)
                            .orElseThrow(() ->
                                    new Refusal(
                                            "\"%s\" is neither a score nor a model; models with similar names: %s"
                                                    .formatted(
                                                            text,
                                                            String.join(
                                                                    ", ",
                                                                    crosswalk.similar(name)))));
            Ratings.Rating rating =
                    ratings.of(model)
                            .orElseThrow(() ->
                                    new Refusal(
                                            "%s has no score in %s"
                                                    .formatted(model.id(), ratings.id())));
            return new ScorePrice.Anchor(
                    "%s (%.1f%s)"
                            .formatted(
                                    model.id(),
                                    rating.score(),
                                    rating.isOnOneTest() ? ", 1 test" : ""),
                    rating.score());
        }
    }
}
