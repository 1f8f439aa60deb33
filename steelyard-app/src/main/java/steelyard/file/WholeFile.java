package steelyard.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steelyard.refusal.Refusal;

/// Files that are written whole or not at all: to a temporary name beside the file, then moved to
/// its own. A link stays and the file that it leads to is written; a device or a pipe is written
/// to. What a signal leaves behind is deleted as the program ends, and what a kill leaves behind by
/// the next one that writes beside it.
public final class WholeFile {
    private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(WholeFile::drop));
    }

    /// What writes a file of the name given.
    public interface Writing {
        void to(Path file) throws IOException;
    }

    private WholeFile() {}

    /// Writes text in UTF-8 in place of what the file held.
    ///
    /// @throws Refusal if its folder does not exist or it is a folder
    /// @throws UncheckedIOException if it cannot be written; the file is then as it was
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The same for bytes.
    public static void write(Path file, byte[] bytes) {
        write(file, (Path temporary) -> Files.write(temporary, bytes));
    }

    /// The same for what can only be written under a name.
    public static void write(Path file, Writing writing) {
        Path target = target(file);
        boolean stream = Files.exists(target) && !Files.isRegularFile(target);
        Path temporary = null;
        try {
            temporary = stream ? Files.createTempFile(TemporaryFolder.PREFIX, "") : beside(target);
            UNFINISHED.add(temporary);
            writing.to(temporary);
            if (stream) {
                try (OutputStream out = Files.newOutputStream(target)) {
                    Files.copy(temporary, out);
                }
            } else {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        } finally {
            if (temporary != null) {
                temporary.toFile().delete();
                UNFINISHED.remove(temporary);
            }
        }
    }

    /// The file that is meant: where a link leads.
    private static Path target(Path file) {
        Path target = file.toAbsolutePath();
        try {
            for (int hops = 0; Files.isSymbolicLink(target) && hops < 40; hops++) {
                target = target.resolveSibling(Files.readSymbolicLink(target)).normalize();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": the link cannot be followed", e);
        }
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Refusal(file + ": the folder " + folder + " does not exist");
        }
        if (Files.isDirectory(target)) {
            throw new Refusal(file + ": a folder; name a file to write");
        }
        return target;
    }

    /// A name beside the file, with what earlier programs left there deleted.
    private static Path beside(Path target) throws IOException {
        String name = "." + target.getFileName() + ".";
        Path folder = Objects.requireNonNull(target.getParent());
        Pattern left = Pattern.compile(Pattern.quote(name) + "(\\d+)");
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(
                        folder, f -> left.matcher(f.getFileName().toString()).matches())) {
            for (Path file : files) {
                Matcher m = left.matcher(file.getFileName().toString());
                if (m.matches() && isOver(m.group(1))) {
                    file.toFile().delete();
                }
            }
        }
        return folder.resolve(name + ProcessHandle.current().pid());
    }

    /// Whether the program of a number has ended.
    static boolean isOver(String pid) {
        try {
            return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void drop() {
        UNFINISHED.forEach(file -> file.toFile().delete());
    }
}
