package steelyard.cli;

import java.nio.file.Path;
import steelyard.file.UserPath;

/// A file that a command is to write: its type tells it from files that are read.
///
/// @param path where
record OutputFile(Path path) {
    static OutputFile of(String name) {
        return new OutputFile(UserPath.of(name));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
