/// The user's files: names as users write them, and writing that leaves no half of a file.
///
/// In: a name and what is to stand there. Out: the whole file, or none and a word why. The doors
/// are [WholeFile], [TemporaryFolder] and [UserPath]. The room knows no format.
@NullMarked
package steelyard.file;

import org.jspecify.annotations.NullMarked;
