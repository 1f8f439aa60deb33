package steelyard.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import steelyard.refusal.Refusal;

/// A report as one HTML file that needs nothing else: the chart library is inside it.
///
/// @param mark what kind of report it is, in a few words
/// @param data the numbers of the charts, as JSON that is safe in a script element
public record HtmlPage(
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

    /// A number before and after.
    public record Tile(String what, String now, String then) {}

    /// A chart's place.
    public record Chart(String id, String title) {}

    /// A heading with charts and the tables that say the same.
    public record Section(String title, String lead, List<Chart> charts, List<Table> tables) {}

    /// A table under a chart.
    ///
    /// @param words columns that hold words, aligned left
    public record Table(
            String title,
            boolean open,
            List<String> header,
            List<List<String>> rows,
            List<Integer> words) {
        /// Words of more than so many letters may go over several lines.
        private static final int SHORT = 24;

        /// The style of a column.
        public String style(int column) {
            return !words.contains(column)
                    ? ""
                    : rows.stream().allMatch(row -> row.get(column).length() <= SHORT)
                            ? "word"
                            : "words";
        }
    }

    /// The chart library's source.
    public String library() {
        return text(ECHARTS).replace("</script", "<\\/script");
    }

    /// What draws the charts.
    public String script() {
        return text("/steelyard/report/charts.js");
    }

    private static String text(String resource) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(resource)) {
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
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Refusal(file + ": the folder " + folder + " does not exist");
        }
        TemplateEngine templates =
                TemplateEngine.createPrecompiled(
                        null, ContentType.Html, null, "steelyard.report.html");
        StringOutput out = new StringOutput(1 << 21);
        templates.render("page.jte", this, out);
        Path temporary =
                file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.writeString(temporary, out.toString());
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            temporary.toFile().delete();
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
