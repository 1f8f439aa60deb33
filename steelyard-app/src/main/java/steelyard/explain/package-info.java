/// Explains why spend changed, to the last cent.
///
/// In: the cells of two or more periods. Out: an [Explanation] whose effects add up to the change,
/// with the models behind each. The doors are [Explainer] and, for the arithmetic alone,
/// [Decomposition]. The method (nested log-mean decomposition) is written out in
/// `docs/methods/explain.md`. This room reads no files and does not know where cells come from.
@NullMarked
package steelyard.explain;

import org.jspecify.annotations.NullMarked;
