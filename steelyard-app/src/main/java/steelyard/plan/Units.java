package steelyard.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import steelyard.table.TableFile;

/// How the units of plans are counted from calls: `units.csv`.
public record Units(Map<String, List<Weight>> weights) {
    /// What one token of each meter, one call and one API dollar counts.
    ///
    /// @param models whose calls
    public record Weight(
            Pattern models,
            double input,
            double cacheRead,
            double cacheWrite,
            double output,
            double call,
            double usd) {}

    public Units {
        weights = Map.copyOf(weights);
    }

    public static Units bundled() {
        Map<String, List<Weight>> weights = new LinkedHashMap<>();
        TableFile.resource(
                Units.class,
                "/steelyard/plan/units.csv",
                List.of(
                        "unit",
                        "models",
                        "input",
                        "cache_read",
                        "cache_write",
                        "output",
                        "call",
                        "usd"),
                row ->
                        weights.computeIfAbsent(row.required("unit"), unit -> new ArrayList<>())
                                .add(
                                        new Weight(
                                                Pattern.compile(
                                                        row.required("models"),
                                                        Pattern.CASE_INSENSITIVE),
                                                row.number("input"),
                                                row.number("cache_read"),
                                                row.number("cache_write"),
                                                row.number("output"),
                                                row.number("call"),
                                                row.number("usd"))));
        return new Units(weights);
    }

    /// What a call counts; empty if the unit has no weight for its model.
    public OptionalDouble of(String unit, Call call) {
        return weights.getOrDefault(unit, List.of()).stream()
                .filter(w -> w.models().matcher(call.model()).find())
                .mapToDouble(w ->
                        w.input() * call.input()
                                + w.cacheRead() * call.cacheRead()
                                + w.cacheWrite() * call.cacheWrite()
                                + w.output() * call.output()
                                + w.call() * call.calls()
                                + w.usd() * call.usd())
                .findFirst();
    }

    /// A call, or a row that stands for several.
    ///
    /// @param hour hours since the start of 1970, by the clock of the user's zone
    /// @param usd at list price
    public record Call(
            double hour,
            String model,
            long calls,
            long input,
            long cacheRead,
            long cacheWrite,
            long output,
            double usd) {
        /// Both as one, at the time of this.
        Call plus(Call other) {
            return new Call(
                    hour,
                    model,
                    calls + other.calls,
                    input + other.input,
                    cacheRead + other.cacheRead,
                    cacheWrite + other.cacheWrite,
                    output + other.output,
                    usd + other.usd);
        }
    }
}
