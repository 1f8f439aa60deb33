package steelyard.token;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A kind of unit that providers bill. Meters are disjoint: each billed unit stands in exactly one.
///
/// A meter is one line here: its column in the usage table and in price sheets, the class that it
/// belongs to, and its unit. Which meter stands in for one without a price is a line in the room
/// `price`.
public enum Meter {
    /// Prompt tokens that no cache served or stored.
    INPUT("input", BillingClass.INPUT),
    /// Prompt tokens served from the provider's cache.
    CACHE_READ("cache_read", BillingClass.INPUT),
    /// Prompt tokens written to the provider's cache, the log does not say for how long.
    CACHE_WRITE("cache_write", BillingClass.INPUT),
    /// Prompt tokens written to the provider's cache for five minutes.
    CACHE_WRITE_5M("cache_write_5m", BillingClass.INPUT),
    /// Prompt tokens written to the provider's cache for one hour.
    CACHE_WRITE_1H("cache_write_1h", BillingClass.INPUT),
    /// Completion tokens that the caller sees.
    OUTPUT("output", BillingClass.OUTPUT),
    /// Completion tokens that the caller never sees.
    REASONING("reasoning", BillingClass.OUTPUT),
    /// Audio tokens in the prompt that no cache served.
    AUDIO_INPUT("audio_input", BillingClass.AUDIO_INPUT),
    /// Audio tokens in the prompt served from the provider's cache.
    AUDIO_CACHE_READ("audio_cache_read", BillingClass.AUDIO_INPUT),
    /// Audio tokens in the completion.
    AUDIO_OUTPUT("audio_output", BillingClass.AUDIO_OUTPUT),
    /// Image tokens in the prompt.
    IMAGE_INPUT("image_input", BillingClass.IMAGE_INPUT),
    /// Image tokens in the completion.
    IMAGE_OUTPUT("image_output", BillingClass.IMAGE_OUTPUT),
    /// Web searches that the provider ran for the call, of medium or unstated context size.
    WEB_SEARCH("web_search", Unit.SEARCH),
    /// Calls with a fee of their own, beside their tokens.
    REQUEST("request", Unit.CALL),
    /// Prompt tokens written to the provider's cache for thirty minutes.
    CACHE_WRITE_30M("cache_write_30m", BillingClass.INPUT),
    /// Prompt tokens written to the provider's cache for twelve hours.
    CACHE_WRITE_12H("cache_write_12h", BillingClass.INPUT),
    /// Image tokens in the prompt served from the provider's cache.
    IMAGE_CACHE_READ("image_cache_read", BillingClass.IMAGE_INPUT),
    /// Video tokens in the prompt.
    VIDEO_INPUT("video_input", BillingClass.VIDEO_INPUT),
    /// Tokens kept in the provider's cache, times the hours that they are kept.
    CACHE_STORAGE("cache_storage", Unit.TOKEN_HOUR),
    /// Web searches with little context.
    WEB_SEARCH_LOW("web_search_low", Unit.SEARCH),
    /// Web searches with much context.
    WEB_SEARCH_HIGH("web_search_high", Unit.SEARCH),
    /// Look-ups of the provider's other sources: maps, enterprise search.
    GROUNDING("grounding", Unit.SEARCH),
    /// Searches in files that the provider stores.
    FILE_SEARCH("file_search", Unit.SEARCH),
    /// Sessions of a code interpreter.
    CODE_SESSION("code_session", Unit.SESSION),
    /// Queries to a ranker.
    RERANK("rerank", Unit.SEARCH),
    /// Images made; size and quality are told by the listed name.
    IMAGE("image", Unit.IMAGE),
    /// Images read that are billed apiece.
    IMAGE_READ("image_read", Unit.IMAGE),
    /// Pages read.
    PAGE("page", Unit.PAGE),
    /// Seconds of sound heard: a minute is sixty.
    AUDIO_SECOND("audio_second", Unit.SECOND),
    /// Seconds of speech made.
    SPEECH_SECOND("speech_second", Unit.SECOND),
    /// Seconds of video made.
    VIDEO_SECOND("video_second", Unit.SECOND),
    /// Seconds of video read.
    VIDEO_READ_SECOND("video_read_second", Unit.SECOND),
    /// Characters of the prompt, also those that are spoken.
    CHARACTER_INPUT("character_input", Unit.CHARACTER),
    /// Characters of the answer.
    CHARACTER_OUTPUT("character_output", Unit.CHARACTER);

