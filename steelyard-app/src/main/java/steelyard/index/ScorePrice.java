package steelyard.index;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import steelyard.refusal.Refusal;

/// What a given score costs over time, by every way of fitting.
///
/// @param name the score, or the model whose score it is
public record ScorePrice(
        String name,
        Frontier frontier,
        Optional<Decline> records,
        Optional<Decline> monthly,
        Optional<Double> endpoints,
        Bootstrap bootstrap) {
    /// A score and its name.
    public record Anchor(String name, double score) {}

    private static final int FEW_RECORDS = 8;

    /// All ways of fitting one frontier.
    public static ScorePrice of(
            Anchor anchor, List<Frontier.Offer> offers, YearMonth last, int draws, long seed) {
        Frontier frontier = Frontier.of(offers, anchor.score());
        return new ScorePrice(
                anchor.name(),
                frontier,
                frontier.recordsDecline(),
                frontier.monthlyDecline(last),
                frontier.endpoints(),
                frontier.bootstrap(last, draws, seed));
    }

    /// The same for several scores.
    ///
    /// @throws Refusal if no model reaches one of them
    public static List<ScorePrice> of(
            List<Anchor> anchors,
            List<Frontier.Offer> offers,
            YearMonth last,
            int draws,
            long seed) {
        double best = best(offers);
        for (Anchor anchor : anchors) {
            if (anchor.score() > best) {
                throw new Refusal(
                        "no model reaches %s; the best has %.1f".formatted(anchor.name(), best));
            }
        }
        return anchors.parallelStream().map(a -> of(a, offers, last, draws, seed)).toList();
    }

    static double best(List<Frontier.Offer> offers) {
        return offers.stream().mapToDouble(Frontier.Offer::score).max().orElse(0);
    }

    /// Why the fall is not to be relied on; empty if nothing speaks against it.
    public String doubt() {
        int points = records.map(Decline::points).orElse(0);
        return !bootstrap.isIdentified()
                ? "not identified"
                : points < FEW_RECORDS ? "few records" : "";
    }
}
