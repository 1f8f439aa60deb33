package steelyard.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One table with a headline and notes, as text, CSV, JSON and a page.
///
/// @param schema of the JSON (docs/json.md)
/// @param header of the table, in CSV and JSON too
/// @param numbers columns that are numbers in JSON; a blank is null
/// @param chart of the page
public record TableReport(
        String schema,
        Heading heading,
        List<String> header,
        List<List<String>> rows,
        Set<String> numbers,
        List<String> notes,
        Optional<Lines> chart) {
    /// @param mark what kind of report it is, in a few words
    /// @param section over the table
    public record Heading(
            String title, String mark, String headline, String section, String lead) {}

    /// A chart of lines over common labels.
    ///
    /// @param log whether values stand on a logarithmic axis
    public record Lines(String title, boolean log, List<String> labels, List<Line> lines) {
        public Lines {
            labels = List.copyOf(labels);
            lines = List.copyOf(lines);
        }
    }

    /// @param values one for each label; NaN for none
    public record Line(String name, List<Double> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    public TableReport {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
        numbers = Set.copyOf(numbers);
        notes = List.copyOf(notes);
    }

    /// For a terminal or a pipe.
    public String text() {
        StringBuilder out = new StringBuilder();
        TextTable.wrap(out, heading.headline(), "");
        out.append(System.lineSeparator());
        TextTable.table(out, header, rows);
        out.append(System.lineSeparator());
        notes.forEach(note -> TextTable.wrap(out, note, "  "));
        return out.toString();
    }

    public String csv() {
        return Csv.table(header, rows);
    }

    public String json() {
        ObjectNode root = Json.object(schema).put("headline", heading.headline());
        ArrayNode list = root.putArray("rows");
        for (List<String> row : rows) {
            ObjectNode node = list.addObject();
            for (int c = 0; c < row.size(); c++) {
                if (numbers.contains(header.get(c)) && !row.get(c).isEmpty()) {
                    node.put(header.get(c), Double.parseDouble(row.get(c)));
                } else if (row.get(c).isEmpty()) {
                    node.putNull(header.get(c));
                } else {
                    node.put(header.get(c), row.get(c));
                }
            }
        }
        ArrayNode remarks = root.putArray("notes");
        notes.forEach(remarks::add);
        return Json.text(root);
    }

    public HtmlPage page() {
        return new HtmlPage(
                heading.title(),
                heading.mark(),
                heading.headline(),
                "",
                List.of(),
                List.of(
                        new HtmlPage.Section(
                                heading.section(),
                                heading.lead(),
                                chart.map(c -> List.of(new HtmlPage.Chart("lines", c.title())))
                                        .orElse(List.of()),
                                List.of(new HtmlPage.Table("All", true, header, rows, words())))),
                notes,
                Json.inline(charts()));
    }

    private List<Integer> words() {
        return java.util.stream.IntStream.range(0, header.size())
                .filter(c -> !numbers.contains(header.get(c)))
                .boxed()
                .toList();
    }

    private ObjectNode charts() {
        ObjectNode root = Json.object("steelyard.charts/1");
        chart.ifPresent(c -> {
            ObjectNode lines = root.putObject("lines").putObject("lines").put("log", c.log());
            ArrayNode labels = lines.putArray("labels");
            c.labels().forEach(labels::add);
            ArrayNode series = lines.putArray("series");
            for (Line line : c.lines()) {
                ArrayNode data = series.addObject().put("name", line.name()).putArray("data");
                line.values()
                        .forEach(v -> {
                            if (v.isNaN()) {
                                data.addNull();
                            } else {
                                data.add(v);
                            }
                        });
            }
        });
        return root;
    }
}
