/// Turns usage into exact amounts.
///
/// In: a [UsageEvent] and a `PriceBook`. Out: an [Outcome] per event, with the [Line]s that explain
/// it. The door is [Rater]; [ColumnRater] is the same over columns, for logs of millions of rows.
/// Rating reads no files, calls no network, has no clock and never rounds.
@NullMarked
package steelyard.rating;

import org.jspecify.annotations.NullMarked;
