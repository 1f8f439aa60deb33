package steelyard.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.revision.BookStore;

/// The price book of a command: the bundled one, the user's updates, and sheets laid over them. It
/// is opened once, when something first asks for it.
final class BookOptions {
    @Option(
            names = "--prices",
            paramLabel = "SHEET",
            description =
                    "A price sheet to lay over the book: a contract, or models of your own. May be repeated.")
    private List<Path> prices = new ArrayList<>();

    @Option(
            names = "--known-at",
            paramLabel = "DATE",
            description =
                    "Use the price book as it stood on a date: rows recorded later are left out.")
    private @Nullable LocalDate knownAt;

    private @Nullable PriceBook book;

    PriceBook book() {
        PriceBook opened = book;
        if (opened == null) {
            opened = open();
            book = opened;
        }
        return opened;
    }

    /// @param why whatever does not ask for a listed price
    void unused(String why) {
        if (!prices.isEmpty() || knownAt != null) {
            throw new Refusal(
                    "--prices and --known-at have no effect %s; leave them out".formatted(why));
        }
    }

    private PriceBook open() {
        PriceBook opened = BookStore.ofUser().over(PriceBook.bundled());
        for (Path sheet : prices) {
            opened = opened.with(sheet);
        }
        return knownAt == null
                ? opened
                : opened.knownAt(knownAt.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
