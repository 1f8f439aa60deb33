package steelyard.ledger;

import java.util.List;
import java.util.Map;

/// What was read, and what could not be.
///
/// @param rows by status: `ok`, `duplicate`, `outside`, `unreadable`, `no_counts`
/// @param problems reasons of unreadable rows, the commonest first
/// @param firstMicros the earliest call, microseconds since 1970
/// @param endMicros just after the end of the latest
/// @param firstMiddle the earliest middle of a row, by which rows lie in periods
/// @param lastMiddle the latest
/// @param zoneless times without a zone, read in the zone asked for
/// @param assumed rows whose time is that of their file, for the log states none
/// @param ignoredColumns columns that mean nothing here, by file
/// @param told what was decided of a file that writes numbers or days in more than one way
/// @param skipped files in folders that are no usage logs
public record ReadReport(
        int files,
        Map<String, Long> rows,
        List<Problem> problems,
        long firstMicros,
        long endMicros,
        long firstMiddle,
        long lastMiddle,
        long zoneless,
        long assumed,
        List<String> ignoredColumns,
        List<String> told,
        List<String> skipped) {

    /// @param first file and line of the first such row
    public record Problem(String reason, long rows, String first) {}

    public ReadReport {
        rows = Map.copyOf(rows);
        problems = List.copyOf(problems);
        told = List.copyOf(told);
        ignoredColumns = List.copyOf(ignoredColumns);
        skipped = List.copyOf(skipped);
    }

    public long rows(String status) {
        return rows.getOrDefault(status, 0L);
    }
}
