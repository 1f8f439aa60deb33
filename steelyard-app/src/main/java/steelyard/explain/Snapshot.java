package steelyard.explain;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The spend of one period in the form that is decomposed: users, and per model its tasks, tokens
/// and amounts.
///
/// Amounts are `double` from here on: they are compared by logarithms, never paid.
///
/// @param users people with at least one task; 1 in both periods if the log names nobody
/// @param models by name
record Snapshot(double users, SortedMap<String, Model> models) {
    Snapshot {
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    }

    /// @param tasks tasks served, more than 0
    /// @param classes by name of the billing class
    record Model(double tasks, SortedMap<String, BillingClass> classes) {
        Model {
            classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
        }

        double paid() {
            double sum = 0;
            for (BillingClass c : classes.values()) {
                sum += c.paid();
            }
            return sum;
        }

        /// Both together, as where teams used the same model.
        Model plus(Model other) {
            SortedMap<String, BillingClass> both = new TreeMap<>(classes);
            other.classes.forEach((name, c) -> both.merge(name, c, BillingClass::plus));
            return new Model(tasks + other.tasks, both);
        }

        /// Cost per task.
        double kappa() {
            return paid() / tasks;
        }
    }

    /// The tokens of a billing class and its amount on the way from list price to what is paid,
    /// USD.
    ///
    /// @param kinds tokens by kind
    /// @param apart by the conditions of a price, what its tokens cost by the plain list and under
    ///   the conditions
    record BillingClass(
            Map<String, Double> kinds,
            Map<String, Apart> apart,
            double list,
            double conditions,
            double cache,
            double service,
            double paid) {
        BillingClass {
            kinds = Map.copyOf(kinds);
            apart = Map.copyOf(apart);
        }

        BillingClass(
                Map<String, Double> kinds,
                double list,
                double conditions,
                double cache,
                double service,
                double paid) {
            this(kinds, Map.of(), list, conditions, cache, service, paid);
        }

        BillingClass plus(BillingClass other) {
            Map<String, Double> both = new HashMap<>(kinds);
            other.kinds.forEach((kind, tokens) -> both.merge(kind, tokens, Double::sum));
            Map<String, Apart> all = new HashMap<>(apart);
            other.apart.forEach((key, a) -> all.merge(key, a, Apart::plus));
            return new BillingClass(
                    both,
                    all,
                    list + other.list,
                    conditions + other.conditions,
                    cache + other.cache,
                    service + other.service,
                    paid + other.paid);
        }

        double tokens() {
            double sum = 0;
            for (double tokens : kinds.values()) {
                sum += tokens;
            }
            return sum;
        }
    }

    /// Amounts at one set of conditions, USD.
    record Apart(double list, double conditions) {
        Apart plus(Apart other) {
            return new Apart(list + other.list, conditions + other.conditions);
        }
    }

    double tasks() {
        double sum = 0;
        for (Model model : models.values()) {
            sum += model.tasks();
        }
        return sum;
    }

    double spend() {
        double sum = 0;
        for (Model model : models.values()) {
            sum += model.paid();
        }
        return sum;
    }
}
