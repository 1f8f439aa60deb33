package steelyard.usage.format;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Reads the events of one file, or of one response, record by record in their order.
public final class Extraction {
    private static final long EARLIEST = 1_577_836_800_000_000L;
    private static final long LATEST = 4_102_444_800_000_000L;

    private final Mapping mapping;
    private final Pruner pruner;
    private final ZoneId zone;
    private final String changed;
    private final Map<String, JsonNode> variables = new HashMap<>();
    private final Map<String, long[]> running = new HashMap<>();

    /// @param zone of times that name none
    /// @param file the path of the file, with `/`; blank for a response
    /// @param changed when it was last changed, for events whose time the log does not state
    public Extraction(Mapping mapping, ZoneId zone, String file, Instant changed) {
        this.mapping = mapping;
        this.pruner = mapping.pruner();
        this.zone = zone;
        this.changed = changed.toString();
        variables.put("mtime", StringNode.valueOf(this.changed));
        variables.put("path", StringNode.valueOf(file));
        variables.put("file", StringNode.valueOf(file.substring(file.lastIndexOf('/') + 1)));
    }

    /// Takes what a record of a file beside says.
    public void beside(Mapping.Beside beside, byte[] record) {
        JsonNode root;
        try {
            root = Json.LOGS.readTree(record);
        } catch (JacksonException _) {
            return; // Nothing is billed there.
        }
        Scope scope = Scope.of(root, variables);
        if (beside.each().isEmpty()) {
            set(beside.set(), scope);
        } else {
            Locator.of(beside.each()).forEach(scope, (at, _) -> set(beside.set(), at));
        }
    }

    private void set(Map<String, Field> fields, Scope scope) {
        fields.forEach((name, field) -> {
            JsonNode value = field.in(scope);
            if (Field.isThere(value)) {
                variables.put(name, value);
            }
        });
    }

    /// Passes on the events of a record; one in their place if it cannot be read.
    ///
    /// @param record the bytes of a JSON value
    public void read(byte[] record, Consumer<Event> take) {
        JsonNode root;
        try {
            root = pruner.read(record);
        } catch (JacksonException _) {
            take.accept(Event.broken("not valid JSON"));
            return;
        }
        if (root.isMissingNode()) {
            return;
        }
        if (!root.isObject() && !root.isArray()) {
            take.accept(Event.broken("not a JSON object"));
            return;
        }
        read(root, take);
    }

    /// The same of a record that is parsed.
    public void read(JsonNode record, Consumer<Event> take) {
        Scope scope = Scope.of(record, variables);
        for (Mapping.Carried carried : mapping.carried()) {
            if (carried.when().holds(scope)) {
                set(carried.set(), scope);
            }
        }
        for (Rule rule : mapping.rules()) {
            if (rule.each().isEmpty()) {
                event(rule, scope, take);
            } else {
                rule.each().get().forEach(scope, (at, _) -> event(rule, at, take));
            }
        }
    }

    private void event(Rule rule, Scope scope, Consumer<Event> take) {
        if (!rule.when().holds(scope)) {
            return;
        }
        long[] counts = Event.blank();
        String problem = counts(rule, scope, counts);
        if (problem.isEmpty() && rule.running().isPresent()) {
            String key = text(rule.running().get().in(scope));
            if (!advance(key, counts)) {
                return;
            }
        }
        if (problem.isEmpty()) {
            problem = disjoint(rule, scope, counts);
        }
        if (!rule.zero() && problem.isEmpty() && isNothing(counts)) {
            return;
        }
        Values.@Nullable Time time = null;
        Values.@Nullable Time end = null;
        String said = field(rule, "time", scope);
        if (said.isEmpty()) {
            problem = first(problem, "time is blank");
        } else {
            time = Values.time(said, zone).orElse(null);
            if (time == null) {
                problem =
                        first(
                                problem,
                                "time"
                                        + Values.said(said)
                                        + " is not a time; write 2026-01-31T09:00:00Z");
            } else if (time.micros() < EARLIEST || time.micros() >= LATEST) {
                problem =
                        first(
                                problem,
                                "time" + Values.said(said) + " is out of range (2020 to 2099)");
            }
        }
        String until = field(rule, "time_end", scope);
        if (!until.isEmpty() && time != null) {
            end = Values.time(until, zone).filter(t -> t.micros() < LATEST).orElse(null);
            if (end == null || end.micros() < time.micros()) {
                problem =
                        first(problem, "time_end" + Values.said(until) + " is no time after time");
            }
        }
        String calls = field(rule, "calls", scope);
        OptionalLong many = calls.isEmpty() ? OptionalLong.of(1) : Values.whole(calls);
        if (many.orElse(0) < 1) {
            problem =
                    first(
                            problem,
                            "calls" + Values.said(calls) + ": a row stands for at least one");
        }
        String id = field(rule, "id", scope);
        String request = field(rule, "request", scope);
        take.accept(
                new Event(
                        problem.isEmpty() ? null : problem,
                        time == null ? 0 : time.micros(),
                        end != null ? end.micros() : time == null ? 0 : time.micros(),
                        time != null && time.zoneless(),
                        said.equals(changed),
                        field(rule, "provider", scope),
                        field(rule, "model", scope),
                        field(rule, "region", scope),
                        tier(field(rule, "service_tier", scope)),
                        field(rule, "user", scope),
                        field(rule, "team", scope),
                        field(rule, "task", scope),
                        many.orElse(1),
                        id.isEmpty() ? null : id,
                        request.isEmpty() ? null : request,
                        field(rule, "replay", scope).equals("true"),
                        rule.fallback(),
                        field(rule, "session", scope),
                        field(rule, "parent", scope),
                        counts,
                        recorded(field(rule, "recorded_cost", scope))));
    }

