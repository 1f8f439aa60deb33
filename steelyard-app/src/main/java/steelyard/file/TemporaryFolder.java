package steelyard.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder for what a program needs while it runs, deleted as it is closed, or as the program ends
/// at a signal; what a kill leaves behind is deleted by the next program that needs one.
///
/// @param path where it is
/// @param atExit what deletes it at a signal
public record TemporaryFolder(Path path, Thread atExit) implements AutoCloseable {
    static final String PREFIX = "steelyard-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-\\d+");

    /// @throws UncheckedIOException if there is no place for it
    public static TemporaryFolder open() {
        try {
            Path path = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
            dropLeft(path);
            Thread atExit = new Thread(() -> delete(path));
            Runtime.getRuntime().addShutdownHook(atExit);
            return new TemporaryFolder(path, atExit);
        } catch (IOException e) {
            throw new UncheckedIOException("no place for temporary files: " + e.getMessage(), e);
        }
    }

    private static void dropLeft(Path mine) throws IOException {
        Path folder = mine.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> there = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path path : there) {
                Matcher m = NAME.matcher(path.getFileName().toString());
                if (m.matches() && WholeFile.isOver(m.group(1)) && Files.isWritable(path)) {
                    delete(path);
                }
            }
        }
    }

    @Override
    public void close() {
        delete(path);
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // Another program may be deleting the same: what remains is deleted by the next.
            folder.toFile().deleteOnExit();
        }
    }
}
