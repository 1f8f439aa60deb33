package steelyard.usage;

import org.jspecify.annotations.Nullable;

/// The records of a file, one after the other.
interface RecordReader extends AutoCloseable {
    /// The next that may matter; null at the end.
    LineReader.@Nullable Line next();

    @Override
    void close();
}