    private static boolean isNothing(long[] counts) {
        for (long count : counts) {
            if (count > 0) {
                return false;
            }
        }
        return true;
    }

    /// A tier as the table writes it; what is none stands as it is, to be named.
    private static String tier(String said) {
        return ServiceTier.parse(said).map(ServiceTier::toString).orElse(said.strip());
    }

    private static double recorded(String said) {
        return Values.number(said).map(n -> n.doubleValue()).orElse(Double.NaN);
    }

    private static String first(String problem, String other) {
        return problem.isEmpty() ? other : problem;
    }

    private static String field(Rule rule, String name, Scope scope) {
        Field field = rule.fields().get(name);
        return field == null ? "" : text(field.in(scope));
    }

    private static String text(JsonNode value) {
        return Field.isThere(value) ? Field.text(value).strip() : "";
    }

    /// Reads the counts as they stand.
    ///
    /// @return what is wrong with the first that is wrong; blank if none is
    private static String counts(Rule rule, Scope scope, long[] counts) {
        String problem = "";
        for (Map.Entry<Meter, Field> count : rule.counts().entrySet()) {
            JsonNode value = count.getValue().in(scope);
            if (!Field.isThere(value)) {
                continue;
            }
            String text = Field.text(value);
            OptionalLong whole = Values.whole(text);
            String wrong = Values.countProblem(name(count, count.getKey()), text, whole);
            if (wrong.isEmpty()) {
                counts[count.getKey().ordinal()] = whole.getAsLong();
            } else if (problem.isEmpty()) {
                problem = wrong;
            }
        }
        return problem;
    }

    /// A count as the log calls it.
    private static String name(Map.Entry<Meter, Field> count, Meter meter) {
        return count.getValue() instanceof Field.At(Locator place) ? place.text() : meter.column();
    }

    /// Takes from counts that run on what was there before.
    ///
    /// @return whether anything is left
    private boolean advance(String key, long[] counts) {
        long[] before = running.put(key, counts.clone());
        boolean any = before == null;
        if (before != null) {
            // A counter that falls was set back: what it shows is new.
            boolean again = false;
            for (int i = 0; i < counts.length; i++) {
                again |= counts[i] < before[i];
            }
            for (int i = 0; i < counts.length; i++) {
                if (!again && counts[i] >= 0 && before[i] > 0) {
                    counts[i] -= before[i];
                }
                any |= counts[i] > 0;
            }
        }
        return any;
    }

    /// Takes parts out of the counts that they are inside.
    ///
    /// @return what is wrong, or blank
    private static String disjoint(Rule rule, Scope scope, long[] counts) {
        long[] said = counts.clone();
        Map<Meter, Meter> inside = rule.inside();
        Set<Meter> wholes = rule.undecided().isEmpty() ? Set.of() : beside(rule, scope, said);
        for (Map.Entry<Meter, Meter> relation : inside.entrySet()) {
            int part = relation.getKey().ordinal();
            int whole = relation.getValue().ordinal();
            if (said[part] <= 0) {
                continue;
            }
            if (rule.undecided().contains(relation.getKey())
                    && wholes.contains(relation.getValue())) {
                continue;
            }
            if (said[whole] < 0) {
                continue;
            }
            counts[whole] -= said[part];
            if (counts[whole] < 0) {
                return "%s %d of %s %d: a part exceeds its whole"
                        .formatted(
                                relation.getKey().column(),
                                said[part],
                                relation.getValue().column(),
                                said[whole]);
            }
        }
        return "";
    }

    private static Optional<Long> total(Rule rule, Scope scope) {
        return rule.total()
                .map(field -> text(field.in(scope)))
                .map(Values::whole)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .filter(n -> n > 0);
    }

    /// The meters whose undecided parts are counted beside them: where the parts are larger than
    /// the whole, or where only so all counts make the total.
    private static Set<Meter> beside(Rule rule, Scope scope, long[] said) {
        Map<Meter, Long> parts = new TreeMap<>();
        long others = 0;
        for (Meter meter : rule.counts().keySet()) {
            long count = Math.max(0, said[meter.ordinal()]);
            Meter whole = rule.inside().get(meter);
            if (whole != null && rule.undecided().contains(meter)) {
                parts.merge(whole, count, Long::sum);
            } else if (whole == null && meter.isToken()) {
                others += count;
            }
        }
        List<Meter> wholes = List.copyOf(parts.keySet());
        Optional<Long> total = total(rule, scope);
        for (int choice = 0; total.isPresent() && choice < 1 << wholes.size(); choice++) {
            Set<Meter> beside = new TreeSet<>();
            long sum = others;
            for (int i = 0; i < wholes.size(); i++) {
                if ((choice >> i & 1) == 1) {
                    beside.add(wholes.get(i));
                    sum += Objects.requireNonNull(parts.get(wholes.get(i)));
                }
            }
            if (sum == total.get()) {
                return beside;
            }
        }
        return parts.entrySet().stream()
                .filter(e -> e.getValue() > Math.max(0, said[e.getKey().ordinal()]))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
