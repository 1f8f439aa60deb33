package steelyard.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import steelyard.file.TemporaryFolder;
import steelyard.file.WholeFile;
import steelyard.refusal.Refusal;
import steelyard.show.Page;

/// Chromium, or what is made of it, which turns a page into a picture.
///
/// @param program where it lies
record Browser(Path program) {
    private static final List<String> NAMES =
            List.of(
                    "chromium",
                    "chromium-browser",
                    "google-chrome",
                    "google-chrome-stable",
                    "chrome");

    private static final int SECONDS = 60;

    /// The first on the path.
    ///
    /// @throws Refusal if there is none
    static Browser find() {
        return find(System.getenv().getOrDefault("PATH", ""));
    }

    /// @param path folders, as in PATH
    static Browser find(String path) {
        return NAMES.stream()
                .flatMap(name ->
                        Stream.of(path.split(File.pathSeparator))
                                .filter(folder -> !folder.isEmpty())
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new)
                .orElseThrow(() ->
                        new Refusal(
                                "--png needs Chromium or Chrome, and neither is on the path; --html FILE needs nothing"));
    }

    /// Writes a page's picture as PNG, whole or not at all.
    void picture(Page page, Path file) {
        try (TemporaryFolder folder = TemporaryFolder.open()) {
            Path html = folder.path().resolve("page.html");
            Path shot = folder.path().resolve("page.png");
            page.write(html);
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    program.toString(),
                                    "--headless=new",
                                    "--disable-gpu",
                                    "--hide-scrollbars",
                                    "--force-device-scale-factor=2",
                                    "--window-size=1120,700",
                                    "--virtual-time-budget=3000",
                                    "--user-data-dir=" + folder.path().resolve("profile"),
                                    "--screenshot=" + shot));
            // Chromium's own sandbox refuses to start for root, as in most containers.
            if (System.getProperty("user.name").equals("root")) {
                command.add("--no-sandbox");
            }
            command.add(html.toUri().toString());
            Path log = folder.path().resolve("log");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            if (!Files.exists(shot)) {
                throw new Refusal(
                        "%s made no picture%s"
                                .formatted(
                                        program, ended ? "" : " in %d seconds".formatted(SECONDS)));
            }
            WholeFile.write(file, Files.readAllBytes(shot));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("--png: interrupted", e);
        }
    }
}
