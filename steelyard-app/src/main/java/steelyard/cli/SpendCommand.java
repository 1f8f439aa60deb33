package steelyard.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.cell.Dimension;
import steelyard.cell.Period;
import steelyard.cell.Periods;
import steelyard.ledger.Ledger;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.report.LogNotes;
import steelyard.report.spend.BlocksReport;
import steelyard.report.spend.SpendReport;
import steelyard.show.Answer;
import steelyard.show.Currency;
import steelyard.show.Words;
import steelyard.spend.Blocks;
import steelyard.spend.Budget;
import steelyard.spend.Spend;
import steelyard.token.Micros;

/// `steelyard spend`: where the money went.
@Command(
        name = "spend",
        description = {
            "Where the money went: by day, week, month, model, provider, team, user, task, session, file, tier, region or meter, or two of them at once.",
            "",
            "Without a file it reads the bundled sample.",
            "",
            "Example: steelyard spend ~/.claude/projects --by day,model",
            "         steelyard spend usage.csv --by team --before 2026-01 --after 2026-02",
            "         steelyard spend usage.csv --by month,team --budget 500 --budget data=2000 --fail-on-budget",
            "         steelyard spend ~/.claude/projects --blocks"
        },
        mixinStandardHelpOptions = true)
final class SpendCommand extends AnswerCommand {
    @Mixin private Input input = new Input();

    @Option(
            names = "--by",
            paramLabel = "UNIT",
            split = ",",
            description =
                    "One or two, with a comma: day, week, month, quarter, year, model, provider, team, user, task, session, file, tier, region, meter (default: the unit of time that suits the log).")
    private List<String> by = new ArrayList<>();

    @Option(
            names = "--top",
            paramLabel = "N",
            description =
                    "So many values one by one, the others together; of --blocks the last so many (default: ${DEFAULT-VALUE}).")
    private int top = 20;

    @Option(
            names = "--before",
            paramLabel = "PERIOD",
            description =
                    "The period before: 2026, 2026-Q1, 2026-01, 2026-W03, 2026-01-15 or 2026-01-01..2026-01-15; with --after both side by side.")
    private @Nullable String before;

    @Option(names = "--after", paramLabel = "PERIOD", description = "The period after.")
    private @Nullable String after;

    @Option(
            names = "--budget",
            paramLabel = "AMOUNT",
            description =
                    "What may be spent on each row, as 500, or on those of one value, as data=2000 (in --currency). May be repeated.")
    private List<String> budgets = new ArrayList<>();

    @Option(names = "--fail-on-budget", description = "Exit with 1 if a row is past its budget.")
    private boolean failOnBudget;

    @Option(
            names = "--fail-on-unpriced",
            paramLabel = "PERCENT",
            description = "Exit with 1 if more than this share of the tokens has no price.")
    private @Nullable Double failOnUnpriced;

    @Option(
            names = "--blocks",
            description =
                    "In blocks of hours, as plans for agents count: each opens with its first call.")
    private boolean blocks;

    @Option(
            names = "--block-hours",
            paramLabel = "N",
            description = "The length of a block (default: ${DEFAULT-VALUE}).")
    private int hours = 5;

    private boolean found;

    @Override
    Answer answer() {
        if (top < 1) {
            throw new Refusal("--top %d: at least 1".formatted(top));
        }
        if ((before == null) != (after == null)) {
            throw new Refusal("--before and --after are two periods; give both");
        }
        refuseIdle();
        PriceBook book = input.book();
        try (Ledger ledger = input.open(book, List.of(Reading.sample()))) {
            if (ledger.report().rows("ok") == 0) {
                throw new Refusal("nothing was spent: " + Reading.nothing(ledger));
            }
            SpendReport.Asked asked =
                    new SpendReport.Asked(input.subject(), span(ledger), top, notes(ledger, book));
            if (blocks) {
                return blocks(ledger, asked);
            }
            List<Dimension> dimensions = dimensions(ledger);
            if (before != null && after != null) {
                Period a = Periods.parse(before, input.zone());
                Period b = Periods.parse(after, input.zone());
                return SpendReport.of(
                        spend(ledger, dimensions, Optional.of(a)),
                        spend(ledger, dimensions, Optional.of(b)),
                        List.of(a.label(), b.label()),
                        asked);
            }
            Spend spend = spend(ledger, dimensions, Optional.empty());
            List<Budget.Standing> standings = standings(spend);
            found = isFound(spend, standings);
            return SpendReport.of(spend, asked, standings);
        }
    }

    @Override
    boolean fails() {
        return found;
    }

