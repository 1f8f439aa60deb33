package steelyard.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import steelyard.refusal.Refusal;

/// Index numbers: a panel and a method make a series.
public final class PriceIndex {
    private final Panel panel;
    private final Method method;
    private final int periods;
    private @Nullable Spliced solution;

    private PriceIndex(Panel panel, Method method) {
        if (panel.periods().isEmpty()) {
            throw new Refusal("no prices that can be used" + left(panel));
        }
        if (method.needsQuantities() && !panel.quantities()) {
            throw new Refusal(
                    "%s weighs by quantities, and there are none: jevons, geks-jevons and tpd do without"
                            .formatted(method.title()));
        }
        this.panel = panel;
        this.method = method;
        this.periods = panel.periods().size();
    }

    private static String left(Panel panel) {
        return panel.excluded().isEmpty() ? "" : "; rows left out: " + panel.excluded();
    }

    /// The series with everything that is behind it.
    ///
    /// @throws Refusal if the panel is empty or lacks the quantities that the method needs
    public static IndexSeries of(Panel panel, Method method) {
        return new PriceIndex(panel, method).series();
    }

    /// The levels alone, the first 1; NaN where there is none.
    public static double[] levels(Panel panel, Method method) {
        double[] logs = new PriceIndex(panel, method).logs();
        return Arrays.stream(logs).map(Math::exp).toArray();
    }

    private double[] logs() {
        return switch (method) {
            case Method.FixedBase(Formula formula) -> {
                double[] logs = new double[periods];
                for (int t = 1; t < periods; t++) {
                    logs[t] = formula.log(Match.of(panel, 0, t));
                }
                yield logs;
            }
            case Method.Chained(Formula formula) -> {
                double[] logs = new double[periods];
                for (int t = 1; t < periods; t++) {
                    logs[t] = logs[t - 1] + formula.log(Match.of(panel, t - 1, t));
                }
                yield logs;
            }
            case Method.Multilateral(Method.Multi system, Method.Window window) ->
                    spliced(system, window).logs;
        };
    }

    /// Solved windows and the series that they are spliced into.
    private static final class Spliced {
        final List<Multilateral> windows = new ArrayList<>();
        double[] logs = {};
    }

    /// The solved windows, which levels and contributions share.
    private Spliced spliced(Method.Multi system, Method.Window window) {
        Spliced known = solution;
        if (known == null) {
            known = solve(system, window);
            solution = known;
        }
        return known;
    }

    private Spliced solve(Method.Multi system, Method.Window window) {
        Spliced spliced = new Spliced();
        int length =
                switch (window) {
                    case Method.Window.Full _ -> periods;
                    case Method.Window.Rolling(int wanted, _) -> Math.min(wanted, periods);
                };
        List<double[]> solved = new ArrayList<>();
        for (int start = 0; start + length <= periods; start++) {
            Multilateral solution = Multilateral.of(panel.window(start, start + length), system);
            spliced.windows.add(solution);
            solved.add(solution.levels());
        }
        spliced.logs =
                switch (window) {
                    case Method.Window.Full _ -> solved.getFirst();
                    case Method.Window.Rolling(_, Splice splice) -> splice(solved, splice);
                };
        return spliced;
    }

    /// Joins windows that each begin one period after the one before.
    ///
    /// @param windows log levels within each
    static double[] splice(List<double[]> windows, Splice splice) {
        int length = windows.getFirst().length;
        double[] logs = Arrays.copyOf(windows.getFirst(), length + windows.size() - 1);
        for (int w = 1; w < windows.size(); w++) {
            int t = length + w - 1;
            logs[t] = logs[t - 1] + factor(windows.get(w - 1), windows.get(w), logs, t, splice);
        }
        return logs;
    }

    /// The log of the splice factor, the mean over the links that are defined on both sides.
    private static double factor(
            double[] old, double[] fresh, double[] logs, int t, Splice splice) {
        int length = fresh.length;
        double sum = 0;
        int links = 0;
        for (int l : splice.links(length)) {
            double before =
                    splice.published()
                            ? logs[t - 1] - logs[t - length + 1 + l]
                            : old[length - 1] - old[l + 1];
            double link = fresh[length - 1] - fresh[l] - before;
            if (!Double.isNaN(link)) {
                sum += link;
                links++;
            }
        }
        return links == 0 ? Double.NaN : sum / links;
    }

