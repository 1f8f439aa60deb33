package steelyard.usage;

import java.nio.file.Path;

/// A file and the format that its content shows.
public record LogFile(Path path, LogFormat format) {}
