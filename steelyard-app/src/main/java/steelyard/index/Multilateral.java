package steelyard.index;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/// The solution of one window: a log level for each of its periods, the first 0.
///
/// All three systems come down to as many linear equations as there are periods: GEKS is the least
/// squares fit to all bilateral logs (which for complete pairs is their geometric mean), the time
/// product dummy has its products eliminated, Geary-Khamis its reference prices. A period that
/// shares nothing with the first, even through others, has no level: NaN.
final class Multilateral {
    private final Panel panel;
    private final int periods;
    private final double[][] system;
    private final double[] levels;
    private final boolean[] connected;
    private final Method.Multi kind;

    private Multilateral(Panel panel, Method.Multi kind) {
        this.panel = panel;
        this.kind = kind;
        this.periods = panel.periods().size();
        double[][] equations = new double[periods][periods];
        double[] right = new double[periods];
        switch (kind) {
            case Method.Multi.Geks(Formula formula) -> geks(formula, equations, right);
            case Method.Multi.TimeProductDummy(boolean weighted) ->
                    dummy(weighted, equations, right);
            case Method.Multi.GearyKhamis _ -> gearyKhamis(equations);
        }
        this.system = equations;
        this.connected = connected(equations);
        this.levels =
                kind instanceof Method.Multi.GearyKhamis ? purchasingPower() : grounded(right);
    }

    static Multilateral of(Panel window, Method.Multi kind) {
        return new Multilateral(window, kind);
    }

    /// Log levels by period.
    double[] levels() {
        return levels.clone();
    }

    private record Link(int from, int to, double log) {}

    private void geks(Formula formula, double[][] equations, double[] right) {
        IntStream.range(0, periods * periods)
                .parallel()
                .filter(i -> i / periods < i % periods)
                .mapToObj(i ->
                        new Link(
                                i / periods,
                                i % periods,
                                formula.log(Match.of(panel, i / periods, i % periods))))
                .filter(link -> !Double.isNaN(link.log()))
                .toList()
                .forEach(link -> {
                    join(equations, link.from(), link.to(), 1);
                    right[link.to()] += link.log();
                    right[link.from()] -= link.log();
                });
    }

    private static void join(double[][] equations, int a, int b, double weight) {
        equations[a][a] += weight;
        equations[b][b] += weight;
        equations[a][b] -= weight;
        equations[b][a] -= weight;
    }

    /// The rows of each product, by period: where it is in each slice, or -1.
    private interface ByProduct {
        /// @param rows by period, the product's row or -1
        void take(int product, int[] rows);
    }

    private void eachProduct(ByProduct visitor) {
        int[] at = new int[periods];
        int[] rows = new int[periods];
        for (int product = 0; product < panel.products().size(); product++) {
            boolean any = false;
            for (int t = 0; t < periods; t++) {
                Panel.Slice slice = panel.slice(t);
                boolean here = at[t] < slice.rows() && slice.product()[at[t]] == product;
                rows[t] = here ? at[t]++ : -1;
                any |= here;
            }
            if (any) {
                visitor.take(product, rows);
            }
        }
    }

    private void dummy(boolean weighted, double[][] equations, double[] right) {
        double[] total = totals();
        double[] w = new double[periods];
        eachProduct((_, rows) -> {
            double mean = weigh(rows, weighted, total, w);
            double sum = Arrays.stream(w).sum();
            if (sum == 0) {
                return;
            }
            for (int t = 0; t < periods; t++) {
                if (w[t] > 0) {
                    right[t] += w[t] * (Math.log(panel.slice(t).price()[rows[t]]) - mean);
                    for (int s = 0; s < t; s++) {
                        if (w[s] > 0) {
                            join(equations, s, t, w[s] * w[t] / sum);
                        }
                    }
                }
            }
        });
    }

    /// Fills in a product's weights; returns the weighted mean of its log prices.
    private double weigh(int[] rows, boolean weighted, double[] total, double[] w) {
        double sum = 0;
        double logs = 0;
        for (int t = 0; t < periods; t++) {
            w[t] = 0;
            if (rows[t] >= 0) {
                Panel.Slice slice = panel.slice(t);
                w[t] = !weighted ? 1 : total[t] == 0 ? 0 : slice.value(rows[t]) / total[t];
                sum += w[t];
                logs += w[t] * Math.log(slice.price()[rows[t]]);
            }
        }
        return sum == 0 ? 0 : logs / sum;
    }

    private double[] totals() {
        double[] totals = new double[periods];
        Arrays.setAll(totals, t -> panel.slice(t).value());
        return totals;
    }

    private void gearyKhamis(double[][] equations) {
        double[] total = totals();
        double[] share = new double[periods];
        double[] quantity = new double[periods];
        eachProduct((_, rows) -> {
            double sum = 0;
            for (int t = 0; t < periods; t++) {
                Panel.Slice slice = panel.slice(t);
                quantity[t] = rows[t] < 0 ? 0 : slice.quantity()[rows[t]];
                share[t] = rows[t] < 0 ? 0 : slice.value(rows[t]);
                sum += quantity[t];
            }
            for (int t = 0; sum > 0 && t < periods; t++) {
                for (int s = 0; quantity[t] > 0 && s < periods; s++) {
                    equations[t][s] -= quantity[t] / sum * share[s];
                }
            }
        });
        for (int t = 0; t < periods; t++) {
            equations[t][t] += total[t];
        }
    }

