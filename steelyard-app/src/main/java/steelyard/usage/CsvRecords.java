package steelyard.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The rows of a CSV export as JSON records, each column under its own name.
final class CsvRecords implements RecordReader {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final CsvReader<NamedCsvRecord> reader;
    private final Iterator<NamedCsvRecord> rows;
    private long line = 1;
    private boolean over;

    CsvRecords(Path file) throws IOException {
        reader =
                CsvReader.builder()
                        .fieldSeparator(CsvDialect.of(file).separator())
                        .detectBomHeader(true)
                        .allowUnclosedQuote(false)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofNamedCsvRecord(LineReader.open(file));
        rows = reader.iterator();
    }

    @Override
    public LineReader.@Nullable Line next() {
        if (over) {
            return null;
        }
        try {
            if (!rows.hasNext()) {
                over = true;
                return null;
            }
            NamedCsvRecord row = rows.next();
            line = row.getStartingLineNumber();
            if (row.getFieldCount() != row.getHeader().size()) {
                return new LineReader.Line(
                        line,
                        new byte[0],
                        "%d fields where the header names %d"
                                .formatted(row.getFieldCount(), row.getHeader().size()));
            }
            ObjectNode record = JSON.createObjectNode();
            row.getFieldsAsMap().forEach((name, value) -> record.put(name.strip(), value));
            return new LineReader.Line(line, JSON.writeValueAsBytes(record), null);
        } catch (CsvParseException | UncheckedIOException e) {
            over = true;
            return new LineReader.Line(
                    line + 1,
                    new byte[0],
                    e.getCause() instanceof IOException io
                            ? LineReader.describe(io)
                            : "a quote that never closes or a row too long begins at or after this line; what follows is lost");
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException _) {
            // What was read is read.
        }
    }
}
