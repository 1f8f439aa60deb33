package steelyard.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.cell.Cell;
import steelyard.cell.Needs;
import steelyard.cell.Period;
import steelyard.cell.Sums;
import steelyard.ledger.Ledger;
import steelyard.market.Comparison;
import steelyard.market.Market;
import steelyard.market.Mix;
import steelyard.money.MoneyTotal;
import steelyard.price.PriceBook;
import steelyard.quality.Model;
import steelyard.refusal.Refusal;
import steelyard.report.market.CompareReport;
import steelyard.show.Answer;
import steelyard.token.Micros;
import steelyard.token.TokenCounts;
import steelyard.token.Validity;

/// `steelyard compare`: what one's own workload would cost everywhere.
@Command(
        name = "compare",
        description = {
            "What the tokens of a usage log would cost at every provider and model.",
            "",
            "Without a file it reads the bundled sample. The whole mix of tokens is priced as one: cached as it was, and afresh."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand extends AnswerCommand {
    @Mixin private Input input = new Input();

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "Whose prices to take (default: the price book's newest day).")
    private @Nullable LocalDate at;

    @Option(
            names = "--models",
            paramLabel = "NAMES",
            split = ",",
            description =
                    "Only these models, by any name of a price list, with commas between them (default: all).")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--prompt",
            paramLabel = "TOKENS",
            description =
                    "What each offer must take in one call (default: the longest prompt of the log).")
    private @Nullable Long prompt;

    @Mixin private Sellers providers = new Sellers();

    @Option(
            names = "--details",
            description = "List every listing, and not the cheapest of each scored model.")
    private boolean details;

    @Mixin private ScoreOptions scores = new ScoreOptions();

    @Override
    Answer answer() {
        PriceBook book = input.book();
        Market market = new Market(book, scores.crosswalk());
        LocalDate day = at == null ? market.asOf() : at;
        List<String> sellers = providers.ids(book, market);
        try (Ledger ledger = input.open(book, List.of(Reading.sample()))) {
            Sums sums = ledger.sums(List.of(span(ledger)), false);
            Mix mix = mix(sums);
            Set<String> used = sums.cells().stream().map(Cell::product).collect(Collectors.toSet());
            Comparison comparison =
                    Comparison.of(market, mix, needs(ledger), used, day, scores.ratings());
            CompareReport report =
                    new CompareReport(
                            input.subject(),
                            sums.periods().getFirst().label(),
                            scores.ratings(),
                            comparison,
                            sellers,
                            wanted(),
                            spend(sums),
                            sums.unpriced().stream().mapToLong(u -> u.tokens()).sum(),
                            List.copyOf(used),
                            market.asOf(),
                            ledger.report(),
                            input.zone(),
                            details);
            if (report.shown().isEmpty()) {
                throw new Refusal(
                        "no listing has a price for these meters on %s (%s); the price book begins in 2022"
                                .formatted(day, mix.counts()));
            }
            return report.answer();
        }
    }

    /// Rows longer than this are no single calls, whatever they say: no model takes such a prompt.
    private static final long LONGEST_PROMPT = 2_000_000;

    private Needs needs(Ledger ledger) {
        Needs asked = ledger.needs();
        return prompt != null
                ? new Needs(prompt, 0, asked.images())
                : asked.prompt() > LONGEST_PROMPT ? new Needs(0, 0, asked.images()) : asked;
    }

    /// The models asked for; empty for all.
    private Set<String> wanted() {
        return models.stream()
                .map(name ->
                        scores.crosswalk()
                                .named(name)
                                .map(Model::id)
                                .orElseThrow(() ->
                                        new Refusal(
                                                "--models %s: no model of that name; similar: %s"
                                                        .formatted(
                                                                name,
                                                                String.join(
                                                                        ", ",
                                                                        scores.crosswalk()
                                                                                .similar(name))))))
                .collect(Collectors.toSet());
    }

    private Period span(Ledger ledger) {
        if (ledger.report().rows("ok") == 0) {
            throw new Refusal("nothing to compare: " + Reading.nothing(ledger));
        }
        Instant from = Micros.instant(ledger.report().firstMicros());
        Instant to = Micros.instant(ledger.report().endMicros());
        return new Period(
                LocalDate.ofInstant(from, ZoneOffset.UTC)
                        + " to "
                        + LocalDate.ofInstant(to.minusNanos(1_000), ZoneOffset.UTC),
                new Validity(from, to));
    }

    private static Mix mix(Sums sums) {
        TokenCounts counts = TokenCounts.NONE;
        long calls = 0;
        for (Cell cell : sums.cells()) {
            counts = counts.plus(cell.counts());
            calls += cell.calls();
        }
        if (calls == 0) {
            throw new Refusal(
                    sums.unpriced().isEmpty()
                            ? "no calls in %s".formatted(sums.periods().getFirst().label())
                            : "no call in %s has a price (%s: %s)"
                                    .formatted(
                                            sums.periods().getFirst().label(),
                                            sums.unpriced().getFirst().name(),
                                            sums.unpriced().getFirst().reason()));
        }
        if (counts.tokens() == 0) {
            throw new Refusal(
                    "the calls in %s have no tokens".formatted(sums.periods().getFirst().label()));
        }
        return new Mix(counts, calls);
    }

    private static MoneyTotal spend(Sums sums) {
        return sums.cells().stream().map(Cell::spend).reduce(MoneyTotal.ZERO, MoneyTotal::plus);
    }
}
