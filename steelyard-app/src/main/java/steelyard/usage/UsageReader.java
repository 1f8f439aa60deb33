package steelyard.usage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
import steelyard.usage.format.Mapping;

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
    private final ZoneId zone;
    private final List<LogFile> files = new ArrayList<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> inPlace = new ArrayList<>();
    private final Set<Meter> meters = EnumSet.noneOf(Meter.class);

    /// @param zone the zone of times that name none
    public UsageReader(Connection db, ZoneId zone) throws SQLException {
        this.db = db;
        this.zone = zone;
        run("SET TimeZone='UTC'");
        run("SET VARIABLE zone = " + literal(zone.getId().equals("Z") ? "UTC" : zone.getId()));
        run("SET VARIABLE thousands = ''");
        run("SET VARIABLE \"order\" = ''");
        ValueFunctions.register(db, zone);
        run(sql("macros.sql"));
        run(sql("table.sql"));
        Lines.register(db);
        CsvRows.register(db);
        EventRows.register(db);
    }

    /// Bytes of lines read so far by this program, for showing progress.
    public static long bytesRead() {
        return Lines.BYTES.get() + EventRows.BYTES.get();
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
            switch (group.getKey().kind()) {
                case PARQUET -> parquet(group.getValue(), first);
                case CSV -> {
                    for (int i = 0; i < group.getValue().size(); i++) {
                        csv(group.getValue().get(i), first + i);
                    }
                }
                case JSONL -> jsonTable(group.getValue(), first);
                case MAPPED ->
                        mapped(group.getKey().mapping().orElseThrow(), group.getValue(), first);
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

    /// Reads files of a mapped format: events into a table of their own, then, of the events that
    /// tell of one response, the one that stands.
    private void mapped(Mapping mapping, List<Path> paths, int first) throws SQLException {
        for (Meter meter : mapping.meters()) {
            count(meter);
        }
        EventRows.Batch batch = EventRows.batch(paths, first, mapping, zone);
        run("CREATE TEMP TABLE events AS FROM steelyard_events(%d)".formatted(batch.id()));
        run("CREATE TEMP TABLE roots (session VARCHAR, root VARCHAR)");
        try (PreparedStatement insert = db.prepareStatement("INSERT INTO roots VALUES (?, ?)")) {
            for (Map.Entry<String, String> root : batch.roots().entrySet()) {
                insert.setString(1, root.getKey());
                insert.setString(2, root.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        String meters =
                Meter.all().stream()
                        .filter(m -> Columns.isUsual(m) || mapping.meters().contains(m))
                        .filter(m -> m != Meter.REQUEST)
                        .map(m ->
                                mapping.meters().contains(m)
                                        ? m.column()
                                        : "0::BIGINT AS " + m.column())
                        .collect(Collectors.joining(", "));
        run(
                "INSERT INTO usage_rows BY NAME FROM (\n%s)"
                        .formatted(
                                sql("events.sql")
                                        .replace("{meters}", meters)
                                        .replace("{keep}", keep(mapping.keep()))
                                        .replace(
                                                "{told}",
                                                mapping.hasFallback()
                                                        ? "(task <> '' AND coalesce(bool_or(NOT fallback AND problem IS NULL) OVER (PARTITION BY task), false))"
                                                        : "false")));
        run("DROP TABLE events");
        run("DROP TABLE roots");
    }

    private static String keep(Mapping.Keep keep) {
        return switch (keep) {
            case LARGEST -> "made DESC, replay, file, line, part";
            case LAST -> "file DESC, line DESC, part DESC";
            case FIRST -> "file, line, part";
        };
    }

    /// Files of one shape are one relation: a plan of many parts takes longer than their rows.
    private void parquet(List<Path> paths, int first) throws SQLException {
        Map<Map<String, String>, List<Integer>> shapes = new LinkedHashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            shapes.computeIfAbsent(
                            describe(
                                    path,
                                    "read_parquet(%s, %s)".formatted(exactly(path), AS_IT_IS)),
                            _ -> new ArrayList<>())
                    .add(i);
        }
        run("CREATE TABLE parquet_files (path VARCHAR, number INTEGER)");
        try (PreparedStatement insert =
                db.prepareStatement("INSERT INTO parquet_files VALUES (?, ?)")) {
            for (int i = 0; i < paths.size(); i++) {
                insert.setString(1, paths.get(i).toString());
                insert.setInt(2, first + i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        for (Map.Entry<Map<String, String>, List<Integer>> shape : shapes.entrySet()) {
            List<Path> alike = shape.getValue().stream().map(paths::get).toList();
            Columns columns = columns(alike.getFirst(), shape.getKey().keySet());
            String files =
                    alike.stream()
                            .map(UsageReader::exactly)
                            .collect(Collectors.joining(", ", "[", "]"));
            boolean one = alike.size() == 1;
            inPlace.add(
                    "FROM (\n%s)"
                            .formatted(
                                    canonical(
                                            one
                                                    ? String.valueOf(
                                                            first + shape.getValue().getFirst())
                                                    : "\"" + NUMBER + "\"",
                                            "file_row_number + 1 AS line, NULL::VARCHAR AS broken",
                                            columns,
                                            shape.getKey(),
                                            one
                                                    ? "read_parquet(%s, file_row_number = true, %s)"
                                                            .formatted(files, AS_IT_IS)
                                                    : "(SELECT r.*, n.number AS \"%1$s\" FROM read_parquet(%2$s, file_row_number = true, filename = '%3$s', %4$s) r JOIN parquet_files n ON n.path = r.\"%3$s\")"
                                                            .formatted(
                                                                    NUMBER, files, PATH,
                                                                    AS_IT_IS))));
        }
    }

    /// Columns beside those of a file, of names that no file has.
    private static final String NUMBER = "\u0001number";

    private static final String PATH = "\u0001path";

    /// A folder called `model=x` says nothing of the rows in it.
    private static final String AS_IT_IS = "hive_partitioning = false";

    /// A path that DuckDB does not take for a pattern.
    private static String exactly(Path path) {
        return literal(path.toString().replaceAll("[*?\\[]", "[$0]"));
    }

    private void csv(Path path, int number) throws SQLException {
        CsvDialect dialect = CsvDialect.of(path);
        Map<String, String> types = texts(dialect.columns());
        Columns columns = columns(path, types.keySet());
        Style style = Style.of(path, dialect, columns);
        told.addAll(style.told());
        run("SET VARIABLE thousands = " + literal(style.thousands()));
        run("SET VARIABLE \"order\" = " + literal(style.order()));
        run(
                "INSERT INTO usage_rows BY NAME FROM (\n%s)"
                        .formatted(
                                canonical(
                                        String.valueOf(number),
                                        "\"%s\" AS line, \"%s\" AS broken"
                                                .formatted(CsvRows.LINE, CsvRows.BROKEN),
                                        columns,
                                        types,
                                        "steelyard_csv(%d)"
                                                .formatted(CsvRows.file(path, dialect)))));
        // How one file writes says nothing of the next, nor of those that are read in place later.
        run("SET VARIABLE thousands = ''");
        run("SET VARIABLE \"order\" = ''");
    }

    /// What was decided of a file from the whole of its start, one sentence each.
    public List<String> told() {
        return List.copyOf(told);
    }

    private void jsonTable(List<Path> paths, int first) throws SQLException {
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            Map<String, String> types = texts(JsonKeys.of(path));
            Columns columns = columns(path, types.keySet());
            String structure =
                    columns.found().values().stream()
                            .flatMap(List::stream)
                            .map(name -> "\"" + name.replace("\"", "\\\"") + "\": \"VARCHAR\"")
                            .collect(Collectors.joining(", ", "{", "}"));
            String relation =
                    """
                    (SELECT line, coalesce(problem, CASE WHEN j IS NULL THEN 'not valid JSON' END) AS broken, unnest(j)
                    FROM (SELECT line, problem, CASE WHEN problem IS NULL AND json_valid(text) THEN json_transform(text, %s) END AS j
                        FROM steelyard_lines(%d)))\
                    """
                            .formatted(literal(structure), Lines.batch(List.of(path), first + i));
            run(
                    "INSERT INTO usage_rows BY NAME FROM (\n%s)"
                            .formatted(
                                    canonical(
                                            String.valueOf(first + i),
                                            "line, broken",
                                            columns,
                                            types,
                                            relation)));
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
            count(meter);
        }
        if (!columns.ignored().isEmpty()) {
            ignored.add(path.getFileName() + ": " + String.join(", ", columns.ignored()));
        }
        return columns;
    }

    /// Makes room for a meter that few logs count.
    private void count(Meter meter) throws SQLException {
        if (meters.add(meter) && !Columns.isUsual(meter)) {
            run("ALTER TABLE usage_rows ADD COLUMN %s BIGINT DEFAULT 0".formatted(meter.column()));
        }
    }

    private static String canonical(
            String file,
            String place,
            Columns columns,
            Map<String, String> types,
            String relation) {
        return "WITH source AS (SELECT %s AS file, %s, %s FROM %s)\n%s"
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
            List<String> names = columns.found().getOrDefault(column, List.of());
            if (names.isEmpty() && Columns.isPlain(column)) {
                continue;
            }
            String type =
                    names.isEmpty()
                            ? "NULL"
                            : names.size() > 1
                                    ? "VARCHAR"
                                    : Objects.requireNonNull(types.get(names.getFirst()));
            String raw = raw(names);
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

    /// The text of a column; of several spellings the first that is not blank.
    private static String raw(List<String> names) {
        List<String> quoted =
                names.stream().map(n -> "\"" + n.replace("\"", "\"\"") + "\"").toList();
        return switch (quoted.size()) {
            case 0 -> "NULL::VARCHAR";
            case 1 -> quoted.getFirst();
            default ->
                    quoted.stream()
                            .map(q -> "nullif(trim(" + q + "::VARCHAR), '')")
                            .collect(Collectors.joining(", ", "coalesce(", ")"));
        };
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

    /// The keys of all objects of a JSON file: one may come late.
    private static final class JsonKeys {
        private JsonKeys() {}

        static Set<String> of(Path path) {
            Set<String> keys = new LinkedHashSet<>();
            try (LineReader lines = new LineReader(path, List.of(), LineReader.LONGEST)) {
                for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
                    TopLevelKeys.of(line.bytes(), keys);
                }
            }
            return keys;
        }
    }
}
