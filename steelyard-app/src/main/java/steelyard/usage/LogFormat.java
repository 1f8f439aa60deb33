package steelyard.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A kind of usage log.
public enum LogFormat {
    /// Steelyard's own table as CSV.
    CSV("csv"),
    /// Steelyard's own table, one JSON object a line.
    JSONL("jsonl"),
    /// Steelyard's own table as Parquet.
    PARQUET("parquet"),
    /// Session logs of Claude Code, below `~/.claude/projects`.
    CLAUDE_CODE("claude-code"),
    /// Session logs of the pi agent, with the costs that it recorded.
    PI("pi");

    private final String id;

    LogFormat(String id) {
        this.id = id;
    }

    /// Text that each line with usage in it holds; lines without it are not parsed.
    String needle() {
        return this == JSONL ? "" : "\"usage\"";
    }

    public static Optional<LogFormat> of(String id) {
        return Arrays.stream(values())
                .filter(f -> f.id.equals(id.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// All ids, for messages.
    public static String ids() {
        return Arrays.stream(values()).map(f -> f.id).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return id;
    }
}
