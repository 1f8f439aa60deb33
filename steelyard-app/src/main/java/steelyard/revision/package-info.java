/// What is new beside a price book: a public sheet against it, or one list of prices against
/// another.
///
/// In: a [steelyard.price.PriceBook] and a [steelyard.sheet.Sheet]. Out: an [Import], with the rows
/// that differ and those that are held back, or a [Difference] of two lists. The rows that it
/// writes are list prices (kind `book`), never what is paid under a contract.
@NullMarked
package steelyard.revision;

import org.jspecify.annotations.NullMarked;
