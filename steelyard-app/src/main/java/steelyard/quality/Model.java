package steelyard.quality;

import java.util.Arrays;
import java.util.Locale;
import steelyard.refusal.Refusal;

/// Weights of one version, whoever serves them and under whatever name.
///
/// @param id stable, e.g. `claude-opus-4-5`
/// @param lab who made it
/// @param open whether its weights can be had
/// @param reasoning whether it thinks before it answers
public record Model(String id, String lab, boolean open, Reasoning reasoning) {
    /// Whether a model spends hidden tokens before its answer.
    public enum Reasoning {
        NO,
        /// A setting; scores are those of the best setting.
        OPTIONAL,
        YES;

        static Reasoning of(String text) {
            return Arrays.stream(values())
                    .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new Refusal(
                                    "reasoning \"%s\" is none of no, optional, yes"
                                            .formatted(text)));
        }
    }
}
