package steelyard.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.audit.Audit;
import steelyard.audit.Finding;
import steelyard.cell.Period;
import steelyard.cell.Sums;
import steelyard.ledger.Ledger;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.report.price.AuditReport;
import steelyard.show.Answer;
import steelyard.token.Micros;
import steelyard.token.Validity;

/// `steelyard prices check`: what is doubtful in the book, and how much of a log hangs on it.
@Command(
        name = "check",
        description = {
            "Looks the price book through: breaches of what holds in every price list, prices that come and go,",
            "gaps, disputes, rates that only a vendor's rule gives, and the book's age.",
            "",
            "With a usage log: the spend that hangs on each."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand extends AnswerCommand {
    @CommandLine.Mixin private Input input = new Input();

    @Option(
            names = "--max-age",
            paramLabel = "DAYS",
            description = "How old the book may be: 30d, 6w (default: any age).")
    private @Nullable String maxAge;

    @Option(
            names = "--fail",
            description = "End with 1 if a fault is found or the book is older than --max-age.")
    private boolean fail;

    private boolean found;

    @Override
    Answer answer() {
        Optional<Integer> most = Optional.ofNullable(maxAge).map(CheckCommand::days);
        PriceBook book = input.book();
        List<Finding> findings = Audit.of(book);
        List<Finding> derived = Audit.derived(book);
        long age = Audit.ageInDays(book, LocalDate.now(ZoneOffset.UTC));
        found =
                findings.stream().anyMatch(f -> f.kind().isFault())
                        || (most.isPresent() && age > most.get());
        if (input.none()) {
            return AuditReport.of(book.asOf(), age, most, findings, derived);
        }
        try (Ledger ledger = input.open(book, List.of())) {
            if (ledger.report().rows("ok") == 0) {
                throw new Refusal("nothing to weigh: " + Reading.nothing(ledger));
            }
            return AuditReport.of(
                    book.asOf(),
                    age,
                    most,
                    findings,
                    derived,
                    sums(ledger),
                    ledger.spendByPriceRow(),
                    Micros.instant(ledger.report().endMicros()));
        }
    }

    @Override
    boolean fails() {
        return fail && found;
    }

    private static Sums sums(Ledger ledger) {
        Instant first = Micros.instant(ledger.report().firstMicros());
        Instant end = Micros.instant(ledger.report().endMicros());
        return ledger.sums(
                List.of(new Period("all", new Validity(first, end.plusSeconds(1)))), false);
    }

    private static int days(String text) {
        Map<String, Integer> units = Map.of("d", 1, "w", 7, "", 1);
        String unit = text.replaceAll("\\d", "").toLowerCase(Locale.ROOT);
        String number = text.replaceAll("\\D", "");
        Integer times = units.get(unit);
        if (times == null || number.isEmpty() || number.length() > 5) {
            throw new Refusal("--max-age %s is not a time; write 30d or 6w".formatted(text));
        }
        return Integer.parseInt(number) * times;
    }
}
