/// Reads usage logs of every known format into one table of usage events.
///
/// In: files and folders. Out: the DuckDB relation `usage`, one row per event with disjoint counts,
/// its file and line, and a status; rows that cannot be read are in it too, with the reason. The
/// door is [UsageReader]. A format is one file in `steelyard/usage/formats`, read by the room
/// `format` below. This room knows no prices.
@NullMarked
package steelyard.usage;

import org.jspecify.annotations.NullMarked;
