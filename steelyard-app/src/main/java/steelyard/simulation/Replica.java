package steelyard.simulation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import steelyard.serving.Engine;

/// One machine with its queue: continuous batching in steps, as long as there is something to do.
///
/// In every step each answer under way gets a token, and prompts are read in chunks beside them, in
/// the order in which they came. Where nothing changes but the length of the answers, many steps
/// are taken at once.
final class Replica {
    /// Steps taken at once at most: they are timed by the middle one.
    private static final int AT_ONCE = 256;

    /// What SGLang expects of the tokens still to come: seven tenths at first, less by the step
    /// down to a seventh of that over 600 steps, and more again after it was wrong
    /// (`schedule_policy`, `new_token_ratio`).
    private static final double FIRST_ESTIMATE = 0.7;

    private static final double LEAST_ESTIMATE = 0.7 * 0.14;
    private static final double LESS_PER_STEP = (FIRST_ESTIMATE - LEAST_ESTIMATE) / 600;
    private static final int STEPS_AFTER = 20;

    /// Share of the pages that is kept free for answers when another request comes in, as in vLLM.
    private static final double SPARE = 0.01;

    private final Machine machine;
    private final Tally tally;
    private final @Nullable PriorityQueue<Transfer> out;
    private final int blockTokens;
    private final long blockPages;
    private final boolean grows;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Deque<Job> reading = new ArrayDeque<>();
    private final PriorityQueue<Job> writing =
            new PriorityQueue<>(Comparator.comparingLong((Job j) -> j.last));
    private final PriorityQueue<Transfer> leaving = new PriorityQueue<>(Transfer.BY_TIME);
    private final PrefixCache cache = new PrefixCache();

    /// How many answers take a new page at a step, by the step's number modulo a page.
    private final int[] residues = new int[Machine.PAGE];

    private double now;
    private double busySeconds;
    private long steps;
    private long turns;

    /// Pages in use that are no blocks.
    private long used;

    /// The numbers of the last steps of the answers under way, together.
    private long lasts;

    /// Share of the tokens still to come for which room is kept when another request comes in.
    private double expected;

    /// Tokens behind the answers under way, less the number of the step for each.
    private long behind;

    /// @param out takes prompts that were read, for other machines to answer; null to answer here
    Replica(Machine machine, int blockTokens, Tally tally, @Nullable PriorityQueue<Transfer> out) {
        this.machine = machine;
        this.tally = tally;
        this.out = out;
        this.blockTokens = blockTokens;
        blockPages = machine.pages(blockTokens);
        grows = machine.room() != Engine.Room.WHOLE && machine.pages(Machine.PAGE) > 0;
        expected = machine.room() == Engine.Room.ESTIMATED ? FIRST_ESTIMATE : 0;
    }

    /// Requests here, at work or waiting.
    int load() {
        return waiting.size() + live();
    }

    int queue() {
        return waiting.size();
    }

    /// Seconds of work so far.
    double busySeconds() {
        return busySeconds;
    }

    /// Blocks of the prompt whose cache is here.
    int match(Request request) {
        long[] ids = ids(request);
        return ids == null ? 0 : cache.match(ids);
    }

    /// Whether a request could be answered here if it were alone.
    boolean holds(Request request) {
        long[] ids = ids(request);
        long prompt =
                ids == null
                        ? machine.pages(request.input())
                        : ids.length * blockPages
                                + machine.pages(
                                        Math.max(0, request.input() - ids.length * blockTokens));
        return machine.fixed(request.input() + request.output())
                        + prompt
                        + machine.pages(request.output() + 2 * Machine.PAGE)
                        + 1
                <= machine.pages();
    }

    void offer(Job job, double at) {
        if (!busy()) {
            now = Math.max(now, at);
        }
        waiting.add(job);
    }

    /// Works until a time, and to the end of the step that is under way then.
    void advance(double until) {
        while (now < until && busy()) {
            step(until);
        }
    }

