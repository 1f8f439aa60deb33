package steelyard.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import steelyard.refusal.Refusal;

/// Replicas of a machine that share requests; give it requests in the order of their times, then
/// ask for the outcome. Memory grows with the requests at work and waiting, not with all.
///
/// Not safe for use by several threads.
public final class Fleet {
    /// Requests that a replica may have more than another before its cache no longer counts.
    private static final int IMBALANCE = 32;

    /// @param replicas that read prompts and write answers, or only write if there are readers
    /// @param readers replicas that only read prompts; none for pools that are not apart
    /// @param blockTokens tokens to a block of a prompt
    /// @param seed of what is done by lot
    public record Plan(
            Machine machine,
            int replicas,
            int readers,
            Routing routing,
            int blockTokens,
            long seed) {
        private static final int MOST = 10_000;

        public Plan {
            if (replicas < 1 || readers < 0 || replicas + readers > MOST) {
                throw new Refusal(
                        "%d replicas and %d that only read: at least one, none less than 0, at most %d together"
                                .formatted(replicas, readers, MOST));
            }
            if (blockTokens < 1) {
                throw new Refusal("blocks of %d tokens: at least 1".formatted(blockTokens));
            }
        }
    }

    private final Plan plan;
    private final Tally tally;
    private final List<Replica> front = new ArrayList<>();
    private final List<Replica> back = new ArrayList<>();
    private final PriorityQueue<Transfer> moving = new PriorityQueue<>(Transfer.BY_TIME);
    private final SplittableRandom random;
    private int turn;
    private double last;

    public Fleet(Plan plan, Limits limits) {
        this.plan = plan;
        tally = new Tally(limits);
        random = new SplittableRandom(plan.seed());
        boolean apart = plan.readers() > 0;
        for (int i = 0; i < (apart ? plan.readers() : plan.replicas()); i++) {
            front.add(replica(apart ? moving : null));
        }
        for (int i = 0; apart && i < plan.replicas(); i++) {
            back.add(replica(null));
        }
    }

    private Replica replica(@Nullable PriorityQueue<Transfer> out) {
        return new Replica(plan.machine(), plan.blockTokens(), tally, out);
    }

    /// A request arrives.
    ///
    /// @throws Refusal if it is earlier than the one before
    public void offer(Request request) {
        if (request.at() < last) {
            throw new Refusal(
                    String.format(
                            Locale.ROOT,
                            "time goes back, %.3f s after %.3f s; sort the trace by time",
                            request.at(),
                            last));
        }
        last = request.at();
        work(last);
        int queue = 0;
        for (Replica replica : front) {
            queue += replica.queue();
        }
        for (Replica replica : back) {
            queue += replica.queue();
        }
        if (holds(request)) {
            tally.arrived(request, queue);
            pick(request).offer(new Job(request), last);
        } else {
            tally.refused();
        }
    }

    /// Whether a request could be answered if it were alone.
    ///
    /// @throws Refusal if its blocks are not those of its prompt
    boolean holds(Request request) {
        requireBlocks(request);
        return front.getFirst().holds(request);
    }

    /// Ends what is under way.
    public Outcome finish() {
        work(Double.POSITIVE_INFINITY);
        double busy = front.stream().mapToDouble(Replica::busySeconds).sum();
        return tally.outcome(
                front.size() + back.size(),
                seconds -> back.isEmpty() ? Double.NaN : busy / (seconds * front.size()));
    }

    private void requireBlocks(Request request) {
        long[] blocks = request.blocks();
        if (blocks == null || blocks.length == 0) {
            return;
        }
        int expected = Math.ceilDiv(request.input(), plan.blockTokens());
        if (Math.abs(blocks.length - expected) > 1) {
            throw new Refusal(
                    "%d blocks for a prompt of %d tokens, where blocks of %d would be %d; state --block"
                            .formatted(
                                    blocks.length, request.input(), plan.blockTokens(), expected));
        }
    }

    /// Whatever happens before a time; steps under way then are ended.
    private void work(double until) {
        for (Replica replica : front) {
            replica.advance(until);
        }
        while (!moving.isEmpty() && moving.element().ready() <= until) {
            Transfer there = moving.remove();
            for (Replica replica : back) {
                replica.advance(there.ready());
            }
            least(back).offer(there.job(), there.ready());
        }
        for (Replica replica : back) {
            replica.advance(until);
        }
    }

    private Replica pick(Request request) {
        return switch (plan.routing()) {
            case ROUND_ROBIN -> front.get(Math.floorMod(turn++, front.size()));
            case RANDOM -> front.get(random.nextInt(front.size()));
            case LEAST -> least(front);
            case PREFIX -> nearest(request);
        };
    }

    private static Replica least(List<Replica> replicas) {
        Replica least = replicas.getFirst();
        for (Replica replica : replicas) {
            if (replica.load() < least.load()) {
                least = replica;
            }
        }
        return least;
    }

    private Replica nearest(Request request) {
        Replica least = least(front);
        Replica nearest = least;
        int most = least.match(request);
        for (Replica replica : front) {
            int match = replica.match(request);
            if (match > most && replica.load() <= least.load() + IMBALANCE) {
                nearest = replica;
                most = match;
            }
        }
        return nearest;
    }
}
