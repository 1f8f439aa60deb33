package steelyard.show;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON with a schema's name at its head.
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    public static ObjectNode object(String schema) {
        return MAPPER.createObjectNode().put("schema", schema);
    }

    public static String text(ObjectNode node) {
        return MAPPER.writeValueAsString(node) + "\n";
    }

    /// Names and values, in their order.
    public static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    /// Puts a value whole: an exact amount as a decimal text, another number as a number, what is
    /// no number or nothing as null, a list or a map with its parts, anything else as its text.
    public static void put(ObjectNode node, String name, @Nullable Object value) {
        switch (value) {
            case null -> node.putNull(name);
            case BigDecimal d -> node.put(name, d.toPlainString());
            case Long n -> node.put(name, n);
            case Integer n -> node.put(name, n);
            case Boolean b -> node.put(name, b);
            case Measure(double d, Kind _) -> put(node, name, d);
            case OptionalDouble d -> put(node, name, d.orElse(Double.NaN));
            case Double d when Double.isFinite(d) -> node.put(name, d);
            case Double _ -> node.putNull(name);
            case Map<?, ?> map -> {
                ObjectNode inner = node.putObject(name);
                map.forEach((k, v) -> put(inner, String.valueOf(k), v));
            }
            case List<?> list -> add(node.putArray(name), list);
            default -> node.put(name, value.toString());
        }
    }

    private static void add(ArrayNode array, List<?> values) {
        for (Object value : values) {
            switch (value) {
                case Map<?, ?> map -> {
                    ObjectNode inner = array.addObject();
                    map.forEach((k, v) -> put(inner, String.valueOf(k), v));
                }
                case List<?> list -> add(array.addArray(), list);
                case Double d when Double.isFinite(d) -> array.add(d);
                case Double _ -> array.addNull();
                case OptionalDouble d when d.isPresent() -> array.add(d.getAsDouble());
                case OptionalDouble _ -> array.addNull();
                case Long n -> array.add(n);
                case Integer n -> array.add(n);
                default -> array.add(value.toString());
            }
        }
    }

    /// Compact, and safe inside an HTML script element.
    public static String inline(ObjectNode node) {
        return node.toString()
                .replace("<", "\\u003c")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