    private boolean busy() {
        return !(waiting.isEmpty() && reading.isEmpty() && writing.isEmpty() && leaving.isEmpty());
    }

    private int live() {
        return reading.size() + writing.size();
    }

    private long @Nullable [] ids(Request request) {
        return blockPages == 0 ? null : request.blocks();
    }

    private long free() {
        return machine.pages() - used - cache.size() * blockPages;
    }

    private long available() {
        return free() + cache.unused() * blockPages;
    }

    private void step(double until) {
        while (!leaving.isEmpty() && leaving.element().ready() <= now) {
            Transfer gone = leaving.remove();
            release(gone.pages(), gone.blocks());
        }
        if (grows) {
            while (available() < growth(steps)) {
                putBack();
            }
            take(growth(steps));
        }
        Chunk chunk = chunk();
        if (chunk.tokens() > 0) {
            int n = writing.size();
            pass(1, chunk.seconds(machine, live()) + (n == 0 ? 0 : machine.decode(n, context(0))));
            while (!reading.isEmpty()
                    && reading.element().computed == reading.element().context()) {
                firstToken(reading.remove());
            }
        } else if (!writing.isEmpty()) {
            decode(until);
        } else if (!leaving.isEmpty()) {
            now = Math.min(until, leaving.element().ready());
        } else if (!waiting.isEmpty()) {
            throw new IllegalStateException("a request that fits does not start");
        }
    }

    /// Reads on where prompts are under way, and lets others in while there is room.
    private Chunk chunk() {
        Chunk chunk = new Chunk(machine.chunk());
        for (Job job : reading) {
            if (chunk.left() == 0) {
                break;
            }
            chunk.read(job, machine);
        }
        while (chunk.left() > 0
                && !waiting.isEmpty()
                && live() < machine.most()
                && admit(waiting.element())) {
            Job job = waiting.remove();
            if (job.computed == job.context()) {
                join(job);
            } else {
                reading.add(job);
                chunk.read(job, machine);
            }
        }
        return chunk;
    }

    /// Gives a request its memory, if there is enough.
    private boolean admit(Job job) {
        Request request = job.request;
        long[] ids = ids(request);
        int matched = ids == null ? 0 : cache.match(ids);
        int covered = ids == null ? 0 : Math.min(ids.length * blockTokens, request.input());
        boolean whole = machine.room() == Engine.Room.WHOLE && out == null;
        int ahead = whole ? job.left() : Machine.PAGE;
        long own =
                machine.fixed(request.input() + request.output())
                        + machine.pages(job.context() - covered)
                        + machine.pages(ahead);
        long fresh = ids == null ? 0 : (ids.length - matched) * blockPages;
        long held = ids == null ? 0 : cache.idle(ids, matched) * blockPages;
        long spare = live() == 0 ? 0 : (long) (SPARE * machine.pages()) + expected(job);
        if (own + fresh + spare > available() - held) {
            return false;
        }
        job.blocks = ids == null ? null : cache.take(ids);
        job.pages = own;
        take(own);
        job.waited += now - job.since;
        tally.started(now);
        job.turn = turns++;
        if (job.read) {
            job.computed = job.context();
        } else {
            int found =
                    ids == null
                            ? request.cached()
                            : Math.min(matched * blockTokens, request.input());
            job.found = Math.min(found, job.context() - 1);
            job.computed = job.found;
            tally.prompt(job.context(), job.found);
        }
        return true;
    }

    /// Pages that the answers under way, and this one, are expected to take yet.
    private long expected(Job job) {
        return machine.pages((int) (expected * (lasts - writing.size() * steps + job.left())));
    }

