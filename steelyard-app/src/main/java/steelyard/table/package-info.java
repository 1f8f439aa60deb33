/// Tables of text, read row by row.
///
/// In: CSV, as a file or bytes. Out: rows by column name, and all faults of a file at once, each
/// with file and line. The door is [TableFile]; [WholeFile] writes. The room knows no domain: what
/// a column means is for the reader.
@NullMarked
package steelyard.table;

import org.jspecify.annotations.NullMarked;
