package steelyard.quality;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;

/// Published scores of models, and what they come to.
///
/// @param excluded rows that could not be used, by reason
public record Scores(
        Map<String, Benchmark> benchmarks, List<Score> scores, Map<String, Long> excluded) {
    /// What [#ratings(String)] makes when nothing else is asked for.
    public static final String COMPOSITE = "composite";

    /// The composite's scale: GPT-3.5 Turbo of January 2024 is 50, GPT-5 of August 2025 is 100.
    static final String FIFTY = "gpt-3-5-turbo-0125";

    static final String HUNDRED = "gpt-5";

    /// A rating with a larger standard error than this is none: a ninth of the way from FIFTY to
    /// HUNDRED. LiveBench's newest release alone comes to 5.7; Aider's edits alone, to 5.9, would
    /// rank models of 2023 above each other by chance.
    public static final double MOST_ERROR = 5.75;

    /// A version with fewer models than this says too little of its own difficulty.
    private static final int FEWEST_MODELS = 10;

    public Scores {
        benchmarks = Collections.unmodifiableMap(new TreeMap<>(benchmarks));
        scores = List.copyOf(scores);
        excluded = Collections.unmodifiableMap(new LinkedHashMap<>(excluded));
    }

    /// The scores that come with Steelyard.
    public static Scores bundled(Crosswalk crosswalk) {
        return ScoreFile.bundled(crosswalk);
    }

    /// A user's own table: `model` and `score`, perhaps `benchmark`, `version`, `date`, `setting`,
    /// `usd_per_task`, `completion_tokens` and `tasks`; models by any name of a price list. Names
    /// that no price list has are left out and counted.
    ///
    /// @throws Refusal with the problems, each with file and line
    public static Scores read(Path file, Crosswalk crosswalk) {
        return ScoreFile.read(file, crosswalk);
    }

    /// How many tokens one model answers with per task for each of another's, where both were
    /// counted in the same version of a benchmark; the best run of each.
    public OptionalDouble verbosity(Model one, Model other) {
        return scores.stream()
                .filter(s -> s.model().equals(one) && s.completionTokens().isPresent())
                .sorted(Comparator.comparingDouble(Score::score).reversed())
                .flatMapToDouble(s ->
                        scores.stream()
                                .filter(o ->
                                        o.model().equals(other)
                                                && o.completionTokens().isPresent()
                                                && o.benchmark().equals(s.benchmark())
                                                && o.version().equals(s.version()))
                                .sorted(Comparator.comparingDouble(Score::score).reversed())
                                .limit(1)
                                .mapToDouble(o ->
                                        s.completionTokens().getAsDouble()
                                                / o.completionTokens().getAsDouble()))
                .findFirst();
    }

    /// The scores from openly licensed sources alone.
    public Scores open() {
        return new Scores(
                benchmarks,
                scores.stream().filter(s -> s.source().licenceClass().startsWith("open")).toList(),
                excluded);
    }

    /// What is asked for when nothing is said: the composite, or the one benchmark that there is.
    public String usual() {
        return benchmarks.size() == 1 ? benchmarks.keySet().iterator().next() : COMPOSITE;
    }

    /// The versions of a benchmark, each with how many models it has.
    public Map<String, Long> versions(String benchmark) {
        return scores.stream()
                .filter(s -> s.benchmark().equals(benchmark))
                .collect(
                        Collectors.groupingBy(
                                Score::version,
                                TreeMap::new,
                                Collectors.mapping(
                                        Score::model,
                                        Collectors.collectingAndThen(
                                                Collectors.toSet(), set -> (long) set.size()))));
    }

    /// One number per model.
    ///
    /// @param what `composite`, a benchmark, or a benchmark and version as `livebench@2026-01-08`
    /// @throws Refusal for an unknown benchmark or version, or a benchmark with several versions of
    ///   which none is named: their scores cannot be compared
    public Ratings ratings(String what) {
        return what.equals(COMPOSITE) ? composite() : benchmark(what);
    }

    private Ratings benchmark(String what) {
        String id = what.contains("@") ? what.substring(0, what.indexOf('@')) : what;
        Benchmark benchmark = benchmarks.get(id);
        if (benchmark == null) {
            throw new Refusal(
                    "benchmark \"%s\" is unknown; there are %s, %s"
                            .formatted(id, COMPOSITE, String.join(", ", benchmarks.keySet())));
        }
        Map<String, Long> versions = versions(id);
        String version = version(what, id, versions);
        Map<Model, Ratings.Rating> best = new LinkedHashMap<>();
        for (Score s : scores) {
            if (s.benchmark().equals(id) && s.version().equals(version)) {
                best.merge(
                        s.model(),
                        new Ratings.Rating(s.score(), Double.NaN, 1, 1),
                        (a, b) ->
                                new Ratings.Rating(
                                        Math.max(a.score(), b.score()),
                                        Double.NaN,
                                        a.results() + b.results(),
                                        1));
            }
        }
        return new Ratings(
                versions.size() == 1 ? id : id + "@" + version,
                benchmark.title() + (versions.size() == 1 ? "" : ", version " + version),
                best,
                0);
    }

    private static String version(String what, String id, Map<String, Long> versions) {
        if (!what.contains("@")) {
            if (versions.size() != 1) {
                throw new Refusal(
                        versions.isEmpty()
                                ? "no score of " + id + " is left"
                                : "%s has %d versions, and scores of different versions cannot be compared; name one: %s"
                                        .formatted(id, versions.size(), listed(id, versions)));
            }
            return versions.keySet().iterator().next();
        }
        String version = what.substring(what.indexOf('@') + 1);
        if (!versions.containsKey(version)) {
            throw new Refusal(
                    "%s has no version \"%s\"; there are %s"
                            .formatted(id, version, listed(id, versions)));
        }
        return version;
    }

    private static String listed(String id, Map<String, Long> versions) {
        return versions.entrySet().stream()
                .map(v -> "%s@%s (%d models)".formatted(id, v.getKey(), v.getValue()))
                .collect(Collectors.joining(", "));
    }

    /// The best result of each model in each version of each benchmark of the composite.
    private List<Composite.Result> results() {
        record Cell(Model model, String test) {}
        Map<Cell, Double> best = new LinkedHashMap<>();
        for (Score s : scores) {
            Benchmark b = Objects.requireNonNull(benchmarks.get(s.benchmark()));
            if (b.composite()) {
                best.merge(
                        new Cell(s.model(), s.benchmark() + "@" + s.version()),
                        b.scale().logit(s.score()),
                        Math::max);
            }
        }
        Map<String, Long> models =
                best.keySet().stream()
                        .collect(Collectors.groupingBy(Cell::test, Collectors.counting()));
        return best.entrySet().stream()
                .filter(e -> models.getOrDefault(e.getKey().test(), 0L) >= FEWEST_MODELS)
                .map(e -> new Composite.Result(e.getKey().model(), e.getKey().test(), e.getValue()))
                .sorted(
                        Comparator.comparing((Composite.Result r) -> r.model().id())
                                .thenComparing(Composite.Result::test))
                .toList();
    }

    /// The tests that a model has in the composite, each a benchmark or `benchmark@version`.
    public List<String> composed(Model model) {
        return results().stream()
                .filter(r -> r.model().equals(model))
                .map(r -> versions(benchmarkOf(r)).size() == 1 ? benchmarkOf(r) : r.test())
                .toList();
    }

    private Ratings composite() {
        List<Composite.Result> results = results();
        Map<Model, Composite.Ability> abilities = Composite.of(results);
        double fifty = theta(abilities, FIFTY);
        double each = 50 / (theta(abilities, HUNDRED) - fifty);
        Map<Model, Set<String>> benchmarks =
                results.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Composite.Result::model,
                                        Collectors.mapping(
                                                Scores::benchmarkOf, Collectors.toSet())));
        Map<Model, Ratings.Rating> ratings = new LinkedHashMap<>();
        abilities.forEach((model, a) -> {
            if (a.error() * each <= MOST_ERROR) {
                ratings.put(
                        model,
                        new Ratings.Rating(
                                50 + (a.theta() - fifty) * each,
                                a.error() * each,
                                a.results(),
                                benchmarks.getOrDefault(model, Set.of()).size()));
            }
        });
        long tests = results.stream().map(Composite.Result::test).distinct().count();
        return new Ratings(
                COMPOSITE,
                "composite of %d tests (GPT-3.5 Turbo 50, GPT-5 100)".formatted(tests),
                ratings,
                abilities.size() - ratings.size());
    }

    /// The benchmark of a result, whose test is a version of it.
    private static String benchmarkOf(Composite.Result result) {
        return result.test().substring(0, result.test().indexOf('@'));
    }

    private static double theta(Map<Model, Composite.Ability> abilities, String id) {
        return abilities.entrySet().stream()
                .filter(e -> e.getKey().id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                "no composite: it is scaled by %s and %s, and %s has no score; name a benchmark"
                                        .formatted(FIFTY, HUNDRED, id)))
                .getValue()
                .theta();
    }

    /// The benchmarks in the order of their ids.
    public Collection<Benchmark> all() {
        return benchmarks.values();
    }
}
