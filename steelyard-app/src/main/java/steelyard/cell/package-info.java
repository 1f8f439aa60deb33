/// Charges summed up: what every engine makes and every analysis reads.
///
/// In: groups of calls that an engine has added up by name and card ([Group]). Out: the [Cell]s of
/// some periods, and what could not be priced ([Sums]). The door is [Tally]. Amounts come from the
/// rater, which is the only place that computes them; the room knows no engine and no file.
@NullMarked
package steelyard.cell;

import org.jspecify.annotations.NullMarked;
