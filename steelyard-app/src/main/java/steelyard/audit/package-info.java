/// What is doubtful in a price book: breaches of what holds in real price lists, prices that come
/// and go, gaps, disputes, rates that only a rule gives, and its age.
///
/// In: a [steelyard.price.PriceBook]. Out: [Finding]s, by [Audit]. This room does not decide what
/// is right.
@NullMarked
package steelyard.audit;

import org.jspecify.annotations.NullMarked;
