package steelyard.sheet;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steelyard.token.Meter;
import tools.jackson.databind.JsonNode;

/// models.dev's `api.json`: sellers by id, each with models; USD per million tokens, no dates.
final class ModelsDev implements SheetFormat {
    private static final Map<String, Meter> FIELDS =
            Map.of(
                    "input", Meter.INPUT,
                    "output", Meter.OUTPUT,
                    "cache_read", Meter.CACHE_READ,
                    "cache_write", Meter.CACHE_WRITE_5M,
                    "reasoning", Meter.REASONING,
                    "input_audio", Meter.AUDIO_INPUT,
                    "output_audio", Meter.AUDIO_OUTPUT);
    private static final Pattern GEOGRAPHY = Pattern.compile("(us|eu|apac|au|jp|global)\\.(.+)");

    @Override
    public String id() {
        return "models.dev";
    }

    @Override
    public String looksLike() {
        return "sellers, each with \"models\" that have a \"cost\"";
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.isObject()
                && root.propertyStream()
                        .anyMatch(s ->
                                s.getValue()
                                        .path("models")
                                        .propertyStream()
                                        .anyMatch(m -> m.getValue().has("cost")));
    }

    @Override
    public void read(JsonNode root, String file, Reading into) {
        for (Map.Entry<String, JsonNode> seller : root.properties()) {
            for (Map.Entry<String, JsonNode> model :
                    seller.getValue().path("models").properties()) {
                JsonNode cost = model.getValue().path("cost");
                into.seller(seller.getKey())
                        .map(id -> key(id, model.getKey()))
                        .ifPresent(key -> {
                            into.ability(
                                    key,
                                    model.getValue().path("limit").path("context"),
                                    model.getValue().path("limit").path("output"),
                                    Optional.empty(),
                                    Reading.says(model.getValue().path("tool_call")),
                                    Optional.empty());
                            into.in(cost)
                                    .ifPresent(reading ->
                                            cost(
                                                    key,
                                                    cost,
                                                    seller.getKey() + "/" + model.getKey(),
                                                    reading));
                        });
            }
        }
    }

    private static PriceKey key(String seller, String model) {
        Matcher m = GEOGRAPHY.matcher(model);
        if (seller.equals("aws-bedrock") && m.matches()) {
            return PriceKey.plain(seller, m.group(2)).inRegion(m.group(1));
        }
        return PriceKey.plain(
                seller,
                seller.equals("fireworks")
                        ? model.replaceFirst("^accounts/fireworks/models/", "")
                        : model);
    }

    private static void cost(PriceKey key, JsonNode cost, String where, Reading into) {
        if (!cost.isObject()) {
            into.unread("no cost");
            return;
        }
        rates(key, cost, where, into);
        if (cost.path("context_over_200k").isObject()) {
            rates(key.above(200_000), cost.get("context_over_200k"), where, into);
        }
        for (JsonNode tier : cost.path("tiers")) {
            rates(key.above(tier.path("tier").path("size").asLong()), tier, where, into);
        }
    }

    private static void rates(PriceKey key, JsonNode rates, String where, Reading into) {
        for (Map.Entry<String, JsonNode> rate : rates.properties()) {
            Meter meter = FIELDS.get(rate.getKey());
            if (meter != null && !rate.getValue().isNull()) {
                into.rate(
                        key,
                        Optional.empty(),
                        meter,
                        rate.getValue(),
                        1_000_000,
                        where + ": " + rate.getKey());
            }
        }
    }
}
