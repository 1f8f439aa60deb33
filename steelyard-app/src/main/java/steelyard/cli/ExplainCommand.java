package steelyard.cli;

import java.time.Instant;
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
import steelyard.explain.Explainer;
import steelyard.explain.Explanation;
import steelyard.explain.Options;
import steelyard.explain.Periods;
import steelyard.explain.Quality;
import steelyard.index.MarketPanel;
import steelyard.index.QualityPrice;
import steelyard.ledger.Ledger;
import steelyard.ledger.Period;
import steelyard.ledger.Sums;
import steelyard.market.Basket;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.quality.Ratings;
import steelyard.refusal.Refusal;
import steelyard.report.CsvReport;
import steelyard.report.HtmlReport;
import steelyard.report.JsonReport;
import steelyard.report.Report;
import steelyard.report.TerminalReport;

/// `steelyard explain`: why spend changed.
@Command(
        name = "explain",
        description = {
            "Says why inference spend changed, to the cent.",
            "",
            "Without a file it explains the bundled sample: six months of a real market."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin private Input input = new Input();

    @Option(
            names = "--from",
            paramLabel = "PERIOD",
            description =
                    "The period before: 2026, 2026-Q1, 2026-01, 2026-W03, 2026-01-15 or 2026-01-01..2026-01-15 (default: the first 28 days, or half of a shorter log).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "PERIOD",
            description = "The period after (default: the last 28 days, or half of a shorter log).")
    private @Nullable String to;

    @Option(
            names = "--by",
            paramLabel = "UNIT",
            description =
                    "Go from the first period to the last step by step: day, week, month, quarter or year.")
    private Periods.@Nullable By by;

    @Option(names = "--teams", description = "Explain team by team and add up.")
    private boolean teams;

    @Option(names = "--details", description = "List every model, price, flag and problem.")
    private boolean details;

    @Option(
            names = "--without-quality",
            description =
                    "Leave scores out: choosing better models is then not told from paying more, and no options are given.")
    private boolean withoutQuality;

    @Mixin private ScoreOptions scores = new ScoreOptions();

    @Mixin private Output output = new Output();

    @Option(
            names = "--fail-on-increase",
            paramLabel = "PERCENT",
            description = "Exit with 1 if spend grew by more than this.")
    private @Nullable Double failOnIncrease;

    @Option(
            names = "--fail-on-unpriced",
            paramLabel = "PERCENT",
            description = "Exit with 1 if more than this share of the tokens has no price.")
    private @Nullable Double failOnUnpriced;

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        output.check();
        if (withoutQuality) {
            Conflicts.refuse(
                    spec,
                    "beside --without-quality",
                    List.of("--benchmark", "--scores", "--open-scores"));
        }
        PriceBook book = input.book();
        try (Ledger ledger = input.open(book, List.of(Reading.sample()))) {
            Report report = report(ledger, book);
            output.show(
                    spec,
                    () -> TerminalReport.of(report, Terminal.colours(), details),
                    () -> JsonReport.of(report),
                    () -> CsvReport.of(report),
                    () -> HtmlReport.of(report));
            return findings(report);
        }
    }

    /// What a reader should know of the question before the answer.
    private static List<String> warnings(PriceBook book, Ledger ledger, List<String> passedOver) {
        List<String> warnings = new ArrayList<>();
        Reading.lateBook(ledger, book).ifPresent(warnings::add);
        if (!passedOver.isEmpty()) {
            warnings.add(
                    "no priced calls in "
                            + String.join(", ", passedOver)
                            + ": passed over, the next step bridges it");
        }
        List<String> idle = ledger.idleOverlayRows(book);
        if (!idle.isEmpty()) {
            warnings.add(
                    "rows of --prices that price nothing in this log: "
                            + String.join(", ", idle.stream().limit(5).toList())
                            + (idle.size() > 5 ? ", ..." : ""));
        }
        return warnings;
    }

    private static boolean hasSpend(Sums sums, int period) {
        return sums.cells().stream().anyMatch(cell -> cell.period() == period);
    }

    private Report report(Ledger ledger, PriceBook book) {
        if (ledger.report().rows("ok") == 0) {
            throw new Refusal("nothing to explain: " + Reading.nothing(ledger));
        }
        if (ledger.report().rows("ok") == 1) {
            throw new Refusal(
                    "nothing to explain: one call only, and a change needs two (steelyard rate shows what it cost)"
                            + Reading.unreadable(ledger));
        }
        Instant first = Reading.instant(ledger.report().firstMicros());
        Instant firstMiddle = Reading.instant(ledger.report().firstMiddle());
        Instant lastMiddle = Reading.instant(ledger.report().lastMiddle());
        Instant end = Reading.instant(ledger.report().endMicros());
        List<Period> periods =
                Periods.choose(
                        Optional.ofNullable(from),
                        Optional.ofNullable(to),
                        Optional.ofNullable(by),
                        new Periods.Extent(first, end, firstMiddle, lastMiddle),
                        input.zone());
        if (periods.getFirst().to().isAfter(periods.getLast().from())) {
            throw new Refusal(
                    "%s and %s overlap: days in both would be counted twice"
                            .formatted(periods.getFirst().label(), periods.getLast().label()));
        }
        Sums sums = ledger.sums(periods, teams);
        for (int i : new int[] {0, periods.size() - 1}) {
            if (!hasSpend(sums, i)) {
                throw new Refusal(empty(sums, periods.get(i), i, first, end));
            }
        }
        List<Period> filled = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (int i = 0; i < periods.size(); i++) {
            if (hasSpend(sums, i)) {
                filled.add(periods.get(i));
            } else {
                passedOver.add(periods.get(i).label());
            }
        }
        if (!passedOver.isEmpty()) {
            sums = ledger.sums(filled, teams);
        }
        Optional<Quality> quality =
                withoutQuality ? Optional.empty() : Optional.of(quality(book, filled));
        Explanation explanation = Explainer.explain(sums, teams, quality);
        Optional<Options> options =
                quality.filter(_ -> explanation.quality().isPresent())
                        .map(q -> options(q, book, ledger.sums(List.of(filled.getLast()), false)));
        return new Report(
                subject(),
                explanation,
                ledger.report(),
                warnings(book, ledger, passedOver),
                book.asOf(),
                input.zone(),
                options,
                output.isData()
                        ? Optional.of(series(ledger, firstMiddle, lastMiddle))
                        : Optional.empty());
    }

    /// Below this many months prices say too little of what a point of score costs.
    private static final int SLOPE_MONTHS = 13;

    private static final int SLOPE_DRAWS = 200;

    /// The scores, and what a point of them costs over the months of these periods.
    private Quality quality(PriceBook book, List<Period> periods) {
        Market market = new Market(book, scores.crosswalk());
        Ratings ratings = scores.ratings();
        YearMonth known = YearMonth.from(market.asOf());
        YearMonth last = month(periods.getLast().to().minusMillis(1));
        YearMonth to = last.isAfter(known) ? known : last;
        YearMonth first = month(periods.getFirst().from());
        YearMonth latest = to.minusMonths(SLOPE_MONTHS - 1);
        MarketPanel panel =
                MarketPanel.of(
                        market.known(),
                        Basket.CHAT,
                        ratings,
                        first.isBefore(latest) ? first : latest,
                        to,
                        market.asOf(),
                        MarketPanel.Filter.NONE);
        return new Quality(ratings, scores.crosswalk(), QualityPrice.of(panel, SLOPE_DRAWS, 1));
    }

    private Options options(Quality quality, PriceBook book, Sums latest) {
        return Options.of(latest, quality, new Market(book, scores.crosswalk()), scores.scores());
    }

    private YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(input.zone()));
    }

    private static String empty(Sums sums, Period period, int index, Instant first, Instant end) {
        long unpriced = sums.unpriced().stream().filter(u -> u.period() == index).count();
        return unpriced > 0
                ? "no call in %s has a price (%s: %s)"
                        .formatted(
                                period.label(),
                                sums.unpriced().getFirst().name(),
                                sums.unpriced().getFirst().reason())
                : "no calls in %s (%s to %s); the log runs from %s to %s"
                        .formatted(period.label(), period.from(), period.to(), first, end);
    }

    private String subject() {
        return input.none() ? Reading.SAMPLE_SUBJECT : Reading.subject(input.files());
    }

    private Report.Series series(Ledger ledger, Instant first, Instant last) {
        Periods.By unit = Periods.charted(first, last);
        List<Period> periods = Periods.chain(unit, first, last, input.zone());
        Sums sums = ledger.sums(periods, false);
        List<Report.Point> points = new ArrayList<>();
        for (int i = 0; i < periods.size(); i++) {
            points.add(
                    new Report.Point(Explainer.totals(sums, i), Explainer.spendByModel(sums, i)));
        }
        return new Report.Series(unit.name().toLowerCase(java.util.Locale.ROOT), points);
    }

    private int findings(Report report) {
        Explanation e = report.explanation();
        double before = e.before().spend().approximateUsd();
        double after = e.after().spend().approximateUsd();
        double growth =
                after == before
                        ? 0
                        : before == 0 ? Double.POSITIVE_INFINITY : (after / before - 1) * 100;
        boolean found = false;
        if (failOnIncrease != null && growth > failOnIncrease) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            java.util.Locale.ROOT,
                            "steelyard: spend grew by %.1f%%, more than %s%%%n",
                            growth,
                            failOnIncrease);
            found = true;
        }
        if (failOnUnpriced != null && report.unpricedShare() * 100 > failOnUnpriced) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            java.util.Locale.ROOT,
                            "steelyard: %.2f%% of the tokens have no price, more than %s%%%n",
                            report.unpricedShare() * 100,
                            failOnUnpriced);
            found = true;
        }
        return found ? 1 : 0;
    }
}
