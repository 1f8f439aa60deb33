package steelyard.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import steelyard.cell.Periods;
import steelyard.refusal.Refusal;
import steelyard.token.Validity;

/// Which calls of a log count, by their time.
final class RangeOptions {
    @Option(
            names = "--from",
            paramLabel = "PERIOD",
            description =
                    "Only calls from the start of this on: 2026, 2026-Q1, 2026-01, 2026-W03 or 2026-01-15.")
    private @Nullable String from;

    @Option(
            names = "--until",
            paramLabel = "PERIOD",
            description = "Only calls until the end of this, the same forms.")
    private @Nullable String until;

    /// What was asked for; empty for all calls.
    Optional<Validity> range(ZoneId zone) {
        return range(from, until, zone);
    }

    static Optional<Validity> range(@Nullable String from, @Nullable String until, ZoneId zone) {
        if (from == null && until == null) {
            return Optional.empty();
        }
        Instant start = from == null ? Instant.MIN : Periods.parse(from, zone).from();
        Instant end = until == null ? Instant.MAX : Periods.parse(until, zone).to();
        if (!start.isBefore(end)) {
            throw new Refusal(
                    "--from %s is not before the end of --until %s".formatted(from, until));
        }
        return Optional.of(new Validity(start, end));
    }

    @Nullable String from() {
        return from;
    }

    /// Takes `--from` for something else.
    void forgetFrom() {
        from = null;
    }
}
