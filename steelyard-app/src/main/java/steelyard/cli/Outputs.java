package steelyard.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import steelyard.file.UserPath;
import steelyard.refusal.Refusal;

/// The files that a command line names: what is written may be nothing that is read.
final class Outputs {
    private Outputs() {}

    /// Refuses a command line that would write over one of its inputs, or write one file twice.
    static void check(CommandLine.ParseResult parsed) {
        List<Path> written = new ArrayList<>();
        List<String> read = new ArrayList<>();
        for (CommandLine.ParseResult at = parsed;
                at != null;
                at = at.hasSubcommand() ? at.subcommand() : null) {
            for (CommandLine.Model.ArgSpec arg : at.matchedArgs()) {
                sort(arg.getValue(), written, read);
            }
        }
        for (int i = 0; i < written.size(); i++) {
            for (Path other : written.subList(0, i)) {
                if (isSame(written.get(i), other)) {
                    throw new Refusal(written.get(i) + ": is to be written twice");
                }
            }
            for (String name : read) {
                if (isRead(written.get(i), name)) {
                    throw new Refusal(
                            written.get(i)
                                    + ": is one of the files that are read ("
                                    + name
                                    + "); name another to write");
                }
            }
        }
    }

    private static void sort(Object value, List<Path> written, List<String> read) {
        switch (value) {
            case null -> {}
            case OutputFile(Path path) -> written.add(path);
            case Collection<?> many -> many.forEach(one -> sort(one, written, read));
            case Path path -> read.add(path.toString());
            case String text -> {
                read.add(text);
                if (text.contains(",")) {
                    read.addAll(List.of(text.split(",")));
                }
            }
            default -> {}
        }
    }

    /// Whether a file is what a name means, lies in that folder, or is met by that pattern.
    private static boolean isRead(Path file, String name) {
        if (name.isEmpty() || !Files.isRegularFile(file)) {
            return false;
        }
        try {
            Path named = UserPath.of(name);
            if (Files.isDirectory(named)) {
                return file.toRealPath().startsWith(named.toRealPath());
            }
            return Files.exists(named) ? isSame(file, named) : isMet(file, named);
        } catch (IOException | Refusal _) {
            return false; // No name of a file: nothing that could be overwritten.
        }
    }

    private static boolean isMet(Path file, Path pattern) throws IOException {
        Path folder = Objects.requireNonNullElse(pattern.getParent(), Path.of(""));
        PathMatcher matcher =
                FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName());
        return Files.isDirectory(folder.toAbsolutePath())
                && Files.isSameFile(
                        folder.toAbsolutePath(),
                        Objects.requireNonNull(file.toAbsolutePath().getParent()))
                && matcher.matches(file.getFileName());
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize())
                    || (Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b));
        } catch (IOException _) {
            return false; // One of them is not there.
        }
    }
}
