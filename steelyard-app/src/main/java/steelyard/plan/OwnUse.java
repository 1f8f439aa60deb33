package steelyard.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import steelyard.refusal.Refusal;

/// A person's own work, from a log: weeks of calls in quarters of an hour.
///
/// @param weeks whole weeks, the newest last, that replays draw from
/// @param days from the first call to the last
/// @param usd API dollars in all
/// @param models API dollars by model
/// @param level how much a week holds: the log's weeks, moved a little towards what others use
public record OwnUse(
        List<List<Slot>> weeks, double days, double usd, Map<String, Double> models, Level level) {
    private static final double QUARTER = 0.25;

    /// Calls of a quarter of an hour, those of one model summed.
    ///
    /// @param index among all slots of all weeks
    /// @param hour from the start of the week
    public record Slot(int index, double hour, List<Units.Call> calls, double usd) {
        public Slot {
            calls = List.copyOf(calls);
        }
    }

    /// What a coming week holds, as the logarithm of API dollars: a normal prior, updated by the
    /// weeks of the log, whose own spread is known (conjugate normal: Gelman et al. 2013, Bayesian
    /// Data Analysis, 2.5).
    ///
    /// @param log mean of the logarithms of the log's weeks
    /// @param mean of the posterior
    /// @param sigma of the posterior
    /// @param weight of the log in it, 0 to 1
    public record Level(double log, double mean, double sigma, double weight) {
        private static final int WEEKS_OF_PRIOR = 4;

        /// @param logs of the weeks that hold anything
        /// @param prior mean of the logarithm
        /// @param priorSigma spread over users
        /// @param weekSigma of a user's weeks: as good as four weeks of its own, beside the log's
        /// @param carry from one to the next, which leaves less to learn from each
        static Level update(
                List<Double> logs,
                double prior,
                double priorSigma,
                double weekSigma,
                double carry) {
            double mean = logs.stream().mapToDouble(x -> x).average().orElseThrow();
            double apart = logs.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
            // Scaled inverse chi-squared (Gelman et al. 2013, 2.6).
            double variance =
                    (WEEKS_OF_PRIOR * weekSigma * weekSigma + apart)
                            / (WEEKS_OF_PRIOR + logs.size() - 1);
            double noise = variance * (1 + carry) / (1 - carry) / logs.size();
            double weight = priorSigma * priorSigma / (priorSigma * priorSigma + noise);
            return new Level(
                    mean, weight * mean + (1 - weight) * prior, Math.sqrt(weight * noise), weight);
        }
    }

    public OwnUse {
        weeks = weeks.stream().map(List::copyOf).toList();
        models = Map.copyOf(models);
    }

    /// @param calls in the order of their times
    /// @throws Refusal if there is nothing to learn from
    public static OwnUse of(List<Units.Call> calls, Assumptions given) {
        if (calls.isEmpty()) {
            throw new Refusal("the log has no call with a price");
        }
        double first = Math.floor(calls.getFirst().hour() / 24) * 24;
        double last = calls.getLast().hour();
        int days = (int) Math.floor((last - first) / 24) + 1;
        int whole = Math.max(1, days / 7);
        // The newest whole weeks; where the log is shorter, one week of its days over and over.
        double from = days < 7 ? first : Math.floor(last / 24) * 24 + 24 - whole * Demand.WEEK;
        List<TreeMap<Long, List<Units.Call>>> slots = new ArrayList<>();
        for (int w = 0; w < whole; w++) {
            slots.add(new TreeMap<>());
        }
        double usd = 0;
        Map<String, Double> models = new TreeMap<>();
        for (Units.Call call : calls) {
            usd += call.usd();
            models.merge(call.model(), call.usd(), Double::sum);
            if (call.hour() >= from) {
                int week = Math.min(whole - 1, (int) ((call.hour() - from) / Demand.WEEK));
                slots.get(week)
                        .computeIfAbsent(
                                (long) ((call.hour() - from - week * Demand.WEEK) / QUARTER),
                                slot -> new ArrayList<>())
                        .add(call);
            }
        }
        if (days < 7) {
            slots.set(0, repeated(slots.getFirst(), days));
        }
        // From Monday on: the log's own weeks begin on any day.
        double shift = Math.floorMod((long) from - MONDAY, (long) Demand.WEEK);
        List<List<Slot>> weeks = new ArrayList<>();
        List<Double> logs = new ArrayList<>();
        int index = 0;
        for (TreeMap<Long, List<Units.Call>> week : slots) {
            List<Slot> list = new ArrayList<>();
            for (Map.Entry<Long, List<Units.Call>> slot : week.entrySet()) {
                list.add(
                        new Slot(
                                index++,
                                (slot.getKey() * QUARTER + shift) % Demand.WEEK,
                                summed(slot.getValue()),
                                slot.getValue().stream().mapToDouble(Units.Call::usd).sum()));
            }
            list.sort(Comparator.comparingDouble(Slot::hour));
            weeks.add(list);
            double sum = list.stream().mapToDouble(Slot::usd).sum();
            if (sum > 0) {
                logs.add(Math.log(sum));
            }
        }
        if (logs.isEmpty()) {
            throw new Refusal("the log's calls cost nothing at list price");
        }
        double sigma = given.of("sigma");
        if (!(sigma > 0)
                || !(given.of("prospect") > 0)
                || !(given.of("week.sigma") >= 0)
                || !(Math.abs(given.of("week.carry")) < 1)) {
            throw new Refusal(
                    "sigma %s, prospect %s, week.sigma %s, week.carry %s: the first two above zero, the third not below it, the carry between -1 and 1"
                            .formatted(
                                    sigma,
                                    given.of("prospect"),
                                    given.of("week.sigma"),
                                    given.of("week.carry")));
        }
        return new OwnUse(
                weeks,
                days,
                usd,
                models,
                Level.update(
                        logs,
                        Math.log(given.of("prospect") * Demand.WEEK / Demand.MONTH)
                                - sigma * sigma / 2,
                        sigma,
                        given.of("week.sigma"),
                        given.of("week.carry")));
    }

    /// A week of the days that there are, one after the other.
    private static TreeMap<Long, List<Units.Call>> repeated(
            TreeMap<Long, List<Units.Call>> slots, int days) {
        long day = (long) (24 / QUARTER);
        TreeMap<Long, List<Units.Call>> week = new TreeMap<>();
        for (int d = 0; d < 7; d++) {
            for (Map.Entry<Long, List<Units.Call>> slot : slots.entrySet()) {
                if (slot.getKey() / day == d % days) {
                    week.put(d * day + slot.getKey() % day, slot.getValue());
                }
            }
        }
        return week;
    }

    /// Calls of one model as one: what units count is linear in their tokens.
    private static List<Units.Call> summed(List<Units.Call> calls) {
        Map<String, Units.Call> byModel = new TreeMap<>();
        calls.forEach(call -> byModel.merge(call.model(), call, Units.Call::plus));
        return List.copyOf(byModel.values());
    }

    /// Monday 1970-01-05, in hours since 1970.
    private static final long MONDAY = 4 * 24;

    /// Share of the API dollars that went to models of some kind.
    public double share(Predicate<String> kind) {
        return models.entrySet().stream()
                        .filter(e -> kind.test(e.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum()
                / usd;
    }
}
