package steelyard.index;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Tables of the test resources.
final class TestingTables {
    private TestingTables() {}

    static List<NamedCsvRecord> rows(String name) {
        try (var in =
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        TestingTables.class.getResourceAsStream(name), name),
                                StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(in)) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Panel panel(String dataset) {
        Panel.Builder panel = Panel.builder(dataset);
        for (NamedCsvRecord row : rows("inputs/" + dataset + ".csv")) {
            panel.add(
                    row.getField("period"),
                    row.getField("product"),
                    Double.parseDouble(row.getField("price")),
                    Double.parseDouble(row.getField("quantity")),
                    (int) row.getStartingLineNumber());
        }
        return panel.build();
    }
}
