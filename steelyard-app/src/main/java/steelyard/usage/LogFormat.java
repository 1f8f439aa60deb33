package steelyard.usage;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.usage.format.Formats;
import steelyard.usage.format.Mapping;

/// A kind of usage log.
///
/// @param mapping how it is read, where it is not Steelyard's own table
public record LogFormat(String id, Kind kind, Optional<Mapping> mapping) {
    /// What a file is made of.
    public enum Kind {
        CSV,
        JSONL,
        PARQUET,
        /// Records of a [Mapping].
        MAPPED
    }

    /// Steelyard's own table as CSV.
    public static final LogFormat CSV = new LogFormat("csv", Kind.CSV, Optional.empty());

    /// Steelyard's own table, one JSON object a line.
    public static final LogFormat JSONL = new LogFormat("jsonl", Kind.JSONL, Optional.empty());

    /// Steelyard's own table as Parquet.
    public static final LogFormat PARQUET =
            new LogFormat("parquet", Kind.PARQUET, Optional.empty());

    static LogFormat of(Mapping mapping) {
        return new LogFormat(mapping.id(), Kind.MAPPED, Optional.of(mapping));
    }

    private static Stream<LogFormat> all() {
        return Stream.concat(
                Stream.of(CSV, JSONL, PARQUET), Formats.all().stream().map(LogFormat::of));
    }

    public static Optional<LogFormat> of(String id) {
        return all().filter(f -> f.id.equals(id.strip().toLowerCase(Locale.ROOT))).findFirst();
    }

    /// All ids, for messages.
    public static String ids() {
        return all().map(LogFormat::id).collect(Collectors.joining(", "));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogFormat that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
