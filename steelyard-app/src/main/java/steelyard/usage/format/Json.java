package steelyard.usage.format;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// How JSON of logs and of mappings is read.
final class Json {
    /// Deeper is no log; the bound keeps a hostile line from the stack.
    private static final int DEEPEST = 500;

    /// Of logs: numbers as they are written, and nothing behind the value.
    static final JsonMapper LOGS =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .maxNumberLength(1000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// Of mappings: with comments, bare names and commas at the end of a list.
    static final JsonMapper MAPPINGS =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                                    .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                                    .build())
                    .build();

    private Json() {}

    /// The value of a text; missing if it is no JSON.
    static JsonNode parse(String text) {
        try {
            return LOGS.readTree(text);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }
}