    /// Meters that share a list price before cache and batch rates are taken into account.
    public enum BillingClass {
        INPUT,
        OUTPUT,
        AUDIO_INPUT,
        AUDIO_OUTPUT,
        IMAGE_INPUT,
        IMAGE_OUTPUT,
        VIDEO_INPUT,
        FEE
    }

    /// What one of a meter is, and for how many of them price sheets state a price.
    public enum Unit {
        TOKEN(1_000_000, "tokens"),
        TOKEN_HOUR(1_000_000, "token-hours"),
        CHARACTER(1_000_000, "characters"),
        SEARCH(1_000, "searches"),
        CALL(1_000, "calls"),
        SESSION(1_000, "sessions"),
        IMAGE(1_000, "images"),
        PAGE(1_000, "pages"),
        SECOND(1_000, "seconds");

        private final int per;
        private final String plural;

        Unit(int per, String plural) {
            this.per = per;
            this.plural = plural;
        }

        /// The units that a price in a sheet is for: a million or a thousand.
        public int per() {
            return per;
        }

        /// Decimals of USD per [#per()] units at which a price is whole picodollars a unit.
        public int decimals() {
            return per == 1_000 ? 9 : 6;
        }

        /// E.g. `million tokens`.
        public String priced() {
            return (per == 1_000 ? "thousand " : "million ") + plural;
        }
    }

    public static final int COUNT = values().length;
    private static final List<Meter> ALL = List.of(values());
    private static final Map<String, Meter> BY_COLUMN =
            Arrays.stream(values()).collect(Collectors.toMap(Meter::column, Function.identity()));

    private final String column;
    private final BillingClass billingClass;
    private final Unit unit;
    private final boolean prompt;

    Meter(String column, BillingClass billingClass) {
        this(column, billingClass, Unit.TOKEN);
    }

    Meter(String column, Unit unit) {
        this(column, BillingClass.FEE, unit);
    }

    Meter(String column, BillingClass billingClass, Unit unit) {
        this.column = column;
        this.billingClass = billingClass;
        this.unit = unit;
        this.prompt =
                switch (billingClass) {
                    case INPUT, AUDIO_INPUT, IMAGE_INPUT, VIDEO_INPUT -> true;
                    case OUTPUT, AUDIO_OUTPUT, IMAGE_OUTPUT, FEE -> false;
                };
    }

    /// All meters in the order of their columns.
    public static List<Meter> all() {
        return ALL;
    }

    public static Optional<Meter> ofColumn(String column) {
        return Optional.ofNullable(BY_COLUMN.get(column.toLowerCase(Locale.ROOT)));
    }

    public String column() {
        return column;
    }

    public BillingClass billingClass() {
        return billingClass;
    }

    public Unit unit() {
        return unit;
    }

    /// Whether the unit is a token; otherwise it is a fee for a search, a call, an image ...
    public boolean isToken() {
        return unit == Unit.TOKEN;
    }

    /// Whether the unit stands on the prompt side, and so counts towards a context tier.
    public boolean isPrompt() {
        return prompt;
    }

    /// The meter whose undiscounted list price this one starts from: fresh input for a cache read.
    public Meter undiscounted() {
        return switch (billingClass) {
            case INPUT -> INPUT;
            case AUDIO_INPUT -> AUDIO_INPUT;
            case IMAGE_INPUT -> IMAGE_INPUT;
            case OUTPUT, AUDIO_OUTPUT, IMAGE_OUTPUT, VIDEO_INPUT, FEE -> this;
        };
    }
}
