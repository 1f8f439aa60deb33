package steelyard.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import steelyard.index.LogMean;

/// The nested log-mean decomposition of a change in spend, version 1 (`docs/methods/explain.md`).
///
/// Level 1 tells volume (users, tasks per user) from cost per task by logarithmic means; level 2
/// compares the models that came and went with those that stayed (Melitz and Polanec 2015); level 3
/// tells a shift between those that stayed from what changed within them; level 4 takes each
/// model's cost per task apart into tokens, list price and discounts. The effects add up to the
/// change, swap their signs with the periods, and need no invented prices for models seen in one
/// period only.
final class Decomposition {
    /// Factors closer than this are equal: they come from dividing exact sums as binary floats.
    private static final double NOISE = 1e-12;

    private Decomposition() {}

    /// The effects of going from `before` to `after`, in USD, without scores.
    static Effects of(Snapshot before, Snapshot after) {
        return of(before, after, Map.of());
    }

    /// The effects of going from `before` to `after`, in USD.
    ///
    /// @param reference by model, what a task costs on the reference curve at its score, the same
    ///   in both periods; empty to leave quality inside the other effects
    static Effects of(Snapshot before, Snapshot after, Map<String, Double> reference) {
        Effects effects = new Effects();
        double s0 = before.spend();
        double s1 = after.spend();
        if (s0 <= 0 || s1 <= 0) {
            boolean both = before.users() > 0 && after.users() > 0;
            effects.add(both ? Effects.TASKS : Effects.USERS, s1 - s0);
            return effects;
        }
        double t0 = before.tasks();
        double t1 = after.tasks();
        double w = LogMean.of(s1, s0);
        effects.add(Effects.USERS, w * Math.log(after.users() / before.users()));
        effects.add(Effects.TASKS, w * Math.log((t1 / after.users()) / (t0 / before.users())));
        double n = w / LogMean.of(s1 / t1, s0 / t0);
        effects.add(Effects.LIST, 0);
        costPerTask(effects, before, after, n, reference);
        return effects;
    }

    /// N (C1 - C0), split by models. `n` is the average number of tasks.
    private static void costPerTask(
            Effects effects,
            Snapshot before,
            Snapshot after,
            double n,
            Map<String, Double> reference) {
        Set<String> matched = new TreeSet<>(before.models().keySet());
        matched.retainAll(after.models().keySet());
        double t0 = before.tasks();
        double t1 = after.tasks();
        if (matched.isEmpty()) {
            after.models()
                    .forEach((m, x) -> replaced(effects, reference, m, x, n * x.tasks() / t1));
            before.models()
                    .forEach((m, x) -> replaced(effects, reference, m, x, -n * x.tasks() / t0));
            return;
        }
        Mean k0 = mean(before, matched, reference);
        Mean k1 = mean(after, matched, reference);
        after.models()
                .forEach((m, x) -> {
                    if (!matched.contains(m)) {
                        double share = n * x.tasks() / t1;
                        split(
                                effects,
                                Effects.NEW,
                                m,
                                share * (x.kappa() - k1.kappa()),
                                reference,
                                share * (at(reference, m) - k1.reference()));
                    }
                });
        before.models()
                .forEach((m, x) -> {
                    if (!matched.contains(m)) {
                        double share = -n * x.tasks() / t0;
                        split(
                                effects,
                                Effects.GONE,
                                m,
                                share * (x.kappa() - k0.kappa()),
                                reference,
                                share * (at(reference, m) - k0.reference()));
                    }
                });
        double kMean = (k0.kappa() + k1.kappa()) / 2;
        double hMean = (k0.reference() + k1.reference()) / 2;
        for (String m : matched) {
            Snapshot.Model x0 = model(before, m);
            Snapshot.Model x1 = model(after, m);
            double sigma0 = x0.tasks() / k0.tasks();
            double sigma1 = x1.tasks() / k1.tasks();
            double shift = n * (sigma1 - sigma0);
            split(
                    effects,
                    Effects.MIX,
                    m,
                    shift * ((x0.kappa() + x1.kappa()) / 2 - kMean),
                    reference,
                    shift * (at(reference, m) - hMean));
            within(effects, m, x0, x1, n * (sigma0 + sigma1) / 2);
        }
    }

    private static void replaced(
            Effects effects,
            Map<String, Double> reference,
            String model,
            Snapshot.Model x,
            double share) {
        split(
                effects,
                Effects.REPLACEMENT,
                model,
                share * x.kappa(),
                reference,
                share * at(reference, model));
    }

