package steelyard.rating;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import steelyard.money.Money;
import steelyard.price.Flag;
import steelyard.token.Meter;

/// What rating a call gave: an amount, or the reason why there is none. Unknown is never zero.
public sealed interface Outcome {

    /// @param product the provider and the listed model that the call was charged as
    /// @param amount the sum of the lines
    /// @param flags what to know before trusting the amount
    record Rated(String product, Money amount, List<Line> lines, Set<Flag> flags)
            implements Outcome {
        public Rated {
            lines = List.copyOf(lines);
            flags = Set.copyOf(flags);
        }
    }

    record Unrated(Reason why) implements Outcome {}

    /// Why a call has no amount.
    sealed interface Reason {
        record UnknownProvider(String provider) implements Reason {}

        record UnknownModel(String provider, String model) implements Reason {}

        /// The model is known, but has no price at the time.
        record NoPriceAt(String provider, String model, Instant at) implements Reason {}

        /// The model has a price, but none for a meter that the call used.
        record UnpricedMeter(String product, Meter meter) implements Reason {}

        /// The amount passes the range of [Money]: a row that sums so much needs to be split.
        record AmountTooLarge(String product) implements Reason {}
    }
}