    /// Steps without any prompt.
    private void decode(double until) {
        long most = Math.min(AT_ONCE, writing.element().last - steps);
        double seconds = machine.decode(writing.size(), context(most / 2.0));
        long count = (long) Math.min(most, Math.max(1, Math.ceil((until - now) / seconds)));
        if (grows) {
            long room = available();
            long taken = 0;
            for (long s = 1; s < count; s++) {
                long more = growth(steps + s);
                if (taken + more > room) {
                    count = s;
                    break;
                }
                taken += more;
            }
            take(taken);
        }
        pass(count, count == most ? seconds : machine.decode(writing.size(), context(count / 2.0)));
    }

    /// Tokens behind each answer after more steps, on average.
    private double context(double more) {
        return (double) behind / writing.size() + steps + more;
    }

    private long growth(long step) {
        return residues[(int) (step % Machine.PAGE)];
    }

    private void take(long pages) {
        used += pages;
        while (free() < 0) {
            cache.evict();
        }
    }

    private void pass(long count, double seconds) {
        int n = writing.size();
        tally.worked(
                count * seconds, live(), n * count, 1 - (double) available() / machine.pages());
        steps += count;
        now += count * seconds;
        busySeconds += count * seconds;
        if (expected > 0) {
            expected = Math.max(LEAST_ESTIMATE, expected - count * LESS_PER_STEP);
        }
        while (!writing.isEmpty() && writing.element().last <= steps) {
            Job job = writing.remove();
            part(job);
            finish(job);
        }
    }

    private void firstToken(Job job) {
        if (Double.isNaN(job.first)) {
            job.first = now;
        }
        job.produced++;
        tally.wrote(1);
        if (job.left() == 0) {
            finish(job);
        } else if (out == null) {
            join(job);
        } else {
            Transfer transfer =
                    new Transfer(job, now + machine.handOver(job.context()), job.pages, job.blocks);
            job.read = true;
            job.since = transfer.ready();
            tally.handedOver(transfer.ready());
            leaving.add(transfer);
            out.add(transfer);
        }
    }

    /// Into the batch: the page that it holds already takes its next tokens.
    private void join(Job job) {
        job.base = steps - job.produced;
        job.last = job.base + job.request.output();
        job.start = steps - 1;
        behind += job.request.input() - job.base;
        lasts += job.last;
        residues[Math.floorMod(job.start, Machine.PAGE)]++;
        writing.add(job);
    }

    /// Out of the batch, with the pages that it took since it joined.
    private void part(Job job) {
        long written = steps - job.start;
        job.produced = (int) (steps - job.base);
        behind -= job.request.input() - job.base;
        lasts -= job.last;
        residues[Math.floorMod(job.start, Machine.PAGE)]--;
        if (grows) {
            job.pages += (written - 1) / Machine.PAGE;
        }
    }

    private void finish(Job job) {
        release(job.pages, job.blocks);
        tally.done(job, now);
    }

    private void release(long pages, PrefixCache.Block @Nullable [] blocks) {
        used -= pages;
        if (blocks != null) {
            cache.release(blocks, blocks.length);
        }
    }

    /// Memory has run out: the request that came in last gives up its own and waits again.
    private void putBack() {
        Job job = reading.peekLast();
        if (job != null) {
            reading.removeLast();
        } else {
            job = writing.stream().max(Comparator.comparingLong((Job j) -> j.turn)).orElseThrow();
            writing.remove(job);
            part(job);
        }
        used -= job.pages;
        if (job.blocks != null) {
            cache.release(job.blocks, Math.min(job.computed / blockTokens, job.blocks.length));
        }
        job.computed = 0;
        job.read = false;
        job.since = now;
        waiting.addFirst(job);
        tally.putBack(now);
        if (expected > 0) {
            expected = anew();
        }
    }

    /// The share that was written of the answers under way, and a few steps more.
    private double anew() {
        double left = lasts - (double) writing.size() * steps;
        double written = writing.stream().mapToDouble(j -> steps - j.base).sum();
        return Math.min(1, (written + STEPS_AFTER * writing.size()) / (written + left + 1));
    }
}
