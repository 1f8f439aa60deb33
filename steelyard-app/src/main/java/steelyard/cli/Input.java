package steelyard.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.ledger.Ledger;
import steelyard.price.PriceBook;
import steelyard.usage.LogFormat;
import steelyard.usage.UsageException;
import steelyard.usage.UsageFiles;

/// The options of every command that reads usage.
final class Input {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Usage logs: files, folders (searched to the bottom) or patterns.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "Read every file as this format instead of looking at its content: csv, jsonl, parquet, claude-code, pi.")
    private @Nullable String format;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Zone of periods, and of times in the log that name none (default: UTC).")
    private ZoneId zone = ZoneOffset.UTC;

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

    boolean none() {
        return files.isEmpty();
    }

    ZoneId zone() {
        return zone;
    }

    List<String> files() {
        return List.copyOf(files);
    }

    PriceBook book() {
        return book(prices, knownAt);
    }

    static PriceBook book(List<Path> prices, @Nullable LocalDate knownAt) {
        PriceBook book = PriceBook.bundled();
        for (Path sheet : prices) {
            book = book.with(sheet);
        }
        Instant at =
                knownAt == null
                        ? Instant.MAX
                        : knownAt.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return knownAt == null ? book : book.knownAt(at);
    }

    /// Opens the ledger over the files, or over `whenNone` if none are named.
    Ledger open(PriceBook book, List<String> whenNone) {
        Optional<LogFormat> forced =
                Optional.ofNullable(format)
                        .map(id ->
                                LogFormat.of(id)
                                        .orElseThrow(() ->
                                                new UsageException(
                                                        "--format %s is none of %s"
                                                                .formatted(id, LogFormat.ids()))));
        UsageFiles found = UsageFiles.find(files.isEmpty() ? whenNone : files, forced);
        try (Progress _ = new Progress(found.logs().size())) {
            return Ledger.open(found, book, zone);
        }
    }
}
