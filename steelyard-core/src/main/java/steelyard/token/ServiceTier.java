package steelyard.token;

import java.util.Locale;
import java.util.Optional;

/// How urgently a call was served; the tier *served* is the one that is billed, not the one asked
/// for.
public enum ServiceTier {
    STANDARD,
    BATCH,
    FLEX,
    PRIORITY;

    /// Reads a tier as logs and providers spell it; blank, `default` and `auto` are standard.
    public static Optional<ServiceTier> parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "", "standard", "default", "auto", "on_demand" -> Optional.of(STANDARD);
            case "batch" -> Optional.of(BATCH);
            case "flex", "on_demand_flex" -> Optional.of(FLEX);
            case "priority", "on_demand_priority" -> Optional.of(PRIORITY);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
