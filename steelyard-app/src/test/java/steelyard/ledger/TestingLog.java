package steelyard.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import steelyard.cell.Period;
import steelyard.price.PriceBook;
import steelyard.token.Validity;
import steelyard.usage.UsageFiles;

/// Logs written by a test and read back through the ledger.
final class TestingLog {
    static final Period ALL =
            new Period(
                    "all",
                    new Validity(
                            Instant.parse("2020-01-01T00:00:00Z"),
                            Instant.parse("2099-01-01T00:00:00Z")));

    private TestingLog() {}

    static Path write(Path folder, String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    static Ledger open(Path... files) {
        return open(PriceBook.bundled(), files);
    }

    static Ledger open(PriceBook book, Path... files) {
        return Ledger.open(
                UsageFiles.find(
                        List.of(files).stream().map(Path::toString).toList(), Optional.empty()),
                book,
                ZoneOffset.UTC);
    }
}
