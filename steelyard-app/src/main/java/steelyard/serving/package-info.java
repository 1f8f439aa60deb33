/// What a token costs to make: from a model's shape, an accelerator and a load to memory, time,
/// throughput and money.
///
/// In: [ModelShape], [Accelerator], [Layout] and [Precision], bundled as text in [Catalogue]. Out:
/// [Memory], [SteadyState] and [ServingCost], and in [Accuracy] how far all of this is from
/// measurements that others made. Times are seconds, sizes bytes, money is `double` USD: this room
/// estimates, it never bills. The formulas and their sources stand in `docs/methods/serving.md`.
@NullMarked
package steelyard.serving;

import org.jspecify.annotations.NullMarked;
