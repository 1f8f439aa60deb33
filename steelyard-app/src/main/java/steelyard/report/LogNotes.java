package steelyard.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import steelyard.ledger.ReadReport;
import steelyard.show.Words;

/// What of a log was not read, or read under an assumption; every report that rests on a log says
/// so.
public final class LogNotes {
    private LogNotes() {}

    public static List<String> of(ReadReport read, ZoneId zone) {
        List<String> notes = new ArrayList<>();
        if (read.rows("outside") > 0) {
            notes.add(
                    "outside --from and --until, and so left out: "
                            + Words.plural(read.rows("outside"), "row"));
        }
        if (read.rows("unreadable") > 0) {
            notes.add(
                    "unreadable: %s left out, e.g. %s"
                            .formatted(
                                    Words.plural(read.rows("unreadable"), "row"),
                                    read.problems().isEmpty()
                                            ? ""
                                            : read.problems().getFirst().first()
                                                    + " "
                                                    + read.problems().getFirst().reason()));
        }
        if (read.rows("no_counts") > 0) {
            notes.add(
                    Words.plural(read.rows("no_counts"), "row")
                            + " without any counts left out: missing, not zero");
        }
        if (read.zoneless() > 0) {
            notes.add(
                    "%s without a zone read as %s (--zone changes it)"
                            .formatted(Words.plural(read.zoneless(), "time"), zone));
        }
        if (read.assumed() > 0) {
            notes.add(
                    "%s without any time: that of the file was taken"
                            .formatted(Words.plural(read.assumed(), "row")));
        }
        notes.addAll(read.told());
        if (!read.skipped().isEmpty()) {
            notes.add(
                    "%s in the folders are no usage logs, e.g. %s"
                            .formatted(
                                    Words.plural(read.skipped().size(), "file"),
                                    read.skipped().getFirst()));
        }
        if (!read.ignoredColumns().isEmpty()) {
            notes.add("columns not used: " + read.ignoredColumns().getFirst());
        }
        return notes;
    }
}
