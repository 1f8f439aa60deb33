package steelyard.cli;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.plan.Campaign;
import steelyard.plan.ListRates;
import steelyard.quality.Crosswalk;

/// What the tokens of a model cost: its list price of a day.
final class TokenRates {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Whose list price, as gpt-5.2 or openrouter:NAME.")
    private @Nullable String model;

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "Prices of a day (default: the newest in the book).")
    private @Nullable LocalDate at;

    @Mixin private BookOptions options = new BookOptions();

    Campaign.Rates of(CommandLine.Model.CommandSpec spec) {
        if (model == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Missing --model: whose prices, as --model gpt-5.2");
        }
        return ListRates.of(options.book(), Crosswalk.bundled(), model, Optional.ofNullable(at));
    }
}
