package steelyard.sheet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import steelyard.token.Meter;
import tools.jackson.databind.JsonNode;

/// llm-prices' `data/<vendor>.json`: USD per million tokens, each price with its dates where known.
final class LlmPrices implements SheetFormat {
    private static final Map<String, Meter> FIELDS =
            Map.of(
                    "input", Meter.INPUT,
                    "output", Meter.OUTPUT,
                    "input_cached", Meter.CACHE_READ);

    @Override
    public String id() {
        return "llm-prices";
    }

    @Override
    public String looksLike() {
        return "a \"vendor\" with \"models\" that have a \"price_history\"";
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.has("vendor") && root.path("models").isArray();
    }

    @Override
    public void read(JsonNode root, String file, Reading into) {
        for (JsonNode model : root.get("models")) {
            String name = model.path("id").asString("");
            into.seller(root.get("vendor").asString(""))
                    .ifPresent(seller -> {
                        for (JsonNode price : model.path("price_history")) {
                            into.in(price)
                                    .ifPresent(reading ->
                                            price(PriceKey.plain(seller, name), price, reading));
                        }
                    });
        }
    }

    private static void price(PriceKey key, JsonNode price, Reading into) {
        String where = key.seller() + "/" + key.model();
        String from = price.path("from_date").asString("");
        if (!price.path("to_date").asString("").isEmpty() && from.isEmpty()) {
            into.unread("a former price without a start");
            return;
        }
        Optional<Instant> start =
                from.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                LocalDate.parse(from).atStartOfDay(ZoneOffset.UTC).toInstant());
        FIELDS.forEach((name, meter) -> {
            JsonNode value = price.path(name);
            if (value.isNumber()) {
                into.rate(key, start, meter, value, 1_000_000, where + ": " + name);
            }
        });
    }
}