    private void refuseIdle() {
        if (blocks) {
            Conflicts.refuse(
                    spec(),
                    "with --blocks",
                    List.of(
                            "--by",
                            "--before",
                            "--after",
                            "--budget",
                            "--fail-on-budget",
                            "--fail-on-unpriced"));
        } else {
            Conflicts.refuse(spec(), "without --blocks", List.of("--block-hours"));
        }
        if (before != null) {
            Conflicts.refuse(
                    spec(),
                    "beside two periods",
                    List.of("--budget", "--fail-on-budget", "--fail-on-unpriced"));
        }
        if (budgets.isEmpty()) {
            Conflicts.refuse(spec(), "without --budget", List.of("--fail-on-budget"));
        }
    }

    private List<Dimension> dimensions(Ledger ledger) {
        List<Dimension> dimensions = by.stream().map(Dimension::named).distinct().toList();
        if (dimensions.size() != by.size() || dimensions.size() > 2) {
            throw new Refusal("--by %s: one dimension, or two".formatted(String.join(",", by)));
        }
        if (!dimensions.isEmpty()) {
            return dimensions;
        }
        return List.of(
                before != null
                        ? Dimension.MODEL
                        : switch (ledger.extent().charted()) {
                            case DAY -> Dimension.DAY;
                            case WEEK -> Dimension.WEEK;
                            default -> Dimension.MONTH;
                        });
    }

    private Spend spend(Ledger ledger, List<Dimension> dimensions, Optional<Period> within) {
        Spend.Tally tally = new Spend.Tally(dimensions);
        ledger.groups(dimensions, input.zone(), within, tally::add);
        return tally.spend();
    }

    private Answer blocks(Ledger ledger, SpendReport.Asked asked) {
        if (hours < 1 || hours > 24 * 31) {
            throw new Refusal("--block-hours %d: 1 to 744".formatted(hours));
        }
        Blocks.Tally tally = new Blocks.Tally(Duration.ofHours(hours));
        ledger.forEachCharge(c ->
                tally.add(
                        Micros.instant(c.micros()),
                        c.model(),
                        c.calls(),
                        c.input(),
                        c.cacheRead(),
                        c.cacheWrite(),
                        c.output(),
                        c.usd()));
        return BlocksReport.of(tally.blocks(), input.zone(), Instant.now(), top, asked);
    }

    private String span(Ledger ledger) {
        LocalDate first =
                LocalDate.ofInstant(Micros.instant(ledger.report().firstMicros()), input.zone());
        LocalDate last =
                LocalDate.ofInstant(
                        Micros.instant(ledger.report().endMicros()).minusNanos(1_000),
                        input.zone());
        return first.equals(last) ? first.toString() : first + " to " + last;
    }

    private List<String> notes(Ledger ledger, PriceBook book) {
        List<String> notes = new ArrayList<>();
        Reading.lateBook(ledger, book).ifPresent(notes::add);
        notes.addAll(LogNotes.of(ledger.report(), input.zone()));
        notes.add("price book as of " + book.asOf());
        return notes;
    }

    private List<Budget.Standing> standings(Spend spend) {
        List<Budget> stated = budgets.stream().map(SpendCommand::budget).toList();
        int named = spend.by().size() > 1 && spend.by().getFirst().isTime() ? 1 : 0;
        for (Budget budget : stated) {
            if (!budget.value().isEmpty()
                    && spend.rows().stream()
                            .noneMatch(r -> r.keys().get(named).equals(budget.value()))) {
                throw new Refusal(
                        "--budget %s: no %s of that name; there are %s"
                                .formatted(
                                        budget.value(),
                                        spend.by().get(named).id(),
                                        String.join(
                                                ", ",
                                                spend.values(named).keySet().stream()
                                                        .filter(v -> !v.isEmpty())
                                                        .limit(20)
                                                        .toList())));
            }
        }
        return Budget.standings(spend, named, stated);
    }

    private static Budget budget(String text) {
        int at = text.lastIndexOf('=');
        try {
            BigDecimal amount = new BigDecimal(text.substring(at + 1).strip());
            return new Budget(
                    at < 0 ? "" : text.substring(0, at).strip(),
                    amount.divide(
                            BigDecimal.valueOf(Currency.now().perUsd()), MathContext.DECIMAL64));
        } catch (NumberFormatException e) {
            throw new Refusal(
                    "--budget %s: write an amount, as 500, or a value and its amount, as data=2000"
                            .formatted(text),
                    e);
        }
    }

    private boolean isFound(Spend spend, List<Budget.Standing> standings) {
        boolean over = failOnBudget && standings.stream().anyMatch(Budget.Standing::isOver);
        if (over) {
            say("steelyard: spend is past a budget");
        }
        boolean lacks =
                failOnUnpriced != null && spend.all().unpricedShare() * 100 > failOnUnpriced;
        if (lacks) {
            say(
                    "steelyard: %s of the tokens have no price, more than %s%%"
                            .formatted(Words.percent(spend.all().unpricedShare()), failOnUnpriced));
        }
        return over || lacks;
    }
}
