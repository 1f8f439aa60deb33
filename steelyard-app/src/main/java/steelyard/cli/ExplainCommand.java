package steelyard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.cell.Periods;
import steelyard.explain.Explained;
import steelyard.explain.Explanation;
import steelyard.explain.Question;
import steelyard.ledger.Ledger;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.report.explain.ExplainReport;
import steelyard.show.Shown;

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
            description = "An older spelling: --from and --to are --before and --after.")
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
            Explained explained = explained(ledger, book);
            found = isFound(explained);
            return new ExplainReport(
                    input.subject(),
                    explained,
                    ledger.report(),
                    warnings(book, ledger, explained.passedOver()),
                    book.asOf(),
                    input.zone(),
                    details);
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
    private static List<String> warnings(
            PriceBook book, Ledger ledger, List<Explanation.Totals> empty) {
        List<String> warnings = new ArrayList<>();
        Reading.lateBook(ledger, book).ifPresent(warnings::add);
        if (!empty.isEmpty()) {
            warnings.add(
                    "no priced calls in "
                            + empty.stream()
                                    .map(t -> t.period().label())
                                    .collect(Collectors.joining(", "))
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

    private Explained explained(Ledger ledger, PriceBook book) {
        if (ledger.report().rows("ok") == 0) {
            throw new Refusal("nothing to explain: " + Reading.nothing(ledger));
        }
        if (ledger.report().rows("ok") == 1) {
            throw new Refusal(
                    "nothing to explain: one call only, and a change needs two (steelyard rate shows what it cost)"
                            + Reading.unreadable(ledger));
        }
        return new Question(
                        Optional.ofNullable(before),
                        Optional.ofNullable(after),
                        Optional.ofNullable(by),
                        teams,
                        input.zone(),
                        withoutQuality
                                ? Optional.empty()
                                : Optional.of(
                                        new Question.Scoring(
                                                new Market(book, scores.crosswalk()),
                                                scores.scores(),
                                                scores.ratings())),
                        output().isData())
                .answer(ledger);
    }

    private boolean isFound(Explained explained) {
        Explanation e = explained.explanation();
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
        double unpriced = explained.unpricedShare() * 100;
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
