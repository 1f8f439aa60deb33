package steelyard.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.index.FrontierStudy;
import steelyard.index.MarketPanel;
import steelyard.index.MarketStudy;
import steelyard.index.OfferFile;
import steelyard.index.ScorePrice;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.quality.Ratings;
import steelyard.refusal.Refusal;
import steelyard.report.market.FrontierReport;
import steelyard.report.market.MarketReport;
import steelyard.show.Answer;

/// `steelyard index frontier`: what a given score costs over time.
@Command(
        name = "frontier",
        description = {
            "The cheapest price that reaches a score, month by month, and how fast it falls.",
            "",
            "Without --table it reads the price book and the bundled scores."
        },
        mixinStandardHelpOptions = true)
final class FrontierCommand extends AnswerCommand {
    @Option(
            names = "--table",
            paramLabel = "FILE",
            description =
                    "CSV with model, date, price and score instead of the price book, all scores from one version of one benchmark.")
    private @Nullable Path table;

    @Option(
            names = "--at-least",
            paramLabel = "SCORES",
            split = ",",
            description =
                    "What to reach, with commas between them: scores, or models whose score is meant, as gpt-4@launch (default: five models; with --table and --per-task needed).")
    private List<String> wanted = new ArrayList<>();

    @Option(
            names = "--per-task",
            paramLabel = "BENCHMARK",
            description =
                    "The cost of a solved task where it was measured, instead of a price per token: aider-polyglot, weirdml, tau2-retail@1.0.1 and others.")
    private @Nullable String perTask;

    @Mixin private MarketOptions options = new MarketOptions();

    @Mixin private RangeOptions range = new RangeOptions();

    @Mixin private BookOptions prices = new BookOptions();

    @Override
    Answer answer() {
        if (table != null && perTask != null) {
            throw new Refusal("--table and --per-task are two tables; choose one");
        }
        if (wanted.isEmpty() && (table != null || perTask != null)) {
            throw new Refusal("--at-least SCORES is needed: which scores are to be reached?");
        }
        if (perTask != null || table != null) {
            prices.unused("on a table");
            Conflicts.refuse(
                    spec(),
                    perTask != null ? "on measured costs per task" : "on a table of one's own",
                    Stream.concat(
                                    Stream.of("--from"),
                                    Conflicts.MARKET.stream()
                                            .filter(o ->
                                                    !List.of("--draws", "--seed").contains(o)
                                                            && (perTask == null
                                                                    || !o.endsWith("scores"))))
                            .toList());
        }
        return FrontierReport.of(study());
    }

    private FrontierStudy study() {
        if (table == null && perTask == null) {
            return ofMarket(options, range, wanted, prices.book());
        }
        List<ScorePrice.Anchor> scores = wanted.stream().map(FrontierCommand::score).toList();
        MarketStudy.Question question = options.question(List.of(), range, IndexCommand.BRACKET);
        return table != null
                ? FrontierStudy.of(
                        OfferFile.read(table),
                        String.valueOf(table.getFileName()),
                        scores,
                        question)
                : FrontierStudy.perTask(
                        Objects.requireNonNull(perTask),
                        options.scores().scores(),
                        scores,
                        question);
    }

    /// Frontiers of the price book's market at these scores.
    static FrontierStudy ofMarket(
            MarketOptions options, RangeOptions range, List<String> wanted, PriceBook book) {
        Market market = new Market(book, options.scores().crosswalk());
        Ratings ratings = options.scores().ratings();
        MarketStudy.Question question = options.question(book, market, range, IndexCommand.BRACKET);
        List<String> sellers = question.sellers();
        MarketPanel panel =
                question.panel(
                        market,
                        market.known().stream()
                                .filter(l -> sellers.isEmpty() || sellers.contains(l.provider()))
                                .toList(),
                        ratings);
        return FrontierStudy.of(
                sellers.isEmpty() ? "the market" : String.join(", ", sellers),
                panel,
                ratings,
                question.last(market),
                (wanted.isEmpty() ? ScoreOptions.ANCHORS : wanted)
                        .stream().map(text -> options.scores().anchor(text, ratings)).toList(),
                MarketReport.remarks(question.basket(), ratings, panel, question.corroborated()),
                question);
    }

    private static ScorePrice.Anchor score(String text) {
        try {
            return new ScorePrice.Anchor(text, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new Refusal(
                    "--at-least \"%s\" is no score; models can be named only for the price book's market"
                            .formatted(text),
                    e);
        }
    }
}
