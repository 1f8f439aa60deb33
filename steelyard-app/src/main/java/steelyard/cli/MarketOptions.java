package steelyard.cli;

import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.index.Frontier;
import steelyard.index.MarketPanel;
import steelyard.market.Basket;
import steelyard.market.Listing;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.quality.Ratings;
import steelyard.refusal.Refusal;
import steelyard.report.FrontierReport;

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

    @Option(
            names = "--from",
            paramLabel = "MONTH",
            description =
                    "The first month (default: 2024-01; before that hardly a price is known).")
    private YearMonth from = YearMonth.of(2024, 1);

    @Option(
            names = "--until",
            paramLabel = "MONTH",
            description = "The last month (default: that of the price book's newest sources).")
    private @Nullable YearMonth until;

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

    int draws() {
        if (draws < 1) {
            throw new Refusal("--draws %d: at least 1 is needed".formatted(draws));
        }
        return draws;
    }

    long seed() {
        return seed;
    }

    boolean corroborated() {
        return corroborated;
    }

    Basket basket() {
        return Basket.named(basket);
    }

    YearMonth until(Market market) {
        YearMonth last = YearMonth.from(market.asOf());
        if (until != null && until.isAfter(last)) {
            throw new Refusal(
                    "--until %s: nothing is known of prices after %s"
                            .formatted(until, market.asOf()));
        }
        return until == null ? last : until;
    }

    @Nullable YearMonth until() {
        return until;
    }

    /// The sellers named; empty if none are.
    List<String> sellers(PriceBook book, Market market) {
        return providers.ids(book, market);
    }

    private YearMonth from(YearMonth last) {
        if (last.isBefore(from)) {
            throw new Refusal("--from %s is after the last month, %s".formatted(from, last));
        }
        return from;
    }

    MarketPanel panel(Market market, List<Listing> listings, Ratings ratings, boolean confirmed) {
        return MarketPanel.of(
                listings,
                basket(),
                ratings,
                from(until(market)),
                until(market),
                market.asOf(),
                new MarketPanel.Filter(confirmed, withoutReasoning));
    }

    /// The frontiers at some scores over these offers.
    List<FrontierReport.Row> frontiers(
            List<ScoreOptions.Anchor> anchors, List<Frontier.Offer> offers, YearMonth last) {
        return anchors.parallelStream()
                .map(a ->
                        FrontierReport.Row.of(
                                a.name(), Frontier.of(offers, a.score()), last, draws(), seed))
                .toList();
    }
}
