package steelyard.quality;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One number per model, all on one scale.
///
/// @param id what was asked for, e.g. `composite` or `livebench@2026-01-08`
/// @param title in words
/// @param ratings by model
/// @param uncertain models whose rating is too uncertain to be one
public record Ratings(String id, String title, Map<Model, Rating> ratings, int uncertain) {
    /// Stands behind what has been rated by one test only.
    public static final String ONE_TEST = " (1 test)";

    public Ratings {
        ratings = Collections.unmodifiableMap(sorted(ratings));
    }

    /// @param score higher is better
    /// @param error standard error; NaN where the publisher states none
    /// @param results on how many results it rests
    /// @param benchmarks of how many benchmarks those are; releases of one are one
    public record Rating(double score, double error, int results, int benchmarks) {
        /// Whether a composite rests on one test alone, in one release or more of it. A rating of
        /// one benchmark, which has no error, is no composite.
        public boolean isOnOneTest() {
            return benchmarks == 1 && !Double.isNaN(error);
        }

        /// A remark to stand behind a score that rests on one test; empty for others.
        public String mark() {
            return isOnOneTest() ? ONE_TEST : "";
        }
    }

    /// The ids of the models whose composite rests on one test alone.
    public Set<String> onOneTest() {
        return ratings.entrySet().stream()
                .filter(e -> e.getValue().isOnOneTest())
                .map(e -> e.getKey().id())
                .collect(Collectors.toSet());
    }

    private static Map<Model, Rating> sorted(Map<Model, Rating> ratings) {
        Map<Model, Rating> sorted = new TreeMap<>(Comparator.comparing(Model::id));
        sorted.putAll(ratings);
        return sorted;
    }

    public Optional<Rating> of(Model model) {
        return Optional.ofNullable(ratings.get(model));
    }
}