    /// An effect of choosing models: whole, or, with a reference curve, as the quality chosen and
    /// the rest, its value.
    private static void split(
            Effects effects,
            String effect,
            String model,
            double amount,
            Map<String, Double> reference,
            double quality) {
        if (reference.isEmpty()) {
            effects.add(effect, model, amount);
        } else {
            effects.add(Effects.QUALITY, model, quality);
            effects.add(effect + "_value", model, amount - quality);
        }
    }

    private static double at(Map<String, Double> reference, String model) {
        return reference.getOrDefault(model, 0.0);
    }

    /// @param reference the mean cost per task on the reference curve
    private record Mean(double tasks, double kappa, double reference) {}

    private static Mean mean(Snapshot snapshot, Set<String> matched, Map<String, Double> curve) {
        double tasks = 0;
        double paid = 0;
        double reference = 0;
        for (String m : matched) {
            Snapshot.Model x = model(snapshot, m);
            tasks += x.tasks();
            paid += x.paid();
            reference += x.tasks() * at(curve, m);
        }
        return new Mean(tasks, paid / tasks, reference / tasks);
    }

    private static Snapshot.Model model(Snapshot snapshot, String name) {
        Snapshot.Model model = snapshot.models().get(name);
        if (model == null) {
            throw new IllegalStateException("no model " + name);
        }
        return model;
    }

    /// A matched model's change in cost per task, for `weight` tasks.
    private static void within(
            Effects effects, String model, Snapshot.Model x0, Snapshot.Model x1, double weight) {
        Set<String> classes = new TreeSet<>(x0.classes().keySet());
        classes.addAll(x1.classes().keySet());
        for (String name : classes) {
            Snapshot.BillingClass c0 = x0.classes().get(name);
            Snapshot.BillingClass c1 = x1.classes().get(name);
            Factors f0 = c0 == null ? null : Factors.of(c0, x0.tasks());
            Factors f1 = c1 == null ? null : Factors.of(c1, x1.tasks());
            if (f0 == null && f1 != null) {
                cell(effects, model, f1.unused(), f1, weight);
            } else if (f1 == null && f0 != null) {
                cell(effects, model, f0, f0.unused(), weight);
            } else if (f0 != null && f1 != null) {
                cell(effects, model, f0, f1, weight);
            }
        }
    }

    /// A billing class of a model, per task: tokens by kind, list price per token and its
    /// multipliers.
    private record Factors(
            SortedMap<String, Double> kinds,
            Map<String, Double> multipliers,
            Map<String, Snapshot.Apart> apart,
            double value) {

        /// Effects in the order in which a zero is looked for; tokens come before them.
        static Factors of(Snapshot.BillingClass c, double tasks) {
            SortedMap<String, Double> kinds = new TreeMap<>();
            c.kinds().forEach((kind, tokens) -> kinds.put(kind, tokens / tasks));
            double k = c.tokens() / tasks;
            Map<String, Double> multipliers = new LinkedHashMap<>();
            multipliers.put(Effects.LIST, c.tokens() == 0 ? 0 : c.list() / c.tokens());
            multipliers.put(Effects.CONDITIONS, ratio(c.conditions(), c.list()));
            multipliers.put(Effects.CACHE, ratio(c.cache(), c.conditions()));
            multipliers.put(Effects.BATCH, ratio(c.service(), c.cache()));
            multipliers.put(Effects.CONTRACT, ratio(c.paid(), c.service()));
            return new Factors(kinds, multipliers, c.apart(), k == 0 ? 0 : c.paid() / tasks);
        }

        private static double ratio(double a, double b) {
            return b == 0 ? 1 : a / b;
        }

        /// The same prices with no tokens: a class that the other period does not use.
        Factors unused() {
            SortedMap<String, Double> none = new TreeMap<>(kinds);
            none.replaceAll((kind, tokens) -> 0.0);
            return new Factors(none, multipliers, apart, 0);
        }

        double tokens() {
            double sum = 0;
            for (double tokens : kinds.values()) {
                sum += tokens;
            }
            return sum;
        }
    }

