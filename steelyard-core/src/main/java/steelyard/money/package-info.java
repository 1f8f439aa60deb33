/// Exact amounts of US dollars.
///
/// In: decimal strings and counts of units. Out: [Money], a whole number of picodollars (10⁻¹²
/// USD), and [MoneyTotal], the same without a limit. The door is [Money]. All arithmetic is exact:
/// a result that does not fit throws. Nothing here divides, and nothing here rounds except where a
/// decimal is shown.
@NullMarked
package steelyard.money;

import org.jspecify.annotations.NullMarked;
