package steelyard.usage.format;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Parses of a record what a mapping can ask for: what the user said and the model answered, most
/// of a log, is passed over without being decoded.
final class Pruner {
    private final Set<String> names = new HashSet<>();
    private final Set<String> wholes = new HashSet<>();
    private boolean all;

    /// Takes note of a place that may be asked for.
    ///
    /// @param value whether the value there is wanted, and not only what lies below it
    void wants(Locator place, boolean value) {
        if (place.steps().isEmpty()) {
            // What an earlier record said was parsed with it.
            all |= value && place.start() != Locator.Start.VARIABLE;
            return;
        }
        String last = "";
        for (Locator.Step step : place.steps()) {
            switch (step) {
                case Locator.Step.Member(String name) -> {
                    names.add(name);
                    last = name;
                }
                // Any member may be meant, so all below stays.
                case Locator.Step.Members _, Locator.Step.Attribute _ -> {
                    wholes.add(last);
                    all |= last.isEmpty();
                }
                case Locator.Step.Element _,
                        Locator.Step.Each _,
                        Locator.Step.Parsed _,
                        Locator.Step.Streamed _ -> {}
            }
        }
        if (value && !last.isEmpty()) {
            wholes.add(last);
        }
    }

    /// @throws JacksonException if it is not one JSON value
    JsonNode read(byte[] record) {
        if (all) {
            return Json.LOGS.readTree(record);
        }
        try (JsonParser parser = Json.LOGS.createParser(record)) {
            if (parser.nextToken() == null) {
                return MissingNode.getInstance();
            }
            JsonNode root = node(parser, false);
            if (parser.nextToken() != null) {
                // One value is told from several by the whole of the bytes, as the tree's reader
                // does.
                return Json.LOGS.readTree(record);
            }
            return root;
        }
    }

    private JsonNode node(JsonParser parser, boolean whole) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = Json.LOGS.createObjectNode();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (whole || names.contains(name)) {
                        object.set(name, node(parser, whole || wholes.contains(name)));
                    } else {
                        parser.skipChildren();
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = Json.LOGS.createArrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(node(parser, whole));
                }
                yield array;
            }
            case VALUE_STRING -> StringNode.valueOf(parser.getString());
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? DecimalNode.valueOf(parser.getDecimalValue())
                            : LongNode.valueOf(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            default -> NullNode.getInstance();
        };
    }
}
