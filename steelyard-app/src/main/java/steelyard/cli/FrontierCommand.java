package steelyard.cli;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import steelyard.index.Bootstrap;
import steelyard.index.Decline;
import steelyard.index.Frontier;
import steelyard.index.OfferFile;
import steelyard.report.FrontierReport;
import steelyard.usage.UsageException;

/// `steelyard index frontier`: what a given score costs over time.
@Command(
        name = "frontier",
        description =
                "The cheapest price that reaches a score, month by month, and how fast it falls.",
        mixinStandardHelpOptions = true)
final class FrontierCommand implements Callable<Integer> {
    @Option(
            names = "--models",
            paramLabel = "FILE",
            required = true,
            description =
                    "CSV with model, date, price and score, all scores from one version of one benchmark.")
    private Path models = Path.of("models.csv");

    @Option(
            names = "--at-least",
            paramLabel = "SCORES",
            required = true,
            split = ",",
            description = "The scores to reach, with commas between them.")
    private List<Double> scores = new ArrayList<>();

    @Option(
            names = "--until",
            paramLabel = "MONTH",
            description = "The last month, e.g. 2026-06 (default: that of the last row).")
    private @Nullable YearMonth until;

    @Option(
            names = "--draws",
            paramLabel = "N",
            description = "Draws of the bootstrap (default: ${DEFAULT-VALUE}).")
    private int draws = 1000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same interval (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin private Output output = new Output();

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        output.check();
        if (draws < 1) {
            throw new UsageException("--draws %d: at least 1 is needed".formatted(draws));
        }
        OfferFile file = OfferFile.read(models);
        List<Frontier.Offer> offers = file.offers();
        if (offers.isEmpty()) {
            throw new UsageException(
                    models + ": no row has a price above zero and a score" + left(file));
        }
        YearMonth last =
                until != null
                        ? until
                        : offers.stream()
                                .map(o -> YearMonth.from(o.date()))
                                .max(YearMonth::compareTo)
                                .orElseThrow();
        List<FrontierReport.Row> rows = scores.stream().map(s -> row(offers, s, last)).toList();
        FrontierReport report =
                new FrontierReport(
                        String.valueOf(models.getFileName()),
                        last,
                        rows,
                        hedonic(offers),
                        (int) offers.stream().map(Frontier.Offer::model).distinct().count(),
                        file.excluded(),
                        seed);
        output.show(spec, report::text, report::json, report::csv, report::page);
        return 0;
    }

    private static String left(OfferFile file) {
        return file.excluded().isEmpty() ? "" : "; left out: " + file.excluded();
    }

    private FrontierReport.Row row(List<Frontier.Offer> offers, double score, YearMonth last) {
        Frontier frontier = Frontier.of(offers, score);
        if (frontier.reaching().isEmpty()) {
            throw new UsageException(
                    "no model reaches %s; the best has %s"
                            .formatted(
                                    score,
                                    offers.stream()
                                            .mapToDouble(Frontier.Offer::score)
                                            .max()
                                            .orElseThrow()));
        }
        return new FrontierReport.Row(
                frontier,
                frontier.recordsDecline(),
                frontier.monthlyDecline(last),
                frontier.endpoints(),
                Bootstrap.of(
                        frontier.reaching(),
                        draws,
                        seed,
                        drawn ->
                                Frontier.of(drawn, score)
                                        .monthlyDecline(last)
                                        .map(Decline::factorPerYear)));
    }

    private static Optional<Decline> hedonic(List<Frontier.Offer> offers) {
        return Decline.fit(
                offers.stream().map(o -> new Decline.Point(o.date(), o.price())).toList(),
                new double[][] {offers.stream().mapToDouble(Frontier.Offer::score).toArray()});
    }
}
