package steelyard.index;

import java.nio.file.Path;
import java.util.List;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;

/// Reads a table of prices: CSV with the columns `period`, `product`, `price` and perhaps
/// `quantity`; others are ignored.
public final class PanelFile {
    private PanelFile() {}

    /// @param file `.csv` or `.csv.gz`
    /// @throws Refusal with the problems, each with file and line
    /// @throws java.io.UncheckedIOException if the file cannot be read
    public static Panel read(Path file) {
        Panel.Builder panel = Panel.builder(file.toString());
        TableFile.read(file, List.of("period", "product", "price"), row -> add(panel, row));
        return panel.build();
    }

    private static void add(Panel.Builder panel, TableFile.Row row) {
        String period = row.required("period");
        String product = row.required("product");
        boolean quantity = !row.text("quantity").isEmpty();
        if (row.text("price").isEmpty()) {
            panel.exclude(quantity ? "quantity without a price" : "row without a price");
        } else {
            panel.add(
                    period,
                    product,
                    row.number("price"),
                    quantity ? row.number("quantity") : Double.NaN,
                    row.line());
        }
    }
}
