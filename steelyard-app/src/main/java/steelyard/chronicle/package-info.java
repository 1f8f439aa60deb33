/// From what sources said and when, to what a price was on each day.
///
/// In: [Evidence], the sightings of prices in public sheets and documents, each with source, commit
/// and days. Out: the sheets of the price book, by [Chronicler], which decides by the rules of
/// `docs/price-book.md` when a price changed: only on a day on which a source says so. What is
/// written by hand, and vendors' rules, are laid on top elsewhere.
@NullMarked
package steelyard.chronicle;

import org.jspecify.annotations.NullMarked;
