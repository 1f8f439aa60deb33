package steelyard.spend;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steelyard.money.MoneyTotal;

/// Spend in blocks of some hours, as plans for agents count them: a block opens at the full hour of
/// its first call, and the next call after its end, or after a pause of its length, opens another.
///
/// @param length of a block
/// @param blocks in time
public record Blocks(Duration length, List<Block> blocks) {
    public Blocks {
        blocks = List.copyOf(blocks);
    }

    /// @param from the full hour of the first call
    /// @param last the time of the last call
    /// @param input tokens that no cache served or stored
    /// @param unpriced calls without a price
    public record Block(
            Instant from,
            Instant to,
            Instant last,
            MoneyTotal usd,
            long calls,
            long input,
            long cacheRead,
            long cacheWrite,
            long output,
            long unpriced,
            SortedSet<String> models) {
        public long tokens() {
            return input + cacheRead + cacheWrite + output;
        }

        /// USD an hour from the first to the last call; not a number within a minute.
        public double usdPerHour() {
            long seconds = ChronoUnit.SECONDS.between(from, last);
            return seconds < 60 ? Double.NaN : usd.approximateUsd() / seconds * 3600;
        }

        /// What the whole block comes to if it goes on like this until its end; not a number where
        /// it is over.
        public double projected(Instant now) {
            return now.isBefore(to)
                    ? usd.approximateUsd()
                            * ChronoUnit.SECONDS.between(from, to)
                            / Math.max(60, ChronoUnit.SECONDS.between(from, now))
                    : Double.NaN;
        }
    }

    /// Puts calls into blocks; feed it in the order of time.
    public static final class Tally {
        private final Duration length;
        private final List<Block> blocks = new ArrayList<>();
        private @Nullable Block open;

        public Tally(Duration length) {
            this.length = length;
        }

        /// @param usd empty for a call without a price
        public void add(
                Instant at,
                String model,
                long calls,
                long input,
                long cacheRead,
                long cacheWrite,
                long output,
                Optional<MoneyTotal> usd) {
            Block block = open;
            if (block == null
                    || !at.isBefore(block.to())
                    || Duration.between(block.last(), at).compareTo(length) > 0) {
                if (block != null) {
                    blocks.add(block);
                }
                Instant from = at.truncatedTo(ChronoUnit.HOURS);
                block =
                        new Block(
                                from,
                                from.plus(length),
                                at,
                                MoneyTotal.ZERO,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                Collections.emptySortedSet());
            }
            open =
                    new Block(
                            block.from(),
                            block.to(),
                            at,
                            usd.map(block.usd()::plus).orElse(block.usd()),
                            block.calls() + calls,
                            block.input() + input,
                            block.cacheRead() + cacheRead,
                            block.cacheWrite() + cacheWrite,
                            block.output() + output,
                            block.unpriced() + (usd.isEmpty() ? calls : 0),
                            block.models().contains(model)
                                    ? block.models()
                                    : Amounts.both(block.models(), new TreeSet<>(List.of(model))));
        }

        public Blocks blocks() {
            List<Block> all = new ArrayList<>(blocks);
            if (open != null) {
                all.add(open);
            }
            return new Blocks(length, all);
        }
    }
}
