package steelyard.price;

import java.time.LocalDate;
import java.util.List;

/// A seller of inference in the price book.
///
/// @param id as in the price sheets, e.g. `google-vertex`
/// @param title as people write it
/// @param aliases other spellings in logs
/// @param rank where a model named without a provider is looked up first; 0 for never
/// @param asOf the newest look at the sources of its prices
public record Provider(String id, String title, List<String> aliases, int rank, LocalDate asOf) {
    public Provider {
        aliases = List.copyOf(aliases);
    }

    static Provider of(CsvTable.Row row) {
        return new Provider(
                row.required("provider"),
                row.required("title"),
                row.text("aliases").isEmpty() ? List.of() : List.of(row.text("aliases").split(" ")),
                row.text("rank").isEmpty() ? 0 : Integer.parseInt(row.text("rank")),
                LocalDate.parse(row.required("as_of")));
    }
}
