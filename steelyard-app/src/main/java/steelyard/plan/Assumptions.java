package steelyard.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;

/// What no source settles, each with a range and why: `assumptions.csv`.
public record Assumptions(Map<String, Assumption> all) {
    /// @param typical what is taken if nothing else is said
    /// @param what in words
    public record Assumption(
            String name,
            double low,
            double typical,
            double high,
            String unit,
            String what,
            String source) {
        public Assumption {
            if (!(low <= typical && typical <= high) || !Double.isFinite(high - low)) {
                throw new Refusal(
                        "%s: %s, %s, %s are not in order".formatted(name, low, typical, high));
            }
        }
    }

    public Assumptions {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    public static Assumptions bundled() {
        Map<String, Assumption> all = new LinkedHashMap<>();
        TableFile.resource(
                Assumptions.class,
                "/steelyard/plan/assumptions.csv",
                List.of("name", "low", "typical", "high", "unit", "what", "source"),
                row ->
                        all.put(
                                row.required("name"),
                                new Assumption(
                                        row.required("name"),
                                        row.number("low"),
                                        row.number("typical"),
                                        row.number("high"),
                                        row.text("unit"),
                                        row.required("what"),
                                        row.required("source"))));
        return new Assumptions(all);
    }

    /// The typical value.
    public double of(String name) {
        return assumption(name).typical();
    }

    /// @throws Refusal naming those there are
    public Assumption assumption(String name) {
        Assumption found = all.get(name);
        if (found == null) {
            throw new Refusal(
                    "no assumption \"%s\"; there are %s"
                            .formatted(name, String.join(", ", all.keySet())));
        }
        return found;
    }

    /// The same with one value stated: it then has no range.
    public Assumptions with(String name, double value) {
        return with(name, value, value, value);
    }

    /// The same with one value and its range stated.
    public Assumptions with(String name, double low, double value, double high) {
        Assumption old = assumption(name);
        Map<String, Assumption> changed = new LinkedHashMap<>(all);
        changed.put(
                name, new Assumption(name, low, value, high, old.unit(), old.what(), "as stated"));
        return new Assumptions(changed);
    }
}
