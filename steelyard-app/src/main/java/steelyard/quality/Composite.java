package steelyard.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One ability per model behind its results in many tests: the one-factor model
///
///     logit(score of m in b) = d_b + c_b theta_m + error
///
/// fitted by alternating least squares. A test with steep c tells models apart well; missing results
/// are simply absent. The slopes are drawn towards 1 with the weight of one result of unit ability,
/// so that a test with few models cannot run away. (The form is the congeneric model of Joreskog
/// 1971; Epoch AI's Capabilities Index is a relative.)
final class Composite {
    private static final int MOST_STEPS = 500;
    private static final double STILL = 1e-10;

    /// A result as log odds.
    record Result(Model model, String test, double logit) {}

    /// @param theta ability, in logits of a test of slope 1
    /// @param error standard error, the tests' parameters taken as known
    /// @param results in how many tests
    record Ability(double theta, double error, int results) {}

    private final List<int[]> cells = new ArrayList<>();
    private final List<Model> models = new ArrayList<>();
    private final double[] logit;
    private final double[] theta;
    private final double[] level;
    private final double[] slope;

    private Composite(List<Result> results) {
        Map<Model, Integer> modelAt = new LinkedHashMap<>();
        Map<String, Integer> testAt = new HashMap<>();
        logit = new double[results.size()];
        for (Result r : results) {
            int m = modelAt.computeIfAbsent(r.model(), _ -> modelAt.size());
            int b = testAt.computeIfAbsent(r.test(), _ -> testAt.size());
            logit[cells.size()] = r.logit();
            cells.add(new int[] {m, b});
        }
        models.addAll(modelAt.keySet());
        theta = new double[modelAt.size()];
        level = new double[testAt.size()];
        slope = new double[testAt.size()];
        java.util.Arrays.fill(slope, 1);
    }

    /// @param results one per model and test
    static Map<Model, Ability> of(List<Result> results) {
        Composite fit = new Composite(results);
        for (int step = 0; step < MOST_STEPS && fit.step() > STILL; step++) {}
        return fit.abilities();
    }

    /// One round; gives the largest move of an ability.
    private double step() {
        fitTests();
        double[] top = new double[theta.length];
        double[] bottom = new double[theta.length];
        for (int i = 0; i < logit.length; i++) {
            int m = cells.get(i)[0];
            int b = cells.get(i)[1];
            top[m] += slope[b] * (logit[i] - level[b]);
            bottom[m] += slope[b] * slope[b];
        }
        double mean = 0;
        for (int m = 0; m < theta.length; m++) {
            top[m] /= bottom[m];
            mean += top[m] / theta.length;
        }
        double moved = 0;
        for (int m = 0; m < theta.length; m++) {
            // the mean is free: level takes it up
            moved = Math.max(moved, Math.abs(top[m] - mean - theta[m]));
            theta[m] = top[m] - mean;
        }
        return moved;
    }

    private void fitTests() {
        int tests = level.length;
        double[] n = new double[tests];
        double[] sumX = new double[tests];
        double[] sumY = new double[tests];
        double[] sumXx = new double[tests];
        double[] sumXy = new double[tests];
        for (int i = 0; i < logit.length; i++) {
            int b = cells.get(i)[1];
            double x = theta[cells.get(i)[0]];
            n[b]++;
            sumX[b] += x;
            sumY[b] += logit[i];
            sumXx[b] += x * x;
            sumXy[b] += x * logit[i];
        }
        for (int b = 0; b < tests; b++) {
            double varied = sumXx[b] - sumX[b] * sumX[b] / n[b];
            double shared = sumXy[b] - sumX[b] * sumY[b] / n[b];
            slope[b] = (shared + 1) / (varied + 1);
            level[b] = (sumY[b] - slope[b] * sumX[b]) / n[b];
        }
    }

    private Map<Model, Ability> abilities() {
        double[] information = new double[theta.length];
        int[] results = new int[theta.length];
        double residual = 0;
        for (int i = 0; i < logit.length; i++) {
            int m = cells.get(i)[0];
            int b = cells.get(i)[1];
            double e = logit[i] - level[b] - slope[b] * theta[m];
            residual += e * e;
            information[m] += slope[b] * slope[b];
            results[m]++;
        }
        int free = logit.length - theta.length - 2 * level.length;
        Map<Model, Ability> abilities = new LinkedHashMap<>();
        for (int m = 0; m < theta.length; m++) {
            double error = free > 0 ? Math.sqrt(residual / free / information[m]) : Double.NaN;
            abilities.put(models.get(m), new Ability(theta[m], error, results[m]));
        }
        return abilities;
    }
}
