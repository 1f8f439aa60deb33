/// Turns usage into charges and sums them into cells, with DuckDB.
///
/// In: the files that `steelyard.usage` found, and a price book. Out: a table of charges in a file,
/// or [Cell]s, which are all that explanations see. The door is [Ledger]. DuckDB reads and sums;
/// what a row costs is decided by `steelyard.rating` alone, registered as a vectorised function.
@NullMarked
package steelyard.ledger;

import org.jspecify.annotations.NullMarked;
