package steelyard.usage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.Validity;

/// Reads usage logs into the relation `usage` of a DuckDB connection.
///
/// Parquet is read in place; other formats are read once into a table. Every row has a status:
/// `ok`, `duplicate` (a response that another line stands for), `outside` (of the range asked for),
/// `unreadable` or `no_counts`.
public final class UsageReader {
    /// A row lies in the period in which its middle lies: a call at its time, a row that sums a
    /// week at its Wednesday.
    public static final String MIDDLE = "(micros + (micros_end - micros) // 2)";

    private final Connection db;
    private final List<LogFile> files = new ArrayList<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private final List<String> inPlace = new ArrayList<>();
    private final Set<Meter> meters = EnumSet.noneOf(Meter.class);

    /// @param zone the zone of times that name none
    public UsageReader(Connection db, ZoneId zone) throws SQLException {
        this.db = db;
        run("SET TimeZone='UTC'");
        run("SET VARIABLE zone = " + literal(zone.getId().equals("Z") ? "UTC" : zone.getId()));
        run(sql("macros.sql"));
        run(sql("table.sql"));
        Lines.register(db);
        CsvRows.register(db);
    }

    /// Bytes of lines read so far by this program, for showing progress.
    public static long bytesRead() {
        return Lines.BYTES.get();
    }

    /// Columns that the files have and the usage table does not, as `file: columns`.
    public List<String> ignoredColumns() {
        return List.copyOf(ignored);
    }

    /// The table's column in which a meter is counted alone.
    public static String column(Meter meter) {
        return Columns.of(meter);
    }

    /// Whether every log has a column for a meter, be it of zeros.
    public static boolean isUsual(Meter meter) {
        return Columns.isUsual(meter);
    }

    /// The meters of which any file may have counts.
    public Set<Meter> meters() {
        return Set.copyOf(meters);
    }

    /// The files in the order of their numbers in `usage`.
    public List<LogFile> files() {
        return List.copyOf(files);
    }

    /// The file with this number in `usage`.
    public Path file(int number) {
        return files.get(number).path();
    }

    /// Reads the files; `usage` holds them all afterwards.
    ///
    /// @param range rows whose middle lies outside it get the status `outside`; empty for none
    /// @throws Refusal if a file as a whole cannot be read
    public void read(List<LogFile> logs, Optional<Validity> range) throws SQLException {
        Map<LogFormat, List<Path>> byFormat = new LinkedHashMap<>();
        for (LogFile log : logs) {
            byFormat.computeIfAbsent(log.format(), f -> new ArrayList<>()).add(log.path());
        }
        for (Map.Entry<LogFormat, List<Path>> group : byFormat.entrySet()) {
            int first = files.size();
            for (Path path : group.getValue()) {
                files.add(new LogFile(path, group.getKey()));
            }
            switch (group.getKey()) {
                case PARQUET -> parquet(group.getValue(), first);
                case CSV -> {
                    for (int i = 0; i < group.getValue().size(); i++) {
                        csv(group.getValue().get(i), first + i);
                    }
                }
                case JSONL -> jsonTable(group.getValue(), first);
                case CLAUDE_CODE, PI -> lines(group.getKey(), group.getValue(), first);
            }
        }
        inPlace.addFirst("SELECT * FROM usage_rows");
        String blank =
                Stream.concat(
                                meters.stream()
                                        .filter(m -> !Columns.isUsual(m))
                                        .map(m ->
                                                "coalesce(%1$s, 0) AS %1$s".formatted(m.column())),
                                range.map(UsageReader::status).stream())
                        .collect(Collectors.joining(", "));
        run(
                "CREATE VIEW usage AS SELECT *%s FROM (%s)"
                        .formatted(
                                blank.isEmpty() ? "" : " REPLACE (" + blank + ")",
                                String.join("\nUNION ALL BY NAME\n", inPlace)));
    }

