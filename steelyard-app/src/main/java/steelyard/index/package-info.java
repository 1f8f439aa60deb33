/// What happens to prices: index numbers over matched products, and prices at equal quality.
///
/// In: a [Panel] of prices and quantities by period, or models with dates, prices and scores
/// ([Frontier.Offer]). Out: an [IndexSeries] with what is behind every value, or a [Decline] with
/// its interval. The doors are [PriceIndex] for index numbers and [Frontier] for prices at a given
/// score. The room reads no usage logs, knows no users and has no scores of its own.
@NullMarked
package steelyard.index;

import org.jspecify.annotations.NullMarked;
