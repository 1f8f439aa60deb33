/// What is on sale: every model at every provider, under every name, with its price over time.
///
/// In: a [steelyard.price.PriceBook] and a [steelyard.quality.Crosswalk]. Out: [Listing]s, what a
/// basket of tokens cost at each over time, and [Quote]s of a mix of tokens at a date. The door is
/// [Market]. Amounts are the rater's; what a series of prices means is for the rooms that use it.
@NullMarked
package steelyard.market;

import org.jspecify.annotations.NullMarked;
