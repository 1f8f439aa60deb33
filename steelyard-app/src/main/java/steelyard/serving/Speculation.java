package steelyard.serving;

import steelyard.refusal.Refusal;

/// Speculative decoding: a draft layer proposes tokens, and one step of the model accepts those
/// that it would have written itself.
///
/// The first is accepted with chance `accepted`, each further one, if those before it were, with
/// `decay` times the chance of the one before: acceptance falls with depth.
///
/// @param drafts tokens proposed per step; none for no speculation
public record Speculation(int drafts, double accepted, double decay) {
    public static final Speculation NONE = new Speculation(0, 0, 1);

    private static final int MOST = 64;

    public Speculation {
        if (drafts < 0 || drafts > MOST) {
            throw new Refusal("%d tokens of draft: from 0 to %d".formatted(drafts, MOST));
        }
        if (!(accepted >= 0 && accepted <= 1) || !(decay > 0 && decay <= 1)) {
            throw new Refusal(
                    "an acceptance of %s that decays by %s: from 0 to 1, and above 0 to 1"
                            .formatted(accepted, decay));
        }
    }

    /// Tokens that a step gives on average: 1 + a + a (a d) + a (a d) (a d^2) + ...
    public double tokens() {
        double tokens = 1;
        double all = 1;
        double next = accepted;
        for (int i = 0; i < drafts; i++) {
            all *= next;
            tokens += all;
            next *= decay;
        }
        return tokens;
    }
}
