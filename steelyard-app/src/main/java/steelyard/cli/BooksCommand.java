package steelyard.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import steelyard.ledger.BookComparison;
import steelyard.ledger.Ledger;
import steelyard.refusal.Refusal;
import steelyard.report.price.BooksReport;
import steelyard.show.Answer;

/// `steelyard prices compare`: one log at the prices of two books.
@Command(
        name = "compare",
        description = {
            "Rates a log by two price books: which calls differ, and by how much.",
            "",
            "A book is bundled, bundled@DATE (as it stood then), uncorrected (as the sources alone make it),",
            "or a sheet laid over the bundled one."
        },
        mixinStandardHelpOptions = true)
final class BooksCommand extends AnswerCommand {
    @CommandLine.Mixin private Input input = new Input();

    @Option(
            names = "--books",
            paramLabel = "A,B",
            required = true,
            split = ",",
            description = "The two books, e.g. bundled@2026-08-21,bundled.")
    private List<String> books = List.of();

    @Option(names = "--fail-on-change", description = "End with 1 if any call differs.")
    private boolean fail;

    private boolean differs;

    @Override
    Answer answer() {
        if (input.none()) {
            throw new ParameterException(spec().commandLine(), "Missing a FILE to rate");
        }
        if (books.size() != 2) {
            throw new Refusal(
                    "--books needs two books, e.g. bundled@2026-08-21,bundled; there are "
                            + books.size());
        }
        try (Ledger first = input.open(Books.named(books.get(0)), List.of());
                Ledger second = input.open(Books.named(books.get(1)), List.of())) {
            if (first.report().rows("ok") == 0) {
                throw new Refusal("nothing to compare: " + Reading.nothing(first));
            }
            BookComparison comparison = BookComparison.of(first, second);
            differs = comparison.differing() > 0;
            return BooksReport.of(comparison, books.get(0), books.get(1));
        }
    }

    @Override
    boolean fails() {
        return fail && differs;
    }
}
