package steelyard.token;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How urgently a call was served; the tier *served* is the one that is billed, not the one asked
/// for.
public enum ServiceTier {
    STANDARD("default auto on_demand on-demand"),
    BATCH("batches"),
    FLEX("on_demand_flex"),
    PRIORITY("on_demand_priority"),
    /// The same model at a higher speed: Anthropic's fast mode, for one.
    FAST("fast_mode"),
    /// Faster still.
    ULTRAFAST(""),
    /// Throughput bought beforehand by the unit of tokens a minute.
    SCALE("scale_tier"),
    /// Capacity reserved by the hour or month; its tokens may have a price of their own.
    RESERVED("provisioned provisioned_throughput");

    private static final Map<String, ServiceTier> SPELLED = new HashMap<>();

    static {
        for (ServiceTier tier : values()) {
            SPELLED.put(tier.toString(), tier);
            for (String spelling : tier.spellings.split(" ", -1)) {
                SPELLED.put(spelling, tier);
            }
        }
        SPELLED.put("", STANDARD);
    }

    private final String spellings;

    /// @param spellings in logs and of providers, beside its own name
    ServiceTier(String spellings) {
        this.spellings = spellings;
    }

    /// Reads a tier as logs and providers spell it; blank, `default` and `auto` are standard.
    public static Optional<ServiceTier> parse(String text) {
        return Optional.ofNullable(SPELLED.get(text.strip().toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
