package steelyard.usage;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import steelyard.file.TemporaryFolder;
import steelyard.usage.format.Formats;
import steelyard.usage.format.Mapping;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The rows of a SQLite database as JSON records, each with the name of its `table`.
///
/// The database is copied first, with what its writer has not yet taken into it, and nothing is
/// written beside the original.
final class SqliteRecords implements RecordReader {
    /// Bytes of the largest value that is unpacked.
    private static final int LARGEST = 256 << 20;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final TemporaryFolder folder;
    private final Connection db;
    private final Iterator<Mapping.Table> tables;
    private final Queue<String> problems = new ArrayDeque<>();
    private Mapping.@Nullable Table table;
    private @Nullable Statement statement;
    private @Nullable ResultSet rows;
    private long number;

    /// @throws SQLException if it cannot be opened
    SqliteRecords(Path file, Mapping mapping) throws IOException, SQLException {
        folder = TemporaryFolder.open();
        try {
            db = open(file, folder);
        } catch (IOException | SQLException e) {
            folder.close();
            throw e;
        }
        tables = mapping.tables().iterator();
    }

    private static Connection open(Path file, TemporaryFolder folder)
            throws IOException, SQLException {
        Path copy = folder.path().resolve("copy.db");
        Files.copy(file, copy);
        for (String ending : List.of("-wal")) {
            Path beside = file.resolveSibling(file.getFileName() + ending);
            if (Files.isReadable(beside)) {
                Files.copy(beside, folder.path().resolve("copy.db" + ending));
            }
        }
        SQLiteConfig config = new SQLiteConfig();
        config.enableLoadExtension(false);
        return config.createConnection("jdbc:sqlite:" + copy);
    }

    /// The format whose tables a database has; empty if there is none.
    static Optional<Mapping> format(Path file) {
        try (TemporaryFolder folder = TemporaryFolder.open();
                Connection db = open(file, folder)) {
            for (Mapping mapping : Formats.all()) {
                for (Mapping.Table table : mapping.tables()) {
                    Set<String> columns = columns(db, table.name());
                    if (!columns.isEmpty() && columns.containsAll(needed(table))) {
                        return Optional.of(mapping);
                    }
                }
            }
        } catch (IOException | SQLException _) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Set<String> needed(Mapping.Table table) {
        Set<String> needed = new HashSet<>(table.columns());
        needed.addAll(table.columns().isEmpty() ? table.parse() : List.of());
        return needed;
    }

    private static Set<String> columns(Connection db, String table) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (var query = db.prepareStatement("SELECT name FROM pragma_table_info(?)")) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1).toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }

    @Override
    public LineReader.@Nullable Line next() {
        try {
            while (true) {
                if (!problems.isEmpty()) {
                    return new LineReader.Line(number, new byte[0], problems.poll());
                }
                if (rows == null) {
                    if (!tables.hasNext()) {
                        return null;
                    }
                    table = tables.next();
                    if (columns(db, table.name()).isEmpty()) {
                        continue;
                    }
                    statement = db.createStatement();
                    rows =
                            statement.executeQuery(
                                    "SELECT * FROM \"" + table.name().replace("\"", "\"\"") + "\"");
                }
                if (rows.next()) {
                    number++;
                    return new LineReader.Line(
                            number, row(Objects.requireNonNull(table), rows), null);
                }
                rows.close();
                Objects.requireNonNull(statement).close();
                rows = null;
            }
        } catch (SQLException e) {
            rows = null;
            while (tables.hasNext()) {
                tables.next();
            }
            return new LineReader.Line(
                    number + 1,
                    new byte[0],
                    "the database cannot be read on from here: " + e.getMessage());
        }
    }

    private byte[] row(Mapping.Table table, ResultSet rows) throws SQLException {
        ObjectNode record = JSON.createObjectNode();
        var columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnName(i);
            Object value = rows.getObject(i);
            if (table.parse().contains(name)) {
                record.set(name, parsed(name, value));
            } else if (value instanceof Number n) {
                record.put(name, new BigDecimal(n.toString()));
            } else if (value instanceof String text) {
                record.put(name, text);
            }
        }
        record.put("table", table.name());
        return JSON.writeValueAsBytes(record);
    }

    /// JSON in a cell: text or bytes, packed by zstd or not.
    private JsonNode parsed(String column, @Nullable Object value) {
        try {
            return switch (value) {
                case null -> JSON.nullNode();
                case byte[] bytes when bytes.length > 3 && bytes[0] == 0x28 && bytes[2] == 0x2f -> {
                    try (ZstdInputStream in =
                            new ZstdInputStream(new ByteArrayInputStream(bytes))) {
                        yield JSON.readTree(in.readNBytes(LARGEST));
                    }
                }
                case byte[] bytes -> JSON.readTree(bytes);
                default -> JSON.readTree(value.toString().getBytes(StandardCharsets.UTF_8));
            };
        } catch (JacksonException | IOException _) {
            problems.add(column + " of row " + number + " holds no JSON that can be read");
            return JSON.nullNode();
        }
    }

    @Override
    public void close() {
        try {
            db.close();
        } catch (SQLException _) {
            // It was a copy.
        }
        folder.close();
    }
}
