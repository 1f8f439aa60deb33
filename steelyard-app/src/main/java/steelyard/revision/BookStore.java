package steelyard.revision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import steelyard.file.WholeFile;
import steelyard.price.PriceBook;

/// Updates of the book on this machine: each a sheet laid over the one before, with what it was
/// made from beside it.
///
/// `updates/0001.csv`, `0002.csv` ... are the overlays; `0001.source` holds what was read, and
/// `log.txt` a line for each with date, source and SHA-256. The last can be taken back.
public final class BookStore {
    private final Path folder;

    /// @param folder is made when something is first kept in it
    public BookStore(Path folder) {
        this.folder = folder;
    }

    /// The store of whoever runs the program: `STEELYARD_DATA`, or where their system keeps data.
    public static BookStore ofUser() {
        String told =
                Optional.ofNullable(System.getProperty("steelyard.data"))
                        .or(() -> Optional.ofNullable(System.getenv("STEELYARD_DATA")))
                        .or(() ->
                                Optional.ofNullable(System.getenv("XDG_DATA_HOME"))
                                        .map(d -> d + "/steelyard"))
                        .orElse(System.getProperty("user.home") + "/.local/share/steelyard");
        return new BookStore(Path.of(told).resolve("updates"));
    }

    /// The overlays in the order in which they were made.
    public List<Path> overlays() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("\\d{4}\\.csv"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": not readable", e);
        }
    }

    /// A book with every update on it.
    public PriceBook over(PriceBook book) {
        PriceBook updated = book;
        for (Path overlay : overlays()) {
            updated = updated.with(overlay);
        }
        return updated;
    }

    /// Keeps an import.
    ///
    /// @param read the bytes of the sheet
    /// @return the new overlay
    public Path keep(Import made, String source, byte[] read) {
        try {
            Files.createDirectories(folder);
            int last =
                    overlays().stream()
                            .map(f -> f.getFileName().toString().substring(0, 4))
                            .mapToInt(Integer::parseInt)
                            .max()
                            .orElse(0);
            String number = "%04d".formatted(last + 1);
            WholeFile.write(folder.resolve(number + ".source"), read);
            Files.writeString(
                    folder.resolve("log.txt"),
                    "%s %s %s sha256:%s %d prices%n"
                            .formatted(
                                    number,
                                    made.seen(),
                                    source,
                                    sha256(read),
                                    made.changes().size()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            Path overlay = folder.resolve(number + ".csv");
            WholeFile.write(overlay, made.overlay());
            return overlay;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /// Takes the last update back.
    ///
    /// @return its overlay, which is kept as `0001.undone`; empty if there was none
    public Optional<Path> undo() {
        List<Path> overlays = overlays();
        if (overlays.isEmpty()) {
            return Optional.empty();
        }
        Path last = overlays.getLast();
        try {
            Path undone =
                    last.resolveSibling(last.getFileName().toString().replace(".csv", ".undone"));
            Files.move(last, undone, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(
                    folder.resolve("log.txt"),
                    "%s %s undone%n"
                            .formatted(
                                    last.getFileName().toString().substring(0, 4),
                                    LocalDate.now(java.time.ZoneOffset.UTC)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return Optional.of(undone);
        } catch (IOException e) {
            throw new UncheckedIOException(last + ": cannot be taken back", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
