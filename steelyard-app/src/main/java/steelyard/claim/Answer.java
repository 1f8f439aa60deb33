package steelyard.claim;

import steelyard.refusal.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// What a command of Steelyard answered, read by a path.
public final class Answer {
    private Answer() {}

    /// The number at a path: names of fields, or `field=value&field=value` for the element of a
    /// list that has them, with slashes between them; a slash in a value is `~1` and a tilde `~0`,
    /// as in a JSON Pointer.
    ///
    /// @throws Refusal if there is none
    public static double number(JsonNode answer, String path) {
        JsonNode node = answer;
        for (String part : path.split("/")) {
            node = part.contains("=") ? element(node, part) : node.path(part);
        }
        if (node.isNumber()) {
            return node.asDouble();
        }
        if (node.isString()) {
            try {
                return Double.parseDouble(node.asString());
            } catch (NumberFormatException e) {
                throw new Refusal(
                        "has \"%s\" at %s, no number".formatted(node.asString(), path), e);
            }
        }
        throw new Refusal("has no number at " + path);
    }

    private static JsonNode element(JsonNode list, String conditions) {
        for (JsonNode element : list) {
            boolean all = true;
            for (String condition : conditions.split("&")) {
                String[] parts = condition.split("=", 2);
                all &=
                        element.path(parts[0])
                                .asString("")
                                .strip()
                                .equals(parts[1].replace("~1", "/").replace("~0", "~"));
            }
            if (all) {
                return element;
            }
        }
        return MissingNode.getInstance();
    }
}
