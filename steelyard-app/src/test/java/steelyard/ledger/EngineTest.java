package steelyard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The database loads nothing and asks nobody, and nothing else opens one.
class EngineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "autoinstall_known_extensions",
                "autoload_known_extensions",
                "allow_community_extensions",
                "allow_unsigned_extensions"
            })
    void extensionsAreOff(String setting) throws SQLException {
        try (Connection db = Engine.open("");
                Statement s = db.createStatement();
                ResultSet row = s.executeQuery("SELECT current_setting('" + setting + "')")) {
            row.next();
            assertThat(row.getBoolean(1)).isFalse();
        }
    }

    /// A name of a log that is an address is no file, and no extension is fetched to read it.
    @Test
    void anAddressIsNotOpened() throws SQLException {
        try (Connection db = Engine.open("");
                Statement s = db.createStatement()) {
            assertThatThrownBy(
                            () -> s.executeQuery("SELECT * FROM 'https://localhost:1/a.parquet'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("httpfs");
        }
    }

    @Test
    void onlyTheEngineOpensADatabaseAndOnlyUpdatesAskAnotherMachine() throws IOException {
        assertThat(naming("DriverManager", "DuckDBDriver")).containsExactly("Engine.java");
        assertThat(naming("java.net.http", "java.net.Socket", "URLConnection", "openStream()"))
                .containsExactly("Fetch.java");
    }

    private static List<String> naming(String... words) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> {
                        String text = read(f);
                        return Stream.of(words).anyMatch(text::contains);
                    })
                    .map(f -> f.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
