package steelyard.explain;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import steelyard.index.QualityPrice;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.quality.Ratings;

/// How good the models of a log are, and what a point of score costs on the market.
///
/// @param price the slope of the reference curve
public record Quality(Ratings ratings, Crosswalk crosswalk, QualityPrice price) {

    /// The model of a product as cells name it, `provider/listed name`.
    ///
    /// @param day a name may mean another model later
    Optional<Model> model(String product, LocalDate day) {
        int slash = product.indexOf('/');
        return crosswalk.model(product.substring(0, slash), product.substring(slash + 1), day);
    }

    private OptionalDouble score(String product, LocalDate day) {
        return model(product, day)
                .flatMap(ratings::of)
                .map(r -> OptionalDouble.of(r.score()))
                .orElse(OptionalDouble.empty());
    }

    /// The reference curve of all periods that are compared.
    ReferenceCurve curve(List<Snapshot> periods, double slope, LocalDate day) {
        return ReferenceCurve.of(periods, slope, product -> score(product, day));
    }

    /// Less of the spend than this at scored models tells nothing of the rest.
    private static final double LEAST_SCORED = 0.5;

    /// Fewer models than this say nothing of what a point of score costs.
    private static final int FEWEST_MODELS = 10;

    /// Why quality cannot be told from price; empty if it can.
    String cannotTell(Snapshot first, Snapshot last, LocalDate day) {
        if (!(first.spend() > 0) || !(last.spend() > 0)) {
            return "a period without spend has no cost per task";
        }
        double unscored = Math.max(unscoredShare(first, day), unscoredShare(last, day));
        return unscored > 1 - LEAST_SCORED
                ? "%.0f%% of the spend of a period is at models without a score"
                        .formatted(unscored * 100)
                : price.models() < FEWEST_MODELS
                        ? "what a point of score costs rests on %d models, and at least %d are needed"
                                .formatted(price.models(), FEWEST_MODELS)
                        : !(price.interval().low() > 0)
                                ? "what a point of score costs is not identified: %.1f%% to %.1f%%"
                                        .formatted(
                                                Math.expm1(price.interval().low()) * 100,
                                                Math.expm1(price.interval().high()) * 100)
                                : "";
    }

    /// What the curve is and says of the first and the last period.
    ///
    /// @param low the quality effect where a point costs as little as its interval allows, USD
    /// @param high the same at the other end
    Explanation.QualityRead read(
            ReferenceCurve curve,
            Snapshot first,
            Snapshot last,
            LocalDate day,
            double low,
            double high) {
        return new Explanation.QualityRead(
                ratings.title(),
                price,
                curve.usdPerTask(),
                curve.at(),
                meanScore(first, day),
                meanScore(last, day),
                unscoredShare(first, day),
                unscoredShare(last, day),
                100 * costOver(curve, last) / costOver(curve, first),
                Math.min(low, high),
                Math.max(low, high));
    }

    /// Cost per task over that of the reference curve.
    private static double costOver(ReferenceCurve curve, Snapshot period) {
        return period.spend() / period.tasks() / curve.mean(period);
    }

    /// The mean score of a period's tasks at scored models.
    private double meanScore(Snapshot period, LocalDate day) {
        double sum = 0;
        double tasks = 0;
        for (Map.Entry<String, Snapshot.Model> m : period.models().entrySet()) {
            OptionalDouble own = score(m.getKey(), day);
            if (own.isPresent()) {
                sum += m.getValue().tasks() * own.getAsDouble();
                tasks += m.getValue().tasks();
            }
        }
        return sum / tasks;
    }

    private double unscoredShare(Snapshot period, LocalDate day) {
        double paid = 0;
        for (Map.Entry<String, Snapshot.Model> m : period.models().entrySet()) {
            paid += score(m.getKey(), day).isPresent() ? 0 : m.getValue().paid();
        }
        return paid / period.spend();
    }
}
