package steelyard.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import steelyard.usage.format.Values;

/// How a CSV file writes numbers and days, as far as its first rows show.
///
/// @param thousands what keeps thousands apart beside a comma: a point, or blank
/// @param order of days with slashes: `mdy`, `dmy`, or blank
/// @param told what was decided, in words
record Style(String thousands, String order, List<String> told) {
    private static final int ROWS = 1000;

    /// A count has no fraction: three digits behind a point that are not all zero are thousands.
    private static final Pattern GROUPED =
            Pattern.compile("\\d{1,3}(?:\\.\\d{3})*\\.(?!000)\\d{3}(?:\\.\\d{3})*");

    static Style of(Path file, CsvDialect dialect, Columns columns) {
        String grouped = "";
        String order = "";
        String day = "";
        List<Integer> counts = new ArrayList<>();
        List<Integer> times = new ArrayList<>();
        columns.found()
                .forEach((column, names) ->
                        names.forEach(name -> {
                            if (Columns.isCount(column)) {
                                counts.add(dialect.columns().indexOf(name));
                            } else if (column.equals("time")) {
                                times.add(dialect.columns().indexOf(name));
                            }
                        }));
        try (CsvReader<CsvRecord> rows =
                CsvReader.builder()
                        .fieldSeparator(dialect.separator())
                        .allowUnclosedQuote(false)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(
                                new InputStreamReader(
                                        LineReader.open(file), StandardCharsets.UTF_8))) {
            int row = 0;
            for (CsvRecord record : rows) {
                if (++row > ROWS) {
                    break;
                }
                for (int i : counts) {
                    String text = i < record.getFieldCount() ? record.getField(i).strip() : "";
                    grouped = grouped.isEmpty() && GROUPED.matcher(text).matches() ? text : grouped;
                }
                for (int i : times) {
                    String text = i < record.getFieldCount() ? record.getField(i).strip() : "";
                    if (order.isEmpty()) {
                        order = Values.order(text);
                        day = order.isEmpty() ? day : text;
                    }
                }
            }
        } catch (CsvParseException | IOException | UncheckedIOException _) {
            // What is wrong with the file is said when it is read.
        }
        List<String> told = new ArrayList<>();
        if (!grouped.isEmpty()) {
            told.add(
                    "%s: points keep thousands apart, for no count is %s"
                            .formatted(file.getFileName(), grouped));
        }
        if (!order.isEmpty()) {
            told.add(
                    "%s: days are written %s, as %s shows"
                            .formatted(
                                    file.getFileName(),
                                    order.equals("mdy") ? "month/day/year" : "day/month/year",
                                    day));
        }
        return new Style(grouped.isEmpty() ? "" : ".", order, told);
    }
}
