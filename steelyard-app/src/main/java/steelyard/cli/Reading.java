package steelyard.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.file.UserPath;
import steelyard.ledger.Ledger;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.report.price.AuditReport;
import steelyard.token.Micros;
import steelyard.token.Validity;
import steelyard.usage.LogFormat;
import steelyard.usage.UsageFiles;

/// How usage is read and priced: the options of every command that does.
final class Reading {
    private static final String SAMPLE = "samples/openrouter-weekly.csv";

    /// What the bundled sample is.
    static final String SAMPLE_SUBJECT = "OpenRouter's ten most used models";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "Read every file as this format instead of looking at its content: csv, jsonl, parquet, or one that steelyard formats lists.")
    private @Nullable String format;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Zone of periods, and of times in the log that name none (default: UTC).")
    private ZoneId zone = ZoneOffset.UTC;

    @Mixin private BookOptions book = new BookOptions();

    ZoneId zone() {
        return zone;
    }

    /// The bundled sample: what commands read when no file is named.
    static String sample() {
        Path sample = Path.of(System.getProperty("steelyard.home", "."), SAMPLE);
        if (!Files.exists(sample)) {
            throw new Refusal("no file named, and the bundled sample is not at " + sample);
        }
        return sample.toString();
    }

    /// The files of a report's title.
    static String subject(List<String> files) {
        String first = files.getFirst();
        Path name = UserPath.of(first).toAbsolutePath().normalize().getFileName();
        return (first.equals(StandardInput.NAME)
                        ? "standard input"
                        : name == null ? first : name.toString())
                + (files.size() > 1 ? " and " + (files.size() - 1) + " more" : "");
    }

    PriceBook book() {
        return book.book();
    }

    /// What a reader is to know of the book's age beside the log; empty if nothing.
    static Optional<String> lateBook(Ledger ledger, PriceBook book) {
        String late =
                ledger.report().rows("ok") == 0
                        ? ""
                        : AuditReport.lateness(
                                book.asOf(), Micros.instant(ledger.report().endMicros()));
        return late.isEmpty() ? Optional.empty() : Optional.of(late);
    }

    /// Opens the ledger over these files.
    Ledger open(PriceBook book, List<String> files, Optional<Validity> range) {
        Optional<LogFormat> forced =
                Optional.ofNullable(format)
                        .map(id ->
                                LogFormat.of(id)
                                        .orElseThrow(() ->
                                                new Refusal(
                                                        "--format %s is none of %s"
                                                                .formatted(id, LogFormat.ids()))));
        UsageFiles found = UsageFiles.find(StandardInput.spooled(files), forced);
        try (Progress _ = new Progress(found.logs().size())) {
            return Ledger.open(found, book, zone, range);
        }
    }

    /// Why a log holds nothing to work on.
    static String nothing(Ledger ledger) {
        var report = ledger.report();
        List<String> why = new ArrayList<>();
        if (report.rows("outside") > 0) {
            why.add("%,d rows lie outside --from and --until".formatted(report.rows("outside")));
        }
        if (report.rows("no_counts") > 0) {
            why.add("%,d rows state no counts".formatted(report.rows("no_counts")));
        }
        if (why.isEmpty()) {
            why.add(report.problems().isEmpty() ? "no line holds usage" : "no row can be counted");
        }
        return String.join(", ", why) + unreadable(ledger);
    }

    /// The rows that cannot be read, with the first; empty if all can.
    static String unreadable(Ledger ledger) {
        var report = ledger.report();
        return report.problems().isEmpty()
                ? ""
                : "; %d rows cannot be read, the first %s %s"
                        .formatted(
                                report.rows("unreadable"),
                                report.problems().getFirst().first(),
                                report.problems().getFirst().reason());
    }
}