    private static void cell(Effects effects, String model, Factors f0, Factors f1, double weight) {
        double v0 = f0.value();
        double v1 = f1.value();
        double k0 = f0.tokens();
        double k1 = f1.tokens();
        if (v0 <= 0 || v1 <= 0) {
            String first = k0 <= 0 || k1 <= 0 ? Effects.TOKENS : firstZero(f0, f1);
            if (first.equals(Effects.TOKENS)) {
                byKind(effects, model, f0, f1, weight * (v1 - v0) / (k1 - k0));
            } else {
                effects.add(first, model, weight * (v1 - v0));
            }
            return;
        }
        double l = LogMean.of(v1, v0);
        byKind(effects, model, f0, f1, weight * l / LogMean.of(k1, k0));
        double stated = stated(f0, f1);
        f0.multipliers()
                .forEach((effect, d0) -> {
                    double d1 = f1.multipliers().getOrDefault(effect, 1.0);
                    double log = Math.abs(d1 / d0 - 1) > NOISE ? Math.log(d1 / d0) : 0;
                    // The list price of a region or of long prompts is a list price.
                    double own =
                            effect.equals(Effects.LIST)
                                    ? log + stated
                                    : effect.equals(Effects.CONDITIONS) ? log - stated : log;
                    if (Math.abs(own) > NOISE) {
                        effects.add(effect, model, weight * l * own);
                    }
                });
    }

    /// By how much the log of the factor for conditions moved because prices under the same
    /// conditions moved unlike the plain list price, and not because more or fewer tokens came
    /// under them.
    private static double stated(Factors f0, Factors f1) {
        double list0 = f0.apart().values().stream().mapToDouble(Snapshot.Apart::list).sum();
        double list1 = f1.apart().values().stream().mapToDouble(Snapshot.Apart::list).sum();
        double d0 = f0.multipliers().getOrDefault(Effects.CONDITIONS, 1.0);
        double d1 = f1.multipliers().getOrDefault(Effects.CONDITIONS, 1.0);
        if (list0 <= 0 || list1 <= 0 || d0 <= 0 || d1 <= 0) {
            return 0;
        }
        double sum = 0;
        for (Map.Entry<String, Snapshot.Apart> entry : f0.apart().entrySet()) {
            Snapshot.Apart a = entry.getValue();
            Snapshot.Apart b = f1.apart().get(entry.getKey());
            if (b != null && a.list() > 0 && b.list() > 0) {
                double share = (a.list() / list0 + b.list() / list1) / 2;
                sum += share * (b.conditions() / b.list() - a.conditions() / a.list());
            }
        }
        return sum / LogMean.of(d1, d0);
    }

    /// The first factor that is zero in one period only; the list price if the cell is free in
    /// both.
    private static String firstZero(Factors f0, Factors f1) {
        for (Map.Entry<String, Double> factor : f0.multipliers().entrySet()) {
            double d1 = f1.multipliers().getOrDefault(factor.getKey(), 1.0);
            if ((factor.getValue() == 0) != (d1 == 0)) {
                return factor.getKey();
            }
        }
        return Effects.LIST;
    }

    /// What more or fewer tokens of each kind cost: `each` USD per token of change.
    private static void byKind(Effects effects, String model, Factors f0, Factors f1, double each) {
        if (!Double.isFinite(each)) {
            return;
        }
        Set<String> kinds = new TreeSet<>(f0.kinds().keySet());
        kinds.addAll(f1.kinds().keySet());
        for (String kind : kinds) {
            double change = f1.kinds().getOrDefault(kind, 0.0) - f0.kinds().getOrDefault(kind, 0.0);
            if (change != 0) {
                effects.add(Effects.TOKENS + kind, model, each * change);
            }
        }
    }

    /// The decomposition team by team, added up, with the company's users.
    ///
    /// Users grow at the company's rate; what a team's users did beyond that is team mix. A team
    /// seen in one period only is entry or exit.
    static Effects ofTeams(
            Map<String, Snapshot> before,
            Map<String, Snapshot> after,
            Map<String, Double> reference) {
        double u0 = before.values().stream().mapToDouble(Snapshot::users).sum();
        double u1 = after.values().stream().mapToDouble(Snapshot::users).sum();
        Set<String> teams = new TreeSet<>(before.keySet());
        teams.addAll(after.keySet());
        Effects all = new Effects();
        for (String team : teams) {
            Snapshot x0 = before.get(team);
            Snapshot x1 = after.get(team);
            if (x0 == null && x1 != null) {
                all.add(Effects.TEAM_ENTRY, team, x1.spend());
            } else if (x1 == null && x0 != null) {
                all.add(Effects.TEAM_EXIT, team, -x0.spend());
            } else if (x0 != null && x1 != null) {
                Effects effects = of(x0, x1, reference);
                double w = LogMean.of(x1.spend(), x0.spend());
                double company = w * Math.log(u1 / u0);
                double own = effects.usd(Effects.USERS);
                if (w > 0) {
                    effects.add(Effects.USERS, company - own);
                    effects.add(Effects.TEAM_MIX, team, own - company);
                }
                all.addAll(effects);
            }
        }
        return all;
    }
}
