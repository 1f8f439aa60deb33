package steelyard.cli;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.cell.Period;
import steelyard.cell.Periods;
import steelyard.cell.Sums;
import steelyard.cell.Unpriced;
import steelyard.explain.Explainer;
import steelyard.explain.Explanation;
import steelyard.explain.Options;
import steelyard.explain.Quality;
import steelyard.index.MarketPanel;
import steelyard.index.QualityPrice;
import steelyard.ledger.Ledger;
import steelyard.market.Basket;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.quality.Ratings;
import steelyard.refusal.Refusal;
import steelyard.report.explain.ExplainReport;
import steelyard.report.explain.ExplainShown;
import steelyard.show.Shown;
import steelyard.spend.Amounts;
import steelyard.spend.Spend;

/// `steelyard explain`: why spend changed.
@Command(
        name = "explain",
        description = {
            "Says why inference spend changed, to the cent.",
            "",
            "Without a file it explains the bundled sample: six months of a real market."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand extends AnswerCommand {
    @Mixin private Input input = new Input();

    @Option(
            names = "--before",
            paramLabel = "PERIOD",
            description =
                    "The period before: 2026, 2026-Q1, 2026-01, 2026-W03, 2026-01-15 or 2026-01-01..2026-01-15 (default: the first 28 days, or half of a shorter log).")
    private @Nullable String before;

    @Option(
            names = "--after",
            paramLabel = "PERIOD",
            description = "The period after (default: the last 28 days, or half of a shorter log).")
    private @Nullable String after;

    @Option(
            names = "--to",
            hidden = true,
            paramLabel = "PERIOD",
            description = "As --from and --to were spelled before 0.2: --before and --after.")
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

    private boolean found;

    @Override
    Shown answer() {
        if (withoutQuality) {
            Conflicts.refuse(
                    spec(),
                    "beside --without-quality",
                    List.of("--benchmark", "--scores", "--open-scores"));
        }
        oldSpelling();
        PriceBook book = input.book();
        try (Ledger ledger = input.open(book, List.of(Reading.sample()))) {
            ExplainReport report = report(ledger, book);
            found = isFound(report);
            return new ExplainShown(report, details);
        }
    }

    @Override
    boolean fails() {
        return found;
    }

    /// Two periods were `--from` and `--to` once; `--from` and `--until` are a range everywhere.
    private void oldSpelling() {
        if (to != null) {
            say(
                    "steelyard: --from and --to are now --before and --after; this spelling goes with the next release");
            before = before == null ? input.range().from() : before;
            after = after == null ? to : after;
            input.range().forgetFrom();
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

    private ExplainReport report(Ledger ledger, PriceBook book) {
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
                        Optional.ofNullable(before),
                        Optional.ofNullable(after),
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
        List<Unpriced> unpriced = sums.unpriced();
        List<Explanation.Totals> empty = new ArrayList<>();
        for (int i = 0; i < periods.size(); i++) {
            if (!hasSpend(sums, i)) {
                empty.add(Explainer.totals(sums, i));
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
        return new ExplainReport(
                input.subject(),
                explanation,
                ledger.report(),
                warnings(book, ledger, passedOver),
                book.asOf(),
                input.zone(),
                options,
                output().isData()
                        ? Optional.of(series(ledger, firstMiddle, lastMiddle))
                        : Optional.empty(),
                empty,
                unpriced,
                outside(ledger, periods));
    }

    private static ExplainReport.Outside outside(Ledger ledger, List<Period> periods) {
        Spend.Tally tally = new Spend.Tally(List.of());
        ledger.outside(periods, tally::add);
        Amounts all = tally.spend().all();
        return new ExplainReport.Outside(
                all.usd(),
                all.calls() + all.unpricedCalls(),
                all.counts().tokens(),
                all.unpricedTokens());
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

    private ExplainReport.Series series(Ledger ledger, Instant first, Instant last) {
        Periods.By unit = Periods.charted(first, last);
        List<Period> periods = Periods.chain(unit, first, last, input.zone());
        Sums sums = ledger.sums(periods, false);
        List<ExplainReport.Point> points = new ArrayList<>();
        for (int i = 0; i < periods.size(); i++) {
            points.add(
                    new ExplainReport.Point(
                            Explainer.totals(sums, i), Explainer.spendByModel(sums, i)));
        }
        return new ExplainReport.Series(unit.name().toLowerCase(Locale.ROOT), points);
    }

    private boolean isFound(ExplainReport report) {
        Explanation e = report.explanation();
        double before = e.before().spend().approximateUsd();
        double after = e.after().spend().approximateUsd();
        double growth =
                after == before
                        ? 0
                        : before == 0 ? Double.POSITIVE_INFINITY : (after / before - 1) * 100;
        boolean grew = failOnIncrease != null && growth > failOnIncrease;
        if (grew) {
            say(
                    String.format(
                            Locale.ROOT,
                            "steelyard: spend grew by %.1f%%, more than %s%%",
                            growth,
                            failOnIncrease));
        }
        double unpriced = report.unpricedShare() * 100;
        boolean lacks = failOnUnpriced != null && unpriced > failOnUnpriced;
        if (lacks) {
            say(
                    String.format(
                            Locale.ROOT,
                            "steelyard: %.2f%% of the tokens have no price, more than %s%%",
                            unpriced,
                            failOnUnpriced));
        }
        return grew || lacks;
    }
}
