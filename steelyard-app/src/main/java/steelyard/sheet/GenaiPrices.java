package steelyard.sheet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import steelyard.price.DailyWindow;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// genai-prices' `data.json`, as its repository or its Python package has it: USD per million
/// tokens, with stated start dates, daily windows, tiers and variants.
final class GenaiPrices implements SheetFormat {
    /// A field's meter, and for how many of the meter's units its price is.
    private record Field(Meter meter, long per) {}

    private static final long MILLION = 1_000_000;
    private static final Map<String, Field> FIELDS =
            Map.ofEntries(
                    Map.entry("input_mtok", new Field(Meter.INPUT, MILLION)),
                    Map.entry("output_mtok", new Field(Meter.OUTPUT, MILLION)),
                    Map.entry("cache_read_mtok", new Field(Meter.CACHE_READ, MILLION)),
                    Map.entry("cache_write_mtok", new Field(Meter.CACHE_WRITE_5M, MILLION)),
                    Map.entry("cache_write_1h_mtok", new Field(Meter.CACHE_WRITE_1H, MILLION)),
                    Map.entry("output_reasoning_mtok", new Field(Meter.REASONING, MILLION)),
                    Map.entry("input_audio_mtok", new Field(Meter.AUDIO_INPUT, MILLION)),
                    Map.entry("cache_audio_read_mtok", new Field(Meter.AUDIO_CACHE_READ, MILLION)),
                    Map.entry("output_audio_mtok", new Field(Meter.AUDIO_OUTPUT, MILLION)),
                    Map.entry("input_image_mtok", new Field(Meter.IMAGE_INPUT, MILLION)),
                    Map.entry("cache_image_read_mtok", new Field(Meter.IMAGE_CACHE_READ, MILLION)),
                    Map.entry("output_image_mtok", new Field(Meter.IMAGE_OUTPUT, MILLION)),
                    Map.entry("input_video_mtok", new Field(Meter.VIDEO_INPUT, MILLION)),
                    Map.entry("input_mchars", new Field(Meter.CHARACTER_INPUT, MILLION)),
                    Map.entry("audio_hours", new Field(Meter.AUDIO_SECOND, 3_600)),
                    Map.entry("input_audio_hours", new Field(Meter.AUDIO_SECOND, 3_600)),
                    Map.entry("input_document_kpages", new Field(Meter.PAGE, 1_000)),
                    Map.entry("requests_kcount", new Field(Meter.REQUEST, 1_000)),
                    Map.entry("web_searches_kcount", new Field(Meter.WEB_SEARCH, 1_000)),
                    Map.entry("storage_searches_kcount", new Field(Meter.FILE_SEARCH, 1_000)));

    @Override
    public String id() {
        return "genai-prices";
    }

    @Override
    public String looksLike() {
        return "a list of providers, each with \"models\" that have \"prices\"";
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.isArray()
                && !root.isEmpty()
                && root.get(0).has("models")
                && root.get(0).get("models").isArray();
    }

    @Override
    public void read(JsonNode root, String file, Reading into) {
        for (JsonNode provider : root) {
            for (JsonNode model : provider.path("models")) {
                String name = model.path("id").asString("");
                into.seller(provider.path("id").asString(""))
                        .ifPresent(seller -> model(PriceKey.plain(seller, name), model, into));
            }
        }
    }

