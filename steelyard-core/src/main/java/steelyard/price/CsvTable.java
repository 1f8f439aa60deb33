package steelyard.price;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import steelyard.refusal.Refusal;

/// A CSV file with a header, read row by row; what is wrong in a row is gathered, not thrown at
/// once.
final class CsvTable {
    private final String name;
    private final List<String> problems;
    private final List<Column> bound = new ArrayList<>();
    private Map<String, Integer> header = Map.of();

    /// A column that is looked up in the header once, and not in every row.
    static final class Column {
        private final String name;
        private int index = -1;

        private Column(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    /// @param name how messages name the file
    /// @param problems takes what is wrong, each with file and line
    CsvTable(String name, List<String> problems) {
        this.name = name;
        this.problems = problems;
    }

    /// A column of the table that is yet to be read.
    Column column(String column) {
        Column found = new Column(column);
        bound.add(found);
        return found;
    }

    /// Reads all rows; a row that `parse` refuses with an IllegalArgumentException becomes a
    /// problem.
    <T> List<T> read(Reader text, Set<String> required, Set<String> known, Function<Row, T> parse) {
        List<T> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder()
                        .commentStrategy(CommentStrategy.SKIP)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text)) {
            for (CsvRecord line : csv) {
                if (header.isEmpty()) {
                    if (!readHeader(line, required, known)) {
                        return rows;
                    }
                    continue;
                }
                if (line.getFieldCount() != header.size()) {
                    problem(
                            line,
                            "%d fields where the header names %d"
                                    .formatted(line.getFieldCount(), header.size()));
                    continue;
                }
                try {
                    rows.add(parse.apply(new Row(line)));
                } catch (IllegalArgumentException | ArithmeticException e) {
                    problem(line, String.valueOf(e.getMessage()));
                }
            }
        } catch (CsvParseException e) {
            problems.add(name + ": not readable as CSV: " + e.getMessage());
        } catch (UncheckedIOException e) {
            problems.add(
                    e.getCause() instanceof CharacterCodingException
                            ? name + ": not text in UTF-8"
                            : name
                                    + ": not readable: "
                                    + Objects.requireNonNullElse(e.getCause(), e).getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        if (header.isEmpty() && problems.isEmpty()) {
            problems.add(
                    name
                            + ":1 the file is empty; its first line must name the columns: "
                            + required);
        }
        return rows;
    }

    private boolean readHeader(CsvRecord line, Set<String> required, Set<String> known) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < line.getFieldCount(); i++) {
            String column = line.getField(i).strip();
            if (!known.contains(column)) {
                problem(
                        line,
                        "column \"%s\" is not known; the columns are %s"
                                .formatted(column, String.join(",", known)));
            } else if (columns.put(column, i) != null) {
                problem(line, "column \"%s\" stands there twice".formatted(column));
            }
        }
        for (String column : required) {
            if (!columns.containsKey(column)) {
                problem(line, "column \"%s\" is missing".formatted(column));
            }
        }
        header = columns;
        bound.forEach(column -> column.index = columns.getOrDefault(column.name, -1));
        return problems.isEmpty();
    }

    private void problem(CsvRecord line, String what) {
        problems.add("%s:%d %s".formatted(name, line.getStartingLineNumber(), what));
    }

    /// One row under the header.
    final class Row {
        private final CsvRecord line;

        private Row(CsvRecord line) {
            this.line = line;
        }

        /// The stripped text of a column, empty if the file has no such column.
        String text(String column) {
            Integer index = header.get(column);
            return index == null ? "" : line.getField(index).strip();
        }

        String text(Column column) {
            return column.index < 0 ? "" : line.getField(column.index).strip();
        }

        /// The same, or an error that names the column.
        String required(Column column) {
            return present(column.name, text(column));
        }

        /// The same, or an error that names the column.
        String required(String column) {
            return present(column, text(column));
        }

        private static String present(String column, String text) {
            if (text.isEmpty()) {
                throw new Refusal(column + " is blank; it is needed in every row");
            }
            return text;
        }

        /// File and line.
        String at() {
            return name + ":" + line.getStartingLineNumber();
        }
    }
}
