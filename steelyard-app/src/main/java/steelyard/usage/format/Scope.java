package steelyard.usage.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/// Where a [Locator] starts.
///
/// @param node the node at hand
/// @param variables what earlier lines and the file's name said
/// @param outer the scope that it was found in
/// @param key its name or number there
record Scope(
        JsonNode record,
        JsonNode node,
        Map<String, JsonNode> variables,
        @Nullable Scope outer,
        String key) {

    static Scope of(JsonNode record, Map<String, JsonNode> variables) {
        return new Scope(record, record, variables, null, "");
    }

    Scope inside(JsonNode found, String name) {
        return new Scope(record, found, variables, this, name);
    }

    /// The same place with another node at hand.
    Scope at(JsonNode found) {
        return new Scope(record, found, variables, outer, key);
    }

    JsonNode above(int levels) {
        Scope scope = this;
        for (int i = 0; i < levels; i++) {
            if (scope.outer == null) {
                return MissingNode.getInstance();
            }
            scope = scope.outer;
        }
        return scope.node;
    }

    JsonNode variable(String name) {
        return name.equals("key")
                ? StringNode.valueOf(key)
                : variables.getOrDefault(name, MissingNode.getInstance());
    }
}
