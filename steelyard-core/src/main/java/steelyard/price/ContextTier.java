package steelyard.price;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steelyard.refusal.Refusal;

/// The size of a request from which a row of prices applies.
///
/// @param tokens the threshold; 0 is the base tier, which every request reaches
/// @param inclusive whether a request of exactly `tokens` is in the tier (`>=`) or still below it
///   (`>`)
/// @param basis which tokens of the request are measured
/// @param mode what the tier prices once it is reached
public record ContextTier(long tokens, boolean inclusive, Basis basis, Mode mode)
        implements Comparable<ContextTier> {

    /// Which tokens are held against the threshold.
    public enum Basis {
        /// All prompt tokens, cache reads and writes among them.
        INPUT,
        /// Prompt and completion tokens together.
        TOTAL,
        /// The count of each meter by itself; the only basis of marginal tiers.
        OWN
    }

    /// What the tier prices.
    public enum Mode {
        /// Every unit of the request, in every meter.
        WHOLE,
        /// Only the units past the threshold.
        MARGINAL
    }

    public static final ContextTier BASE = new ContextTier(0, true, Basis.INPUT, Mode.WHOLE);

    private static final Pattern TEXT =
            Pattern.compile("(input|total|own)(>=?)(\\d{1,12})(?: (marginal))?");

    /// Reads `input>200000`, `total>=128000` or `own>32000 marginal`; blank is the base tier.
    ///
    /// @throws Refusal if the text is none of these
    public static ContextTier parse(String text) {
        if (text.isEmpty()) {
            return BASE;
        }
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new Refusal(
                    "context \"%s\" is not a tier; write input>200000, total>=128000 or own>32000 marginal"
                            .formatted(text));
        }
        Basis basis =
                switch (m.group(1)) {
                    case "input" -> Basis.INPUT;
                    case "total" -> Basis.TOTAL;
                    default -> Basis.OWN;
                };
        Mode mode = m.group(4) == null ? Mode.WHOLE : Mode.MARGINAL;
        if ((basis == Basis.OWN) != (mode == Mode.MARGINAL)) {
            throw new Refusal(
                    "context \"%s\": a marginal tier measures each meter by itself (own>N marginal), a whole one the request (input>N)"
                            .formatted(text));
        }
        return new ContextTier(Long.parseLong(m.group(3)), m.group(2).equals(">="), basis, mode);
    }

    public boolean isBase() {
        return tokens == 0;
    }

    /// Whether a request of this size, as a mean over `calls` calls, is in the tier.
    boolean reachedBy(long measured, long calls) {
        if (isBase()) {
            return true;
        }
        if (calls == 1) {
            return inclusive ? measured >= tokens : measured > tokens;
        }
        int order =
                Math.multiplyHigh(tokens, calls) != 0 ? -1 : Long.compare(measured, tokens * calls);
        return inclusive ? order >= 0 : order > 0;
    }

    @Override
    public int compareTo(ContextTier other) {
        return Long.compare(tokens, other.tokens);
    }

    /// The text that [#parse] reads.
    @Override
    public String toString() {
        return isBase()
                ? ""
                : basis.name().toLowerCase(java.util.Locale.ROOT)
                        + (inclusive ? ">=" : ">")
                        + tokens
                        + (mode == Mode.MARGINAL ? " marginal" : "");
    }
}
