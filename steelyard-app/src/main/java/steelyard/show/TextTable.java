package steelyard.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Paragraphs and tables of plain text.
public final class TextTable {
    /// Columns of a paragraph.
    public static final int WIDTH = 80;

    private static final int WIDEST = 140;
    private static final int LEAST_LAST = 44;

    private TextTable() {}

    /// A paragraph of at most 80 columns, further lines indented twice.
    public static void wrap(StringBuilder out, String text, String indent) {
        String before = indent;
        for (String row : lines(text, WIDTH - indent.length() * 2)) {
            out.append((before + row).stripTrailing()).append('\n');
            before = indent + indent;
        }
    }

    /// A text in lines of at most so many columns, broken between words; a longer word stands
    /// alone.
    public static List<String> lines(String text, int width) {
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        for (String word : text.split(" ")) {
            if (row.length() > 0 && row.length() + 1 + word.length() > width) {
                rows.add(row.toString());
                row.setLength(0);
            }
            row.append(row.length() == 0 ? "" : " ").append(word);
        }
        rows.add(row.toString());
        return rows;
    }

    /// A table as readers see it: numbers to the right, words to the left.
    static <R> void table(StringBuilder out, Table<R> table) {
        List<Column<R>> columns = table.read(Seen.BY_READERS, Seen.IN_TEXT);
        table(
                out,
                columns.stream().map(Column::heading).toList(),
                table.cells(columns),
                columns.stream().map(c -> c.kind().isNumber()).toList());
    }

    /// Numbers to the right, words to the left; a long last column of words goes on below itself.
    private static void table(
            StringBuilder out,
            List<String> header,
            List<List<String>> rows,
            List<Boolean> numbers) {
        int[] widths =
                IntStream.range(0, header.size())
                        .map(c ->
                                Math.max(
                                        header.get(c).length(),
                                        rows.stream()
                                                .mapToInt(r -> r.get(c).length())
                                                .max()
                                                .orElse(0)))
                        .toArray();
        int last = widths.length - 1;
        int before = 2 + IntStream.range(0, last).map(c -> widths[c] + 2).sum();
        int room =
                numbers.getLast()
                        ? widths[last]
                        : Math.min(widths[last], Math.max(LEAST_LAST, WIDEST - before));
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder("  ");
            for (int c = 0; c < last; c++) {
                line.append(cell(row.get(c), widths[c], numbers.get(c))).append("  ");
            }
            for (String part : lines(row.get(last), room)) {
                out.append((line + cell(part, room, numbers.getLast())).stripTrailing())
                        .append('\n');
                line.setLength(0);
                line.append(" ".repeat(before));
            }
        }
    }

    private static String cell(String text, int width, boolean right) {
        String space = " ".repeat(Math.max(0, width - text.length()));
        return right ? space + text : text + space;
    }
}