    private IndexSeries series() {
        double[] logs = logs();
        double[][] parts = contributions();
        List<IndexSeries.Value> values = new ArrayList<>();
        for (int t = 0; t < periods; t++) {
            int base = method instanceof Method.FixedBase ? 0 : Math.max(0, t - 1);
            values.add(
                    new IndexSeries.Value(
                            panel.periods().get(t),
                            Double.isNaN(logs[t])
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(Math.exp(logs[t])),
                            matchedShare(base, t),
                            names(t, base),
                            names(base, t),
                            largest(parts[t])));
        }
        return new IndexSeries(method.title(), values, panel.excluded(), panel.missing());
    }

    /// The products of one period that another lacks.
    private List<String> names(int of, int not) {
        List<String> names = new ArrayList<>();
        int[] other = panel.slice(not).product();
        for (int product : panel.slice(of).product()) {
            if (Arrays.binarySearch(other, product) < 0) {
                names.add(panel.products().get(product));
            }
        }
        return names;
    }

    private double matchedShare(int base, int t) {
        Match match = Match.of(panel, base, t);
        Panel.Slice now = panel.slice(t);
        return panel.quantities() && now.value() > 0
                ? match.value1() / now.value()
                : (double) match.size() / now.rows();
    }

    private List<IndexSeries.Contribution> largest(double[] parts) {
        List<IndexSeries.Contribution> list = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != 0 && !Double.isNaN(parts[i])) {
                list.add(new IndexSeries.Contribution(panel.products().get(i), parts[i]));
            }
        }
        list.sort(
                Comparator.comparingDouble((IndexSeries.Contribution c) -> -Math.abs(c.log()))
                        .thenComparing(IndexSeries.Contribution::product));
        return list;
    }

    /// By period, what each product adds to the log change since the period before.
    private double[][] contributions() {
        double[][] parts = new double[periods][panel.products().size()];
        switch (method) {
            case Method.FixedBase(Formula formula) -> {
                for (int t = 1; t < periods; t++) {
                    add(parts[t], formula, 0, t, 1);
                    if (t > 1) {
                        add(parts[t], formula, 0, t - 1, -1);
                    }
                }
            }
            case Method.Chained(Formula formula) -> {
                for (int t = 1; t < periods; t++) {
                    add(parts[t], formula, t - 1, t, 1);
                }
            }
            case Method.Multilateral(Method.Multi system, Method.Window window) ->
                    multilateral(parts, spliced(system, window), window);
        }
        return parts;
    }

    private void add(double[] sums, Formula formula, int from, int to, double sign) {
        Match match = Match.of(panel, from, to);
        double[] parts = formula.contributions(match);
        for (int i = 0; i < parts.length; i++) {
            sums[match.product()[i]] += sign * parts[i];
        }
    }

    private void multilateral(double[][] parts, Spliced spliced, Method.Window window) {
        double[][] old = spliced.windows.getFirst().contributions();
        int length = old.length;
        for (int t = 1; t < length; t++) {
            addDifference(parts[t], old[t], old[t - 1], 1);
        }
        if (!(window instanceof Method.Window.Rolling(_, Splice splice))) {
            return;
        }
        for (int w = 1; w < spliced.windows.size(); w++) {
            double[][] fresh = spliced.windows.get(w).contributions();
            int t = length + w - 1;
            List<Integer> links = splice.links(length);
            double weight = 1.0 / links.size();
            for (int l : links) {
                addDifference(parts[t], fresh[length - 1], fresh[l], weight);
                if (splice.published()) {
                    for (int s = t - length + 2 + l; s < t; s++) {
                        addDifference(parts[t], parts[s], NOTHING, -weight);
                    }
                } else {
                    addDifference(parts[t], old[length - 1], old[l + 1], -weight);
                }
            }
            old = fresh;
        }
    }

    private static final double[] NOTHING = {};

    private static void addDifference(double[] sums, double[] plus, double[] minus, double weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * (plus[i] - (minus.length == 0 ? 0 : minus[i]));
        }
    }
}
