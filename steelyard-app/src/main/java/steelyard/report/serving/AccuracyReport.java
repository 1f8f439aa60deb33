package steelyard.report.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.serving.Accuracy;
import steelyard.serving.Misses;
import steelyard.show.Answer;
import steelyard.show.Table;
import steelyard.show.Words;

/// How far off the serving room is, as a table.
public final class AccuracyReport {
    private record Row(String group, String how, Misses misses) {}

    private AccuracyReport() {}

    /// @param heldOut misses where nothing had been fitted, by group
    public static Answer of(Accuracy accuracy, Map<String, Misses> heldOut, String subject) {
        List<Row> rows = new ArrayList<>();
        accuracy.groups()
                .forEach((name, group) -> {
                    rows.add(
                            new Row(
                                    name,
                                    group.fitted() ? "fitted" : "never fitted",
                                    group.misses()));
                    Misses held = heldOut.get(name);
                    if (held != null && group.fitted()) {
                        rows.add(new Row(name, "held out", held));
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
                                        .formatted(Words.plural(n, "point"), reason)));
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
                                                Words.figures(m.trial().point().rate()),
                                                Words.figures(m.predicted()))));
        return new Answer(
                "steelyard.serving.accuracy/1",
                new Answer.Heading(
                        "Steelyard: how far off",
                        "serving",
                        "Tokens per second, predicted beside measured: %s, %d points."
                                .formatted(subject, accuracy.points())),
                List.of(
                        Table.of(
                                        "rows",
                                        "Errors",
                                        "Ratios are predicted over measured; four fifths lie between low and high.",
                                        rows)
                                .name("group", "group", Row::group)
                                .name("constants", "constants", Row::how)
                                .count("points", "points", r -> r.misses().points())
                                .share(
                                        "median_error",
                                        "median error",
                                        r -> r.misses().medianError())
                                .number(
                                        "median_factor",
                                        "median factor",
                                        r -> r.misses().medianFactor())
                                .share("within_25", "within 25%", r -> r.misses().within25())
                                .number("low", "low", r -> r.misses().low())
                                .number("middle", "middle", r -> r.misses().middle())
                                .number("high", "high", r -> r.misses().high())),
                notes);
    }
}
