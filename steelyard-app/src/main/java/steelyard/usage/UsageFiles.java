package steelyard.usage;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import steelyard.file.UserPath;
import steelyard.refusal.Refusal;

/// The files that hold usage among those a user names; folders are searched to the bottom.
///
/// @param logs files to read, in the order of their paths
/// @param skipped files in folders that are no usage logs, each with the reason
public record UsageFiles(List<LogFile> logs, List<String> skipped) {
    public UsageFiles {
        logs = List.copyOf(logs);
        skipped = List.copyOf(skipped);
    }

    /// Finds and classifies files.
    ///
    /// @param names paths, or glob patterns in the last part of one
    /// @param forced the format of all of them; empty to look at each file's content
    /// @throws Refusal if a named file does not exist or is no usage log, or if nothing is left
    public static UsageFiles find(List<String> names, Optional<LogFormat> forced) {
        List<LogFile> logs = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (String name : names) {
            Path path = UserPath.of(name);
            if (Files.isDirectory(path)) {
                inFolder(path, forced, logs, skipped);
            } else if (Files.exists(path)) {
                logs.add(named(path, forced));
            } else {
                inGlob(path, forced, logs);
            }
        }
        Set<Path> seen = new HashSet<>();
        logs.removeIf(log -> !seen.add(real(log.path())));
        if (logs.isEmpty()) {
            throw new Refusal(
                    "%s: no usage logs in it (%s); %s"
                            .formatted(
                                    String.join(" ", names),
                                    skipped.isEmpty()
                                            ? "no files"
                                            : skipped.size()
                                                    + " other files, e.g. "
                                                    + skipped.getFirst(),
                                    Columns.NEEDED));
        }
        return new UsageFiles(logs, skipped);
    }

    /// Where a path leads in the end: a file that is named twice, or by a link, counts once.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static LogFile named(Path path, Optional<LogFormat> forced) {
        if (!Files.isReadable(path)) {
            throw new Refusal(path + ": no permission to read it");
        }
        if (forced.isPresent()) {
            return new LogFile(path, forced.get());
        }
        Detection.Result result = Detection.detect(path);
        return new LogFile(
                path, result.format().orElseThrow(() -> new Refusal(path + ": " + result.why())));
    }

    private static void inGlob(Path path, Optional<LogFormat> forced, List<LogFile> logs) {
        Path folder = path.getParent() == null ? Path.of("") : path.getParent();
        String pattern = path.getFileName() == null ? "" : path.getFileName().toString();
        List<Path> found = new ArrayList<>();
        if (pattern.matches(".*[*?{\\[].*") && Files.isDirectory(folder.toAbsolutePath())) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            try (var files = Files.list(folder.toAbsolutePath())) {
                files.filter(Files::isRegularFile)
                        .filter(file -> matcher.matches(file.getFileName()))
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                throw new Refusal(folder + ": " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) {
            throw new Refusal(path + ": no such file or folder");
        }
        found.forEach(file -> logs.add(named(file, forced)));
    }

    private static void inFolder(
            Path folder, Optional<LogFormat> forced, List<LogFile> logs, List<String> skipped) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile()) {
                                files.add(file);
                            } else {
                                skipped.add(file + ": neither a file nor a folder");
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            skipped.add(
                                    file
                                            + (e instanceof FileSystemLoopException
                                                    ? ": a link to a folder that it lies in"
                                                    : Files.exists(file)
                                                            ? ": no permission to read it"
                                                            : ": a link that leads nowhere"));
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new Refusal(folder + ": cannot be searched: " + e.getMessage(), e);
        }
        files.sort(null);
        for (Path file : files) {
            Detection.Result result =
                    forced.isPresent() ? new Detection.Result(forced, "") : Detection.detect(file);
            result.format()
                    .ifPresentOrElse(
                            format -> logs.add(new LogFile(file, format)),
                            () -> skipped.add(file + ": " + result.why()));
        }
    }
}
