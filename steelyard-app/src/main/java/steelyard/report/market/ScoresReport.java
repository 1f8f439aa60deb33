package steelyard.report.market;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import steelyard.quality.Benchmark;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.quality.Ratings;
import steelyard.quality.Score;
import steelyard.quality.Scores;
import steelyard.show.Answer;
import steelyard.show.Kind;
import steelyard.show.Measure;
import steelyard.show.Table;
import steelyard.show.Words;

/// Ratings of all models, or every score of one, as tables.
public final class ScoresReport {

    private ScoresReport() {}

    /// Every rated model, the best first.
    public static Answer all(Ratings ratings, Scores scores) {
        Table<Map.Entry<Model, Ratings.Rating>> table =
                Table.of(
                                "rows",
                                "Scores",
                                "As published, with their sources.",
                                ratings.ratings().entrySet().stream()
                                        .sorted(
                                                Comparator.comparingDouble(
                                                        e -> -e.getValue().score()))
                                        .toList())
                        .name("model", "model", e -> e.getKey().id())
                        .score("score", "score", e -> e.getValue().score())
                        .score("error", "error", e -> e.getValue().error())
                        .count("results", "results", e -> e.getValue().results())
                        .name("lab", "lab", e -> e.getKey().lab())
                        .name("weights", "weights", e -> weights(e.getKey()))
                        .name("reasoning", "reasoning", e -> reasoning(e.getKey()));
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
                                    Words.plural(ratings.uncertain(), "model"), Scores.MOST_ERROR));
        }
        scores.excluded()
                .forEach((reason, n) ->
                        notes.add("left out: %s (%s)".formatted(Words.plural(n, "row"), reason)));
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
        return answer(
                "Quality of %d models: %s.".formatted(ratings.ratings().size(), ratings.title()),
                table,
                notes);
    }

    private static String weights(Model model) {
        return model.open() ? "open" : "closed";
    }

    private static String reasoning(Model model) {
        return model.reasoning().name().toLowerCase(Locale.ROOT);
    }

    /// Every score of one model.
    public static Answer of(Model model, Ratings ratings, Scores scores, Crosswalk crosswalk) {
        Table<Score> table =
                Table.of(
                                "rows",
                                "Scores",
                                "As published, with their sources.",
                                scores.scores().stream()
                                        .filter(s -> s.model().equals(model))
                                        .sorted(
                                                Comparator.comparing(Score::benchmark)
                                                        .thenComparing(Score::version)
                                                        .thenComparingDouble(Score::score))
                                        .toList())
                        .name("benchmark", "benchmark", Score::benchmark)
                        .name("version", "version", Score::version)
                        .number("score", "score", s -> published(s, scores))
                        .usd("usd_per_task", "a task", Score::usdPerTask)
                        .date("date", "date", Score::date)
                        .name("date_kind", "date is of", Score::dateKind)
                        .name("source", "source", s -> s.source().id())
                        .name("licence", "licence", s -> s.source().licenceClass())
                        .words(
                                "as_named",
                                "as named",
                                s ->
                                        s.asNamed()
                                                + (s.setting().isEmpty()
                                                        ? ""
                                                        : " (" + s.setting() + ")"));
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
        String rated =
                ratings.of(model)
                        .map(r ->
                                "%.1f%s in the %s%s"
                                        .formatted(
                                                r.score(),
                                                Double.isNaN(r.error())
                                                        ? ""
                                                        : " \u00b1 %.1f".formatted(r.error()),
                                                ratings.title(),
                                                r.isOnOneTest() ? ", on one test only" : ""))
                        .orElse("no rating in the " + ratings.title());
        return answer(
                "%s (%s, %s weights, reasoning: %s): %s"
                        .formatted(
                                model.id(), model.lab(), weights(model), reasoning(model), rated),
                table,
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

    private static Answer answer(String headline, Table<?> table, List<String> notes) {
        return new Answer(
                "steelyard.scores/1",
                new Answer.Heading("Steelyard: scores", "how good models are", headline),
                List.of(table),
                notes);
    }

    /// A score as its publisher rounds it, where nobody says how large such a number is.
    private static Measure published(Score score, Scores scores) {
        boolean index =
                Optional.ofNullable(scores.benchmarks().get(score.benchmark()))
                        .filter(b -> b.scale() == Benchmark.Scale.INDEX)
                        .isPresent();
        return new Measure(score.score(), index ? Kind.NUMBER : Kind.SCORE);
    }
}
