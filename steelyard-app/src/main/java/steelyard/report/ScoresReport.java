package steelyard.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import steelyard.quality.Benchmark;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.quality.Ratings;
import steelyard.quality.Score;
import steelyard.quality.Scores;

/// Ratings of all models, or every score of one, as tables.
public final class ScoresReport {

    /// Columns that are numbers in JSON; a blank is null.
    private static final Set<String> NUMBERS = Set.of("score", "error", "results", "usd_per_task");

    private ScoresReport() {}

    /// Every rated model, the best first.
    public static TableReport all(Ratings ratings, Scores scores) {
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
        if (!ratings.onOneTest().isEmpty()) {
            notes.add(
                    "rated by one test only, in one release or more of it: %s"
                            .formatted(
                                    ratings.onOneTest().stream()
                                            .sorted()
                                            .collect(Collectors.joining(", "))));
        }
        if (ratings.uncertain() > 0) {
            notes.add(
                    "%s left out: a standard error above %s"
                            .formatted(
                                    Labels.plural(ratings.uncertain(), "model"),
                                    Scores.MOST_ERROR));
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
        return report(
                "Quality of %d models: %s.".formatted(rows.size(), ratings.title()),
                List.of("model", "score", "error", "results", "lab", "weights", "reasoning"),
                rows,
                notes);
    }

    /// Every score of one model.
    public static TableReport of(Model model, Ratings ratings, Scores scores, Crosswalk crosswalk) {
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
                                        published(s, scores),
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
        notes.add(tests(model, scores));
        second(model, scores).ifPresent(notes::add);
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
        return report(
                "%s (%s, %s weights, reasoning: %s): %s"
                        .formatted(
                                model.id(),
                                model.lab(),
                                model.open() ? "open" : "closed",
                                model.reasoning().name().toLowerCase(Locale.ROOT),
                                ratings.of(model)
                                        .map(r ->
                                                "%.1f%s in the %s%s"
                                                        .formatted(
                                                                r.score(),
                                                                Double.isNaN(r.error())
                                                                        ? ""
                                                                        : " \u00b1 %.1f"
                                                                                .formatted(
                                                                                        r.error()),
                                                                ratings.title(),
                                                                r.isOnOneTest()
                                                                        ? ", on one test only"
                                                                        : ""))
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

    /// How many benchmarks have the model, and which tests of them the composite takes.
    private static String tests(Model model, Scores scores) {
        long all =
                scores.scores().stream()
                        .filter(s -> s.model().equals(model))
                        .map(Score::benchmark)
                        .distinct()
                        .count();
        List<String> composed = scores.composed(model);
        return "%s; in the composite: %s"
                .formatted(
                        all == 1 ? "in one test only" : "in %d tests".formatted(all),
                        composed.isEmpty() ? "none" : String.join(", ", composed));
    }

    /// Which scores were not read where their publisher has them.
    private static Optional<String> second(Model model, Scores scores) {
        List<String> copies =
                scores.scores().stream()
                        .filter(s -> s.model().equals(model))
                        .map(Score::source)
                        .filter(Score.Source::isSecondHand)
                        .map(s -> "%s (%s)".formatted(s.id(), s.place()))
                        .distinct()
                        .sorted()
                        .toList();
        return copies.isEmpty()
                ? Optional.empty()
                : Optional.of("second-hand: " + String.join(", ", copies));
    }

    private static TableReport report(
            String headline, List<String> header, List<List<String>> rows, List<String> notes) {
        return TableReport.of(
                "steelyard.scores/1",
                new TableReport.Heading("Steelyard: scores", "how good models are", headline),
                "Scores",
                "As published, with their sources.",
                header,
                rows,
                NUMBERS,
                notes,
                Optional.empty());
    }

    /// A score as its publisher rounds it, where nobody says how large such a number is.
    private static String published(Score score, Scores scores) {
        boolean index =
                Optional.ofNullable(scores.benchmarks().get(score.benchmark()))
                        .filter(b -> b.scale() == Benchmark.Scale.INDEX)
                        .isPresent();
        return index ? Csv.number(score.score()) : number(score.score());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.1f", value);
    }
}
