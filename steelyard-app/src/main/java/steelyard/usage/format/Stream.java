package steelyard.usage.format;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// A streamed response as one value: its events laid over each other, the later ones on top.
///
/// Providers end a stream with the counts of the whole, or state in each event what has been used
/// so far; either way the last word on a count is the right one.
final class Stream {
    private Stream() {}

    /// The value of a response as it was recorded: an object as it stands, a list of events, or
    /// text of server-sent events or of an event stream of AWS.
    static JsonNode merged(JsonNode response) {
        if (response.isArray()) {
            List<JsonNode> events = new ArrayList<>();
            response.forEach(events::add);
            return merged(events);
        }
        if (!response.isString()) {
            return response;
        }
        String text = response.asString().strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            JsonNode whole = Json.parse(text);
            if (!whole.isMissingNode()) {
                return merged(whole);
            }
        }
        List<JsonNode> events = new ArrayList<>();
        boolean lines =
                text.startsWith("data:") || text.startsWith("event:") || text.startsWith(":");
        if (lines) {
            text.lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> Json.parse(line.substring("data:".length())))
                    .filter(JsonNode::isObject)
                    .forEach(events::add);
        } else {
            embedded(text, events);
        }
        return merged(events);
    }

    private static JsonNode merged(List<JsonNode> events) {
        ObjectNode all = Json.LOGS.createObjectNode();
        events.forEach(event -> lay(event, all));
        return events.isEmpty() ? MissingNode.getInstance() : all;
    }

    private static void lay(JsonNode over, ObjectNode under) {
        over.properties()
                .forEach(e -> {
                    JsonNode there = under.path(e.getKey());
                    if (e.getValue().isObject() && there instanceof ObjectNode object) {
                        lay(e.getValue(), object);
                    } else if (e.getValue().isObject()) {
                        ObjectNode copy = Json.LOGS.createObjectNode();
                        lay(e.getValue(), copy);
                        under.set(e.getKey(), copy);
                    } else if (!e.getValue().isNull()) {
                        under.set(e.getKey(), e.getValue());
                    }
                });
    }

    /// JSON objects between the bytes of a binary framing.
    private static void embedded(String text, List<JsonNode> events) {
        int at = text.indexOf("{\"");
        while (at >= 0) {
            int end = end(text, at);
            JsonNode event =
                    end < 0 ? MissingNode.getInstance() : Json.parse(text.substring(at, end));
            if (event.isObject()) {
                events.add(event);
                at = text.indexOf("{\"", end);
            } else {
                at = text.indexOf("{\"", at + 1);
            }
        }
    }

    /// Just behind the brace that closes the one at a place; -1 if none does.
    private static int end(String text, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