    private static String status(Validity range) {
        return "CASE WHEN status IN ('ok', 'duplicate') AND NOT (%1$s >= %2$d AND %1$s < %3$d) THEN 'outside' ELSE status END AS status"
                .formatted(MIDDLE, Micros.of(range.from()), Micros.of(range.to()));
    }

    private void lines(LogFormat format, List<Path> paths, int first) throws SQLException {
        meters.addAll(
                format == LogFormat.PI
                        ? List.of(Meter.INPUT, Meter.CACHE_READ, Meter.CACHE_WRITE, Meter.OUTPUT)
                        : List.of(
                                Meter.INPUT,
                                Meter.CACHE_READ,
                                Meter.CACHE_WRITE,
                                Meter.CACHE_WRITE_5M,
                                Meter.CACHE_WRITE_1H,
                                Meter.OUTPUT,
                                Meter.REASONING,
                                Meter.WEB_SEARCH));
        run(
                "INSERT INTO usage_rows BY NAME WITH lines AS (FROM steelyard_lines(%d)) FROM (\n%s)"
                        .formatted(
                                Lines.batch(paths, first, format.needle()), sql(format + ".sql")));
    }

    private void parquet(List<Path> paths, int first) throws SQLException {
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            String relation = "read_parquet(%s, file_row_number = true)".formatted(literal(path));
            Map<String, String> types = describe(path, relation);
            types.remove("file_row_number");
            inPlace.add(
                    "FROM (\n%s)"
                            .formatted(
                                    canonical(
                                            first + i,
                                            "file_row_number + 1 AS line, NULL::VARCHAR AS broken",
                                            columns(path, types.keySet()),
                                            types,
                                            relation)));
        }
    }

    private void csv(Path path, int number) throws SQLException {
        CsvDialect dialect = CsvDialect.of(path);
        Map<String, String> types = texts(dialect.columns());
        run(
                "INSERT INTO usage_rows BY NAME FROM (\n%s)"
                        .formatted(
                                canonical(
                                        number,
                                        "\"%s\" AS line, \"%s\" AS broken"
                                                .formatted(CsvRows.LINE, CsvRows.BROKEN),
                                        columns(path, types.keySet()),
                                        types,
                                        "steelyard_csv(%d)"
                                                .formatted(CsvRows.file(path, dialect)))));
    }

    private void jsonTable(List<Path> paths, int first) throws SQLException {
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            Map<String, String> types = texts(JsonKeys.of(path));
            Columns columns = columns(path, types.keySet());
            String structure =
                    columns.found().values().stream()
                            .map(name -> "\"" + name.replace("\"", "\\\"") + "\": \"VARCHAR\"")
                            .collect(Collectors.joining(", ", "{", "}"));
            String relation =
                    """
                    (SELECT line, coalesce(problem, CASE WHEN j IS NULL THEN 'not valid JSON' END) AS broken, unnest(j)
                    FROM (SELECT line, problem, CASE WHEN problem IS NULL AND json_valid(text) THEN json_transform(text, %s) END AS j
                        FROM steelyard_lines(%d)))\
                    """
                            .formatted(
                                    literal(structure), Lines.batch(List.of(path), first + i, ""));
            run(
                    "INSERT INTO usage_rows BY NAME FROM (\n%s)"
                            .formatted(
                                    canonical(
                                            first + i, "line, broken", columns, types, relation)));
        }
    }

    private static Map<String, String> texts(Collection<String> names) {
        Map<String, String> types = new LinkedHashMap<>();
        names.forEach(name -> types.put(name, "VARCHAR"));
        return types;
    }

    private Map<String, String> describe(Path path, String relation) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + relation)) {
            while (rows.next()) {
                types.put(rows.getString("column_name"), rows.getString("column_type"));
            }
        } catch (SQLException e) {
            throw new Refusal(path + ": not readable: " + firstLine(e), e);
        }
        return types;
    }

    private Columns columns(Path path, Set<String> names) throws SQLException {
        Columns columns = Columns.of(names);
        Optional<String> problem = columns.problem();
        if (problem.isPresent()) {
            throw new Refusal(path + ": " + problem.get());
        }
        for (Meter meter : columns.meters()) {
            if (meters.add(meter) && !Columns.isUsual(meter)) {
                run(
                        "ALTER TABLE usage_rows ADD COLUMN %s BIGINT DEFAULT 0"
                                .formatted(meter.column()));
            }
        }
        if (!columns.ignored().isEmpty()) {
            ignored.add(path.getFileName() + ": " + String.join(", ", columns.ignored()));
        }
        return columns;
    }

    private static String canonical(
            int file, String place, Columns columns, Map<String, String> types, String relation) {
        return "WITH source AS (SELECT %d AS file, %s, %s FROM %s)\n%s"
                .formatted(
                        file,
                        place,
                        projection(columns, types),
                        relation,
                        columns.canonical(sql("canonical.sql")));
    }

    /// Every column of the table from the file's own: as it stands, and as number or time.
    private static String projection(Columns columns, Map<String, String> types) {
        List<String> terms = new ArrayList<>();
        for (String column : Columns.all()) {
            String name = columns.found().get(column);
            if (name == null && Columns.isPlain(column)) {
                continue;
            }
            String type = name == null ? "NULL" : Objects.requireNonNull(types.get(name));
            String raw = name == null ? "NULL::VARCHAR" : "\"" + name.replace("\"", "\"\"") + "\"";
            terms.add(raw + " AS " + (column.equals("user") ? "person" : column));
            if (column.equals("time")) {
                terms.add(micros(raw, type) + " AS micros");
                terms.add(zoneless(raw, type) + " AS zoneless");
            } else if (column.equals("time_end")) {
                terms.add(micros(raw, type) + " AS micros_end");
            } else if (column.equals("recorded_cost")) {
                terms.add("finite_number(" + raw + ") AS n_recorded_cost");
            } else if (Columns.isCount(column)) {
                terms.add(number(raw, type) + " AS n_" + column);
            }
        }
        return String.join(", ", terms);
    }

    private static String number(String raw, String type) {
        return switch (type) {
            case "NULL" -> "NULL::BIGINT";
            case "BIGINT" -> raw;
            case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER" ->
                    raw + "::BIGINT";
            default -> "whole_text(" + raw + "::VARCHAR)";
        };
    }

    private static String micros(String raw, String type) {
        if (type.equals("NULL")) {
            return "NULL::BIGINT";
        }
        if (type.equals("TIMESTAMP WITH TIME ZONE")) {
            return "epoch_us(" + raw + ")";
        }
        if (type.startsWith("TIMESTAMP") || type.equals("DATE")) {
            return "epoch_us(timezone(getvariable('zone'), " + raw + "::TIMESTAMP))";
        }
        if (type.equals("VARCHAR")) {
            return "micros_text(" + raw + ", getvariable('zone'))";
        }
        return "micros_number(" + raw + ")";
    }

    private static String zoneless(String raw, String type) {
        if (type.equals("VARCHAR")) {
            return "is_zoneless(" + raw + ")";
        }
        return type.equals("DATE") || (type.startsWith("TIMESTAMP") && !type.endsWith("ZONE"))
                ? "true"
                : "false";
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String literal(Object text) {
        return "'" + text.toString().replace("'", "''") + "'";
    }

    private static String sql(String name) {
        try (InputStream in = UsageReader.class.getResourceAsStream("/steelyard/usage/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The keys of the first objects of a JSON file.
    private static final class JsonKeys {
        private JsonKeys() {}

        static Set<String> of(Path path) {
            Set<String> keys = new LinkedHashSet<>();
            try (LineReader lines = new LineReader(path, "", LineReader.LONGEST)) {
                LineReader.Line line = lines.next();
                for (int i = 0; i < 1_000 && line != null; i++, line = lines.next()) {
                    TopLevelKeys.of(line.bytes(), keys);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return keys;
        }
    }
}
