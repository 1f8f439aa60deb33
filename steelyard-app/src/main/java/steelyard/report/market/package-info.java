/// What the market charges: comparisons, indices, frontiers and scores.
@NullMarked
package steelyard.report.market;

import org.jspecify.annotations.NullMarked;
