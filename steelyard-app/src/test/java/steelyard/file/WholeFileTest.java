package steelyard.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.refusal.Refusal;

/// A file is written whole or not at all, and nothing is left beside it.
class WholeFileTest {
    @TempDir private Path folder;

    private List<String> there() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("a.csv");
        WholeFile.write(file, "old");
        assertThatThrownBy(() ->
                        WholeFile.write(
                                file,
                                (Path temporary) -> {
                                    Files.writeString(temporary, "half");
                                    throw new IOException("disk full");
                                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("a.csv: cannot be written: disk full");
        assertThat(file).hasContent("old");
        assertThat(there()).containsExactly("a.csv");
    }

    @Test
    void aLinkStaysAndWhatItLeadsToIsWritten() throws IOException {
        Path real = folder.resolve("real.csv");
        Files.writeString(real, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("real.csv"));
        WholeFile.write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void aDeviceIsWrittenToAndNotReplaced() {
        Path nothing = Path.of("/dev/null");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(nothing));
        WholeFile.write(nothing, "text");
        assertThat(Files.isRegularFile(nothing)).isFalse();
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
        assertThatThrownBy(() -> WholeFile.write(full, "text"))
                .hasMessageContaining("/dev/full: cannot be written");
        assertThat(Files.isRegularFile(full)).isFalse();
    }

    @Test
    void whatAKilledProgramLeftIsDeletedByTheNext() throws IOException {
        // No process has this number: Linux gives none above 4,194,304.
        Files.writeString(folder.resolve(".a.csv.99999999"), "half");
        Files.writeString(
                folder.resolve(".a.csv." + ProcessHandle.current().parent().orElseThrow().pid()),
                "of one that still runs");
        Files.writeString(folder.resolve(".a.csv.bak"), "a user's own");
        WholeFile.write(folder.resolve("a.csv"), "new");
        assertThat(there()).hasSize(3).contains("a.csv", ".a.csv.bak");
        assertThat(there()).doesNotContain(".a.csv.99999999");
    }

    @Test
    void foldersAreRefusedByName() {
        assertThatThrownBy(() -> WholeFile.write(folder, "x"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a folder; name a file to write");
        assertThatThrownBy(() -> WholeFile.write(folder.resolve("no/a.csv"), "x"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void aTildeIsTheUsersFolder() {
        String home = System.getProperty("user.home");
        assertThat(UserPath.of("~/a.csv")).isEqualTo(Path.of(home, "a.csv"));
        assertThat(UserPath.of("~")).isEqualTo(Path.of(home));
        assertThat(UserPath.of("a~/b")).isEqualTo(Path.of("a~/b"));
        assertThatThrownBy(() -> UserPath.of("a\0b")).isInstanceOf(Refusal.class);
    }

    @Test
    void temporaryFoldersGoAndThoseOfTheDeadToo() throws IOException {
        Path mine;
        try (TemporaryFolder temporary = TemporaryFolder.open()) {
            mine = temporary.path();
            Files.writeString(mine.resolve("x"), "y");
            Path dead = mine.resolveSibling("steelyard-99999999-1");
            Files.createDirectories(dead);
            try (TemporaryFolder _ = TemporaryFolder.open()) {
                assertThat(dead).doesNotExist();
                assertThat(mine).exists();
            }
        }
        assertThat(mine).doesNotExist();
    }
}
