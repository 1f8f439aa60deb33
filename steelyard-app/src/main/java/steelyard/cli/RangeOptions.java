package steelyard.cli;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import steelyard.cell.Periods;
import steelyard.refusal.Refusal;
import steelyard.token.Validity;

/// Which calls of a log count, by their time; of a market, which months.
final class RangeOptions {
    @Option(
            names = "--from",
            paramLabel = "PERIOD",
            description =
                    "Only calls, or a market's prices, from the start of this on: 2026, 2026-Q1, 2026-01, 2026-W03 or 2026-01-15.")
    private @Nullable String from;

    @Option(
            names = "--until",
            paramLabel = "PERIOD",
            description = "Only those until the end of this, the same forms.")
    private @Nullable String until;

    /// What was asked for; empty for all calls.
    Optional<Validity> range(ZoneId zone) {
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

    /// Refuses a range that says nothing.
    void unused(String why) {
        if (from != null || until != null) {
            throw new Refusal(
                    "--from and --until have no effect %s; leave them out".formatted(why));
        }
    }

    @Nullable String from() {
        return from;
    }

    /// The month in which `--from` begins; empty without one.
    Optional<YearMonth> firstMonth() {
        return Optional.ofNullable(from).map(f -> month(Periods.parse(f, ZoneOffset.UTC).from()));
    }

    /// The month in which `--until` ends; empty without one.
    Optional<YearMonth> lastMonth() {
        return Optional.ofNullable(until)
                .map(u -> month(Periods.parse(u, ZoneOffset.UTC).to().minusNanos(1)));
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(ZoneOffset.UTC));
    }

    /// Takes `--from` for something else.
    void forgetFrom() {
        from = null;
    }
}
