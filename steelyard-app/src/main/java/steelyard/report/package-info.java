/// What is particular to showing each question's answer, by subject.
///
/// In: answers of the rooms that compute. Out: an [steelyard.show.Answer] each, or where a subject
/// has a form of its own, its text, JSON and page. A room below this one belongs to one subject;
/// [LogNotes] says for all of them what of a log was left out.
@NullMarked
package steelyard.report;

import org.jspecify.annotations.NullMarked;
