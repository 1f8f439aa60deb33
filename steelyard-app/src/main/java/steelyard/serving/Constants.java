package steelyard.serving;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import steelyard.refusal.Refusal;

/// What measurements were fitted with: shares of peaks and times of the host, by name
/// (`constants.csv`).
public record Constants(Map<String, Constant> all) {
    /// @param start what was published or supposed before any fit
    /// @param low the least that a fit may try
    /// @param high the most
    /// @param about what it is; blank where a namesake says it
    public record Constant(double value, double start, double low, double high, String about) {
        boolean fitted() {
            return low < high;
        }

        Constant with(double other) {
            return new Constant(other, start, low, high, about);
        }
    }

    public Constants {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    public double of(String name) {
        Constant constant = all.get(name);
        if (constant == null) {
            throw new Refusal("no constant \"%s\"".formatted(name));
        }
        return constant.value();
    }

    /// The special value if there is one, else the general.
    private double of(String special, String general) {
        return of(all.containsKey(special) ? special : general);
    }

    Constants with(String name, double value) {
        Map<String, Constant> changed = new LinkedHashMap<>(all);
        changed.computeIfPresent(name, (_, c) -> c.with(value));
        return new Constants(changed);
    }

    /// As they were before any fit.
    Constants unfitted() {
        Map<String, Constant> first = new LinkedHashMap<>();
        all.forEach((name, c) -> first.put(name, c.with(c.start())));
        return new Constants(first);
    }

    /// The share of a chip's peak that dense layers reach.
    double gemm(String family, Precision.Unit unit) {
        return of("gemm." + family + "." + unit.id(), "gemm.other");
    }

    /// Whether that share comes from measurements.
    public boolean measured(Accelerator chip, Precision weights) {
        return all.containsKey("gemm." + chip.family() + "." + chip.served(weights.unit()).id());
    }

    double bandwidth(String family) {
        return of("bandwidth." + family, "bandwidth");
    }
}
