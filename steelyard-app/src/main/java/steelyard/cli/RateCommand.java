package steelyard.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import steelyard.ledger.Ledger;
import steelyard.ledger.ReadReport;
import steelyard.price.PriceBook;
import steelyard.report.LogNotes;

/// `steelyard rate`: every call with its amount.
@Command(
        name = "rate",
        description = "Writes every call with its amount, per meter, and the price used.",
        mixinStandardHelpOptions = true)
final class RateCommand implements Callable<Integer> {
    @Mixin private Input input = new Input();

    @Option(
            names = {"-o", "--to"},
            paramLabel = "FILE",
            required = true,
            description = "Where to: .parquet, .csv or .jsonl (.gz for the last two).")
    private OutputFile output = new OutputFile(Path.of("charges.parquet"));

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        if (input.none()) {
            throw new ParameterException(spec.commandLine(), "Missing a FILE to rate");
        }
        PriceBook book = input.book();
        try (Ledger ledger = input.open(book, List.of())) {
            long rows = ledger.writeCharges(output.path());
            ReadReport read = ledger.report();
            spec.commandLine()
                    .getErr()
                    .println(
                            "written: %s, %,d rows, %,d of them without a price (left out: %,d duplicates, %,d unreadable, %,d without counts)"
                                    .formatted(
                                            output,
                                            rows,
                                            ledger.unratedRows(),
                                            read.rows("duplicate"),
                                            read.rows("unreadable"),
                                            read.rows("no_counts")));
            spec.commandLine().getErr().println("  price book of " + book.asOf());
            Reading.lateBook(ledger, book)
                    .ifPresent(late -> spec.commandLine().getErr().println("  " + late));
            LogNotes.of(read, input.zone())
                    .forEach(note -> spec.commandLine().getErr().println("  " + note));
            for (ReadReport.Problem problem : read.problems()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "  %s %s (%,d such)"
                                        .formatted(
                                                problem.first(), problem.reason(), problem.rows()));
            }
            return 0;
        }
    }
}
