/// Benchmarks: the rater by JMH, large logs by whole commands (`bench/run`). Not part of the
/// default tests.
@NullMarked
package steelyard.bench;

import org.jspecify.annotations.NullMarked;
