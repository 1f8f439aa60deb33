package steelyard.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import steelyard.refusal.Refusal;

/// How a CSV file is written, read off its first line: no other line may change what a column is.
///
/// @param separator the one of `,` `;` tab and `|` that the header has most of
/// @param columns the header's names
record CsvDialect(char separator, List<String> columns) {

    /// @throws Refusal if the header cannot be read or names a column twice
    static CsvDialect of(Path file) {
        String header = "";
        try (LineReader lines = new LineReader(file, List.of(), LineReader.LONGEST)) {
            LineReader.Line line = lines.next();
            if (line == null || line.problem() != null) {
                throw new Refusal(
                        file + ":1 " + (line == null ? "the file is empty" : line.problem()));
            }
            header = new String(line.bytes(), StandardCharsets.UTF_8);
            header = header.startsWith("\uFEFF") ? header.substring(1) : header;
            char separator = separator(header);
            List<String> columns = new ArrayList<>();
            for (String name :
                    CsvReader.builder()
                            .fieldSeparator(separator)
                            .ofSingleCsvRecord(header)
                            .getFields()) {
                columns.add(name.strip());
            }
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < columns.size(); i++) {
                if (!seen.add(columns.get(i).toLowerCase(Locale.ROOT))) {
                    throw new Refusal(
                            "%s:1 column %d has the same name as one before it; each needs its own"
                                    .formatted(file, i + 1));
                }
            }
            return new CsvDialect(separator, columns);
        } catch (CsvParseException e) {
            throw new Refusal(file + ":1 the header is not CSV", e);
        }
    }

    private static char separator(String header) {
        char best = ',';
        for (char candidate : new char[] {',', ';', '\t', '|'}) {
            if (count(header, candidate) > count(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
