package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Paragraphs and tables of plain text.
final class TextTable {
    private TextTable() {}

    /// A paragraph of at most 80 columns, further lines indented twice.
    static void wrap(StringBuilder out, String text, String indent) {
        int width = 0;
        for (String word : text.split(" ")) {
            if (width > 0 && width + 1 + word.length() > 80) {
                out.append(System.lineSeparator()).append(indent).append(indent);
                width = 2 * indent.length();
            } else if (width > 0) {
                out.append(' ');
                width++;
            } else {
                out.append(indent);
                width = indent.length();
            }
            out.append(word);
            width += word.length();
        }
        out.append(System.lineSeparator());
    }

    /// Columns of numbers, words in the first and the last.
    static void table(StringBuilder out, List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        for (int c = 0; c < widths.length; c++) {
            int column = c;
            widths[c] =
                    Math.max(
                            header.get(c).length(),
                            rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0));
        }
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder(" ");
            for (int c = 0; c < widths.length; c++) {
                boolean words = c == 0 || c == widths.length - 1;
                line.append(' ')
                        .append(
                                String.format(
                                        Locale.ROOT,
                                        (words ? "%-" : "%") + Math.max(1, widths[c]) + "s",
                                        row.get(c)))
                        .append(' ');
            }
            out.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
    }
}
