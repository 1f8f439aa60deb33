package steelyard.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import steelyard.refusal.Refusal;

/// Reads a CSV table row by row, `.csv` or `.csv.gz`: headings in any case, a byte order mark or
/// none, faults gathered with file and line.
public final class TableFile {
    private static final int MOST_PROBLEMS = 20;

    /// One row.
    public record Row(NamedCsvRecord values, Map<String, String> headings) {
        /// The text of a column; empty if the table or the row lacks it.
        public String text(String column) {
            String heading = headings.get(column);
            return heading == null ? "" : values.findField(heading).orElse("").strip();
        }

        /// A finite decimal.
        public double number(String column) {
            double number;
            try {
                // A decimal takes neither NaN nor what is a number to Java alone, as 1d or 0x1p3.
                number = new BigDecimal(text(column)).doubleValue();
            } catch (NumberFormatException _) {
                number = Double.NaN;
            }
            if (!Double.isFinite(number)) {
                throw new Refusal(
                        "%s \"%s\" is no number; write it as 1234.5"
                                .formatted(column, text(column)));
            }
            return number;
        }

        /// The day of a column that may not be empty.
        public LocalDate date(String column) {
            try {
                return LocalDate.parse(required(column));
            } catch (DateTimeParseException e) {
                throw new Refusal(
                        "%s \"%s\" is no date; write it as 2026-01-31"
                                .formatted(column, text(column)),
                        e);
            }
        }

        /// The same of a column that may be empty.
        public Optional<LocalDate> dateIfAny(String column) {
            return text(column).isEmpty() ? Optional.empty() : Optional.of(date(column));
        }

        /// The text of a column that may not be empty.
        public String required(String column) {
            String text = text(column);
            if (text.isEmpty()) {
                throw new Refusal("no " + column);
            }
            return text;
        }

        public int line() {
            return (int) values.getStartingLineNumber();
        }
    }

    private TableFile() {}

    /// @param columns the columns that must be there
    /// @param take may throw [IllegalArgumentException] for a fault of its row
    /// @throws Refusal with the first faults, each with file and line
    /// @throws UncheckedIOException if the file cannot be read
    public static void read(Path file, List<String> columns, Consumer<Row> take) {
        try (InputStream bytes = open(file)) {
            read(file.toString(), bytes, columns, take);
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": not readable: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            IOException cause = Objects.requireNonNull(e.getCause());
            throw new UncheckedIOException(
                    "%s: not readable on: %s (%s)"
                            .formatted(file, e.getMessage(), cause.getMessage()),
                    cause);
        }
    }

    /// The same from a resource that comes with Steelyard.
    ///
    /// @param room a class beside which it is packed
    /// @param path from the root of the resources, as `/steelyard/plan/units.csv`
    public static void resource(
            Class<?> room, String path, List<String> columns, Consumer<Row> take) {
        try (InputStream in = Objects.requireNonNull(room.getResourceAsStream(path), path)) {
            read(path.substring("/steelyard/".length()), in, columns, take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same from bytes at hand.
    ///
    /// @param name stands in messages
    public static void read(
            String name, InputStream bytes, List<String> columns, Consumer<Row> take)
            throws IOException {
        List<String> problems = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder()
                        .detectBomHeader(true)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofNamedCsvRecord(bytes)) {
            Map<String, String> headings = new HashMap<>();
            for (NamedCsvRecord values : csv) {
                if (headings.isEmpty()) {
                    values.getHeader()
                            .forEach(h -> headings.put(h.strip().toLowerCase(Locale.ROOT), h));
                    requireAll(name, columns, headings, values.getHeader());
                }
                Row row = new Row(values, headings);
                try {
                    take.accept(row);
                } catch (IllegalArgumentException e) {
                    problems.add("%s:%d: %s".formatted(name, row.line(), e.getMessage()));
                    if (problems.size() == MOST_PROBLEMS) {
                        problems.add("... and perhaps more");
                        break;
                    }
                }
            }
            if (headings.isEmpty()) {
                throw new Refusal(
                        columns.isEmpty()
                                ? name + ": no rows"
                                : "%s: no rows; expected the columns %s"
                                        .formatted(name, String.join(", ", columns)));
            }
        } catch (CsvParseException e) {
            throw new Refusal(name + ": not readable as CSV: " + e.getMessage(), e);
        }
        if (!problems.isEmpty()) {
            throw new Refusal(String.join(System.lineSeparator(), problems));
        }
    }

    private static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new Refusal(file + ": a folder, not a table");
        }
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }

    private static void requireAll(
            String name, List<String> columns, Map<String, String> headings, List<String> there) {
        for (String column : columns) {
            if (!headings.containsKey(column)) {
                throw new Refusal(
                        "%s:1: no column \"%s\"; there are %s, expected %s"
                                .formatted(
                                        name,
                                        column,
                                        String.join(", ", there),
                                        String.join(", ", columns)));
            }
        }
    }
}
