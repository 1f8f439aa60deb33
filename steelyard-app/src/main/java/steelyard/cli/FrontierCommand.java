package steelyard.cli;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import steelyard.index.Decline;
import steelyard.index.Frontier;
import steelyard.index.MarketPanel;
import steelyard.index.OfferFile;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.quality.Benchmark;
import steelyard.quality.Ratings;
import steelyard.quality.Score;
import steelyard.refusal.Refusal;
import steelyard.report.FrontierReport;
import steelyard.report.MarketReport;

/// `steelyard index frontier`: what a given score costs over time.
@Command(
        name = "frontier",
        description = {
            "The cheapest price that reaches a score, month by month, and how fast it falls.",
            "",
            "Without --models it reads the price book and the bundled scores."
        },
        mixinStandardHelpOptions = true)
final class FrontierCommand implements Callable<Integer> {
    @Option(
            names = "--models",
            paramLabel = "FILE",
            description =
                    "CSV with model, date, price and score instead of the price book, all scores from one version of one benchmark.")
    private @Nullable Path models;

    @Option(
            names = "--at-least",
            paramLabel = "SCORES",
            split = ",",
            description =
                    "What to reach, with commas between them: scores, or models whose score is meant, as gpt-4@launch (default: five models; with --models and --per-task needed).")
    private List<String> wanted = new ArrayList<>();

    @Option(
            names = "--per-task",
            paramLabel = "BENCHMARK",
            description =
                    "The cost of a solved task where it was measured, instead of a price per token: aider-polyglot, weirdml, tau2-retail@1.0.1 and others.")
    private @Nullable String perTask;

    @Mixin private MarketOptions options = new MarketOptions();

