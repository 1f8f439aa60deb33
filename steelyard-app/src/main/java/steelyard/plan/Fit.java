package steelyard.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hipparchus.random.RandomDataGenerator;

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

    private static final int DAYS = 30;
    private static final int LONGEST = 60;
    private static final int GROWING = 200;

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
            throw new IllegalArgumentException(
                    "%d months, growth %s: 20 to 100,000 months, growth from above -1 to below 10"
                            .formatted(months, growth));
        }
        List<Left> left = new ArrayList<>();
        List<Trial> trials = new ArrayList<>();
        for (Terms terms : plans) {
            Trial trial = new Trial(terms, use, units, anyModel, months);
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
            List<Replayed> month = month(use, random);
            api[m] = month.stream().mapToDouble(Replayed::usd).sum();
            for (int t = 0; t < trials.size(); t++) {
                trials.get(t).run(m, month, Population.stream(seed, m, t, 5));
            }
        }
        double[][] costs = new double[trials.size() + 1][];
        for (int t = 0; t < trials.size(); t++) {
            costs[t] = trials.get(t).cost;
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
    private static String why(Trial trial, OwnUse use, boolean anyModel) {
        Terms terms = trial.terms;
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

    /// A limit that the log can be held against.
    ///
    /// @param counts of each slot in the limit's unit; empty where it is held against API dollars
    private record Held(Limit limit, List<Double> counts, double low, double high) {
        /// Counted in the plan's own unit if every call can be, else by its worth; empty if
        /// neither.
        static Optional<Held> of(Limit limit, OwnUse use, Units units, Predicate<String> served) {
            if (limit.amount().isPresent() || limit.low().isPresent()) {
                Optional<List<Double>> counts = counts(limit.unit(), use, units, served);
                if (counts.isPresent()) {
                    double amount = limit.amount().orElseGet(() -> limit.low().orElseThrow());
                    return Optional.of(
                            new Held(
                                    limit,
                                    counts.get(),
                                    limit.low().orElse(amount),
                                    limit.high().orElse(amount)));
                }
            }
            return limit.worth().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Held(
                                    limit,
                                    List.of(),
                                    limit.worthLow().orElse(limit.worth().getAsDouble()),
                                    limit.worthHigh().orElse(limit.worth().getAsDouble())));
        }

        private static Optional<List<Double>> counts(
                String unit, OwnUse use, Units units, Predicate<String> served) {
            List<Double> counts = new ArrayList<>();
            for (List<OwnUse.Slot> week : use.weeks()) {
                for (OwnUse.Slot slot : week) {
                    double sum = 0;
                    for (Units.Call call : slot.calls()) {
                        if (!served.test(call.model())) {
                            continue;
                        }
                        OptionalDouble one = units.of(unit, call);
                        if (one.isEmpty()) {
                            return Optional.empty();
                        }
                        sum += one.getAsDouble();
                    }
                    counts.add(sum);
                }
            }
            return counts.isEmpty() ? Optional.empty() : Optional.of(counts);
        }

        /// What some replayed work takes of the limit.
        ///
        /// @param usd API dollars of the models that the plan serves
        double taken(Replayed work, double usd) {
            return counts.isEmpty() ? usd : counts.get(work.slot().index()) * work.scale();
        }

        /// Somewhere in the limit's range, geometrically.
        double amount(double u) {
            return low <= 0 ? high : low * Math.pow(high / low, u);
        }
    }

    /// A quarter of an hour of a replayed month.
    ///
    /// @param scale of the work over what the log had
    private record Replayed(double hour, double usd, double scale, OwnUse.Slot slot) {
        Replayed times(double more) {
            return more == 1 ? this : new Replayed(hour, more * usd, more * scale, slot);
        }
    }

    private static List<Replayed> month(OwnUse use, RandomDataGenerator random) {
        double level =
                Math.exp(
                        use.level().mean()
                                - use.level().log()
                                + use.level().sigma() * random.nextNormal(0, 1));
        int begin = random.nextInt(0, 6);
        List<Replayed> month = new ArrayList<>();
        for (int week = 0; week * 7 - begin < DAYS; week++) {
            List<OwnUse.Slot> drawn =
                    use.weeks().get((int) (random.nextDouble() * use.weeks().size()));
            for (OwnUse.Slot slot : drawn) {
                double hour = week * Demand.WEEK + slot.hour() - begin * 24;
                if (hour >= 0 && hour < DAYS * 24) {
                    month.add(new Replayed(hour, slot.usd() * level, level, slot));
                }
            }
        }
        return month;
    }

    private static Offer offer(
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

    /// One plan through all months.
    private static final class Trial {
        private final Terms terms;
        private final double[] cost;
        private final List<Held> limits = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();

        /// By slot, the share of its API dollars that went to models of the plan.
        private final List<Double> own = new ArrayList<>();

        private final int[] hits;
        private double wanted;
        private double served;

        Trial(Terms terms, OwnUse use, Units units, boolean anyModel, int months) {
            this.terms = terms;
            cost = new double[months];
            Predicate<String> serves = model -> anyModel || terms.models().matcher(model).find();
            for (List<OwnUse.Slot> week : use.weeks()) {
                for (OwnUse.Slot slot : week) {
                    double part =
                            slot.calls().stream()
                                    .filter(c -> serves.test(c.model()))
                                    .mapToDouble(Units.Call::usd)
                                    .sum();
                    own.add(slot.usd() == 0 ? 0 : part / slot.usd());
                }
            }
            for (Limit limit : terms.limits()) {
                Held.of(limit, use, units, serves)
                        .ifPresentOrElse(limits::add, () -> unknown.add(limit.window()));
            }
            hits = new int[limits.size()];
        }

        /// Whether anything is known of what it includes.
        boolean known() {
            return terms.allowance() == Terms.Allowance.METERED || !limits.isEmpty();
        }

        void run(int m, List<Replayed> month, RandomDataGenerator random) {
            boolean[] hit = new boolean[limits.size()];
            Spent spent = spent(month, random, hit, 1);
            cost[m] = spent.usd();
            double all = month.stream().mapToDouble(Replayed::usd).sum();
            wanted += all;
            served += all - spent.beyond();
            for (int l = 0; l < hit.length; l++) {
                hits[l] += hit[l] ? 1 : 0;
            }
        }

        /// @param usd that the month costs
        /// @param beyond API dollars that the plan did not do
        private record Spent(double usd, double beyond) {}

        /// @param more times as much work
        private Spent spent(
                List<Replayed> month, RandomDataGenerator random, boolean[] hit, double more) {
            // Limits of one plan err together.
            double u = random.nextDouble();
            double fee = terms.usd().orElseThrow();
            if (terms.allowance() == Terms.Allowance.METERED) {
                double all = more * month.stream().mapToDouble(Replayed::usd).sum();
                return new Spent(fee + all, all);
            }
            Gauge[] gauges = new Gauge[limits.size()];
            for (int l = 0; l < gauges.length; l++) {
                Held held = limits.get(l);
                gauges[l] = Gauge.of(held.limit().kind(), held.limit().hours(), held.amount(u), 0);
            }
            double stopped = 0;
            double others = 0;
            double[] use = new double[gauges.length];
            for (Replayed work : month) {
                double usd = more * work.usd() * own.get(work.slot().index());
                others += more * work.usd() - usd;
                double fits = 1;
                for (int l = 0; l < gauges.length; l++) {
                    use[l] = limits.get(l).taken(work.times(more), usd);
                    double room = gauges[l].room(work.hour());
                    if (use[l] > room) {
                        hit[l] = true;
                        fits = Math.min(fits, Math.max(0, room / use[l]));
                    }
                }
                for (int l = 0; l < gauges.length; l++) {
                    if (fits * use[l] > 0) {
                        gauges[l].use(work.hour(), fits * use[l]);
                    }
                }
                stopped += usd * (1 - fits);
            }
            return new Spent(fee + stopped * overage(u) + others, stopped + others);
        }

        /// USD for an API dollar that a limit stops: what the plan asks for more, if it sells more,
        /// else list price elsewhere.
        private double overage(double u) {
            if (terms.overage() instanceof Terms.Overage.PerUnit(double usd)) {
                for (Held held : limits) {
                    if (held.limit().amount().isPresent() && held.counts().isEmpty()) {
                        return usd * held.limit().amount().getAsDouble() / held.amount(u);
                    }
                }
            }
            return terms.overagePerApiDollar().orElse(1);
        }

        Offer offer(double wins, double apiMean, double growth, OwnUse use, int trial, long seed) {
            return Fit.offer(
                    terms.plan(),
                    Optional.of(terms),
                    cost,
                    wins,
                    wanted == 0 ? 1 : served / wanted,
                    IntStream.range(0, limits.size())
                            .mapToObj(l ->
                                    wilson(limits.get(l).limit().window(), hits[l], cost.length))
                            .toList(),
                    unknown,
                    paysOff(use, apiMean, growth, trial, seed));
        }

        /// Cumulated means of plan and API, month by month, with work growing; the first is that of
        /// the table.
        private OptionalDouble paysOff(
                OwnUse use, double apiMean, double growth, int trial, long seed) {
            int draws = Math.min(GROWING, cost.length);
            double plan = Arrays.stream(cost).average().orElseThrow();
            double api = apiMean;
            for (int m = 2; plan >= api; m++) {
                if (growth == 0 || m > LONGEST) {
                    return OptionalDouble.empty();
                }
                double more = Math.pow(1 + growth, m - 1);
                api += more * apiMean;
                for (int d = 0; d < draws; d++) {
                    plan +=
                            spent(
                                                    month(use, Population.stream(seed, d, 0, 4)),
                                                    Population.stream(seed, d, trial, 5),
                                                    new boolean[limits.size()],
                                                    more)
                                            .usd()
                                    / draws;
                }
                if (plan < api) {
                    return OptionalDouble.of(m);
                }
            }
            return OptionalDouble.of(1);
        }
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