    private static void model(PriceKey named, JsonNode model, Reading into) {
        String where = named.seller() + "/" + named.model();
        PriceKey key = region(named);
        JsonNode prices = model.path("prices");
        into.ability(
                key,
                model.path("context_window"),
                MissingNode.getInstance(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        into.in(model)
                .flatMap(reading -> reading.in(prices))
                .ifPresent(reading -> prices(key, model, prices, where, reading));
    }

    private static void prices(
            PriceKey key, JsonNode model, JsonNode prices, String where, Reading into) {
        if (prices.isArray()) {
            prices.forEach(p -> conditional(key, p, where, into));
            droppedTiers(key, prices, where, into);
        } else {
            rates(key, Optional.empty(), prices, where, into);
        }
        for (JsonNode variant : model.path("price_variants")) {
            Optional<ServiceTier> tier = tier(variant.path("when"));
            if (tier.isPresent()) {
                // The date of a variant is the day on which it was checked, not its start.
                rates(key.in(tier.get()), Optional.empty(), variant.path("prices"), where, into);
            } else {
                into.unread("a variant that is no service tier: " + variant.path("when"));
            }
        }
    }

    /// A tier that a later price no longer has ended then: from that day on it costs what any size
    /// does.
    private static void droppedTiers(PriceKey key, JsonNode prices, String where, Reading into) {
        Map<String, JsonNode> tiered = new TreeMap<>();
        for (JsonNode price : prices) {
            for (Map.Entry<String, JsonNode> rate : price.path("prices").properties()) {
                JsonNode before = tiered.get(rate.getKey());
                JsonNode date = price.path("constraint").path("start_date");
                if (rate.getValue().isObject()) {
                    tiered.put(rate.getKey(), rate.getValue());
                } else if (before != null && date.isString() && FIELDS.containsKey(rate.getKey())) {
                    Field field = FIELDS.get(rate.getKey());
                    for (JsonNode tier : before.path("tiers")) {
                        into.rate(
                                key.above(tier.path("start").asLong()),
                                start(date),
                                field.meter(),
                                rate.getValue(),
                                field.per(),
                                where + ": " + rate.getKey());
                    }
                }
            }
        }
    }

    private static Optional<Instant> start(JsonNode date) {
        return Optional.of(
                LocalDate.parse(date.asString()).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /// Bedrock's two lists: in a region, or from anywhere.
    private static PriceKey region(PriceKey key) {
        for (String prefix : new String[] {"global", "regional"}) {
            if (key.seller().equals("aws-bedrock") && key.model().startsWith(prefix + ".")) {
                return PriceKey.plain(key.seller(), key.model().substring(prefix.length() + 1))
                        .inRegion(prefix);
            }
        }
        return key;
    }

    private static Optional<ServiceTier> tier(JsonNode when) {
        for (String field : new String[] {"processing", "service_tier", "speed"}) {
            String value = when.path(field).asString("");
            if (!value.isEmpty() && when.size() == 1 && !value.equals("default")) {
                return ServiceTier.parse(value);
            }
        }
        return Optional.empty();
    }

    private static void conditional(PriceKey key, JsonNode price, String where, Reading into) {
        JsonNode when = price.path("constraint");
        Optional<Instant> from = Optional.empty();
        PriceKey at = key;
        if (when.has("start_date")) {
            from = start(when.get("start_date"));
        }
        if (when.has("start_time")) {
            at =
                    key.in(
                            new DailyWindow(
                                    utc(when.get("start_time").asString()),
                                    utc(when.get("end_time").asString()),
                                    ZoneOffset.UTC,
                                    EnumSet.allOf(java.time.DayOfWeek.class),
                                    ""));
        }
        rates(at, from, price.path("prices"), where, into);
    }

    private static LocalTime utc(String time) {
        return time.length() > 8 || time.endsWith("Z")
                ? OffsetTime.parse(time).withOffsetSameInstant(ZoneOffset.UTC).toLocalTime()
                : LocalTime.parse(time);
    }

    private static void rates(
            PriceKey key, Optional<Instant> from, JsonNode prices, String where, Reading into) {
        for (Map.Entry<String, JsonNode> price : prices.properties()) {
            Field field = FIELDS.get(price.getKey());
            JsonNode value = price.getValue();
            if (field == null) {
                if (!price.getKey().equals("kind")) {
                    into.unread("no meter for " + price.getKey());
                }
                continue;
            }
            String at = where + ": " + price.getKey();
            if (value.isObject()) {
                into.rate(key, from, field.meter(), value.path("base"), field.per(), at);
                for (JsonNode tier : value.path("tiers")) {
                    into.rate(
                            key.above(tier.path("start").asLong()),
                            from,
                            field.meter(),
                            tier.path("price"),
                            field.per(),
                            at);
                }
            } else if (!value.isNull()) {
                into.rate(key, from, field.meter(), value, field.per(), at);
            }
        }
    }
}
