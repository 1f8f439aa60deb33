package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Paragraphs and tables of plain text.
final class TextTable {
    private static final int WIDEST = 140;
    private static final int LEAST_LAST = 44;

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

    /// Columns of numbers, words in the first and the last; a long last one goes on below itself.
    static void table(StringBuilder out, List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        for (int c = 0; c < widths.length; c++) {
            int column = c;
            widths[c] =
                    Math.max(
                            header.get(c).length(),
                            rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0));
        }
        int last = widths.length - 1;
        int before = 1 + IntStream.range(0, last).map(c -> widths[c] + 2).sum();
        int room = Math.max(LEAST_LAST, WIDEST - before - 2);
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder(" ");
            for (int c = 0; c < last; c++) {
                line.append(' ')
                        .append(
                                String.format(
                                        Locale.ROOT,
                                        (c == 0 ? "%-" : "%") + Math.max(1, widths[c]) + "s",
                                        row.get(c)))
                        .append(' ');
            }
            line.append(' ');
            for (String part : parts(row.get(last), room)) {
                out.append((line + part).stripTrailing()).append(System.lineSeparator());
                line.setLength(0);
                line.append(" ".repeat(before + 1));
            }
        }
    }

    /// A text in pieces of at most so many characters, cut between words; at least one.
    private static List<String> parts(String text, int room) {
        List<String> parts = new ArrayList<>();
        String rest = text;
        while (rest.length() > room) {
            int cut = rest.lastIndexOf(' ', room);
            if (cut <= 0) {
                break;
            }
            parts.add(rest.substring(0, cut));
            rest = rest.substring(cut + 1);
        }
        parts.add(rest);
        return parts;
    }
}
