package steelyard.report;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON with a schema's name at its head.
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    static ObjectNode object(String schema) {
        return MAPPER.createObjectNode().put("schema", schema);
    }

    static String text(ObjectNode node) {
        return MAPPER.writeValueAsString(node) + "\n";
    }

    /// Compact, and safe inside an HTML script element.
    static String inline(ObjectNode node) {
        return node.toString()
                .replace("<", "\\u003c")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
