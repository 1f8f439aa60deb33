package steelyard.cell;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;

/// What charges can be told apart by.
public enum Dimension {
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    MODEL,
    PROVIDER,
    TEAM,
    USER,
    TASK,
    SESSION,
    FILE,
    TIER,
    REGION,
    METER;

    /// @throws Refusal naming those there are
    public static Dimension named(String name) {
        return Arrays.stream(values())
                .filter(d -> d.id().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                "\"%s\" is none of %s"
                                        .formatted(
                                                name,
                                                Arrays.stream(values())
                                                        .map(Dimension::id)
                                                        .collect(Collectors.joining(", ")))));
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether its values follow one another in time.
    public boolean isTime() {
        return compareTo(MODEL) < 0;
    }

    /// What stands for calls that name none.
    public String nobody() {
        return switch (this) {
            case TEAM, USER -> "nobody's";
            case REGION -> "default";
            default -> "none";
        };
    }
}
