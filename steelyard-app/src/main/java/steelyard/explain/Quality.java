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
    ReferenceCurve curve(List<Snapshot> periods, LocalDate day) {
        return ReferenceCurve.of(periods, price.slope(), product -> score(product, day));
    }

    /// What the curve is and says of the first and the last period; empty if no model is scored.
    Optional<Explanation.QualityRead> read(
            ReferenceCurve curve, Snapshot first, Snapshot last, LocalDate day) {
        return curve.byModel().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Explanation.QualityRead(
                                ratings.title(),
                                price,
                                curve.usdPerTask(),
                                curve.at(),
                                meanScore(first, day),
                                meanScore(last, day),
                                unscoredShare(first, day),
                                unscoredShare(last, day),
                                100 * costOver(curve, last) / costOver(curve, first)));
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
