package steelyard.cli;

import java.time.YearMonth;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.index.MarketStudy;
import steelyard.market.Basket;
import steelyard.market.Market;
import steelyard.price.PriceBook;

/// Which part of the market an index looks at, and how.
final class MarketOptions {
    @Mixin private ScoreOptions scores = new ScoreOptions();

    @Mixin private Sellers providers = new Sellers();

    @Option(
            names = "--basket",
            paramLabel = "NAME",
            description =
                    "What a price is: chat (3 input : 1 output, the default) or agent (20 : 1, four fifths of the input cached).")
    private String basket = Basket.CHAT.id();

    /// Before that hardly a price is known.
    private static final YearMonth FIRST = YearMonth.of(2024, 1);

    @Option(
            names = "--corroborated",
            description =
                    "Leave out price changes that only one source reports or that another contradicts.")
    private boolean corroborated;

    @Option(
            names = "--without-reasoning",
            description =
                    "Leave out models that may think before they answer: their price per token misstates what a task costs.")
    private boolean withoutReasoning;

    @Option(
            names = "--draws",
            paramLabel = "N",
            description = "Draws of the bootstrap over models (default: ${DEFAULT-VALUE}).")
    private int draws = 1000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same intervals (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    ScoreOptions scores() {
        return scores;
    }

    /// The question about the price book's market.
    ///
    /// @param range which months
    /// @param bracket width of a bracket of scores
    MarketStudy.Question question(
            PriceBook book, Market market, RangeOptions range, double bracket) {
        return question(providers.ids(book, market), range, bracket);
    }

    /// The same where no seller is meant.
    MarketStudy.Question question(List<String> sellers, RangeOptions range, double bracket) {
        return new MarketStudy.Question(
                Basket.named(basket),
                range.firstMonth().orElse(FIRST),
                range.lastMonth().orElse(null),
                corroborated,
                withoutReasoning,
                sellers,
                bracket,
                draws,
                seed);
    }
}
