package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static steelyard.cli.TestingCommand.json;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.claim.Answer;
import tools.jackson.databind.JsonNode;

/// The studies in `docs/studies` say what the commands say today. With `-Dstudies.write=true` (or
/// `tools/studies`) they are written anew instead.
///
/// Between `<!-- DIRECTIVE -->` and `<!-- end -->` stands what the directive makes: `command NAME:
/// WORDS` runs a command and shows its headline; `value NAME PATH FORMAT` is a figure of its answer
/// (`percent`, `usd`, `number`); `table NAME KEY: COLUMN, COLUMN` is a table of its rows (`where
/// FIELD=A|B` keeps some); `bars` and `lines NAME KEY TITLE: X, Y, Y` is a chart.
@Tag("evidence")
class StudiesTest {
    private static final Path FOLDER = Path.of("..", "docs", "studies");
    private static final Pattern BLOCK =
            Pattern.compile("<!-- (?!end)(.+?) -->(.*?)<!-- end -->", Pattern.DOTALL);

    private final Map<String, JsonNode> answers = new HashMap<>();

    static Stream<Path> studies() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("studies")
    void studiesSayWhatTheCommandsSay(Path study) throws IOException {
        String text = Files.readString(study);
        Matcher blocks = BLOCK.matcher(text);
        String now = blocks.replaceAll(b -> Matcher.quoteReplacement(block(b)));
        if (Boolean.getBoolean("studies.write")) {
            Files.writeString(study, now);
        } else {
            assertThat(text)
                    .as("%s: run tools/studies and read what has changed", study)
                    .isEqualTo(now);
        }
        assertThat(answers).as("commands of " + study).isNotEmpty();
    }

    private String block(MatchResult block) {
        String directive = block.group(1);
        String[] words = directive.split(" ", 2);
        String made =
                switch (words[0]) {
                    case "command" -> command(words[1]);
                    case "value" -> value(words[1]);
                    case "table" -> table(words[1]);
                    case "bars", "lines" -> chart(words[0], words[1]);
                    default -> throw new IllegalArgumentException("no directive " + directive);
                };
        String around = words[0].equals("value") ? "" : "\n";
        return "<!-- " + directive + " -->" + around + made + around + "<!-- end -->";
    }

    private String command(String text) {
        String[] parts = text.split(": ", 2);
        List<String> args = new ArrayList<>(Arrays.asList(parts[1].split(" ")));
        args.replaceAll(a -> a.startsWith("samples/") ? "../" + a : a);
        args.add("--json");
        JsonNode answer = json(run(args.toArray(String[]::new)));
        answers.put(parts[0], answer);
        String said = answer.path("headline").asString("");
        return "```\n./steelyard %s\n```\n".formatted(parts[1])
                + (said.isEmpty() ? "" : "> " + said + "\n").strip();
    }

    private JsonNode answer(String name) {
        return Objects.requireNonNull(answers.get(name), "no command " + name + " before");
    }

    private String value(String text) {
        int first = text.indexOf(' ');
        int last = text.lastIndexOf(' ');
        return shown(
                Answer.number(answer(text.substring(0, first)), text.substring(first + 1, last)),
                text.substring(last + 1));
    }

    private static String shown(double value, String format) {
        return switch (format) {
            case "percent" -> String.format(Locale.ROOT, "%.0f%%", 100 * value);
            case "points" -> String.format(Locale.ROOT, "%.1f%%", value);
            case "usd" -> "$" + figures(value, 3);
            case "millions" -> String.format(Locale.ROOT, "$%.2fM", value / 1e6);
            case "number" -> figures(value, 3);
            default -> throw new IllegalArgumentException("no format " + format);
        };
    }

    private static String figures(double value, int digits) {
        return new BigDecimal(value)
                .round(new MathContext(digits))
                .stripTrailingZeros()
                .toPlainString();
    }

    private String table(String text) {
        String[] halves = text.split(": ", 2);
        String[] head = halves[0].split(" ");
        String[] columns = halves[1].split(" where ")[0].split(", ");
        StringBuilder out = new StringBuilder();
        out.append("| ").append(String.join(" | ", columns)).append(" |\n");
        out.append("|").append(" --- |".repeat(columns.length)).append("\n");
        for (JsonNode row : rows(head[0], head[1], halves[1])) {
            out.append("| ")
                    .append(
                            Arrays.stream(columns)
                                    .map(c -> cell(row.path(c)))
                                    .collect(Collectors.joining(" | ")))
                    .append(" |\n");
        }
        return out.toString().stripTrailing();
    }

    private static String cell(JsonNode node) {
        return node.isNumber()
                ? figures(node.asDouble(), 3)
                : node.isNull() ? "" : node.asString("").strip();
    }

    private List<JsonNode> rows(String name, String key, String text) {
        List<JsonNode> rows = answer(name).path(key).valueStream().toList();
        if (!text.contains(" where ")) {
            return rows;
        }
        String[] condition = text.split(" where ")[1].split("=", 2);
        List<String> wanted = Arrays.asList(condition[1].split("\\|"));
        return rows.stream()
                .filter(r -> wanted.contains(r.path(condition[0]).asString("").strip()))
                .toList();
    }

    /// A chart in Mermaid's words, which code hosts draw.
    private String chart(String kind, String text) {
        String[] halves = text.split(": ", 2);
        String[] head = halves[0].split(" ", 3);
        String[] columns = halves[1].split(" where ")[0].split(", ");
        List<JsonNode> rows =
                rows(head[0], head[1], halves[1]).stream()
                        .filter(r -> !r.path(columns[1]).isNull())
                        .toList();
        StringBuilder out = new StringBuilder("```mermaid\nxychart-beta\n");
        out.append("  title \"").append(head[2]).append("\"\n");
        out.append("  x-axis [")
                .append(
                        rows.stream()
                                .map(r -> "\"" + cell(r.path(columns[0])) + "\"")
                                .collect(Collectors.joining(", ")))
                .append("]\n");
        for (int c = 1; c < columns.length; c++) {
            String column = columns[c];
            out.append("  ")
                    .append(kind.equals("bars") ? "bar" : "line")
                    .append(" [")
                    .append(
                            rows.stream()
                                    .map(r -> figures(Answer.number(r, column), 4))
                                    .collect(Collectors.joining(", ")))
                    .append("]\n");
        }
        return out + "```";
    }
}
