package steelyard.usage.format;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/// How a value of an event is read from a record.
sealed interface Field {
    /// The value; missing, null or blank if there is none.
    JsonNode in(Scope scope);

    /// Tells every place that it may look at.
    void wanted(Pruner pruner);

    /// The first of several that is there.
    record First(List<Field> fields) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            fields.forEach(field -> field.wanted(pruner));
        }

        @Override
        public JsonNode in(Scope scope) {
            for (Field field : fields) {
                JsonNode value = field.in(scope);
                if (isThere(value)) {
                    return value;
                }
            }
            return MissingNode.getInstance();
        }
    }

    record At(Locator place) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            pruner.wants(place, true);
        }

        @Override
        public JsonNode in(Scope scope) {
            return place.in(scope);
        }
    }

    record Constant(JsonNode value) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            // It looks nowhere.
        }

        @Override
        public JsonNode in(Scope scope) {
            return value;
        }
    }

    /// Several as one text; missing if any is.
    record Joined(List<Field> fields, String by) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            fields.forEach(field -> field.wanted(pruner));
        }

        @Override
        public JsonNode in(Scope scope) {
            List<String> parts = new ArrayList<>();
            for (Field field : fields) {
                JsonNode value = field.in(scope);
                if (!isThere(value)) {
                    return MissingNode.getInstance();
                }
                parts.add(text(value));
            }
            return StringNode.valueOf(String.join(by, parts));
        }
    }

    /// Numbers added up; missing if none is there.
    record Sum(List<Field> fields, boolean less) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            fields.forEach(field -> field.wanted(pruner));
        }

        @Override
        public JsonNode in(Scope scope) {
            BigDecimal sum = BigDecimal.ZERO;
            boolean any = false;
            for (int i = 0; i < fields.size(); i++) {
                JsonNode value = fields.get(i).in(scope);
                if (!isThere(value)) {
                    continue;
                }
                Optional<BigDecimal> number = Values.number(text(value));
                if (number.isEmpty()) {
                    return value;
                }
                any = true;
                sum = less && i > 0 ? sum.subtract(number.get()) : sum.add(number.get());
            }
            return any ? DecimalNode.valueOf(sum) : MissingNode.getInstance();
        }
    }

    /// A number summed over nodes; missing if there are none.
    record Over(Locator each, Field of) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            pruner.wants(each, false);
            of.wanted(pruner);
        }

        @Override
        public JsonNode in(Scope scope) {
            List<Field> values = new ArrayList<>();
            each.forEach(scope, (at, _) -> values.add(new Constant(of.in(at))));
            return new Sum(values, false).in(scope);
        }
    }

    /// The largest of several numbers; missing if none is there.
    record Most(List<Field> fields) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            fields.forEach(field -> field.wanted(pruner));
        }

        @Override
        public JsonNode in(Scope scope) {
            Optional<BigDecimal> most = Optional.empty();
            for (Field field : fields) {
                JsonNode value = field.in(scope);
                Optional<BigDecimal> number =
                        isThere(value) ? Values.number(text(value)) : Optional.empty();
                if (number.isPresent()
                        && (most.isEmpty() || number.get().compareTo(most.get()) > 0)) {
                    most = number;
                }
            }
            return most.<JsonNode>map(DecimalNode::valueOf).orElse(MissingNode.getInstance());
        }
    }

    /// A number times a constant.
    record Scaled(Field of, BigDecimal by) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            of.wanted(pruner);
        }

        @Override
        public JsonNode in(Scope scope) {
            JsonNode value = of.in(scope);
            return isThere(value)
                    ? Values.number(text(value))
                            .<JsonNode>map(n -> DecimalNode.valueOf(n.multiply(by)))
                            .orElse(value)
                    : value;
        }
    }

    /// A text by a table; what is not in it stands as it is, unless the table says otherwise.
    record Mapped(Field of, Map<String, JsonNode> table, Optional<JsonNode> otherwise)
            implements Field {
        @Override
        public void wanted(Pruner pruner) {
            of.wanted(pruner);
        }

        @Override
        public JsonNode in(Scope scope) {
            JsonNode value = of.in(scope);
            if (!isThere(value)) {
                return value;
            }
            JsonNode mapped = table.get(text(value));
            return mapped != null ? mapped : otherwise.orElse(value);
        }
    }

    /// The part of a text that a pattern picks out; missing where it does not occur.
    record Matched(Field of, Pattern pattern) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            of.wanted(pruner);
        }

        @Override
        public JsonNode in(Scope scope) {
            JsonNode value = of.in(scope);
            if (!isThere(value)) {
                return value;
            }
            Matcher m = pattern.matcher(text(value));
            return m.find()
                    ? StringNode.valueOf(m.groupCount() == 0 ? m.group() : m.group(1))
                    : MissingNode.getInstance();
        }
    }

    /// A text out of an address, without its escapes.
    record Unescaped(Field of) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            of.wanted(pruner);
        }

        @Override
        public JsonNode in(Scope scope) {
            JsonNode value = of.in(scope);
            try {
                return isThere(value)
                        ? StringNode.valueOf(
                                URLDecoder.decode(
                                        text(value).replace("+", "%2B"), StandardCharsets.UTF_8))
                        : value;
            } catch (IllegalArgumentException _) {
                return value;
            }
        }
    }

    /// One of two, by a condition.
    record Chosen(Condition when, Field then, Field otherwise) implements Field {
        @Override
        public void wanted(Pruner pruner) {
            when.wanted(pruner);
            then.wanted(pruner);
            otherwise.wanted(pruner);
        }

        @Override
        public JsonNode in(Scope scope) {
            return (when.holds(scope) ? then : otherwise).in(scope);
        }
    }

    static boolean isThere(JsonNode value) {
        return !value.isMissingNode()
                && !value.isNull()
                && !(value.isString() && value.asString().isBlank());
    }

    static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }

    /// @throws Refusal if it is no field
    static Field of(JsonNode said) {
        if (said.isString()) {
            return new At(Locator.of(said.asString()));
        }
        if (said.isArray()) {
            return new First(all(said));
        }
        if (!said.isObject()) {
            throw new Refusal(
                    "%s is neither a place, nor a list of places, nor an object".formatted(said));
        }
        if (said.has("const")) {
            return new Constant(said.get("const"));
        }
        if (said.has("join")) {
            return new Joined(all(said.get("join")), said.path("by").asString("|"));
        }
        if (said.has("over")) {
            return new Over(Locator.of(said.get("over").asString()), of(said.path("sum")));
        }
        if (said.has("unescape")) {
            return new Unescaped(of(said.get("unescape")));
        }
        if (said.has("most")) {
            return new Most(all(said.get("most")));
        }
        if (said.has("times")) {
            return new Scaled(of(said.path("of")), said.get("times").decimalValue());
        }
        if (said.has("sum")) {
            return new Sum(all(said.get("sum")), false);
        }
        if (said.has("minus")) {
            return new Sum(all(said.get("minus")), true);
        }
        if (said.has("map")) {
            Map<String, JsonNode> table =
                    said.get("map").properties().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            Map.Entry::getValue,
                                            (a, b) -> a,
                                            LinkedHashMap::new));
            return new Mapped(of(said.path("of")), table, Optional.ofNullable(said.get("else")));
        }
        if (said.has("match")) {
            try {
                return new Matched(
                        of(said.path("of")), Pattern.compile(said.get("match").asString()));
            } catch (PatternSyntaxException e) {
                throw new Refusal("match: " + e.getDescription(), e);
            }
        }
        if (said.has("when")) {
            return new Chosen(
                    Condition.of(said.get("when")),
                    of(said.path("then")),
                    said.has("else")
                            ? of(said.get("else"))
                            : new Constant(MissingNode.getInstance()));
        }
        throw new Refusal(
                "%s has none of const, join, over, most, unescape, times, sum, minus, map, match and when"
                        .formatted(said));
    }

    private static List<Field> all(JsonNode list) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode one : list) {
            fields.add(of(one));
        }
        return List.copyOf(fields);
    }
}
