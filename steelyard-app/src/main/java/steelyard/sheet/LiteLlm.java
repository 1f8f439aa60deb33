package steelyard.sheet;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steelyard.price.DailyWindow;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import tools.jackson.databind.JsonNode;

/// LiteLLM's `model_prices_and_context_window.json`: USD per token or unit; tiers, cache lifetimes
/// and service tiers in the names of the fields.
final class LiteLlm implements SheetFormat {
    /// What a field counts, before its suffixes: the meter, and for how many units the price is.
    private static final Map<String, Meter> FIELDS = new HashMap<>();

    static {
        FIELDS.put("input_cost_per_token", Meter.INPUT);
        FIELDS.put("output_cost_per_token", Meter.OUTPUT);
        FIELDS.put("cache_read_input_token_cost", Meter.CACHE_READ);
        FIELDS.put("input_cost_per_token_cache_hit", Meter.CACHE_READ);
        FIELDS.put("cache_creation_input_token_cost", Meter.CACHE_WRITE_5M);
        FIELDS.put("cache_creation_input_token_cost_above_1hr", Meter.CACHE_WRITE_1H);
        FIELDS.put("cache_creation_input_token_cost_above_12hr", Meter.CACHE_WRITE_12H);
        FIELDS.put("output_cost_per_reasoning_token", Meter.REASONING);
        FIELDS.put("input_cost_per_audio_token", Meter.AUDIO_INPUT);
        FIELDS.put("cache_read_input_audio_token_cost", Meter.AUDIO_CACHE_READ);
        FIELDS.put("output_cost_per_audio_token", Meter.AUDIO_OUTPUT);
        FIELDS.put("input_cost_per_image_token", Meter.IMAGE_INPUT);
        FIELDS.put("cache_read_input_image_token_cost", Meter.IMAGE_CACHE_READ);
        FIELDS.put("output_cost_per_image_token", Meter.IMAGE_OUTPUT);
        FIELDS.put("input_cost_per_video_token", Meter.VIDEO_INPUT);
        FIELDS.put("input_cost_per_query", Meter.RERANK);
        FIELDS.put("input_cost_per_request", Meter.REQUEST);
        FIELDS.put("google_maps_grounding_cost_per_query", Meter.GROUNDING);
        FIELDS.put("code_interpreter_cost_per_session", Meter.CODE_SESSION);
        FIELDS.put("ocr_cost_per_page", Meter.PAGE);
        FIELDS.put("output_cost_per_image", Meter.IMAGE);
        FIELDS.put("input_cost_per_image", Meter.IMAGE_READ);
        FIELDS.put("input_cost_per_audio_per_second", Meter.AUDIO_SECOND);
        FIELDS.put("input_cost_per_video_per_second", Meter.VIDEO_READ_SECOND);
        FIELDS.put("input_cost_per_character", Meter.CHARACTER_INPUT);
        FIELDS.put("output_cost_per_character", Meter.CHARACTER_OUTPUT);
    }

    /// Its price is for a thousand, unlike all others.
    private static final String FILE_SEARCH = "file_search_cost_per_1k_calls";

    /// What a second is depends on what the model does.
    private static final Map<String, Meter> SECONDS =
            Map.of(
                    "audio_transcription input", Meter.AUDIO_SECOND,
                    "audio_transcription output", Meter.AUDIO_SECOND,
                    "realtime input", Meter.AUDIO_SECOND,
                    "audio_speech output", Meter.SPEECH_SECOND,
                    "video_generation output", Meter.VIDEO_SECOND);

    private static final Pattern FIELD =
            Pattern.compile(
                    "([a-z_]+?(?:_above_1hr|_above_12hr)?)(?:_above_(\\d+)k_tokens)?(?:_(batches|flex|priority|fast|ultrafast))?");
    private static final Pattern GEOGRAPHY =
            Pattern.compile("(us|eu|apac|au|jp|global|us-gov)\\.(.+)");
    private static final Pattern CLOUD_REGION =
            Pattern.compile("((?:us|eu|ap|ca|sa|me|af|mx|il)-[a-z-]+-\\d|us-gov-[a-z]+-\\d)/(.+)");
    private static final Pattern DATA_ZONE =
            Pattern.compile("(us|eu|global|global-standard|in|jp|au)/(.+)");

