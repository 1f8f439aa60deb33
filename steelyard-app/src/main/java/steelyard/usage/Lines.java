package steelyard.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;

/// The DuckDB table function `steelyard_lines(batch)`: the lines of text files with file and line
/// number.
///
/// DuckDB's own readers give a broken line no number and a long one no mercy; this one does both.
final class Lines implements DuckDBTableFunction<Lines.Batch, Lines.Batch, Lines.Place> {
    /// Bytes of text in a chunk, so that long lines do not pile up.
    private static final int CHUNK_BYTES = 8 << 20;

    /// Files to read as one relation.
    ///
    /// @param firstFile the number of the first file; the others follow
    record Batch(List<Path> files, int firstFile, AtomicInteger next) {}

    /// Where one thread is.
    static final class Place {
        private @Nullable LineReader reader;
        private int file;
    }

    private static final AtomicLong IDS = new AtomicLong();
    private static final ConcurrentHashMap<Long, Batch> BATCHES = new ConcurrentHashMap<>();

    /// Bytes read so far, for showing progress.
    static final AtomicLong BYTES = new AtomicLong();

    private Lines() {}

    static void register(Connection db) throws SQLException {
        try (var function = DuckDBFunctions.tableFunction()) {
            function.withName("steelyard_lines")
                    .withParameter(long.class)
                    .withFunction(new Lines())
                    .register(db);
        }
    }

    /// The batch to name in a call of the function; it can be read once.
    static long batch(List<Path> files, int firstFile) {
        long id = IDS.incrementAndGet();
        BATCHES.put(id, new Batch(List.copyOf(files), firstFile, new AtomicInteger()));
        return id;
    }

    @Override
    public Batch bind(DuckDBTableFunctionBindInfo info) throws Exception {
        info.addResultColumn("file", int.class)
                .addResultColumn("line", long.class)
                .addResultColumn("text", String.class)
                .addResultColumn("problem", String.class);
        Batch batch = BATCHES.get(info.getParameter(0).getLong());
        if (batch == null) {
            throw new IllegalStateException("no such batch of files");
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
    public Place localInit(DuckDBTableFunctionInitInfo info) throws Exception {
        return new Place();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out)
            throws Exception {
        Batch batch = info.getBindData();
        Place place = info.getLocalInitData();
        long capacity = out.capacity();
        long bytes = 0;
        int rows = 0;
        byte[][] texts = new byte[(int) capacity][];
        while (rows < capacity && bytes < CHUNK_BYTES) {
            LineReader.Line line = next(batch, place);
            if (line == null) {
                break;
            }
            out.vector(0).setInt(rows, batch.firstFile() + place.file);
            out.vector(1).setLong(rows, line.number());
            texts[rows] = line.bytes();
            if (line.problem() == null) {
                out.vector(3).setNull(rows);
            } else {
                out.vector(3).setString(rows, line.problem());
            }
            bytes += line.bytes().length;
            rows++;
        }
        if (rows > 0) {
            out.vector(2)
                    .setStringUtf8Batch(
                            0, rows == texts.length ? texts : Arrays.copyOf(texts, rows));
        }
        BYTES.addAndGet(bytes);
        return rows;
    }

    private static LineReader.@Nullable Line next(Batch batch, Place place) throws IOException {
        while (true) {
            if (place.reader == null) {
                int file = batch.next().getAndIncrement();
                if (file >= batch.files().size()) {
                    return null;
                }
                place.file = file;
                place.reader =
                        new LineReader(batch.files().get(file), List.of(), LineReader.LONGEST);
            }
            LineReader.Line line = place.reader.next();
            if (line != null) {
                return line;
            }
            place.reader.close();
            place.reader = null;
        }
    }
}