    /// The periods that hang together with the first.
    private static boolean[] connected(double[][] equations) {
        boolean[] seen = new boolean[equations.length];
        Deque<Integer> open = new ArrayDeque<>();
        if (seen.length > 0) {
            seen[0] = true;
            open.add(0);
        }
        while (!open.isEmpty()) {
            int t = open.remove();
            for (int s = 0; s < seen.length; s++) {
                if (!seen[s] && (equations[t][s] != 0 || equations[s][t] != 0)) {
                    seen[s] = true;
                    open.add(s);
                }
            }
        }
        return seen;
    }

    private int[] unknowns() {
        return IntStream.range(1, periods).filter(t -> connected[t]).toArray();
    }

    private RealMatrix unknownPart(int[] places) {
        RealMatrix part = new Array2DRowRealMatrix(places.length, places.length);
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < places.length; j++) {
                part.setEntry(i, j, system[places[i]][places[j]]);
            }
        }
        return part;
    }

    private double[] solve(double[] right, double first) {
        double[] all = new double[periods];
        Arrays.fill(all, Double.NaN);
        if (periods == 0) {
            return all;
        }
        all[0] = first;
        int[] places = unknowns();
        if (places.length > 0) {
            double[] known =
                    new LUDecomposition(unknownPart(places))
                            .getSolver()
                            .solve(
                                    new ArrayRealVector(
                                            IntStream.of(places)
                                                    .mapToDouble(t -> right[t])
                                                    .toArray()))
                            .toArray();
            for (int i = 0; i < places.length; i++) {
                all[places[i]] = known[i];
            }
        }
        return all;
    }

    private double[] grounded(double[] right) {
        return solve(right, 0);
    }

    /// Geary-Khamis: the reciprocals of the levels solve the system, the first being 1.
    private double[] purchasingPower() {
        double[] right = new double[periods];
        Arrays.setAll(right, t -> -system[t][0]);
        double[] reciprocal = solve(right, 1);
        return Arrays.stream(reciprocal).map(x -> -Math.log(x)).toArray();
    }

    /// What each product adds to each log level; by period, then by product number.
    double[][] contributions() {
        return switch (kind) {
            case Method.Multi.Geks(Formula formula) -> geksContributions(formula);
            case Method.Multi.TimeProductDummy(boolean weighted) -> dummyContributions(weighted);
            case Method.Multi.GearyKhamis _ -> gearyKhamisContributions();
        };
    }

    /// The inverse of the system without its first row and column; zero there.
    private double[][] inverse() {
        double[][] whole = new double[periods][periods];
        int[] places = unknowns();
        if (places.length > 0) {
            RealMatrix part = new LUDecomposition(unknownPart(places)).getSolver().getInverse();
            for (int i = 0; i < places.length; i++) {
                for (int j = 0; j < places.length; j++) {
                    whole[places[i]][places[j]] = part.getEntry(i, j);
                }
            }
        }
        return whole;
    }

    private double[][] geksContributions(Formula formula) {
        double[][] g = inverse();
        double[][] sums = new double[periods][panel.products().size()];
        for (int a = 0; a < periods; a++) {
            for (int b = a + 1; b < periods; b++) {
                Match match = Match.of(panel, a, b);
                if (Double.isNaN(formula.log(match))) {
                    continue;
                }
                double[] parts = formula.contributions(match);
                for (int t = 1; t < periods; t++) {
                    double weight = g[t][b] - g[t][a];
                    for (int i = 0; weight != 0 && i < parts.length; i++) {
                        sums[t][match.product()[i]] += weight * parts[i];
                    }
                }
            }
        }
        return sums;
    }

    private double[][] dummyContributions(boolean weighted) {
        double[][] g = inverse();
        double[][] sums = new double[periods][panel.products().size()];
        double[] total = totals();
        double[] w = new double[periods];
        eachProduct((product, rows) -> {
            double mean = weigh(rows, weighted, total, w);
            for (int s = 0; s < periods; s++) {
                if (w[s] > 0) {
                    double pull = w[s] * (Math.log(panel.slice(s).price()[rows[s]]) - mean);
                    for (int t = 1; t < periods; t++) {
                        sums[t][product] += g[t][s] * pull;
                    }
                }
            }
        });
        return sums;
    }

    /// A Geary-Khamis level is the Paasche index against the reference prices.
    private double[][] gearyKhamisContributions() {
        double[] reference = new double[panel.products().size()];
        eachProduct((product, rows) -> {
            double quantity = 0;
            double deflated = 0;
            for (int t = 0; t < periods; t++) {
                if (rows[t] >= 0 && connected[t]) {
                    quantity += panel.slice(t).quantity()[rows[t]];
                    deflated += panel.slice(t).value(rows[t]) / Math.exp(levels[t]);
                }
            }
            reference[product] = deflated / quantity;
        });
        double[][] sums = new double[periods][reference.length];
        for (int t = 0; t < periods; t++) {
            Panel.Slice slice = panel.slice(t);
            double[] base = IntStream.of(slice.product()).mapToDouble(p -> reference[p]).toArray();
            Match match =
                    new Match(
                            slice.product(),
                            base,
                            slice.price(),
                            slice.quantity(),
                            slice.quantity());
            double[] parts = Formula.PAASCHE.contributions(match);
            for (int i = 0; i < parts.length; i++) {
                if (!Double.isNaN(parts[i])) {
                    sums[t][slice.product()[i]] = parts[i];
                }
            }
        }
        double[] first = sums[0].clone();
        for (double[] sum : sums) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] -= first[i];
            }
        }
        return sums;
    }
}
