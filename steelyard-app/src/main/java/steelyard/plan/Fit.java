package steelyard.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hipparchus.random.RandomDataGenerator;
import steelyard.refusal.Refusal;

/// Which plan is cheapest for a person's own work, or none: many months replayed from the log,
/// every plan on the same months.
///
/// A month is 30 days that begin with a fresh allowance; its weeks are drawn from the log's, and
/// its level from what is known of it. What the limits stop is paid for at the plan's overage, or
/// at list price elsewhere, so that every offer does the same work.
///
/// @param offers the cheapest first; the API is one of them
/// @param left plans that could not be weighed, and why
public record Fit(OwnUse use, List<Offer> offers, List<Left> left) {
    /// What one offer costs.
    ///
    /// @param plan its id, or `api`
    /// @param terms absent for the API
    /// @param mean USD a month
    /// @param p10 of the months
    /// @param cheapest share of the months in which nothing else is cheaper
    /// @param served share of the work within the limits
    /// @param hits by limit: share of the months in which it stops something
    /// @param unknown limits of which nothing is known
    /// @param paysOff the first month by whose end the plan has cost less than the API; empty for
    ///   never within five years
    public record Offer(
            String plan,
            Optional<Terms> terms,
            double mean,
            double p10,
            double p50,
            double p90,
            double cheapest,
            double served,
            List<Hit> hits,
            List<String> unknown,
            OptionalDouble paysOff) {
        public Offer {
            hits = List.copyOf(hits);
            unknown = List.copyOf(unknown);
        }
    }

    /// @param months share of the months in which the limit stops something
    /// @param low of a 95% interval (Wilson 1927)
    public record Hit(String window, double months, double low, double high) {}

    public record Left(String plan, String why) {}

    public Fit {
        offers = List.copyOf(offers);
        left = List.copyOf(left);
    }

    /// @param plans what is on offer
    /// @param months replayed
    /// @param anyModel whether plans count that do not serve the log's models
    /// @param growth of the work from month to month, 0.05 for 5%
    public static Fit of(
            OwnUse use,
            List<Terms> plans,
            Units units,
            Assumptions given,
            int months,
            boolean anyModel,
            double growth,
            long seed) {
        if (months < 20 || months > 100_000 || !(growth > -1 && growth < 10)) {
            throw new Refusal(
                    "%d months, growth %s: 20 to 100,000 months, growth from above -1 to below 10"
                            .formatted(months, growth));
        }
        List<Left> left = new ArrayList<>();
        List<FitTrial> trials = new ArrayList<>();
        for (Terms terms : plans) {
            FitTrial trial = new FitTrial(terms, use, units, anyModel, months);
            String why = why(trial, use, anyModel);
            if (why.isEmpty()) {
                trials.add(trial);
            } else {
                left.add(new Left(terms.plan(), why));
            }
        }
        double[] api = new double[months];
        for (int m = 0; m < months; m++) {
            RandomDataGenerator random = Population.stream(seed, m, 0, 4);
            List<FitTrial.Replayed> month = FitTrial.month(use, random);
            api[m] = month.stream().mapToDouble(FitTrial.Replayed::usd).sum();
            for (int t = 0; t < trials.size(); t++) {
                trials.get(t).run(m, month, Population.stream(seed, m, t, 5));
            }
        }
        double[][] costs = new double[trials.size() + 1][];
        for (int t = 0; t < trials.size(); t++) {
            costs[t] = trials.get(t).cost();
        }
        costs[trials.size()] = api;
        double[] wins = wins(costs, months);
        List<Offer> offers = new ArrayList<>();
        for (int t = 0; t < trials.size(); t++) {
            offers.add(
                    trials.get(t)
                            .offer(
                                    wins[t],
                                    Arrays.stream(api).average().orElseThrow(),
                                    growth,
                                    use,
                                    t,
                                    seed));
        }
        offers.add(
                offer(
                        "api",
                        Optional.empty(),
                        api,
                        wins[trials.size()],
                        1,
                        List.of(),
                        List.of(),
                        OptionalDouble.empty()));
        offers.sort(Comparator.comparingDouble(Offer::mean));
        return new Fit(use, offers, left);
    }

    private static double[] wins(double[][] costs, int months) {
        double[] wins = new double[costs.length];
        for (int m = 0; m < months; m++) {
            int month = m;
            double least = Arrays.stream(costs).mapToDouble(c -> c[month]).min().orElseThrow();
            for (int t = 0; t < costs.length; t++) {
                wins[t] += costs[t][m] <= least ? 1.0 / months : 0;
            }
        }
        return wins;
    }

    /// Why a plan cannot be weighed; empty if it can.
    private static String why(FitTrial trial, OwnUse use, boolean anyModel) {
        Terms terms = trial.terms();
        double share = use.share(model -> terms.models().matcher(model).find());
        if (terms.usd().isEmpty()) {
            return "its price is not known";
        }
        if (!anyModel && share < 0.95) {
            return "serves %.0f%% of the log's work (--any-model counts it all the same)"
                    .formatted(100 * share);
        }
        return trial.known()
                ? ""
                : terms.limits().isEmpty()
                        ? "its limits are not known"
                        : "nobody has measured its limits";
    }

    static Offer offer(
            String plan,
            Optional<Terms> terms,
            double[] cost,
            double wins,
            double served,
            List<Hit> hits,
            List<String> unknown,
            OptionalDouble paysOff) {
        double[] sorted = cost.clone();
        Arrays.sort(sorted);
        return new Offer(
                plan,
                terms,
                Arrays.stream(cost).average().orElseThrow(),
                at(sorted, 0.1),
                at(sorted, 0.5),
                at(sorted, 0.9),
                wins,
                served,
                hits,
                unknown,
                paysOff);
    }

    private static double at(double[] sorted, double q) {
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    /// Wilson's interval of a share, 95%.
    static Hit wilson(String window, int hits, int n) {
        double z = 1.96;
        double p = hits / (double) n;
        double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / (1 + z * z / n);
        return new Hit(window, p, Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
