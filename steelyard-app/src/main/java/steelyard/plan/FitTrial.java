package steelyard.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hipparchus.random.RandomDataGenerator;

/// One plan through all months.
final class FitTrial {
    private static final int DAYS = 30;
    private static final int LONGEST = 60;
    private static final int GROWING = 200;

    private final Terms terms;
    private final double[] cost;
    private final List<Held> limits = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /// By slot, the share of its API dollars that went to models of the plan.
    private final List<Double> own = new ArrayList<>();

    private final int[] hits;
    private double wanted;
    private double served;

    FitTrial(Terms terms, OwnUse use, Units units, boolean anyModel, int months) {
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

    Terms terms() {
        return terms;
    }

    /// By month.
    double[] cost() {
        return cost;
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

    Fit.Offer offer(double wins, double apiMean, double growth, OwnUse use, int trial, long seed) {
        return Fit.offer(
                terms.plan(),
                Optional.of(terms),
                cost,
                wins,
                wanted == 0 ? 1 : served / wanted,
                IntStream.range(0, limits.size())
                        .mapToObj(l ->
                                Fit.wilson(limits.get(l).limit().window(), hits[l], cost.length))
                        .toList(),
                unknown,
                paysOff(use, apiMean, growth, trial, seed));
    }

    /// Cumulated means of plan and API, month by month, with work growing; the first is that of the
    /// table.
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
    record Replayed(double hour, double usd, double scale, OwnUse.Slot slot) {
        Replayed times(double more) {
            return more == 1 ? this : new Replayed(hour, more * usd, more * scale, slot);
        }
    }

    /// A month of weeks drawn from the log.
    static List<Replayed> month(OwnUse use, RandomDataGenerator random) {
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
}
