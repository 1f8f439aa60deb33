package steelyard.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import steelyard.ledger.Ledger;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.usage.AgentLogs;

/// Usage logs named on the command line, and how to read them.
final class Input {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "Usage logs: files, folders (searched to the bottom) or patterns; - is standard input.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--agents",
            description =
                    "Read what the agents on this machine have logged, where steelyard formats says that they do.")
    private boolean agents;

    @Spec(Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private boolean looked;

    @Mixin private Reading reading = new Reading();

    @Mixin private RangeOptions range = new RangeOptions();

    RangeOptions range() {
        return range;
    }

    /// What was read, as a title.
    String subject() {
        return none()
                ? Reading.SAMPLE_SUBJECT
                : agents ? "the agents of this machine" : Reading.subject(files);
    }

    boolean none() {
        find();
        return files.isEmpty();
    }

    /// Adds the agents' logs, once, and says which there are.
    private void find() {
        if (!agents || looked) {
            return;
        }
        looked = true;
        AgentLogs found = AgentLogs.find();
        if (found.folders().isEmpty()) {
            throw new Refusal(
                    "--agents: none of the places that steelyard formats lists is there; name the files or folders");
        }
        spec.commandLine()
                .getErr()
                .printf(
                        "steelyard: agents found: %s; in %s%n",
                        String.join(", ", found.agents()), String.join(", ", found.folders()));
        files = new ArrayList<>(files);
        files.addAll(found.folders());
    }

    ZoneId zone() {
        return reading.zone();
    }

    List<String> files() {
        find();
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
