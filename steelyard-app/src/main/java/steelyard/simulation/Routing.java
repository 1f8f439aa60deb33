package steelyard.simulation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;

/// Which replica a request goes to.
public enum Routing {
    /// One after the other.
    ROUND_ROBIN,
    /// Any, by lot.
    RANDOM,
    /// The one with the fewest requests.
    LEAST,
    /// The one that holds most of the prompt in its cache, unless it has far more to do than
    /// another.
    PREFIX;

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws Refusal naming those there are
    public static Routing named(String id) {
        return Arrays.stream(values())
                .filter(r -> r.id().equals(id.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                "routing \"%s\" is none of %s"
                                        .formatted(
                                                id,
                                                Arrays.stream(values())
                                                        .map(Routing::id)
                                                        .collect(Collectors.joining(", ")))));
    }
}
