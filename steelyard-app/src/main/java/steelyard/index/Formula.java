package steelyard.index;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;

/// A bilateral price index: two periods, the products they share, one number.
///
/// Nearly all are generalised means of price relatives under some [Weights]; the definitions and
/// their sources stand in `docs/methods/index.md`.
///
/// @param id as on the command line
/// @param reversible whether exchanging the periods gives the reciprocal
public record Formula(String id, boolean reversible, Rule rule) {

    /// How a formula comes by its number.
    sealed interface Rule {
        /// The mean of order `order` of the price relatives: 1 arithmetic, 0 geometric, -1
        /// harmonic.
        record Mean(double order, Weights weights) implements Rule {}

        /// The geometric mean of two formulas.
        record Geometric(Formula one, Formula other) implements Rule {}

        /// The arithmetic mean of two formulas.
        record Arithmetic(Formula one, Formula other) implements Rule {}

        /// Stuvel (1957): the root of P - V/P = Laspeyres price less Laspeyres quantity index.
        record Stuvel() implements Rule {}

        /// Montgomery-Vartia (Vartia I): a geometric mean whose weights need not add up to 1.
        record MontgomeryVartia() implements Rule {}
    }

    public static final Formula JEVONS = mean("jevons", true, 0, Weights.EQUAL);
    public static final Formula CARLI = mean("carli", false, 1, Weights.EQUAL);
    public static final Formula DUTOT = mean("dutot", true, 1, Weights.PRICE_BEFORE);
    public static final Formula HARMONIC = mean("harmonic", false, -1, Weights.EQUAL);
    public static final Formula CSWD =
            new Formula("cswd", true, new Rule.Geometric(CARLI, HARMONIC));
    public static final Formula LASPEYRES = mean("laspeyres", false, 1, Weights.VALUE_BEFORE);
    public static final Formula PAASCHE = mean("paasche", false, -1, Weights.VALUE_AFTER);
    public static final Formula FISHER =
            new Formula("fisher", true, new Rule.Geometric(LASPEYRES, PAASCHE));
    public static final Formula TORNQVIST = mean("tornqvist", true, 0, Weights.MEAN_SHARE);
    public static final Formula WALSH = mean("walsh", true, 1, Weights.WALSH);
    public static final Formula MARSHALL_EDGEWORTH =
            mean("marshall-edgeworth", true, 1, Weights.MARSHALL_EDGEWORTH);
    public static final Formula DROBISCH =
            new Formula("drobisch", false, new Rule.Arithmetic(LASPEYRES, PAASCHE));
    public static final Formula STUVEL = new Formula("stuvel", true, new Rule.Stuvel());
    public static final Formula PALGRAVE = mean("palgrave", false, 1, Weights.VALUE_AFTER);
    public static final Formula GEOMETRIC_LASPEYRES =
            mean("geometric-laspeyres", false, 0, Weights.VALUE_BEFORE);
    public static final Formula GEOMETRIC_PAASCHE =
            mean("geometric-paasche", false, 0, Weights.VALUE_AFTER);
    public static final Formula SATO_VARTIA = mean("sato-vartia", true, 0, Weights.LOG_MEAN_SHARE);
    public static final Formula MONTGOMERY_VARTIA =
            new Formula("montgomery-vartia", true, new Rule.MontgomeryVartia());

    private static final List<Formula> NAMED =
            List.of(
                    JEVONS,
                    CARLI,
                    DUTOT,
                    HARMONIC,
                    CSWD,
                    LASPEYRES,
                    PAASCHE,
                    FISHER,
                    TORNQVIST,
                    WALSH,
                    MARSHALL_EDGEWORTH,
                    DROBISCH,
                    STUVEL,
                    PALGRAVE,
                    GEOMETRIC_LASPEYRES,
                    GEOMETRIC_PAASCHE,
                    SATO_VARTIA,
                    MONTGOMERY_VARTIA);

    private static Formula mean(String id, boolean reversible, double order, Weights weights) {
        return new Formula(id, reversible, new Rule.Mean(order, weights));
    }

    /// Lloyd-Moulton: the cost-of-living index under a constant elasticity of substitution.
    ///
    /// @param sigma the elasticity, at least 0: 0 is Laspeyres, 1 geometric Laspeyres
    public static Formula lloydMoulton(double sigma) {
        if (!(sigma >= 0) || Double.isInfinite(sigma)) {
            throw new Refusal(
                    "elasticity of substitution %s is not a number of at least 0".formatted(sigma));
        }
        return mean(
                "lloyd-moulton:"
                        + (sigma == Math.rint(sigma)
                                ? Long.toString((long) sigma)
                                : Double.toString(sigma)),
                false,
                1 - sigma,
                Weights.VALUE_BEFORE);
    }

    /// All formulas that need no parameter.
    public static List<Formula> all() {
        return NAMED;
    }

    /// A formula by its id, `lloyd-moulton:SIGMA` among them.
    public static Optional<Formula> named(String id) {
        String name = id.toLowerCase(Locale.ROOT);
        if (name.startsWith("lloyd-moulton:")) {
            try {
                return Optional.of(lloydMoulton(Double.parseDouble(name.substring(14))));
            } catch (NumberFormatException e) {
                throw new Refusal(
                        "\"%s\": the elasticity is no number; write lloyd-moulton:2".formatted(id),
                        e);
            }
        }
        return NAMED.stream().filter(f -> f.id().equals(name)).findFirst();
    }

