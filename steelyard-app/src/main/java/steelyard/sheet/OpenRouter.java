package steelyard.sheet;

import java.util.Map;
import java.util.Optional;
import steelyard.token.Meter;
import tools.jackson.databind.JsonNode;

/// OpenRouter's own `/api/v1/models`: USD per token or unit, as decimal text.
final class OpenRouter implements SheetFormat {
    private static final Map<String, Meter> FIELDS =
            Map.of(
                    "prompt", Meter.INPUT,
                    "completion", Meter.OUTPUT,
                    "input_cache_read", Meter.CACHE_READ,
                    "input_cache_write", Meter.CACHE_WRITE_5M,
                    "internal_reasoning", Meter.REASONING,
                    "audio", Meter.AUDIO_INPUT,
                    "audio_output", Meter.AUDIO_OUTPUT,
                    "request", Meter.REQUEST,
                    "web_search", Meter.WEB_SEARCH);

    @Override
    public String id() {
        return "openrouter";
    }

    @Override
    public String looksLike() {
        return "\"data\" with models that have \"pricing\" of \"prompt\" and \"completion\"";
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.path("data").isArray()
                && !root.get("data").isEmpty()
                && root.get("data").get(0).path("pricing").has("prompt");
    }

    @Override
    public void read(JsonNode root, String file, Reading into) {
        String seller = into.seller("openrouter").orElseThrow();
        for (JsonNode model : root.get("data")) {
            String name = model.path("id").asString("");
            if (name.isEmpty()) {
                into.unread("no id");
            } else if (model.path("pricing").path("prompt").asString("").startsWith("-")) {
                into.unread("a router: its price is that of the model it picks");
            } else {
                JsonNode pricing = model.path("pricing");
                JsonNode inputs = model.path("architecture").path("input_modalities");
                JsonNode parameters = model.path("supported_parameters");
                into.ability(
                        PriceKey.plain(seller, name),
                        model.path("context_length"),
                        model.path("top_provider").path("max_completion_tokens"),
                        has(inputs, "image"),
                        has(parameters, "tools"),
                        Reading.day(model.path("expiration_date")));
                into.in(pricing)
                        .ifPresent(
                                reading -> pricing(PriceKey.plain(seller, name), pricing, reading));
            }
        }
    }

    private static Optional<Boolean> has(JsonNode list, String word) {
        return list.isArray()
                ? Optional.of(list.valueStream().anyMatch(n -> n.asString("").equals(word)))
                : Optional.empty();
    }

    private static void pricing(PriceKey key, JsonNode pricing, Reading into) {
        for (Map.Entry<String, JsonNode> price : pricing.properties()) {
            Meter meter = FIELDS.get(price.getKey());
            if (meter != null) {
                into.rate(
                        key,
                        Optional.empty(),
                        meter,
                        price.getValue(),
                        1,
                        key.model() + ": " + price.getKey());
            }
        }
    }
}
