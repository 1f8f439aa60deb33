package steelyard.show;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import steelyard.file.WholeFile;

/// A report as one HTML file that needs nothing else: the chart library is inside it.
///
/// @param mark what kind of report it is, in a few words
/// @param data the numbers of the charts, as JSON that is safe in a script element
public record Page(
        String title,
        String mark,
        String headline,
        String why,
        List<Tile> tiles,
        List<Section> sections,
        List<String> notes,
        String data) {
    private static final String ECHARTS =
            "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d(-\\d\\d)?");

    /// A number before and after.
    public record Tile(String what, String now, String then) {}

    /// A chart's place.
    public record Picture(String id, String title) {}

    /// A heading with charts and the tables that say the same.
    public record Section(String title, String lead, List<Picture> charts, List<Rows> tables) {}

    /// A table under a chart.
    ///
    /// @param title where it may be folded away; empty where it may not
    /// @param numbers whether each column holds numbers, which stand to the right
    /// @param tones the style of each row
    public record Rows(
            String title,
            boolean open,
            List<String> header,
            List<List<String>> rows,
            List<Boolean> numbers,
            List<String> tones) {
        /// Words of more than so many letters may go over several lines.
        private static final int SHORT = 24;

        static <R> Rows of(String title, boolean open, Table<R> table) {
            List<Column<R>> columns = table.read(Seen.BY_READERS);
            return new Rows(
                    title,
                    open,
                    columns.stream().map(Column::heading).toList(),
                    table.cells(columns),
                    columns.stream().map(c -> c.kind().isNumber()).toList(),
                    table.shown().stream().map(r -> table.tone().apply(r).style()).toList());
        }

        /// With words in the columns named.
        public static Rows of(
                String title,
                boolean open,
                List<String> header,
                List<List<String>> rows,
                List<Integer> words) {
            return new Rows(
                    title,
                    open,
                    header,
                    rows,
                    IntStream.range(0, header.size()).mapToObj(c -> !words.contains(c)).toList(),
                    rows.stream().map(_ -> "").toList());
        }

        /// The style of a column.
        public String style(int column) {
            return numbers.get(column)
                    ? ""
                    : rows.stream().allMatch(row -> row.get(column).length() <= SHORT)
                            ? "word"
                            : "words";
        }
    }

    /// The headline, in which no date is broken over two lines.
    public String heading() {
        return DATE.matcher(headline).replaceAll(d -> d.group().replace('-', '\u2011'));
    }

    /// The main picture alone, under the headline; empty if nothing is drawn.
    public Optional<Page> picture() {
        return sections.stream()
                .filter(s -> !s.charts().isEmpty())
                .findFirst()
                .map(s ->
                        new Page(
                                title,
                                mark,
                                headline,
                                why,
                                List.of(),
                                List.of(new Section(s.title(), s.lead(), s.charts(), List.of())),
                                List.of(),
                                data));
    }

    /// Whether it is a picture and no more.
    public boolean isPicture() {
        return notes.isEmpty() && tiles.isEmpty() && sections.size() == 1;
    }

    /// Whether anything is drawn, and the chart library needed.
    public boolean hasCharts() {
        return sections.stream().anyMatch(s -> !s.charts().isEmpty());
    }

    /// The chart library's source.
    public String library() {
        return text(ECHARTS).replace("</script", "<\\/script");
    }

    /// What draws the charts.
    public String script() {
        return text("/steelyard/show/charts.js");
    }

    private static String text(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            return new String(
                    Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the page, whole or not at all.
    ///
    /// @throws UncheckedIOException if the file cannot be written
    public void write(Path file) {
        TemplateEngine templates =
                TemplateEngine.createPrecompiled(
                        null, ContentType.Html, null, "steelyard.show.html");
        StringOutput out = new StringOutput(1 << 21);
        templates.render("page.jte", this, out);
        WholeFile.write(file, out.toString());
    }
}
