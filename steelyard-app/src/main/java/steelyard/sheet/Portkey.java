package steelyard.sheet;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import steelyard.price.ContextTier;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import tools.jackson.databind.JsonNode;

/// Portkey's `pricing/<seller>.json`: US cents per token or unit; the file's name is the seller.
final class Portkey implements SheetFormat {
    private static final Map<String, Meter> FIELDS =
            Map.ofEntries(
                    Map.entry("request_token", Meter.INPUT),
                    Map.entry("response_token", Meter.OUTPUT),
                    Map.entry("cache_read_input_token", Meter.CACHE_READ),
                    Map.entry("cache_write_input_token", Meter.CACHE_WRITE_5M),
                    Map.entry("reasoning_token", Meter.REASONING),
                    Map.entry("request_audio_token", Meter.AUDIO_INPUT),
                    Map.entry("cache_read_audio_input_token", Meter.AUDIO_CACHE_READ),
                    Map.entry("response_audio_token", Meter.AUDIO_OUTPUT),
                    Map.entry("request_image_token", Meter.IMAGE_INPUT),
                    Map.entry("cache_read_image_input_token", Meter.IMAGE_CACHE_READ),
                    Map.entry("response_image_token", Meter.IMAGE_OUTPUT));
    private static final Map<String, Meter> UNITS =
            Map.of(
                    "web_search", Meter.WEB_SEARCH,
                    "search", Meter.WEB_SEARCH,
                    "file_search", Meter.FILE_SEARCH,
                    "cache_write_1h", Meter.CACHE_WRITE_1H,
                    "maps", Meter.GROUNDING);

    @Override
    public String id() {
        return "portkey";
    }

    @Override
    public String looksLike() {
        return "models that have a \"pricing_config\"";
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.isObject()
                && root.propertyStream().anyMatch(m -> m.getValue().has("pricing_config"));
    }

    @Override
    public void read(JsonNode root, String file, Reading into) {
        JsonNode usual = root.path("default").path("pricing_config");
        for (Map.Entry<String, JsonNode> model : root.properties()) {
            if (model.getKey().equals("default")) {
                continue;
            }
            JsonNode config = model.getValue().path("pricing_config");
            into.seller(file)
                    .ifPresent(seller -> {
                        PriceKey key = key(seller, model.getKey());
                        into.in(config.has("currency") ? config : usual)
                                .ifPresent(reading -> {
                                    rates(key, config.path("pay_as_you_go"), file, reading);
                                    rates(
                                            key.in(ServiceTier.BATCH),
                                            config.path("batch_config"),
                                            file,
                                            reading);
                                });
                    });
        }
    }

    private static PriceKey key(String seller, String model) {
        String name =
                seller.equals("fireworks")
                        ? model.replaceFirst("^accounts/fireworks/models/", "")
                        : model;
        int dot = name.indexOf('.');
        String prefix = dot < 0 ? "" : name.substring(0, dot);
        boolean geography =
                seller.equals("aws-bedrock")
                        && java.util.Set.of("us", "eu", "apac", "au", "jp", "global")
                                .contains(prefix);
        return geography
                ? PriceKey.plain(seller, name.substring(dot + 1)).inRegion(prefix)
                : PriceKey.plain(seller, name);
    }

    private static void rates(PriceKey key, JsonNode prices, String file, Reading into) {
        FIELDS.forEach((field, meter) -> rate(key, prices.path(field), meter, field, file, into));
        UNITS.forEach((field, meter) ->
                rate(key, prices.path("additional_units").path(field), meter, field, file, into));
    }

    private static void rate(
            PriceKey key, JsonNode field, Meter meter, String name, String file, Reading into) {
        JsonNode price = field.path("price");
        if (price.isNumber() && key.context().equals(ContextTier.BASE)) {
            BigDecimal usd = price.decimalValue().movePointLeft(2);
            into.rate(key, Optional.empty(), meter, usd, 1, file + "/" + key.model() + ": " + name);
        }
    }
}
