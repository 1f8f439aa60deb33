package steelyard.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.random.RandomDataGenerator;
import steelyard.refusal.Refusal;

/// The vendor's side of a simulated population: what is left, of whom, and how sure that is.
public final class Margin {
    private static final int BOOKS = 2000;

    private final Population users;
    private final Vendor vendor;
    private final double[] weights;

    /// @param weights of the users, whatever they add up to: how likely each is a subscriber
    public Margin(Population users, Vendor vendor, double[] weights) {
        this.users = users;
        this.vendor = vendor;
        double sum = Arrays.stream(weights).sum();
        if (weights.length != users.size() || !(sum > 0)) {
            throw new Refusal("nobody subscribes");
        }
        this.weights = Arrays.stream(weights).map(w -> w / sum).toArray();
    }

    /// All users alike.
    public Margin(Population users, Vendor vendor) {
        this(users, vendor, ones(users.size()));
    }

    /// The same users for another vendor.
    Margin with(Vendor other) {
        return new Margin(users, other, weights);
    }

    /// How likely each user is a subscriber; they add up to one.
    double[] weights() {
        return weights.clone();
    }

    static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    public Population users() {
        return users;
    }

    public Vendor vendor() {
        return vendor;
    }

    /// The mean of something over active users.
    public double mean(IntToDoubleFunction of) {
        double sum = 0;
        for (int u = 0; u < weights.length; u++) {
            sum += weights[u] * of.applyAsDouble(u);
        }
        return sum;
    }

    /// The share of active users of whom something is true.
    public double share(IntPredicate of) {
        return mean(u -> of.test(u) ? 1 : 0);
    }

    /// A quantile of something over active users.
    public double quantile(double q, IntToDoubleFunction of) {
        int[] order = order(of);
        double sum = 0;
        for (int u : order) {
            sum += weights[u];
            if (sum >= q) {
                return of.applyAsDouble(u);
            }
        }
        return of.applyAsDouble(order[order.length - 1]);
    }

