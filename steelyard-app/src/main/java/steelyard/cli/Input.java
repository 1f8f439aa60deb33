package steelyard.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import steelyard.ledger.Ledger;
import steelyard.price.PriceBook;

/// Usage logs named on the command line, and how to read them.
final class Input {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "Usage logs: files, folders (searched to the bottom) or patterns; - is standard input.")
    private List<String> files = new ArrayList<>();

    @Mixin private Reading reading = new Reading();

    @Mixin private RangeOptions range = new RangeOptions();

    RangeOptions range() {
        return range;
    }

    /// What was read, as a title.
    String subject() {
        return none() ? Reading.SAMPLE_SUBJECT : Reading.subject(files);
    }

    boolean none() {
        return files.isEmpty();
    }

    ZoneId zone() {
        return reading.zone();
    }

    List<String> files() {
        return List.copyOf(files);
    }

    PriceBook book() {
        return reading.book();
    }

    /// Opens the ledger over the files, or over `whenNone` if none are named.
    Ledger open(PriceBook book, List<String> whenNone) {
        return reading.open(book, none() ? whenNone : files, range.range(zone()));
    }
}
