package steelyard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steelyard.file.TemporaryFolder;

/// What comes in at standard input, kept as a file for as long as the program runs: logs are read
/// more than once.
final class StandardInput {
    static final String NAME = "-";

    private static @Nullable Path kept;

    private StandardInput() {}

    /// The names with that file in place of `-`.
    static List<String> spooled(List<String> names) {
        return names.stream().map(n -> n.equals(NAME) ? file().toString() : n).toList();
    }

    private static synchronized Path file() {
        if (kept == null) {
            // Deleted as the program ends.
            kept = TemporaryFolder.open().path().resolve("standard-input");
            try {
                Files.copy(System.in, Objects.requireNonNull(kept));
            } catch (IOException e) {
                throw new UncheckedIOException("standard input cannot be read", e);
            }
        }
        return Objects.requireNonNull(kept);
    }
}
