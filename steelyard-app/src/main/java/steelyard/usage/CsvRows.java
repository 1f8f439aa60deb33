package steelyard.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;

/// The DuckDB table function `steelyard_csv(id)`: the rows of a CSV file as text, each with its
/// line.
///
/// DuckDB's own reader counts rows and not lines, and takes a quote that never closes for one bad
/// row, losing all that follows; this one stops there and says so.
final class CsvRows implements DuckDBTableFunction<CsvRows.File, CsvRows.Cursor, Object> {
    /// Columns beside those of a file, of names that no file has.
    static final String LINE = "\u0001line";

    static final String BROKEN = "\u0001broken";

    /// Characters of the longest row that is read.
    private static final int LONGEST = 16 << 20;

    record File(Path path, CsvDialect dialect) {}

    /// Where the reading is: one thread per file, since rows follow each other.
    static final class Cursor {
        private final CsvReader<CsvRecord> reader;
        private final Iterator<CsvRecord> rows;
        private final int columns;
        private long line = 1;
        private boolean over;

        Cursor(File file) throws IOException {
            Reader text =
                    new InputStreamReader(LineReader.open(file.path()), StandardCharsets.UTF_8);
            reader =
                    CsvReader.builder()
                            .fieldSeparator(file.dialect().separator())
                            .detectBomHeader(false)
                            .allowUnclosedQuote(false)
                            .maxBufferSize(LONGEST)
                            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .ofCsvRecord(text);
            rows = reader.iterator();
            columns = file.dialect().columns().size();
            rows.next();
        }
    }

    private static final AtomicLong IDS = new AtomicLong();
    private static final ConcurrentHashMap<Long, File> FILES = new ConcurrentHashMap<>();

    private CsvRows() {}

    static void register(Connection db) throws SQLException {
        try (var function = DuckDBFunctions.tableFunction()) {
            function.withName("steelyard_csv")
                    .withParameter(long.class)
                    .withFunction(new CsvRows())
                    .register(db);
        }
    }

    /// The file to name in a call of the function.
    static long file(Path path, CsvDialect dialect) {
        long id = IDS.incrementAndGet();
        FILES.put(id, new File(path, dialect));
        return id;
    }

    @Override
    public File bind(DuckDBTableFunctionBindInfo info) throws Exception {
        File file = FILES.get(info.getParameter(0).getLong());
        if (file == null) {
            throw new IllegalStateException("no such file");
        }
        info.addResultColumn(LINE, long.class).addResultColumn(BROKEN, String.class);
        for (String column : file.dialect().columns()) {
            info.addResultColumn(column, String.class);
        }
        return file;
    }

    @Override
    public Cursor init(DuckDBTableFunctionInitInfo info) throws Exception {
        info.setMaxThreads(1);
        return new Cursor(info.getBindData());
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out)
            throws Exception {
        Cursor at = info.getInitData();
        long capacity = out.capacity();
        int row = 0;
        while (row < capacity && !at.over) {
            String broken = null;
            CsvRecord fields = null;
            try {
                if (!at.rows.hasNext()) {
                    break;
                }
                fields = at.rows.next();
                at.line = fields.getStartingLineNumber();
                broken = shape(fields, at.columns);
            } catch (CsvParseException e) {
                broken =
                        lost(
                                e,
                                "a quote that never closes or a row over "
                                        + (LONGEST >> 20)
                                        + " MB");
                at.line++;
            } catch (UncheckedIOException e) {
                broken = lost(e, String.valueOf(e.getMessage()));
                at.line++;
            }
            at.over = fields == null;
            out.vector(0).setLong(row, at.line);
            set(out, 1, row, broken);
            for (int c = 0; c < at.columns; c++) {
                set(
                        out,
                        2 + c,
                        row,
                        fields == null || broken != null ? null : blankAsNull(fields.getField(c)));
            }
            row++;
        }
        if (at.over || row == 0) {
            at.reader.close();
        }
        return row;
    }

    private static @Nullable String shape(CsvRecord fields, int columns) {
        return fields.getFieldCount() == columns
                ? null
                : "%d fields where the header names %d".formatted(fields.getFieldCount(), columns);
    }

    private static String lost(Exception e, String why) {
        Throwable cause = e.getCause();
        return cause instanceof IOException io
                ? LineReader.describe(io)
                : "%s begins at or after this line; what follows is lost".formatted(why);
    }

    private static @Nullable String blankAsNull(String field) {
        return field.isEmpty() ? null : field;
    }

    private static void set(DuckDBDataChunkWriter out, int column, int row, @Nullable String text) {
        if (text == null) {
            out.vector(column).setNull(row);
        } else {
            out.vector(column).setString(row, text);
        }
    }
}
