/// What is counted and what it is counted for: meters, counts, service tiers and intervals of time.
///
/// Everything here is plain data; the doors are [TokenCounts] and [Meter]. This room knows no
/// prices.
@NullMarked
package steelyard.token;

import org.jspecify.annotations.NullMarked;
