package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import steelyard.serving.Accuracy;
import steelyard.serving.Misses;

/// How far off the serving room is, as a table.
public final class AccuracyReport {
    private AccuracyReport() {}

    /// How far off this room is.
    ///
    /// @param heldOut misses where nothing had been fitted, by group
    public static TableReport of(Accuracy accuracy, Map<String, Misses> heldOut, String subject) {
        List<List<String>> rows = new ArrayList<>();
        accuracy.groups()
                .forEach((name, group) -> {
                    rows.add(
                            line(name, group.fitted() ? "fitted" : "never fitted", group.misses()));
                    Misses held = heldOut.get(name);
                    if (held != null && group.fitted()) {
                        rows.add(line(name, "held out", held));
                    }
                });
        List<String> notes = new ArrayList<>();
        if (!heldOut.isEmpty()) {
            notes.add(
                    "fitted: the constants had seen these points; held out: each point predicted with constants from other combinations of model and accelerator");
        }
        notes.add(
                "times per token are scored apart; they were never fitted, though rates of the same runs were");
        accuracy.unplaced()
                .forEach((reason, n) ->
                        notes.add(
                                "not predicted: %s (%s)"
                                        .formatted(Labels.plural(n, "point"), reason)));
        if (!accuracy.worst().isEmpty()) {
            notes.add("furthest off:");
        }
        accuracy.worst()
                .forEach(m ->
                        notes.add(
                                "%s: %s on %d x %s, %s: %s tokens/s measured, %s predicted"
                                        .formatted(
                                                m.trial().point().id(),
                                                m.trial().point().model(),
                                                m.trial().point().gpus(),
                                                m.trial().point().accelerator(),
                                                m.trial().group(),
                                                Labels.figures(m.trial().point().rate()),
                                                Labels.figures(m.predicted()))));
        return TableReport.of(
                "steelyard.serving.accuracy/1",
                new TableReport.Heading(
                        "Steelyard: how far off",
                        "serving",
                        "Tokens per second, predicted beside measured: %s, %d points."
                                .formatted(subject, accuracy.points())),
                "Errors",
                "Ratios are predicted over measured; four fifths lie between low and high.",
                List.of(
                        "group",
                        "constants",
                        "points",
                        "median_error",
                        "median_factor",
                        "within_25",
                        "low",
                        "middle",
                        "high"),
                rows,
                Set.of(
                        "points",
                        "median_error",
                        "median_factor",
                        "within_25",
                        "low",
                        "middle",
                        "high"),
                notes,
                Optional.empty());
    }

    private static List<String> line(String group, String how, Misses m) {
        return List.of(
                group,
                how,
                String.valueOf(m.points()),
                Labels.figures(m.medianError()),
                Labels.figures(m.medianFactor()),
                Labels.figures(m.within25()),
                Labels.figures(m.low()),
                Labels.figures(m.middle()),
                Labels.figures(m.high()));
    }
}
