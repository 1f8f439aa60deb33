package steelyard.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// The same market by several indices, each answering another question, with intervals.
///
/// @param kind which
/// @param levels by month, the first 1; NaN where there is none
/// @param factorPerYear by what the index was divided a year, over all months; below 1 it rose;
///   empty where its first or last month has no value, or the months are less than half a year
/// @param interval from drawing the models anew
public record MarketIndex(
        Kind kind, List<Double> levels, OptionalDouble factorPerYear, Bootstrap interval) {
    /// Months in one regression of the rolling time dummy index.
    static final int WINDOW = 13;

    /// Below half a year a factor per year is an extrapolation.
    private static final int SHORTEST = 6;

    /// Which index, and which question it answers.
    public enum Kind {
        MATCHED("matched models", "do list prices of the same models move?"),
        MATCHED_UNDOMINATED(
                "matched, without dominated models",
                "the same, without models that their own lab has bettered at no higher a price"),
        TIME_DUMMY(
                "hedonic, time dummy",
                "what would the same score have cost each month, on average?"),
        IMPUTED("hedonic, imputed GEKS", "the same, prices of matched models as they are"),
        BRACKETS("matched brackets", "what do models of about the same score cost?"),
        MEAN("mean list price", "no index: moves with what is on the list");

        private final String title;
        private final String question;

        Kind(String title, String question) {
            this.title = title;
            this.question = question;
        }

        /// The name in JSON and CSV.
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        public String title() {
            return title;
        }

        public String question() {
            return question;
        }
    }

    public MarketIndex {
        levels = List.copyOf(levels);
    }

    /// Those asked for, all from the same draws.
    ///
    /// @param bracket the width of a bracket of scores
    /// @param draws of the bootstrap over models
    public static List<MarketIndex> of(
            MarketPanel panel, List<Kind> kinds, double bracket, int draws, long seed) {
        MarketPanel undominated = panel.withoutDominated();
        Hedonic hedonic = new Hedonic(panel);
        int n = panel.models().size();
        int[] once = new int[n];
        Arrays.fill(once, 1);
        List<double[]> logs = logs(panel, undominated, hedonic, kinds, bracket, once);
        List<Bootstrap> intervals =
                Bootstrap.of(
                        n,
                        draws,
                        seed,
                        kinds.size(),
                        counts ->
                                logs(panel, undominated, hedonic, kinds, bracket, counts).stream()
                                        .map(MarketIndex::factor)
                                        .toList());
        List<MarketIndex> indices = new ArrayList<>();
        for (int k = 0; k < kinds.size(); k++) {
            double[] own = logs.get(k);
            indices.add(
                    new MarketIndex(
                            kinds.get(k),
                            Arrays.stream(own).map(Math::exp).boxed().toList(),
                            factor(own).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                            intervals.get(k)));
        }
        return indices;
    }

    private static List<double[]> logs(
            MarketPanel panel,
            MarketPanel undominated,
            Hedonic hedonic,
            List<Kind> kinds,
            double bracket,
            int[] weights) {
        List<double[]> logs = new ArrayList<>();
        for (Kind kind : kinds) {
            logs.add(
                    switch (kind) {
                        case MATCHED -> matched(panel, weights);
                        case MATCHED_UNDOMINATED -> matched(undominated, weights);
                        case TIME_DUMMY ->
                                hedonic.timeDummy(weights, WINDOW, Splice.MEAN_PUBLISHED);
                        case IMPUTED -> hedonic.imputed(weights);
                        case BRACKETS -> brackets(panel, bracket, weights);
                        case MEAN -> mean(panel, weights);
                    });
        }
        return logs;
    }

    private static Optional<Double> factor(double[] logs) {
        double last = logs[logs.length - 1];
        return logs.length <= SHORTEST || Double.isNaN(last)
                ? Optional.empty()
                : Optional.of(Math.exp(-last * 12 / (logs.length - 1)));
    }

    /// Jevons, chained, in two stages: sellers of a model first, then models, each the same weight.
    static double[] matched(MarketPanel panel, int[] weights) {
        double[] logs = new double[panel.months().size()];
        for (int t = 1; t < logs.length; t++) {
            double sum = 0;
            double n = 0;
            for (int m = 0; m < weights.length; m++) {
                double relative = panel.relative(m, t);
                if (!Double.isNaN(relative)) {
                    sum += weights[m] * relative;
                    n += weights[m];
                }
            }
            logs[t] = logs[t - 1] + sum / n;
        }
        return logs;
    }

    /// Tornqvist, chained, over brackets of scores; a bracket's price is the geometric mean of its
    /// models, its share the share of models.
    private static double[] brackets(MarketPanel panel, double width, int[] weights) {
        List<String> labels = panel.months().stream().map(Object::toString).toList();
        Panel.Builder table = Panel.builder("brackets", labels);
        for (int t = 0; t < labels.size(); t++) {
            TreeMap<Long, double[]> sums = new TreeMap<>();
            for (int m = 0; m < weights.length; m++) {
                double price = panel.price(m, t);
                if (weights[m] > 0 && !Double.isNaN(price)) {
                    double[] sum =
                            sums.computeIfAbsent(
                                    (long) Math.floor(panel.score(m) / width), _ -> new double[2]);
                    sum[0] += weights[m] * Math.log(price);
                    sum[1] += weights[m];
                }
            }
            String label = labels.get(t);
            sums.forEach((bin, sum) -> {
                double price = Math.exp(sum[0] / sum[1]);
                table.add(label, Long.toString(bin), price, sum[1] / price, 0);
            });
        }
        double[] levels = PriceIndex.levels(table.build(), new Method.Chained(Formula.TORNQVIST));
        return Arrays.stream(levels).map(Math::log).toArray();
    }

    private static double[] mean(MarketPanel panel, int[] weights) {
        double[] logs = new double[panel.months().size()];
        for (int t = 0; t < logs.length; t++) {
            double sum = 0;
            double n = 0;
            for (int m = 0; m < weights.length; m++) {
                double price = panel.price(m, t);
                if (!Double.isNaN(price)) {
                    sum += weights[m] * price;
                    n += weights[m];
                }
            }
            logs[t] = Math.log(sum / n);
        }
        double base = logs[0];
        return Arrays.stream(logs).map(log -> log - base).toArray();
    }

    /// Whether the interval tells anything: it spans at most two orders of magnitude, and at most
    /// one draw in ten gave no figure. An interval around 1 does tell: that prices did not move.
    public boolean isIdentified() {
        return factorPerYear.isPresent()
                && interval.high() / interval.low() <= Bootstrap.WIDEST
                && interval.undefined() * 10 <= interval.draws();
    }

    /// A model and how far its prices lie apart, in time or between sellers, as a log.
    public record Mover(String model, double log) {}

    /// The models whose list prices moved most, the largest change first.
    public static List<Mover> movers(MarketPanel panel) {
        List<Mover> movers = new ArrayList<>();
        for (int m = 0; m < panel.models().size(); m++) {
            double sum = 0;
            for (int t = 1; t < panel.months().size(); t++) {
                double relative = panel.relative(m, t);
                sum += Double.isNaN(relative) ? 0 : relative;
            }
            if (Math.abs(sum) > 1e-9) {
                movers.add(new Mover(panel.models().get(m).id(), sum));
            }
        }
        movers.sort(
                Comparator.comparingDouble((Mover m) -> -Math.abs(m.log()))
                        .thenComparing(Mover::model));
        return movers;
    }
}
