package steelyard.serving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the constants that miss measurements least: a search along one constant after another, in
/// steps that shrink.
///
/// What is made small is the mean of |ln(predicted / measured)| plus a little for leaving the
/// published starting value, so that what no measurement speaks of stays where it was.
final class Fit {
    private static final double[] STEPS = {0.3, 0.15, 0.08, 0.04, 0.02, 0.01};
    private static final double PULL = 0.001;
    private static final String POWER = "power.";

    /// What a point costs that does not fit by our account, though it was measured.
    private static final double NO_ROOM = 1;

    private Fit() {}

    /// Tuned engines tell the constants of chips; engines as they come only their own; and where
    /// power was measured, that tells the constants of power.
    ///
    /// @param constants their starting values and bounds
    static Constants of(List<Trial> trials, Constants constants) {
        return of(trials, List.of(), constants);
    }

    /// @param powered trials that tell of power alone
    static Constants of(List<Trial> trials, List<Trial> powered, Constants constants) {
        Constants start = constants.unfitted();
        Predicate<Trial> asItComes = t -> t.deployment().engine() == Engine.DEFAULTS;
        String own = "engine." + Engine.DEFAULTS.id() + ".";
        Constants tuned =
                search(
                        trials.stream().filter(asItComes.negate()).toList(),
                        start,
                        name -> !name.startsWith(own) && !name.startsWith(POWER),
                        Trial::ratio);
        Constants rates =
                search(
                        trials.stream().filter(asItComes).toList(),
                        tuned,
                        name -> name.startsWith(own),
                        Trial::ratio);
        return search(
                Stream.concat(trials.stream(), powered.stream())
                        .filter(t -> t.powerRatio(rates).isPresent())
                        .toList(),
                rates,
                name -> name.startsWith(POWER),
                (t, c) -> t.powerRatio(c).orElseThrow());
    }

    private static Constants search(
            List<Trial> trials,
            Constants start,
            Predicate<String> isSought,
            ToDoubleBiFunction<Trial, Constants> ratio) {
        Constants best = start;
        double least = loss(trials, best, ratio);
        for (double step : STEPS) {
            boolean better = true;
            for (int round = 0; better && round < 6; round++) {
                better = false;
                for (Map.Entry<String, Constants.Constant> entry : start.all().entrySet()) {
                    Constants.Constant bounds = entry.getValue();
                    if (!bounds.fitted() || !isSought.test(entry.getKey())) {
                        continue;
                    }
                    for (double factor : new double[] {1 + step, 1 / (1 + step)}) {
                        double value =
                                Math.clamp(
                                        best.of(entry.getKey()) * factor,
                                        bounds.low(),
                                        bounds.high());
                        Constants tried = best.with(entry.getKey(), value);
                        double loss = loss(trials, tried, ratio);
                        if (loss < least - 1e-9) {
                            least = loss;
                            best = tried;
                            better = true;
                        }
                    }
                }
            }
        }
        return best;
    }

    /// For each trial its ratio of predicted to measured under constants that were fitted without
    /// any point of the same model and accelerator.
    static Map<Trial, Double> crossValidated(List<Trial> trials, Constants start, int folds) {
        List<String> combinations =
                new ArrayList<>(
                        trials.stream()
                                .map(Trial::combination)
                                .collect(Collectors.toCollection(TreeSet::new)));
        Map<Trial, Double> ratios = new HashMap<>();
        for (int fold = 0; fold < folds; fold++) {
            int out = fold;
            Set<String> held =
                    combinations.stream()
                            .filter(c -> combinations.indexOf(c) % folds == out)
                            .collect(Collectors.toSet());
            Constants fitted =
                    of(
                            trials.stream().filter(t -> !held.contains(t.combination())).toList(),
                            start);
            trials.stream()
                    .filter(t -> held.contains(t.combination()))
                    .forEach(t -> ratios.put(t, t.ratio(fitted)));
        }
        return ratios;
    }

    /// For each trial with a measured power its ratio of predicted to measured joules per token
    /// under constants that were fitted without any point of the same model.
    ///
    /// @param powered trials that tell of power alone
    static Map<Trial, Double> energyOfUnseenModels(
            List<Trial> trials, List<Trial> powered, Constants start, int folds) {
        List<Trial> all = Stream.concat(trials.stream(), powered.stream()).toList();
        List<String> models =
                all.stream().map(t -> t.deployment().model().id()).distinct().sorted().toList();
        Map<Trial, Double> ratios = new HashMap<>();
        for (int fold = 0; fold < folds; fold++) {
            int out = fold;
            Predicate<Trial> held = t -> models.indexOf(t.deployment().model().id()) % folds == out;
            Constants fitted =
                    of(
                            trials.stream().filter(held.negate()).toList(),
                            powered.stream().filter(held.negate()).toList(),
                            start);
            all.stream()
                    .filter(held)
                    .forEach(t -> t.energyRatio(fitted).ifPresent(r -> ratios.put(t, r)));
        }
        return ratios;
    }

    private static double loss(
            List<Trial> trials, Constants constants, ToDoubleBiFunction<Trial, Constants> ratio) {
        double[] misses =
                trials.parallelStream()
                        .mapToDouble(t -> {
                            double error = Math.abs(Math.log(ratio.applyAsDouble(t, constants)));
                            return Double.isNaN(error) ? NO_ROOM : error;
                        })
                        .toArray();
        double strayed =
                constants.all().values().stream()
                        .mapToDouble(c -> Math.pow(Math.log(c.value() / c.start()), 2))
                        .sum();
        return Arrays.stream(misses).average().orElse(0) + PULL * strayed;
    }
}