    @Mixin private Output output = new Output();

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        output.check();
        if (models != null && perTask != null) {
            throw new Refusal("--models and --per-task are two tables; choose one");
        }
        if (wanted.isEmpty() && (models != null || perTask != null)) {
            throw new Refusal("--at-least SCORES is needed: which scores are to be reached?");
        }
        if (perTask != null || models != null) {
            Conflicts.refuse(
                    spec,
                    perTask != null ? "on measured costs per task" : "on a table of one's own",
                    Conflicts.MARKET.stream()
                            .filter(o ->
                                    !List.of("--until", "--draws", "--seed").contains(o)
                                            && (perTask == null || !o.endsWith("scores")))
                            .toList());
        }
        FrontierReport report =
                models != null
                        ? ofTable(models)
                        : perTask != null ? ofTasks(perTask) : ofMarket(options, wanted);
        output.show(spec, report::text, report::json, report::csv, report::page);
        return 0;
    }

    /// Frontiers of the price book's market at these scores.
    static FrontierReport ofMarket(MarketOptions options, List<String> wanted) {
        PriceBook book = Reading.book(List.of(), null);
        Market market = new Market(book, options.scores().crosswalk());
        Ratings ratings = options.scores().ratings();
        List<String> sellers = options.sellers(book, market);
        MarketPanel panel =
                options.panel(
                        market,
                        market.known().stream()
                                .filter(l -> sellers.isEmpty() || sellers.contains(l.provider()))
                                .toList(),
                        ratings,
                        options.corroborated());
        List<ScoreOptions.Anchor> anchors =
                (wanted.isEmpty() ? MarketReport.ANCHORS : wanted)
                        .stream().map(text -> options.scores().anchor(text, ratings)).toList();
        YearMonth last = options.until(market);
        return new FrontierReport(
                sellers.isEmpty() ? "the market" : String.join(", ", sellers),
                last,
                reached(anchors, panel.offers(), options, last),
                hedonic(launches(panel.offers())),
                panel.models().size(),
                Map.of(),
                ratings.onOneTest(),
                MarketReport.remarks(options.basket(), ratings, panel, options.corroborated()),
                options.seed());
    }

    /// Each model at the price of its first day.
    private static List<Frontier.Offer> launches(List<Frontier.Offer> offers) {
        Map<String, Frontier.Offer> first = new TreeMap<>();
        offers.stream()
                .sorted(Comparator.comparing(Frontier.Offer::date))
                .forEach(o -> first.putIfAbsent(o.model(), o));
        return List.copyOf(first.values());
    }

    private FrontierReport ofTable(Path table) {
        OfferFile file = OfferFile.read(table);
        List<Frontier.Offer> offers = file.offers();
        if (offers.isEmpty()) {
            throw new Refusal(table + ": no row has a price above zero and a score" + left(file));
        }
        return report(
                String.valueOf(table.getFileName()),
                offers,
                file.excluded(),
                hedonic(offers),
                List.of());
    }

    private FrontierReport ofTasks(String benchmark) {
        Ratings ratings = options.scores().scores().ratings(benchmark);
        String id = ratings.id().replaceFirst("@.*", "");
        Map<String, Long> excluded = new TreeMap<>();
        List<Frontier.Offer> offers = new ArrayList<>();
        for (Score s : options.scores().scores().scores()) {
            boolean version =
                    !ratings.id().contains("@") || ratings.id().endsWith("@" + s.version());
            if (s.benchmark().equals(id) && version) {
                if (s.usdPerSolved().isEmpty() || s.date().isEmpty()) {
                    excluded.merge(
                            s.date().isEmpty() ? "no date" : "no cost was measured", 1L, Long::sum);
                } else {
                    offers.add(
                            new Frontier.Offer(
                                    s.model().id(),
                                    s.asNamed(),
                                    s.date().get(),
                                    java.time.LocalDate.MAX,
                                    s.usdPerSolved().getAsDouble(),
                                    s.score()));
                }
            }
        }
        if (offers.isEmpty()) {
            throw new Refusal(
                    "%s: no cost per task was measured; it was for %s"
                            .formatted(
                                    benchmark,
                                    String.join(
                                            ", ",
                                            options.scores().scores().all().stream()
                                                    .filter(Benchmark::perTask)
                                                    .map(Benchmark::id)
                                                    .toList())));
        }
        boolean releases =
                offers.size() > 0
                        && options.scores().scores().scores().stream()
                                .anyMatch(s ->
                                        s.benchmark().equals(id)
                                                && s.dateKind().equals("model_release"));
        return report(
                ratings.title() + ", USD per solved task",
                offers,
                excluded,
                Optional.empty(),
                List.of(
                        "%s: %s"
                                .formatted(
                                        id,
                                        Objects.requireNonNull(
                                                        options.scores()
                                                                .scores()
                                                                .benchmarks()
                                                                .get(id))
                                                .about()),
                        "USD per solved task = cost of a task, solved or not, by the share solved; tokens and prices of the day of the run, caching as the runner used it",
                        releases
                                ? "dates are those of the models' releases, not of the runs"
                                : "dates are those of the runs"));
    }

    private FrontierReport report(
            String subject,
            List<Frontier.Offer> offers,
            Map<String, Long> excluded,
            Optional<Decline> hedonic,
            List<String> remarks) {
        YearMonth last =
                options.until() != null
                        ? options.until()
                        : offers.stream()
                                .map(o -> YearMonth.from(o.date()))
                                .max(YearMonth::compareTo)
                                .orElseThrow();
        List<ScoreOptions.Anchor> anchors = wanted.stream().map(FrontierCommand::score).toList();
        return new FrontierReport(
                subject,
                last,
                reached(anchors, offers, options, last),
                hedonic,
                (int) offers.stream().map(Frontier.Offer::model).distinct().count(),
                excluded,
                Set.of(),
                remarks,
                options.seed());
    }

    private static ScoreOptions.Anchor score(String text) {
        try {
            return new ScoreOptions.Anchor(text, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new Refusal(
                    "--at-least \"%s\" is no score; models can be named only for the price book's market"
                            .formatted(text),
                    e);
        }
    }

    private static List<FrontierReport.Row> reached(
            List<ScoreOptions.Anchor> anchors,
            List<Frontier.Offer> offers,
            MarketOptions options,
            YearMonth last) {
        double best = offers.stream().mapToDouble(Frontier.Offer::score).max().orElse(0);
        for (ScoreOptions.Anchor anchor : anchors) {
            if (anchor.score() > best) {
                throw new Refusal(
                        "no model reaches %s; the best has %.1f".formatted(anchor.name(), best));
            }
        }
        return options.frontiers(anchors, offers, last);
    }

    private static String left(OfferFile file) {
        return file.excluded().isEmpty() ? "" : "; left out: " + file.excluded();
    }

    private static Optional<Decline> hedonic(List<Frontier.Offer> offers) {
        return Decline.fit(
                offers.stream().map(o -> new Decline.Point(o.date(), o.price())).toList(),
                new double[][] {offers.stream().mapToDouble(Frontier.Offer::score).toArray()});
    }
}
