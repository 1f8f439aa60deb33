/// What happens to prices: index numbers over matched products, and prices at equal quality.
///
/// In: a [Panel] of prices and quantities by period, or the [Market] that the price book and the
/// scores make up. Out: an [IndexSeries] with what is behind every value, or a [Decline] with its
/// interval. The doors are [PriceIndex] for index numbers and [Market] for quality. The room reads
/// no usage logs and knows no users.
@NullMarked
package steelyard.index;

import org.jspecify.annotations.NullMarked;
