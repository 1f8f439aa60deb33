package steelyard.usage;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The keys of a JSON object, not of the objects inside it.
final class TopLevelKeys {
    private static final JsonFactory JSON = new JsonFactory();

    private TopLevelKeys() {}

    /// Adds the keys; of a broken object those before the break.
    static void of(byte[] object, Set<String> keys) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                keys.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            return; // the line is reported when it is read
        }
    }
}
