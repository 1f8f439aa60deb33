/// Answers as people and programs read them.
///
/// In: rows of any record under typed columns ([Table], [Column], [Kind]), charts and notes,
/// gathered in an [Answer]. Out: text for a terminal, JSON, CSV, and one self-contained [Page].
/// Readers get rounded numbers with their units, programs whole ones. The room computes nothing and
/// knows no subject.
@NullMarked
package steelyard.show;

import org.jspecify.annotations.NullMarked;
