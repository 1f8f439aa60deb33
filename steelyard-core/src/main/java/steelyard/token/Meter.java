package steelyard.token;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A kind of unit that providers bill. Meters are disjoint: each billed token stands in exactly
/// one.
///
/// The column names are those of the usage table and of the price sheets.
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
    /// Web searches that the provider ran for the call: a fee per search.
    WEB_SEARCH("web_search", BillingClass.FEE),
    /// Calls with a fee of their own, beside their tokens.
    REQUEST("request", BillingClass.FEE);

    /// Meters that share a list price before cache and batch rates are taken into account.
    public enum BillingClass {
        INPUT,
        OUTPUT,
        AUDIO_INPUT,
        AUDIO_OUTPUT,
        IMAGE_INPUT,
        IMAGE_OUTPUT,
        FEE
    }

    public static final int COUNT = values().length;
    private static final List<Meter> ALL = List.of(values());

    private final String column;
    private final BillingClass billingClass;
    private final boolean token;
    private final boolean prompt;

    Meter(String column, BillingClass billingClass) {
        this.column = column;
        this.billingClass = billingClass;
        this.token = billingClass != BillingClass.FEE;
        this.prompt =
                switch (billingClass) {
                    case INPUT, AUDIO_INPUT, IMAGE_INPUT -> true;
                    case OUTPUT, AUDIO_OUTPUT, IMAGE_OUTPUT, FEE -> false;
                };
    }

    /// All meters in the order of their columns.
    public static List<Meter> all() {
        return ALL;
    }

    public static Optional<Meter> ofColumn(String column) {
        return Arrays.stream(values())
                .filter(m -> m.column.equals(column.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    public String column() {
        return column;
    }

    public BillingClass billingClass() {
        return billingClass;
    }

    /// Whether the unit is a token; otherwise it is a fee for a search or a call.
    public boolean isToken() {
        return token;
    }

    /// Whether the unit stands on the prompt side, and so counts towards a context tier.
    public boolean isPrompt() {
        return prompt;
    }

    /// The meter whose undiscounted list price this one starts from: fresh input for a cache read.
    public Meter undiscounted() {
        return switch (billingClass) {
            case INPUT -> INPUT;
            case OUTPUT -> this;
            case AUDIO_INPUT -> AUDIO_INPUT;
            case AUDIO_OUTPUT, IMAGE_INPUT, IMAGE_OUTPUT, FEE -> this;
        };
    }
}
