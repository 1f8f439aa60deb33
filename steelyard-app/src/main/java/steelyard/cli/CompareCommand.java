package steelyard.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import steelyard.explain.Periods;
import steelyard.ledger.Cell;
import steelyard.ledger.Ledger;
import steelyard.ledger.Period;
import steelyard.ledger.Sums;
import steelyard.market.Comparison;
import steelyard.market.Market;
import steelyard.market.Mix;
import steelyard.money.MoneyTotal;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.report.CompareReport;
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
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Usage logs: files, folders (searched to the bottom) or patterns.")
    private List<String> named = new ArrayList<>();

    @Option(
            names = "--usage",
            paramLabel = "FILE",
            description = "The same, by option. May be repeated.")
    private List<String> usage = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "Whose prices to take (default: the price book's newest day).")
    private @Nullable LocalDate at;

    @Option(
            names = "--in",
            paramLabel = "PERIOD",
            description =
                    "Only the calls of this period, as 2026-03 or 2026-W12 (default: the whole log).")
    private @Nullable String period;

    @Mixin private Sellers providers = new Sellers();

    @Option(
            names = "--details",
            description = "List every listing, and not the cheapest of each scored model.")
    private boolean details;

    @Mixin private ScoreOptions scores = new ScoreOptions();

    @Mixin private Reading reading = new Reading();

    @Mixin private Output output = new Output();

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        output.check();
        PriceBook book = reading.book();
        Market market = new Market(book, scores.crosswalk());
        LocalDate day = at == null ? market.asOf() : at;
        List<String> sellers = providers.ids(book, market);
        List<String> asked = Stream.concat(named.stream(), usage.stream()).toList();
        List<String> files = asked.isEmpty() ? List.of(Reading.sample()) : asked;
        try (Ledger ledger = reading.open(book, files)) {
            Sums sums = ledger.sums(List.of(span(ledger)), false);
            Mix mix = mix(sums);
            Comparison comparison = Comparison.of(market, mix, day, scores.ratings());
            CompareReport report =
                    new CompareReport(
                            asked.isEmpty() ? Reading.SAMPLE_SUBJECT : Reading.subject(asked),
                            sums.periods().getFirst().label(),
                            scores.ratings(),
                            comparison,
                            sellers,
                            spend(sums),
                            sums.unpriced().stream().mapToLong(u -> u.tokens()).sum(),
                            sums.cells().stream().map(Cell::product).distinct().toList(),
                            market.asOf(),
                            ledger.report(),
                            reading.zone(),
                            details);
            if (report.shown().isEmpty()) {
                throw new Refusal(
                        "no listing has a price for these meters on %s (%s); the price book begins in 2022"
                                .formatted(day, mix.counts()));
            }
            output.show(spec, report::text, report::json, report::csv, report::page);
            return 0;
        }
    }

    private Period span(Ledger ledger) {
        if (ledger.report().rows("ok") == 0) {
            throw new Refusal("nothing to compare: " + Reading.nothing(ledger));
        }
        if (period != null) {
            return Periods.parse(period, reading.zone());
        }
        Instant from = Reading.instant(ledger.report().firstMicros());
        Instant to = Reading.instant(ledger.report().endMicros());
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
