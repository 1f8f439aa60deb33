package steelyard.usage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.codec.digest.MurmurHash3;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;
import steelyard.token.Meter;
import steelyard.usage.format.Event;
import steelyard.usage.format.Extraction;
import steelyard.usage.format.Mapping;

/// The DuckDB table function `steelyard_events(batch)`: the events of files of one format, typed.
final class EventRows
        implements DuckDBTableFunction<EventRows.Batch, EventRows.Batch, EventRows.At> {
    /// Text columns, in the order in which they follow the numbers.
    private static final int TEXTS = 7;

    /// Files to read as one relation.
    ///
    /// @param firstFile the number of the first file; the others follow
    /// @param parents where sessions were forked from
    record Batch(
            long id,
            List<Path> files,
            int firstFile,
            Mapping mapping,
            ZoneId zone,
            List<Meter> meters,
            AtomicInteger next,
            Map<String, String> parents) {

        /// The first ancestor of every session that was forked.
        Map<String, String> roots() {
            Map<String, String> roots = new HashMap<>();
            for (String session : parents.keySet()) {
                Set<String> seen = new HashSet<>();
                String root = session;
                while (seen.add(root) && parents.containsKey(root)) {
                    root = parents.get(root);
                }
                roots.put(session, root);
            }
            return roots;
        }
    }

    /// Where one thread is.
    static final class At {
        private @Nullable RecordReader records;
        private @Nullable Extraction extraction;
        private int file;
        private final Deque<Row> waiting = new ArrayDeque<>();
    }

    private record Row(int file, long line, int part, Event event) {}

    private static final AtomicLong IDS = new AtomicLong();
    private static final ConcurrentHashMap<Long, Batch> BATCHES = new ConcurrentHashMap<>();

    /// Bytes of records read so far, for showing progress.
    static final AtomicLong BYTES = new AtomicLong();

    private EventRows() {}

    static void register(Connection db) throws SQLException {
        try (var function = DuckDBFunctions.tableFunction()) {
            function.withName("steelyard_events")
                    .withParameter(long.class)
                    .withFunction(new EventRows())
                    .register(db);
        }
    }

    /// The batch to name in a call of the function; it can be read once.
    static Batch batch(List<Path> files, int firstFile, Mapping mapping, ZoneId zone) {
        long id = IDS.incrementAndGet();
        Batch batch =
                new Batch(
                        id,
                        List.copyOf(files),
                        firstFile,
                        mapping,
                        zone,
                        mapping.meters().stream().sorted().toList(),
                        new AtomicInteger(),
                        new ConcurrentHashMap<>());
        BATCHES.put(id, batch);
        return batch;
    }

    @Override
    public Batch bind(DuckDBTableFunctionBindInfo info) throws Exception {
        Batch batch = BATCHES.remove(info.getParameter(0).getLong());
        if (batch == null) {
            throw new IllegalStateException("no such batch of files");
        }
        info.addResultColumn("file", int.class)
                .addResultColumn("line", long.class)
                .addResultColumn("part", int.class)
                .addResultColumn("micros", long.class)
                .addResultColumn("micros_end", long.class)
                .addResultColumn("zoneless", boolean.class)
                .addResultColumn("calls", long.class)
                .addResultColumn("recorded", double.class)
                .addResultColumn("id", long.class)
                .addResultColumn("id2", long.class)
                .addResultColumn("request", long.class)
                .addResultColumn("replay", boolean.class)
                .addResultColumn("made", long.class)
                .addResultColumn("blank", boolean.class)
                .addResultColumn("fallback", boolean.class)
                .addResultColumn("assumed", boolean.class)
                .addResultColumn("problem", String.class)
                .addResultColumn("session", String.class)
                .addResultColumn("provider", String.class)
                .addResultColumn("model", String.class)
                .addResultColumn("region", String.class)
                .addResultColumn("service", String.class)
                .addResultColumn("person", String.class)
                .addResultColumn("team", String.class)
                .addResultColumn("task", String.class);
        for (Meter meter : batch.meters()) {
            info.addResultColumn(meter.column(), long.class);
        }
        return batch;
    }

    @Override
    public Batch init(DuckDBTableFunctionInitInfo info) throws Exception {
        Batch batch = info.getBindData();
        info.setMaxThreads(
                Math.min(batch.files().size(), Runtime.getRuntime().availableProcessors()));
        return batch;
    }

    @Override
    public At localInit(DuckDBTableFunctionInitInfo info) throws Exception {
        return new At();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out)
            throws Exception {
        Batch batch = info.getBindData();
        At at = info.getLocalInitData();
        int capacity = (int) out.capacity();
        String[][] texts = new String[TEXTS][capacity];
        int row = 0;
        while (row < capacity) {
            Row next = next(batch, at);
            if (next == null) {
                break;
            }
            write(batch, out, row, next, texts);
            row++;
        }
        if (row > 0) {
            for (int i = 0; i < TEXTS; i++) {
                out.vector(18 + i)
                        .setStrings(0, row == capacity ? texts[i] : Arrays.copyOf(texts[i], row));
            }
        }
        return row;
    }

    private static void write(
            Batch batch, DuckDBDataChunkWriter out, int row, Row next, String[][] texts) {
        Event e = next.event();
        out.vector(0).setInt(row, batch.firstFile() + next.file());
        out.vector(1).setLong(row, next.line());
        out.vector(2).setInt(row, next.part());
        out.vector(3).setLong(row, e.micros());
        out.vector(4).setLong(row, e.microsEnd());
        out.vector(5).setBoolean(row, e.zoneless());
        out.vector(6).setLong(row, e.calls());
        if (Double.isFinite(e.recorded())) {
            out.vector(7).setDouble(row, e.recorded());
        } else {
            out.vector(7).setNull(row);
        }
        if (e.id() == null) {
            out.vector(8).setNull(row);
            out.vector(9).setNull(row);
        } else {
            long[] id = MurmurHash3.hash128x64(e.id().getBytes(StandardCharsets.UTF_8));
            out.vector(8).setLong(row, id[0]);
            out.vector(9).setLong(row, id[1]);
        }
        if (e.request() == null) {
            out.vector(10).setNull(row);
        } else {
            out.vector(10)
                    .setLong(
                            row,
                            MurmurHash3.hash128x64(e.request().getBytes(StandardCharsets.UTF_8))[
                                    0]);
        }
        out.vector(11).setBoolean(row, e.replay());
        out.vector(12).setLong(row, e.count(Meter.OUTPUT) + e.count(Meter.REASONING));
        out.vector(13).setBoolean(row, !e.hasCounts());
        out.vector(14).setBoolean(row, e.fallback());
        out.vector(15).setBoolean(row, e.assumed());
        if (e.problem() == null) {
            out.vector(16).setNull(row);
        } else {
            out.vector(16).setString(row, e.problem());
        }
        if (e.session().isEmpty()) {
            out.vector(17).setNull(row);
        } else {
            out.vector(17).setString(row, e.session());
            if (!e.parent().isEmpty() && !e.parent().equals(e.session())) {
                batch.parents().put(e.session(), e.parent());
            }
        }
        texts[0][row] = e.provider();
        texts[1][row] = e.model();
        texts[2][row] = e.region();
        texts[3][row] = e.service();
        texts[4][row] = e.user();
        texts[5][row] = e.team();
        texts[6][row] = e.task();
        List<Meter> meters = batch.meters();
        for (int i = 0; i < meters.size(); i++) {
            out.vector(25 + i).setLong(row, e.count(meters.get(i)));
        }
    }

    private static RecordReader records(Path path, Mapping mapping) {
        try {
            if (!mapping.tables().isEmpty() && isDatabase(path)) {
                return new SqliteRecords(path, mapping);
            }
            return isJson(path) ? new Records(path, mapping.needles()) : new CsvRecords(path);
        } catch (IOException e) {
            return new Unreadable(LineReader.describe(e));
        } catch (SQLException e) {
            return new Unreadable("the database cannot be read: " + e.getMessage());
        }
    }

    private static boolean isJson(Path path) throws IOException {
        try (InputStream in = LineReader.open(path)) {
            for (byte b : in.readNBytes(1024)) {
                if (b == '{' || b == '[') {
                    return true;
                }
                if (b == ',' || b == ';' || b == '_') {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean isDatabase(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(15), StandardCharsets.US_ASCII)
                    .equals("SQLite format 3");
        } catch (IOException _) {
            return false;
        }
    }

    /// One problem in place of records.
    private static final class Unreadable implements RecordReader {
        private @Nullable String problem;

        Unreadable(String problem) {
            this.problem = problem;
        }

        @Override
        public LineReader.@Nullable Line next() {
            String told = problem;
            problem = null;
            return told == null ? null : new LineReader.Line(1, new byte[0], told);
        }

        @Override
        public void close() {}
    }

    /// What reads a file's records, with what the files beside it say.
    private static Extraction extraction(Path path, Batch batch) {
        String name = path.toAbsolutePath().toString().replace('\\', '/');
        Extraction extraction = new Extraction(batch.mapping(), batch.zone(), name, changed(path));
        for (Mapping.Beside beside : batch.mapping().besides()) {
            String other = beside.match().matcher(name).replaceFirst(beside.file());
            if (other.equals(name) || !Files.isRegularFile(Path.of(other))) {
                continue;
            }
            try (Records records = new Records(Path.of(other), List.of())) {
                for (LineReader.Line line = records.next(); line != null; line = records.next()) {
                    if (line.problem() == null) {
                        extraction.beside(beside, line.bytes());
                    }
                }
            }
        }
        return extraction;
    }

    private static Instant changed(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant().truncatedTo(ChronoUnit.SECONDS);
        } catch (IOException _) {
            return Instant.EPOCH;
        }
    }

    private static @Nullable Row next(Batch batch, At at) {
        while (at.waiting.isEmpty()) {
            if (at.records == null) {
                int file = batch.next().getAndIncrement();
                if (file >= batch.files().size()) {
                    return null;
                }
                at.file = file;
                Path path = batch.files().get(file);
                at.records = records(path, batch.mapping());
                at.extraction = extraction(path, batch);
            }
            LineReader.Line line = at.records.next();
            if (line == null) {
                at.records.close();
                at.records = null;
                continue;
            }
            BYTES.addAndGet(line.bytes().length);
            int before = at.waiting.size();
            if (line.problem() != null) {
                at.waiting.add(new Row(at.file, line.number(), 0, Event.broken(line.problem())));
            } else {
                Objects.requireNonNull(at.extraction)
                        .read(
                                line.bytes(),
                                event ->
                                        at.waiting.add(
                                                new Row(
                                                        at.file,
                                                        line.number(),
                                                        at.waiting.size() - before,
                                                        event)));
            }
        }
        return at.waiting.poll();
    }
}
