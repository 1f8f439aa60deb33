package steelyard.index;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Reads a table of prices: CSV with the columns `period`, `product`, `price` and perhaps
/// `quantity`; others are ignored.
public final class PanelFile {
    private static final int MOST_PROBLEMS = 20;

    private PanelFile() {}

    /// @param file `.csv` or `.csv.gz`
    /// @throws IllegalArgumentException with the problems, each with file and line
    /// @throws UncheckedIOException if the file cannot be read
    public static Panel read(Path file) {
        Panel.Builder panel = Panel.builder(file.toString());
        List<String> problems = new ArrayList<>();
        try (InputStream bytes = open(file);
                CsvReader<NamedCsvRecord> csv =
                        CsvReader.builder()
                                .ofNamedCsvRecord(
                                        new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            boolean first = true;
            for (NamedCsvRecord row : csv) {
                if (first) {
                    header(file, row);
                    first = false;
                }
                add(panel, row, file, problems);
                if (problems.size() == MOST_PROBLEMS) {
                    problems.add("... and perhaps more");
                    break;
                }
            }
            if (first) {
                throw new IllegalArgumentException(
                        file
                                + ": no rows; expected the columns period, product, price and perhaps quantity");
            }
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(
                    file + ": not readable as CSV: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": not readable: " + e.getMessage(), e);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return panel.build();
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }

    private static void header(Path file, NamedCsvRecord row) {
        for (String column : List.of("period", "product", "price")) {
            if (!row.getHeader().contains(column)) {
                throw new IllegalArgumentException(
                        "%s:1: no column \"%s\"; there are %s, expected period, product, price and perhaps quantity"
                                .formatted(file, column, String.join(", ", row.getHeader())));
            }
        }
    }

    private static void add(
            Panel.Builder panel, NamedCsvRecord row, Path file, List<String> problems) {
        int line = (int) row.getStartingLineNumber();
        String period = field(row, "period");
        String product = field(row, "product");
        if (period.isEmpty() || product.isEmpty()) {
            problems.add(
                    "%s:%d: no %s".formatted(file, line, period.isEmpty() ? "period" : "product"));
            return;
        }
        String price = field(row, "price");
        String quantity = field(row, "quantity");
        try {
            if (price.isEmpty()) {
                panel.exclude(
                        quantity.isEmpty() ? "row without a price" : "quantity without a price");
            } else {
                panel.add(
                        period,
                        product,
                        number("price", price),
                        quantity.isEmpty() ? Double.NaN : number("quantity", quantity),
                        line);
            }
        } catch (NumberFormatException e) {
            problems.add("%s:%d: %s".formatted(file, line, e.getMessage()));
        }
    }

    private static String field(NamedCsvRecord row, String name) {
        return row.findField(name).orElse("").strip();
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            NumberFormatException clear =
                    new NumberFormatException(
                            "%s \"%s\" is no number; write it as 1234.5".formatted(name, text));
            clear.initCause(e);
            throw clear;
        }
    }
}
