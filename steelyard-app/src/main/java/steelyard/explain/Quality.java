package steelyard.explain;

import java.time.LocalDate;
import java.util.Optional;
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

    Optional<Ratings.Rating> rating(String product, LocalDate day) {
        return model(product, day).flatMap(ratings::of);
    }
}