    @Override
    public String id() {
        return "litellm";
    }

    @Override
    public String looksLike() {
        return "names with \"litellm_provider\" and \"input_cost_per_token\"";
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.isObject()
                && root.propertyStream().anyMatch(e -> e.getValue().has("litellm_provider"));
    }

    @Override
    public void read(JsonNode root, String file, Reading into) {
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            JsonNode model = entry.getValue();
            String name = entry.getKey();
            if (!model.isObject() || !model.has("litellm_provider") || name.equals("sample_spec")) {
                into.unread("no seller");
            } else if (name.contains("-month-commitment/")) {
                into.unread("committed capacity, not a price per unit");
            } else {
                into.in(model)
                        .ifPresent(reading ->
                                reading.seller(model.get("litellm_provider").asString())
                                        .map(seller -> key(seller, name))
                                        .filter(key -> !key.model().isBlank())
                                        .ifPresent(key -> model(key, model, name, reading)));
            }
        }
    }

    /// The seller's own name of a model, and the region that LiteLLM's name gives.
    private static PriceKey key(String seller, String name) {
        String model = name;
        String region = "";
        int slash = model.indexOf('/');
        if (slash > 0 && PREFIXES.contains(model.substring(0, slash))) {
            model = model.substring(slash + 1);
        }
        if (seller.equals("fireworks")) {
            model = model.replaceFirst("^accounts/fireworks/models/", "");
        }
        if (seller.equals("aws-bedrock")) {
            Matcher zone = CLOUD_REGION.matcher(model.replaceFirst("^(converse|mantle)/", ""));
            if (zone.matches()) {
                region = zone.group(1);
                model = zone.group(2);
            }
            Matcher geography = GEOGRAPHY.matcher(model);
            if (geography.matches()) {
                region = geography.group(1);
                model = geography.group(2);
            }
        }
        if (seller.equals("azure") || seller.equals("azure-ai")) {
            Matcher zone = DATA_ZONE.matcher(model);
            if (zone.matches()) {
                region = zone.group(1);
                model = zone.group(2);
            }
        }
        return PriceKey.plain(seller, model).inRegion(region.toLowerCase(Locale.ROOT));
    }

    private static final Set<String> PREFIXES =
            Set.of(
                    ("openai gemini deepseek xai mistral groq together_ai fireworks_ai azure azure_ai vertex_ai openrouter"
                                    + " deepinfra cerebras moonshot perplexity bedrock anthropic cohere dashscope qwen_ai_platform"
                                    + " qwencloud minimax zai voyage novita nebius cloudflare databricks oci github_copilot"
                                    + " hyperbolic baseten vercel_ai_gateway nvidia_nim sambanova bedrock_mantle")
                            .split(" "));

    private static void model(PriceKey key, JsonNode model, String name, Reading into) {
        into.ability(
                key,
                model.path("max_input_tokens"),
                model.path("max_output_tokens"),
                Reading.says(model.path("supports_vision")),
                Reading.says(model.path("supports_function_calling")),
                Reading.day(model.path("deprecation_date")));
        String mode = model.path("mode").asString("");
        Windows windows = Windows.of(model.path("off_peak_pricing"), name);
        PriceKey base = key;
        if (!windows.peak().isEmpty()) {
            // As vendors write it: the price of the day, and windows in which it is dearer.
            fields(key, model.get("off_peak_pricing"), mode, name, into);
            for (DailyWindow peak : windows.peak()) {
                fields(base.in(peak), model, mode, name, into);
            }
        } else {
            fields(key, model, mode, name, into);
        }
        for (JsonNode tier : model.path("tiered_pricing")) {
            JsonNode range = tier.path("range");
            if (range.isArray() && range.size() == 2) {
                fields(key.above(range.get(0).asLong()), tier, mode, name, into);
            }
        }
        JsonNode search = model.path("search_context_cost_per_query");
        search(key, search, "low", Meter.WEB_SEARCH_LOW, name, into);
        search(key, search, "medium", Meter.WEB_SEARCH, name, into);
        search(key, search, "high", Meter.WEB_SEARCH_HIGH, name, into);
        JsonNode files = model.path(FILE_SEARCH);
        if (files.isNumber()) {
            into.rate(key, Optional.empty(), Meter.FILE_SEARCH, files, 1_000, name);
        }
    }

    private static void search(
            PriceKey key, JsonNode fees, String size, Meter meter, String name, Reading into) {
        JsonNode fee = fees.path("search_context_size_" + size);
        if (fee.isNumber()) {
            into.rate(key, Optional.empty(), meter, fee, 1, name);
        }
    }

    private static void fields(
            PriceKey key, JsonNode fields, String mode, String name, Reading into) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!field.getValue().isNumber() && !field.getValue().isString()) {
                continue;
            }
            Matcher m = FIELD.matcher(field.getKey());
            Meter meter = m.matches() ? FIELDS.get(m.group(1)) : null;
            if (meter == null) {
                Matcher second = SECOND.matcher(field.getKey());
                meter = second.matches() ? SECONDS.get(mode + " " + second.group(1)) : null;
            }
            if (meter != null) {
                PriceKey at =
                        key.above(m.group(2) == null ? 0 : Long.parseLong(m.group(2)) * 1_000);
                into.rate(
                        m.group(3) == null ? at : at.in(tier(m.group(3))),
                        Optional.empty(),
                        meter,
                        field.getValue(),
                        1,
                        name + ": " + field.getKey());
            } else if (!field.getKey().equals(FILE_SEARCH)
                    && field.getKey().contains("cost")
                    && field.getValue().asDouble(0) > 0) {
                into.unread("no meter for " + field.getKey());
            }
        }
    }

    private static final Pattern SECOND = Pattern.compile("(input|output)_cost_per_second");

    private static ServiceTier tier(String suffix) {
        return ServiceTier.parse(suffix).orElseThrow();
    }

    /// The hours in which a model is not at its off-peak price.
    private record Windows(List<DailyWindow> peak) {
        static Windows of(JsonNode offPeak, String name) {
            ArrayList<DailyWindow> peak = new ArrayList<>();
            for (JsonNode window : offPeak.path("windows")) {
                boolean[] cheap = new boolean[24 * 60];
                JsonNode hours = window.path("hours_utc");
                if (hours.isArray()) {
                    hours.forEach(h -> mark(cheap, h.asString(), name));
                } else {
                    mark(cheap, hours.asString(), name);
                }
                Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
                window.path("weekdays").forEach(d -> days.add(DayOfWeek.of(d.asInt())));
                for (int from = 0; from < cheap.length; from++) {
                    if (!cheap[from] && (from == 0 || cheap[from - 1])) {
                        int to = from;
                        while (to < cheap.length && !cheap[to]) {
                            to++;
                        }
                        peak.add(
                                new DailyWindow(
                                        LocalTime.ofSecondOfDay(from * 60L),
                                        LocalTime.ofSecondOfDay(to * 60L % 86_400),
                                        ZoneOffset.UTC,
                                        days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days,
                                        ""));
                    }
                }
            }
            return new Windows(List.copyOf(peak));
        }

        private static void mark(boolean[] minutes, String hours, String name) {
            Matcher m = Pattern.compile("(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)").matcher(hours);
            if (!m.matches()) {
                throw new Refusal(
                        name
                                + ": off-peak hours \""
                                + hours
                                + "\" are not of the form 01:00-04:00");
            }
            int from = Integer.parseInt(m.group(1)) * 60 + Integer.parseInt(m.group(2));
            int to = Integer.parseInt(m.group(3)) * 60 + Integer.parseInt(m.group(4));
            for (int i = from, n = 0; n < (to > from ? to - from : to + 1440 - from); n++, i++) {
                minutes[i % 1440] = true;
            }
        }
    }
}
