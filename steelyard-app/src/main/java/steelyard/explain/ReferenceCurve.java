package steelyard.explain;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/// What a task costs at a score, the same in all periods: h(q) = z exp(b (q - at)), z such that the
/// scored models together cost what they did cost. An unscored model stands at its own mean.
///
/// @param slope b, from list prices on the market
/// @param usdPerTask z, what a task costs at the score `at`
/// @param at the mean score of the tasks
/// @param byModel h of each model, USD per task
record ReferenceCurve(double slope, double usdPerTask, double at, Map<String, Double> byModel) {

    /// @param periods all periods that are compared
    /// @param score of a model; empty if it has none
    /// @return a curve without models if none is scored
    static ReferenceCurve of(
            List<Snapshot> periods, double slope, Function<String, OptionalDouble> score) {
        Map<String, double[]> sums = new TreeMap<>(); // tasks, paid
        for (Snapshot period : periods) {
            period.models()
                    .forEach((name, x) -> {
                        double[] sum = sums.computeIfAbsent(name, _ -> new double[2]);
                        sum[0] += x.tasks();
                        sum[1] += x.paid();
                    });
        }
        double tasks = 0;
        double at = 0;
        for (Map.Entry<String, double[]> m : sums.entrySet()) {
            OptionalDouble own = score.apply(m.getKey());
            if (own.isPresent()) {
                tasks += m.getValue()[0];
                at += m.getValue()[0] * own.getAsDouble();
            }
        }
        if (tasks == 0) {
            return new ReferenceCurve(slope, 0, 0, Map.of());
        }
        at = Math.rint(at / tasks);
        double paid = 0;
        double expected = 0;
        for (Map.Entry<String, double[]> m : sums.entrySet()) {
            OptionalDouble own = score.apply(m.getKey());
            if (own.isPresent()) {
                paid += m.getValue()[1];
                expected += m.getValue()[0] * Math.exp(slope * (own.getAsDouble() - at));
            }
        }
        double z = paid / expected;
        Map<String, Double> byModel = new TreeMap<>();
        for (Map.Entry<String, double[]> m : sums.entrySet()) {
            OptionalDouble own = score.apply(m.getKey());
            byModel.put(
                    m.getKey(),
                    own.isPresent()
                            ? z * Math.exp(slope * (own.getAsDouble() - at))
                            : m.getValue()[1] / m.getValue()[0]);
        }
        return new ReferenceCurve(slope, z, at, byModel);
    }

    /// The mean of h over the tasks of a period.
    double mean(Snapshot period) {
        double sum = 0;
        for (Map.Entry<String, Snapshot.Model> m : period.models().entrySet()) {
            sum += m.getValue().tasks() * byModel.getOrDefault(m.getKey(), 0.0);
        }
        return sum / period.tasks();
    }
}
