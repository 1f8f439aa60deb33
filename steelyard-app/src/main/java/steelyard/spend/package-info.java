/// Where the money went.
///
/// In: groups of calls by dimension from any engine, or single calls in time. Out: what they came
/// to by one dimension or two ([Spend]), in blocks of some hours ([Blocks]), and beside budgets
/// ([Budget]). The room compares no prices and explains no change.
@NullMarked
package steelyard.spend;

import org.jspecify.annotations.NullMarked;
