package steelyard.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tables under a headline, with notes, as text, CSV, JSON and a page.
///
/// @param schema of the JSON (docs/json.md)
/// @param parts the first is the answer, and the one that CSV has; the others say more
public record TableReport(String schema, Heading heading, List<Part> parts, List<String> notes) {
    /// @param mark what kind of report it is, in a few words
    public record Heading(String title, String mark, String headline) {}

    /// A table with its chart.
    ///
    /// @param key of its rows in JSON
    /// @param numbers columns that are numbers in JSON; a blank is null
    public record Part(
            String key,
            String title,
            String lead,
            List<String> header,
            List<List<String>> rows,
            Set<String> numbers,
            Optional<Chart> chart) {
        public Part {
            header = List.copyOf(header);
            rows = List.copyOf(rows);
            numbers = Set.copyOf(numbers);
        }

        /// With the columns named that are words; all others are numbers.
        static Part worded(
                String key,
                String title,
                String lead,
                List<String> header,
                List<List<String>> rows,
                Set<String> words,
                Optional<Chart> chart) {
            return new Part(
                    key,
                    title,
                    lead,
                    header,
                    rows,
                    header.stream()
                            .filter(column -> !words.contains(column))
                            .collect(Collectors.toSet()),
                    chart);
        }
    }

    /// What a page shows of a table.
    public sealed interface Chart {
        String title();
    }

    /// A chart of lines over common labels.
    ///
    /// @param log whether values stand on a logarithmic axis
    /// @param step whether values hold until the next one
    public record Lines(
            String title, boolean log, boolean step, List<String> labels, List<Line> lines)
            implements Chart {
        Lines(String title, boolean log, List<String> labels, List<Line> lines) {
            this(title, log, false, labels, lines);
        }

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

    /// Bars from a low to a high value about a common middle: a tornado.
    ///
    /// @param percent whether values are shares
    /// @param middle not a number for bars that are ranges by themselves
    public record Bars(String title, boolean percent, double middle, List<Bar> bars)
            implements Chart {
        public Bars {
            bars = List.copyOf(bars);
        }
    }

    /// @param low value at the low end of what the bar stands for
    public record Bar(String name, double low, double high) {}

    /// Values by row and column, the darker the more.
    public record Heat(
            String title, List<String> columns, List<String> rows, List<List<Double>> values)
            implements Chart {
        public Heat {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            values = values.stream().map(List::copyOf).toList();
        }
    }

    public TableReport {
        parts = List.copyOf(parts);
        notes = List.copyOf(notes);
    }

    /// With one table.
    ///
    /// @param section over the table
    static TableReport of(
            String schema,
            Heading heading,
            String section,
            String lead,
            List<String> header,
            List<List<String>> rows,
            Set<String> numbers,
            List<String> notes,
            Optional<? extends Chart> chart) {
        return new TableReport(
                schema,
                heading,
                List.of(new Part("rows", section, lead, header, rows, numbers, chart.map(c -> c))),
                notes);
    }

    /// For a terminal or a pipe.
    public String text() {
        StringBuilder out = new StringBuilder();
        TextTable.wrap(out, heading.headline(), "");
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            out.append(System.lineSeparator());
            if (p > 0) {
                TextTable.wrap(
                        out,
                        part.lead().isEmpty() ? part.title() : part.title() + ": " + part.lead(),
                        "");
                out.append(System.lineSeparator());
            }
            TextTable.table(out, part.header(), part.rows());
        }
        out.append(System.lineSeparator());
        notes.forEach(note -> TextTable.wrap(out, note, "  "));
        return out.toString();
    }

    public String csv() {
        return Csv.table(parts.getFirst().header(), parts.getFirst().rows());
    }

    public String json() {
        ObjectNode root = Json.object(schema).put("headline", heading.headline());
        for (Part part : parts) {
            ArrayNode list = root.putArray(part.key());
            for (List<String> row : part.rows()) {
                ObjectNode node = list.addObject();
                for (int c = 0; c < row.size(); c++) {
                    String column = part.header().get(c);
                    if (row.get(c).isEmpty()) {
                        node.putNull(column);
                    } else if (part.numbers().contains(column)) {
                        node.put(column, Double.parseDouble(row.get(c)));
                    } else {
                        node.put(column, row.get(c));
                    }
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
                parts.stream().map(TableReport::section).toList(),
                notes,
                Json.inline(charts()));
    }

    private static HtmlPage.Section section(Part part) {
        return new HtmlPage.Section(
                part.title(),
                part.lead(),
                part.chart()
                        .map(c -> List.of(new HtmlPage.Chart("chart-" + part.key(), c.title())))
                        .orElse(List.of()),
                List.of(new HtmlPage.Table("All", true, part.header(), part.rows(), words(part))));
    }

    private static List<Integer> words(Part part) {
        return java.util.stream.IntStream.range(0, part.header().size())
                .filter(c -> !part.numbers().contains(part.header().get(c)))
                .boxed()
                .toList();
    }

    private ObjectNode charts() {
        ObjectNode root = Json.object("steelyard.charts/1");
        for (Part part : parts) {
            part.chart()
                    .ifPresent(chart -> {
                        String id = "chart-" + part.key();
                        switch (chart) {
                            case Lines lines -> put(root.withObject("/lines").putObject(id), lines);
                            case Bars bars -> put(root.withObject("/bars").putObject(id), bars);
                            case Heat heat -> put(root.withObject("/heat").putObject(id), heat);
                        }
                    });
        }
        return root;
    }

    private static void put(ObjectNode node, Lines chart) {
        node.put("log", chart.log()).put("step", chart.step());
        strings(node.putArray("labels"), chart.labels());
        ArrayNode series = node.putArray("series");
        for (Line line : chart.lines()) {
            ArrayNode data = series.addObject().put("name", line.name()).putArray("data");
            for (double v : line.values()) {
                if (Double.isNaN(v)) {
                    data.addNull();
                } else {
                    data.add(v);
                }
            }
        }
    }

    private static void put(ObjectNode node, Bars chart) {
        node.put("percent", chart.percent());
        if (Double.isFinite(chart.middle())) {
            node.put("middle", chart.middle());
        }
        ArrayNode bars = node.putArray("bars");
        chart.bars()
                .forEach(b ->
                        bars.addObject()
                                .put("name", b.name())
                                .put("low", b.low())
                                .put("high", b.high()));
    }

    private static void put(ObjectNode node, Heat chart) {
        strings(node.putArray("columns"), chart.columns());
        strings(node.putArray("rows"), chart.rows());
        ArrayNode values = node.putArray("values");
        for (int r = 0; r < chart.values().size(); r++) {
            for (int c = 0; c < chart.values().get(r).size(); c++) {
                values.addArray().add(c).add(r).add(chart.values().get(r).get(c));
            }
        }
    }

    private static void strings(ArrayNode node, List<String> texts) {
        texts.forEach(node::add);
    }
}
