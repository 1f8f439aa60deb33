package steelyard.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import steelyard.plan.PlanBook;
import steelyard.plan.Terms;

/// Whose terms, and of which day: the options of commands about plans.
final class Plans {
    @Option(
            names = "--plans",
            paramLabel = "FOLDER",
            description =
                    "Plans of your own over the bundled ones: plans.csv and limits.csv (docs/methods/plans.md).")
    private @Nullable Path folder;

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "Terms of a day (default: the last that are known).")
    private @Nullable LocalDate at;

    PlanBook book() {
        PlanBook bundled = PlanBook.bundled();
        return folder == null ? bundled : bundled.with(folder);
    }

    LocalDate day() {
        return at == null ? PlanBook.AS_OF : at;
    }

    /// The day of the user, or the last on which terms are known to hold.
    LocalDate dayOf(Terms terms) {
        return at != null ? at : terms.to().map(to -> to.minusDays(1)).orElse(PlanBook.AS_OF);
    }

    /// A plan's terms: of the day, or the last that are known.
    Terms terms(PlanBook book, String plan) {
        return at == null ? book.last(plan) : book.on(at, plan);
    }
}