    /// The ids, for messages.
    public static String ids() {
        return NAMED.stream().map(Formula::id).collect(Collectors.joining(", "))
                + ", lloyd-moulton:SIGMA";
    }

    /// Whether the formula weighs by quantities.
    public boolean needsQuantities() {
        return switch (rule) {
            case Rule.Mean mean -> mean.weights().needsQuantities();
            case Rule.Geometric g -> g.one().needsQuantities() || g.other().needsQuantities();
            case Rule.Arithmetic a -> a.one().needsQuantities() || a.other().needsQuantities();
            case Rule.Stuvel _, Rule.MontgomeryVartia _ -> true;
        };
    }

    /// The natural logarithm of the index; NaN where nothing is shared or no weight is above 0.
    double log(Match match) {
        double log =
                switch (rule) {
                    case Rule.Mean(double order, Weights weights) ->
                            meanLog(match, weights.of(match), order);
                    case Rule.Geometric(Formula one, Formula other) ->
                            (one.log(match) + other.log(match)) / 2;
                    case Rule.Arithmetic(Formula one, Formula other) ->
                            Math.log((Math.exp(one.log(match)) + Math.exp(other.log(match))) / 2);
                    case Rule.Stuvel _ -> stuvel(match);
                    case Rule.MontgomeryVartia _ -> sum(montgomery(match));
                };
        return Double.isInfinite(log) ? Double.NaN : log;
    }

    /// What each product adds to [#log(Match)]; the parts add up to it.
    ///
    /// A mean of order r under weights w is a geometric mean under w times L(x^r, M^r), x the
    /// relative, M the mean and L the logarithmic mean: so every formula is a sum of logs.
    double[] contributions(Match match) {
        return switch (rule) {
            case Rule.Mean(double order, Weights weights) ->
                    meanContributions(match, weights.of(match), order);
            case Rule.Geometric(Formula one, Formula other) ->
                    blend(one.contributions(match), 0.5, other.contributions(match), 0.5);
            case Rule.Arithmetic(Formula one, Formula other) -> {
                double p = Math.exp(log(match));
                double a = LogMean.of(Math.exp(one.log(match)), p);
                double b = LogMean.of(Math.exp(other.log(match)), p);
                yield blend(
                        one.contributions(match),
                        a / (a + b),
                        other.contributions(match),
                        b / (a + b));
            }
            // Stuvel's index is the arithmetic mean of relatives under p0 (q1 + P q0)
            case Rule.Stuvel _ -> {
                double p = Math.exp(stuvel(match));
                double[] w = new double[match.size()];
                for (int i = 0; i < w.length; i++) {
                    w[i] = match.p0()[i] * (match.q1()[i] + p * match.q0()[i]);
                }
                yield meanContributions(match, w, 1);
            }
            case Rule.MontgomeryVartia _ -> montgomery(match);
        };
    }

    private static double meanLog(Match m, double[] w, double order) {
        double total = 0;
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            if (w[i] > 0) {
                double x = m.p1()[i] / m.p0()[i];
                total += w[i];
                sum +=
                        w[i]
                                * (order == 0
                                        ? Math.log(x)
                                        : order == 1
                                                ? x
                                                : order == -1 ? 1 / x : Math.pow(x, order));
            }
        }
        return total == 0 ? Double.NaN : order == 0 ? sum / total : Math.log(sum / total) / order;
    }

    private static double[] meanContributions(Match m, double[] w, double order) {
        double mean = Math.exp(order * meanLog(m, w, order));
        double[] parts = new double[w.length];
        double total = 0;
        for (int i = 0; i < w.length; i++) {
            double x = m.p1()[i] / m.p0()[i];
            double v = w[i] * LogMean.of(Math.pow(x, order), mean);
            total += v;
            parts[i] = v * Math.log(x);
        }
        for (int i = 0; i < w.length; i++) {
            parts[i] /= total;
        }
        return parts;
    }

    private static double[] blend(double[] a, double wa, double[] b, double wb) {
        double[] sum = new double[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = wa * a[i] + wb * b[i];
        }
        return sum;
    }

    private static double stuvel(Match m) {
        double before = m.value0();
        double priceChange = 0;
        double quantityChange = 0;
        for (int i = 0; i < m.size(); i++) {
            priceChange += m.p1()[i] * m.q0()[i];
            quantityChange += m.p0()[i] * m.q1()[i];
        }
        double a = (priceChange - quantityChange) / before / 2;
        return Math.log(a + Math.sqrt(a * a + m.value1() / before));
    }

    private static double[] montgomery(Match m) {
        double total = LogMean.of(m.value0(), m.value1());
        double[] parts = new double[m.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] =
                    total == 0
                            ? Double.NaN
                            : LogMean.of(m.v0(i), m.v1(i))
                                    / total
                                    * Math.log(m.p1()[i] / m.p0()[i]);
        }
        return parts;
    }

    private static double sum(double[] parts) {
        double sum = parts.length == 0 ? Double.NaN : 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }
}