    private int[] order(IntToDoubleFunction of) {
        double[] values = IntStream.range(0, weights.length).mapToDouble(of).toArray();
        return IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingDouble(u -> values[u]))
                .mapToInt(u -> u)
                .toArray();
    }

    /// USD a month per subscriber, dormant ones with them.
    public double revenue() {
        return (1 - vendor.dormant()) * mean(u -> vendor.revenue(users, u))
                + vendor.dormant() * vendor.price();
    }

    /// USD a month that serving a subscriber costs.
    public double cost() {
        return (1 - vendor.dormant()) * mean(u -> vendor.costOf(users, u));
    }

    /// Share of the revenue that is left.
    public double margin() {
        return 1 - vendor.fee() - cost() / revenue();
    }

    /// Standard error of [#margin]: neighbours in the strata of usage differ only by chance
    /// (collapsed strata: Cochran 1977, Sampling Techniques, 5A.12).
    public double error() {
        double margin = margin();
        return (1 - vendor.dormant())
                / revenue()
                * Math.sqrt(
                        stratified(u -> vendor.kept(users, u) - margin * vendor.revenue(users, u)));
    }

    /// Variance of a mean under the strata.
    private double stratified(IntToDoubleFunction of) {
        double sum = 0;
        for (int u = 0; u + 1 < weights.length; u += 2) {
            double difference =
                    weights[u] * of.applyAsDouble(u) - weights[u + 1] * of.applyAsDouble(u + 1);
            sum += difference * difference;
        }
        return sum;
    }

    /// Variance of a mean if users were drawn without strata.
    private double plain(IntToDoubleFunction of) {
        double mean = mean(of);
        double sum = 0;
        for (int u = 0; u < weights.length; u++) {
            double off = of.applyAsDouble(u) - mean;
            sum += weights[u] * weights[u] * off * off;
        }
        return sum;
    }

    /// How many times fewer users give the same error of the mean served.
    ///
    /// @param strata users by strata of usage
    /// @param control the closed form of a monthly cap as control variate
    /// @param both together
    public record Gains(double strata, double control, double both) {}

    /// Measures what each way of reducing variance gains on the mean served.
    public Gains gains() {
        double cap =
                users.setting().limits().stream()
                        .mapToDouble(l -> l.month().orElseThrow())
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
        IntToDoubleFunction served = users::served;
        IntToDoubleFunction form = u -> Math.min(users.usual(u), cap);
        double plain = plain(served);
        double slope = slope(served, form);
        IntToDoubleFunction rest = u -> users.served(u) - slope * form.applyAsDouble(u);
        return new Gains(plain / stratified(served), plain / plain(rest), plain / stratified(rest));
    }

    private double slope(IntToDoubleFunction y, IntToDoubleFunction x) {
        double my = mean(y);
        double mx = mean(x);
        double xy = mean(u -> (y.applyAsDouble(u) - my) * (x.applyAsDouble(u) - mx));
        double xx = mean(u -> (x.applyAsDouble(u) - mx) * (x.applyAsDouble(u) - mx));
        return xx == 0 ? 0 : xy / xx;
    }

    /// Share of what one active user pays that is left; negative for a loss.
    public double of(int user) {
        return vendor.kept(users, user) / vendor.revenue(users, user);
    }

    /// Share of subscribers who cost more than they bring.
    public double lossMaking() {
        return (1 - vendor.dormant()) * share(u -> vendor.kept(users, u) < 0);
    }

    /// Share of subscribers who get more at list price than they pay.
    public double abovePrice() {
        return (1 - vendor.dormant()) * share(u -> users.served(u) > vendor.price());
    }

    /// A point of the Lorenz curve of what active users are served: the share of the lower `q`.
    public List<double[]> lorenz(int points) {
        int[] order = order(users::served);
        double total = mean(users::served);
        List<double[]> curve = new ArrayList<>();
        curve.add(new double[] {0, 0});
        double people = 0;
        double share = 0;
        int next = 1;
        for (int u : order) {
            people += weights[u];
            share += weights[u] * users.served(u) / total;
            while (next <= points && people >= next / (double) points - 1e-12) {
                curve.add(new double[] {next / (double) points, share});
                next++;
            }
        }
        return curve;
    }

    /// Gini coefficient of what active users are served.
    public double gini() {
        int[] order = order(users::served);
        double total = mean(users::served);
        double share = 0;
        double area = 0;
        for (int u : order) {
            double part = weights[u] * users.served(u) / total;
            area += weights[u] * (2 * share + part);
            share += part;
        }
        return 1 - area;
    }

    /// Share of all that is served that the top `q` of active users get.
    public double top(double q) {
        int[] order = order(users::served);
        double total = mean(users::served);
        double people = 0;
        double share = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            int u = order[i];
            double part = Math.min(weights[u], q - people);
            if (part <= 0) {
                break;
            }
            share += part * users.served(u) / total;
            people += part;
        }
        return share;
    }

    /// The margins of many books of so many subscribers, drawn from these: quantiles.
    public double[] books(int subscribers, double[] quantiles) {
        double[] cumulative = new double[weights.length];
        double sum = 0;
        for (int u = 0; u < weights.length; u++) {
            sum += weights[u];
            cumulative[u] = sum;
        }
        RandomDataGenerator random = Population.stream(users.setting().seed(), 0, subscribers, 3);
        double[] margins = new double[BOOKS];
        for (int b = 0; b < BOOKS; b++) {
            double revenue = 0;
            double cost = 0;
            for (int s = 0; s < subscribers; s++) {
                if (random.nextDouble() < vendor.dormant()) {
                    revenue += vendor.price();
                } else {
                    int at = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
                    int u = Math.min(at < 0 ? -at - 1 : at, weights.length - 1);
                    revenue += vendor.revenue(users, u);
                    cost += vendor.costOf(users, u);
                }
            }
            margins[b] = 1 - vendor.fee() - cost / revenue;
        }
        Arrays.sort(margins);
        return Arrays.stream(quantiles)
                .map(q -> margins[(int) Math.min(BOOKS - 1, Math.round(q * (BOOKS - 1)))])
                .toArray();
    }

    /// What is served of the allowance, over all subscribers, dormant ones with them.
    ///
    /// @param month the allowance, API dollars
    public double utilisation(double month) {
        return (1 - vendor().dormant()) * mean(users()::served) / month;
    }

    /// The margin if one cap a month were the only limit and nothing more were sold.
    ///
    /// @param month the cap, API dollars
    public double underOneCap(double month) {
        return 1
                - vendor().fee()
                - vendor().cost()
                        * (1 - vendor().dormant())
                        * mean(u -> Math.min(users().usual(u), month))
                        / vendor().price();
    }
}
