package steelyard.usage.format;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import tools.jackson.databind.JsonNode;

/// Which nodes of a record are events, and how each is read.
///
/// @param each the nodes; the record itself if none
/// @param fields by the names of [#NAMES]
/// @param inside meters that are counted inside another one as well
/// @param undecided meters of which size and total decide whether they are counted inside
/// @param zero whether an event without a token is one
/// @param fallback whether it stands only where no other event has its task
/// @param running tells the counters apart whose counts run on; none if each event has its own
record Rule(
        Optional<Locator> each,
        Condition when,
        Map<String, Field> fields,
        Map<Meter, Field> counts,
        Map<Meter, Meter> inside,
        Set<Meter> undecided,
        Optional<Field> total,
        Optional<Field> running,
        boolean zero,
        boolean fallback) {
    /// Fields beside the counts.
    static final Set<String> NAMES =
            new TreeSet<>(
                    List.of(
                            "time",
                            "time_end",
                            "provider",
                            "model",
                            "region",
                            "service_tier",
                            "user",
                            "team",
                            "task",
                            "calls",
                            "id",
                            "request",
                            "replay",
                            "session",
                            "parent",
                            "recorded_cost"));

    private static final Set<String> OTHERS =
            Set.of("each", "when", "counts", "inside", "total", "running", "zero", "fallback");

    /// @param said a rule over what holds for all rules
    static Rule of(JsonNode said, JsonNode common) {
        Map<String, Field> fields = new LinkedHashMap<>();
        Map<Meter, Field> counts = new EnumMap<>(Meter.class);
        Map<Meter, Meter> inside = new EnumMap<>(Meter.class);
        Set<Meter> undecided = new TreeSet<>();
        for (JsonNode one : List.of(common, said)) {
            one.properties()
                    .forEach(e -> {
                        if (NAMES.contains(e.getKey())) {
                            fields.put(e.getKey(), Field.of(e.getValue()));
                        } else if (!OTHERS.contains(e.getKey())) {
                            throw new Refusal(
                                    "\"%s\" is no field of an event; there are %s and %s"
                                            .formatted(
                                                    e.getKey(),
                                                    String.join(", ", NAMES),
                                                    String.join(", ", new TreeSet<>(OTHERS))));
                        }
                    });
            if (one.has("counts")) {
                counts.clear();
                one.get("counts")
                        .properties()
                        .forEach(e -> {
                            if (!e.getValue().isNull()) {
                                counts.put(meter(e.getKey()), Field.of(e.getValue()));
                            }
                        });
            }
            if (one.has("inside")) {
                inside.clear();
                undecided.clear();
                one.get("inside")
                        .properties()
                        .forEach(e -> {
                            String whole = e.getValue().asString();
                            Meter part = meter(e.getKey());
                            inside.put(part, meter(whole.replace("?", "")));
                            if (whole.endsWith("?")) {
                                undecided.add(part);
                            }
                        });
            }
        }
        return new Rule(
                Optional.ofNullable(said.get("each")).map(e -> Locator.of(e.asString())),
                said.has("when") ? Condition.of(said.get("when")) : Condition.NONE,
                Map.copyOf(fields),
                counts,
                inside,
                undecided,
                either(said, common, "total"),
                either(said, common, "running"),
                said.path("zero").asBoolean(common.path("zero").asBoolean(true)),
                said.path("fallback").asBoolean(false));
    }

    /// Tells every place that it may look at.
    void wanted(Pruner pruner) {
        each.ifPresent(place -> pruner.wants(place, false));
        when.wanted(pruner);
        fields.values().forEach(field -> field.wanted(pruner));
        counts.values().forEach(field -> field.wanted(pruner));
        total.ifPresent(field -> field.wanted(pruner));
        running.ifPresent(field -> field.wanted(pruner));
    }

    private static Optional<Field> either(JsonNode said, JsonNode common, String name) {
        return Optional.ofNullable(said.has(name) ? said.get(name) : common.get(name))
                .filter(node -> !node.isNull())
                .map(Field::of);
    }

    private static Meter meter(String name) {
        return Meter.ofColumn(name)
                .orElseThrow(() -> new Refusal("\"%s\" is no meter".formatted(name)));
    }
}
