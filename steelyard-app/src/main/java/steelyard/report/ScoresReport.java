package steelyard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import steelyard.quality.Benchmark;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.quality.Ratings;
import steelyard.quality.Score;
import steelyard.quality.Scores;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Ratings of all models, or every score of one, as tables.
///
/// @param header of the main table, in `csv` and `json` too
public record ScoresReport(
        String headline, List<String> header, List<List<String>> rows, List<String> notes) {

    /// Columns that are numbers in JSON; a blank is null.
    private static final Set<String> NUMBERS = Set.of("score", "error", "results", "usd_per_task");

    public ScoresReport {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /// Every rated model, the best first.
    public static ScoresReport all(Ratings ratings, Scores scores) {
        List<List<String>> rows = new ArrayList<>();
        ratings.ratings().entrySet().stream()
                .sorted(
                        Comparator.comparingDouble(
                                (Map.Entry<Model, Ratings.Rating> e) -> -e.getValue().score()))
                .forEach(e ->
                        rows.add(
                                List.of(
                                        e.getKey().id(),
                                        number(e.getValue().score()),
                                        number(e.getValue().error()),
                                        String.valueOf(e.getValue().results()),
                                        e.getKey().lab(),
                                        e.getKey().open() ? "open" : "closed",
                                        e.getKey().reasoning().name().toLowerCase(Locale.ROOT))));
        List<String> notes = new ArrayList<>();
        if (ratings.uncertain() > 0) {
            notes.add(
                    "%s left out: a standard error above 5"
                            .formatted(Labels.plural(ratings.uncertain(), "model")));
        }
        scores.excluded()
                .forEach((reason, n) ->
                        notes.add("left out: %s (%s)".formatted(Labels.plural(n, "row"), reason)));
        notes.add("benchmarks, each with its versions and how many models those have:");
        for (Benchmark b : scores.all()) {
            String versions =
                    scores.versions(b.id()).entrySet().stream()
                            .map(v ->
                                    v.getKey().equals("1")
                                            ? v.getValue() + " models"
                                            : v.getKey() + " (" + v.getValue() + ")")
                            .collect(Collectors.joining(", "));
            notes.add(
                    "%s: %s; %s%s"
                            .formatted(
                                    b.id(),
                                    b.about(),
                                    versions,
                                    b.composite() ? "; in the composite" : ""));
        }
        return new ScoresReport(
                "Quality of %d models: %s.".formatted(rows.size(), ratings.title()),
                List.of("model", "score", "error", "results", "lab", "weights", "reasoning"),
                rows,
                notes);
    }

    /// Every score of one model.
    public static ScoresReport of(
            Model model, Ratings ratings, Scores scores, Crosswalk crosswalk) {
        List<List<String>> rows =
                scores.scores().stream()
                        .filter(s -> s.model().equals(model))
                        .sorted(
                                Comparator.comparing(Score::benchmark)
                                        .thenComparing(Score::version)
                                        .thenComparingDouble(Score::score))
                        .map(s ->
                                List.of(
                                        s.benchmark(),
                                        s.version(),
                                        number(s.score()),
                                        s.usdPerTask().isPresent()
                                                ? Csv.number(s.usdPerTask().getAsDouble())
                                                : "",
                                        s.date().map(Object::toString).orElse(""),
                                        s.dateKind(),
                                        s.source().id(),
                                        s.source().licenceClass(),
                                        s.asNamed()
                                                + (s.setting().isEmpty()
                                                        ? ""
                                                        : " (" + s.setting() + ")")))
                        .toList();
        List<String> notes = new ArrayList<>();
        notes.add(
                "listed as: "
                        + crosswalk.entries().stream()
                                .filter(e -> e.model().equals(model))
                                .map(e ->
                                        e.provider()
                                                + "/"
                                                + e.name()
                                                + (e.from().equals(java.time.LocalDate.MIN)
                                                        ? ""
                                                        : " from " + e.from())
                                                + (e.to().equals(java.time.LocalDate.MAX)
                                                        ? ""
                                                        : " until " + e.to()))
                                .collect(Collectors.joining(", ")));
        return new ScoresReport(
                "%s (%s, %s weights, reasoning: %s): %s"
                        .formatted(
                                model.id(),
                                model.lab(),
                                model.open() ? "open" : "closed",
                                model.reasoning().name().toLowerCase(Locale.ROOT),
                                ratings.of(model)
                                        .map(r ->
                                                "%.1f%s in the %s"
                                                        .formatted(
                                                                r.score(),
                                                                Double.isNaN(r.error())
                                                                        ? ""
                                                                        : " \u00b1 %.1f"
                                                                                .formatted(
                                                                                        r.error()),
                                                                ratings.title()))
                                        .orElse("no rating in the " + ratings.title())),
                List.of(
                        "benchmark",
                        "version",
                        "score",
                        "usd_per_task",
                        "date",
                        "date_kind",
                        "source",
                        "licence",
                        "as_named"),
                rows,
                notes);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.1f", value);
    }

    /// For a terminal or a pipe.
    public String text() {
        StringBuilder out = new StringBuilder();
        TextTable.wrap(out, headline, "");
        out.append(System.lineSeparator());
        TextTable.table(out, header, rows);
        out.append(System.lineSeparator());
        notes.forEach(note -> TextTable.wrap(out, note, "  "));
        return out.toString();
    }

    public String csv() {
        return Csv.table(header, rows);
    }

    /// Schema `steelyard.scores/1` (docs/json.md).
    public String json() {
        ObjectNode root = Json.object("steelyard.scores/1").put("headline", headline);
        ArrayNode list = root.putArray("rows");
        for (List<String> row : rows) {
            ObjectNode node = list.addObject();
            for (int c = 0; c < row.size(); c++) {
                if (NUMBERS.contains(header.get(c)) && !row.get(c).isEmpty()) {
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
                "Steelyard: scores",
                "how good models are",
                headline,
                "",
                List.of(),
                List.of(
                        new HtmlPage.Section(
                                "Scores",
                                "As published, with their sources.",
                                List.of(),
                                List.of(
                                        new HtmlPage.Table(
                                                "All",
                                                true,
                                                header,
                                                rows,
                                                List.of(header.size() - 1))))),
                notes,
                Json.inline(Json.object("steelyard.charts/1")));
    }
}
