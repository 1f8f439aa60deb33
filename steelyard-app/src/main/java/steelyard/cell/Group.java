package steelyard.cell;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import steelyard.price.Card;
import steelyard.token.TokenCounts;

/// Calls of one name and one card that an engine has added up: what a cell is made from.
///
/// A card charges the sum of such calls what it charges them one by one, unless it is marginal;
/// calls on a marginal card come one by one.
///
/// @param keys values of the dimensions asked for, in their order; empty texts where a call names
///   none
/// @param name provider and model as the log names them
/// @param card empty if the calls have no price
/// @param why they have none, as people read it; empty if they have one
/// @param flags of the names, beside those of the card
/// @param duplicate whether these repeat calls that are counted already
/// @param recordedUsd what the log itself says they cost
public record Group(
        List<String> keys,
        String name,
        Optional<Card> card,
        String why,
        int flags,
        boolean duplicate,
        long rows,
        long calls,
        TokenCounts counts,
        OptionalDouble recordedUsd) {
    public Group {
        keys = List.copyOf(keys);
    }

    /// With other keys.
    public Group with(List<String> others) {
        return new Group(
                others, name, card, why, flags, duplicate, rows, calls, counts, recordedUsd);
    }
}
