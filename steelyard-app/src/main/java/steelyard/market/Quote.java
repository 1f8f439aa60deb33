package steelyard.market;

import java.util.Set;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.price.PriceRow;

/// What a mix of tokens costs at one listing.
///
/// @param paid standard tier, cache reads and writes as in the mix, under a contract if one is laid
///   over the book
/// @param uncached the same with every prompt token sent afresh
/// @param flags what to know before trusting the amount
/// @param standing how well the least certain of the prices is supported
public record Quote(
        Listing listing,
        MoneyTotal paid,
        MoneyTotal uncached,
        Set<Flag> flags,
        PriceRow.Standing standing) {
    public Quote {
        flags = Set.copyOf(flags);
    }
}
