package steelyard.quality;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;

/// Reads scores: those that are bundled, or a user's own table.
final class ScoreFile {
    private ScoreFile() {}

    /// The scores that come with Steelyard.
    static Scores bundled(Crosswalk crosswalk) {
        Map<String, Benchmark> benchmarks = new TreeMap<>();
        Crosswalk.read(
                "benchmarks.csv",
                List.of("benchmark", "title", "scale", "composite", "per_task", "about"),
                row -> {
                    Benchmark b =
                            new Benchmark(
                                    row.required("benchmark"),
                                    row.required("title"),
                                    Benchmark.Scale.valueOf(
                                            row.required("scale").toUpperCase(Locale.ROOT)),
                                    row.required("composite").equals("yes"),
                                    row.required("per_task").equals("yes"),
                                    row.required("about"));
                    benchmarks.put(b.id(), b);
                });
        Map<String, Score.Source> sources = new TreeMap<>();
        Crosswalk.read(
                "sources.csv",
                List.of("source", "repository", "commit", "path", "licence", "licence_class"),
                row ->
                        sources.put(
                                row.required("source"),
                                new Score.Source(
                                        row.required("source"),
                                        row.text("repository")
                                                + "@"
                                                + row.text("commit")
                                                + " "
                                                + row.text("path"),
                                        row.text("licence"),
                                        row.text("licence_class"))));
        List<Score> scores = new ArrayList<>();
        Crosswalk.read(
                "scores.csv",
                List.of("benchmark", "version", "model", "as_named", "score", "source"),
                row ->
                        scores.add(
                                score(
                                        row,
                                        crosswalk
                                                .named(row.required("model"))
                                                .orElseThrow(() ->
                                                        new Refusal(
                                                                "no model " + row.text("model"))),
                                        Objects.requireNonNull(
                                                sources.get(row.required("source"))))));
        return new Scores(benchmarks, scores, Map.of());
    }

    static Scores read(Path file, Crosswalk crosswalk) {
        Map<String, Benchmark> benchmarks = new TreeMap<>();
        List<Score> scores = new ArrayList<>();
        Map<String, Long> excluded = new TreeMap<>();
        Score.Source own = new Score.Source(String.valueOf(file.getFileName()), "", "", "own");
        TableFile.read(
                file,
                List.of("model", "score"),
                row -> {
                    String benchmark =
                            row.text("benchmark").isEmpty() ? "own" : row.text("benchmark");
                    Optional<Model> model = crosswalk.named(row.required("model"));
                    if (model.isEmpty()) {
                        excluded.merge(
                                "score for a model that no price list has, e.g. "
                                        + row.text("model"),
                                1L,
                                Long::sum);
                        return;
                    }
                    Score score = score(row, model.get(), own);
                    scores.add(score);
                    boolean percent = score.score() >= 0 && score.score() <= 100;
                    benchmarks.merge(
                            benchmark,
                            new Benchmark(
                                    benchmark,
                                    benchmark,
                                    percent ? Benchmark.Scale.PERCENT : Benchmark.Scale.ELO,
                                    true,
                                    score.usdPerTask().isPresent(),
                                    "from " + own.id()),
                            ScoreFile::either);
                });
        if (scores.isEmpty()) {
            throw new Refusal(
                    file
                            + ": no score of a model that the price book sells"
                            + (excluded.isEmpty()
                                    ? ""
                                    : "; models are named as in any price list, e.g. claude-sonnet-4.5, not "
                                            + excluded.keySet()
                                                    .iterator()
                                                    .next()
                                                    .replaceFirst(".*e\\.g\\. ", "")));
        }
        return new Scores(benchmarks, scores, gathered(excluded));
    }

    private static Benchmark either(Benchmark one, Benchmark other) {
        return new Benchmark(
                one.id(),
                one.title(),
                one.scale() == Benchmark.Scale.ELO ? one.scale() : other.scale(),
                true,
                one.perTask() || other.perTask(),
                one.about());
    }

    /// Unknown names under one reason, the first of them as an example.
    private static Map<String, Long> gathered(Map<String, Long> excluded) {
        return excluded.isEmpty()
                ? Map.of()
                : Map.of(
                        excluded.keySet().iterator().next(),
                        excluded.values().stream().mapToLong(Long::longValue).sum());
    }

    private static Score score(TableFile.Row row, Model model, Score.Source source) {
        double score = row.number("score");
        if (!Double.isFinite(score)) {
            throw new Refusal("score \"%s\" is no number".formatted(score));
        }
        OptionalDouble cost =
                row.text("usd_per_task").isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(row.number("usd_per_task"));
        if (cost.isPresent() && !(cost.getAsDouble() > 0)) {
            throw new Refusal(
                    "usd_per_task \"%s\" is not above zero; leave it blank where it is not known"
                            .formatted(row.text("usd_per_task")));
        }
        String benchmark = row.text("benchmark");
        String version = row.text("version");
        String named = row.text("as_named");
        return new Score(
                benchmark.isEmpty() ? "own" : benchmark,
                version.isEmpty() ? "1" : version,
                model,
                named.isEmpty() ? row.text("model") : named,
                row.text("setting"),
                row.dateIfAny("date"),
                row.text("date_kind"),
                score,
                cost,
                completionTokens(row),
                source);
    }

    private static OptionalDouble completionTokens(TableFile.Row row) {
        return row.text("completion_tokens").isEmpty() || row.text("tasks").isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(row.number("completion_tokens") / row.number("tasks"));
    }
}
