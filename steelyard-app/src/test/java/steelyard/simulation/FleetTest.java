package steelyard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Layout;
import steelyard.serving.Memory;
import steelyard.serving.Precision;
import steelyard.serving.StepTime;

class FleetTest {
    private static final int BLOCK = 64;

    private final Catalogue catalogue = Catalogue.bundled();

    private static List<Request> requests(Random random, int count) {
        List<Request> requests = new ArrayList<>();
        double at = 0;
        for (int i = 0; i < count; i++) {
            at += random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.2;
            int input = 1 + random.nextInt(600);
            int output = 1 + random.nextInt(random.nextBoolean() ? 3 : 300);
            long[] blocks = new long[Math.ceilDiv(input, BLOCK)];
            long family = random.nextInt(20);
            int common = random.nextInt(blocks.length + 1);
            for (int b = 0; b < blocks.length; b++) {
                blocks[b] = b < common ? family * 1000 + b : 1_000_000L + i * 1000L + b;
            }
            boolean known = random.nextInt(3) > 0;
            requests.add(
                    new Request(
                            at,
                            input,
                            output,
                            known ? 0 : random.nextInt(input + 1),
                            known ? blocks : null));
        }
        return requests;
    }

    private static Outcome run(List<Request> requests, Fleet.Plan plan) {
        Arrivals arrivals = requests::forEach;
        return arrivals.through(plan, Limits.NONE);
    }

    /// Whatever comes: every request is answered or refused, every token is written once, and
    /// memory and batch are never exceeded (the cache throws if it cannot make room).
    @Test
    void tokensAreConservedAndMemoryIsNeverExceeded() {
        Random random = new Random(5);
        long putBack = 0;
        long refused = 0;
        for (int round = 0; round < 300; round++) {
            Small machine =
                    new Small(
                            45 + random.nextInt(120),
                            1 + random.nextInt(20),
                            Engine.Room.values()[random.nextInt(3)],
                            16 + random.nextInt(500));
            Fleet.Plan plan =
                    new Fleet.Plan(
                            machine,
                            1 + random.nextInt(3),
                            random.nextInt(3),
                            Routing.values()[random.nextInt(Routing.values().length)],
                            BLOCK,
                            round);
            List<Request> requests = requests(random, 150);
            Outcome o = run(requests, plan);
            Replica any = new Replica(machine, BLOCK, new Tally(Limits.NONE), null);
            List<Request> taken = requests.stream().filter(any::holds).toList();
            assertThat(o.arrived()).isEqualTo(150);
            assertThat(o.done()).isEqualTo(taken.size());
            assertThat(o.refused()).isEqualTo(150 - taken.size());
            assertThat(o.output()).isEqualTo(taken.stream().mapToLong(Request::output).sum());
            long prompts = taken.stream().mapToLong(Request::input).sum();
            if (o.putBack() == 0) {
                assertThat(o.input()).isEqualTo(prompts);
            } else {
                assertThat(o.input()).isGreaterThan(prompts);
            }
            assertThat(o.found()).isBetween(0L, o.input());
            assertThat(o.fullest()).isBetween(0.0, 1.0);
            assertThat(o.memory()).isLessThanOrEqualTo(o.fullest());
            assertThat(o.busy()).isBetween(0.0, 1.0 + 1e-9);
            assertThat(machine.room() == Engine.Room.WHOLE ? o.putBack() : 0).isZero();
            Outcome.Moment end = o.timeline().getLast();
            assertThat(end.working()).isZero();
            assertThat(end.waiting()).isZero();
            assertThat(run(requests, plan)).as("the same again").isEqualTo(o);
            putBack += o.putBack();
            refused += o.refused();
        }
        assertThat(putBack).as("some ran out of memory").isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    private Deployment deployment(String model, String chip, Layout layout, Engine engine) {
        return new Deployment(
                catalogue.model(model),
                catalogue.accelerator(chip),
                layout,
                Precision.FP8,
                2,
                engine);
    }

    /// Alone, nothing but the machine's own times: the prompt's tokens, then a step for every
    /// further token, each with one more behind it.
    @Test
    void oneRequestAloneTakesTheTimeOfItsSteps() {
        Deployment d = deployment("llama-3.1-8b", "h100", new Layout(1, 1, 1), Engine.VLLM);
        StepTime time = new StepTime(d, catalogue.constants());
        double first = 3000 * time.perPromptToken(3000, 3000, time.looks(0, 3000), 1, Memory.CHUNK);
        double rest = 0;
        for (int produced = 1; produced < 700; produced++) {
            rest += time.decode(1, 3000 + produced + 0.5);
        }
        Outcome o =
                run(
                        List.of(new Request(5, 3000, 700, 0, null)),
                        plan(new ServingMachine(d, catalogue.constants(), Memory.CHUNK), 1, 0));
        assertThat(o.firstToken().most()).isCloseTo(first, within(1e-3 * first));
        assertThat(o.whole().most()).isCloseTo(first + rest, within(1e-3 * (first + rest)));
        assertThat(o.queued().most()).isZero();
        assertThat(o.busy()).isCloseTo((first + rest) / (5 + first + rest), within(1e-3));
    }

    private static Fleet.Plan plan(Machine machine, int replicas, int readers) {
        return new Fleet.Plan(machine, replicas, readers, Routing.PREFIX, BLOCK, 1);
    }

    /// By hand: 0.01 s a step and 0.00001 s a prompt token, alone. The second prompt shares three
    /// blocks of 64 tokens, the third is the first again: all but the last of its 250 tokens.
    @Test
    void blocksSeenBeforeAreNotReadAgain() {
        long[] a = {1, 2, 3, 4};
        long[] b = {1, 2, 3, 9};
        List<Request> requests =
                List.of(
                        new Request(0, 250, 1, 0, a),
                        new Request(1, 250, 1, 0, b),
                        new Request(2, 250, 1, 0, a),
                        new Request(3, 250, 1, 0, null));
        Small machine = new Small(200, 4, Engine.Room.AS_IT_GROWS, 1000);
        Outcome both = run(requests, plan(machine, 2, 0));
        assertThat(both.found()).isEqualTo(192 + 249);
        assertThat(both.input()).isEqualTo(1000);
        Fleet.Plan blind = new Fleet.Plan(machine, 2, 0, Routing.ROUND_ROBIN, BLOCK, 1);
        assertThat(run(requests, blind).found()).isEqualTo(249);
        Arrivals unknown = ((Arrivals) requests::forEach).withoutCache();
        assertThat(unknown.through(blind, Limits.NONE).found()).isZero();
    }

    /// 20 pages hold one prompt of four blocks of four pages, not two: what was used longest ago
    /// goes.
    @Test
    void theOldestBlocksMakeRoom() {
        Small machine = new Small(24, 4, Engine.Room.AS_IT_GROWS, 1000);
        List<Request> requests =
                List.of(
                        new Request(0, 256, 1, 0, new long[] {1, 2, 3, 4}),
                        new Request(1, 256, 1, 0, new long[] {5, 6, 7, 8}),
                        new Request(2, 256, 1, 0, new long[] {5, 6, 7, 8}),
                        new Request(3, 256, 1, 0, new long[] {1, 2, 3, 4}));
        Outcome o = run(requests, plan(machine, 1, 0));
        // The first prompt's first block alone is left when the second has come, and goes with the
        // third, which needs a page.
        assertThat(o.found()).isBetween(255L, 255L + 64);
    }

    /// Two pools: prompts no longer interrupt answers; the second token waits until the cache has
    /// been handed over, 0.00001 s a token.
    @Test
    void poolsApartKeepPromptsFromInterruptingAnswers() {
        Small machine = new Small(2000, 16, Engine.Room.AS_IT_GROWS, 4000);
        List<Request> requests =
                List.of(new Request(0, 100, 50, 0, null), new Request(0.1, 4000, 2, 0, null));
        Outcome together = run(requests, plan(machine, 1, 0));
        Outcome apart = run(requests, plan(machine, 1, 1));
        double alone = 0;
        for (int produced = 1; produced < 50; produced++) {
            alone += 0.01 + 1e-6 * (100 + produced);
        }
        assertThat(apart.perToken().p50()).isCloseTo((alone + 1e-3) / 49, within(1e-4));
        assertThat(together.perToken().most()).isGreaterThan(apart.perToken().p50() + 8e-4);
        double second = 1e-5 * 4000;
        assertThat(apart.perToken().most()).isBetween(second + 0.01, second + 0.03);
        assertThat(apart.output()).isEqualTo(52);
    }

    @Test
    void timeDoesNotGoBack() {
        Fleet fleet = new Fleet(plan(new Small(100, 4, Engine.Room.WHOLE, 100), 1, 0), Limits.NONE);
        fleet.offer(new Request(7, 10, 10, 0, null));
        Request earlier = new Request(5, 10, 10, 0, null);
        assertThatThrownBy(() -> fleet.offer(earlier))
                .hasMessage("time goes back, 5.000 s after 7.000 s; sort the trace by time");
        assertThatThrownBy(() -> new Request(-1, 10, 10, 0, null))
                .hasMessageContaining("before the first");
        assertThatThrownBy(() -> new Request(1, 0, 10, 0, null))
                .hasMessageContaining("at least one each way");
    }

    /// Prompts of four chunks beside answers: a request that keeps both limits is good.
    @Test
    void goodRequestsAreThoseThatKeepBothLimits() {
        Small machine = new Small(2000, 1, Engine.Room.WHOLE, 4000);
        List<Request> requests =
                List.of(new Request(0, 10, 11, 0, null), new Request(0.05, 10, 11, 0, null));
        Arrivals arrivals = requests::forEach;
        Limits limits =
                new Limits(
                        java.util.OptionalDouble.of(0.02), java.util.OptionalDouble.of(0.04), 0.9);
        Outcome o = arrivals.through(plan(machine, 1, 0), limits);
        // The second starts when the first is done, 0.1 s after the start: 0.05 s late.
        assertThat(o.kept()).isEqualTo(1);
        assertThat(o.goodShare()).isEqualTo(0.5);
        assertThat(o.longestQueue()).isZero();
    }

    /// Two replicas under way, the first with blocks 1 to 3, the second with 5 to 7: who shares the
    /// second's prompt goes there although the first is as little loaded, unless the second has 32
    /// requests more.
    @Test
    void prefixesAreFollowedUnlessTheirReplicaIsOverloaded() {
        Small machine = new Small(100_000, 64, Engine.Room.AS_IT_GROWS, 4000);
        long[] one = {1, 2, 3};
        long[] two = {5, 6, 7};
        List<Request> requests = new ArrayList<>();
        requests.add(new Request(0, 192, 2000, 0, one));
        requests.add(new Request(0.5, 192, 2000, 0, two));
        requests.add(new Request(1, 192, 10, 0, two));
        Fleet.Plan near = new Fleet.Plan(machine, 2, 0, Routing.PREFIX, BLOCK, 1);
        Fleet.Plan least = new Fleet.Plan(machine, 2, 0, Routing.LEAST, BLOCK, 1);
        assertThat(run(requests, near).found()).isEqualTo(191);
        assertThat(run(requests, least).found()).isZero();
        // 33 come at once: 32 more than the other's one go to the second, the last to the first.
        requests.removeLast();
        for (int i = 0; i < 34; i++) {
            requests.add(new Request(1, 192, 1000, 0, two));
        }
        assertThat(run(requests, near).found()).isEqualTo(33 * 191);
    }

    /// One at a time: at 0 and 0.05 s, of about 0.1 s and 0.1 s; a third sees one that waits.
    @Test
    void theTimelineShowsWhoWaitsAndWorks() {
        Small machine = new Small(2000, 1, Engine.Room.WHOLE, 4000);
        List<Request> requests =
                List.of(
                        new Request(0, 10, 11, 0, null),
                        new Request(0.05, 10, 11, 0, null),
                        new Request(0.06, 10, 11, 0, null));
        Outcome o = run(requests, plan(machine, 1, 0));
        assertThat(o.longestQueue()).isEqualTo(1);
        List<Outcome.Moment> moments = o.timeline();
        assertThat(moments.getFirst()).isEqualTo(new Outcome.Moment(1.0 / 64, 0, 1));
        assertThat(moments.get(4)).isEqualTo(new Outcome.Moment(5.0 / 64, 2, 1));
        assertThat(moments.get(7)).isEqualTo(new Outcome.Moment(8.0 / 64, 1, 1));
        assertThat(moments.getLast().working()).isZero();
        assertThat(o.goodput()).isCloseTo(3 / o.seconds(), within(1e-12));
        assertThat(Limits.NONE.any()).isFalse();
        // By hand: an answer takes ten steps of 0.01 s and 1e-6 s a token behind it, twelve at
        // first and 21 at last; two wait for it, the third for another one besides.
        double each = 10 * 0.01 + 1e-6 * (10 * 15.5) + 10 * (1e-5 + 5e-9);
        assertThat(o.queued().most()).isCloseTo(2 * each - 0.06, within(1e-3));
        assertThat(o.queued().mean()).isCloseTo((each - 0.05 + 2 * each - 0.06) / 3, within(5e-4));
    }

    /// Steps longer than a bin push time past the end: bins double, and nothing is lost.
    @Test
    void theTimelineGrowsWithTime() {
        Timeline timeline = new Timeline();
        for (int i = 0; i < 1000; i++) {
            timeline.waits(i, 1);
            if (i >= 10) {
                timeline.waits(i, -1);
                timeline.works(i, 1);
            }
            if (i >= 500) {
                timeline.works(i, -1);
            }
        }
        Outcome.Moment end = timeline.bins().getLast();
        assertThat(end.waiting()).isEqualTo(10);
        assertThat(end.working()).isEqualTo(490);
        assertThat(end.seconds()).isBetween(999.0, 1024.0);
        Outcome.Moment half =
                timeline.bins().stream().filter(m -> m.seconds() == 512).findFirst().orElseThrow();
        assertThat(half.working()).isEqualTo(512 - 10 - 12);
    }

    /// Writers that are too slow show as waiting: as many as have come less those answered.
    @Test
    void waitingForTheSecondPoolIsSeen() {
        Small machine = new Small(2000, 4, Engine.Room.WHOLE, 4000);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            requests.add(new Request(i * 0.01, 10, 200, 0, null));
        }
        Outcome o = run(requests, plan(machine, 1, 1));
        // Four at a time, 2 s each: 400 take 200 s, and a request waits half of it on average.
        assertThat(o.queued().mean()).isCloseTo(100, within(10.0));
        assertThat(o.longestQueue()).isGreaterThan(350);
        assertThat(o.timeline().get(5).waiting()).isGreaterThan(300);
        assertThat(o.busyReaders()).isLessThan(0.05);
        assertThat(o.busy()).isCloseTo(0.5, within(0.03));
        assertThat(o.firstToken().most()).isLessThan(0.1);
    }

    /// Requests that are refused do not change the times of the others.
    @Test
    void whatIsRefusedChangesNothing() {
        Small machine = new Small(2000, 50, Engine.Room.WHOLE, 4000);
        List<Request> few = new ArrayList<>();
        List<Request> more = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            few.add(new Request(0, 100, 400, 0, null));
        }
        more.addAll(few);
        for (int i = 0; i < 2000; i++) {
            more.add(new Request(i * 0.004, 100_000, 1, 0, null));
        }
        Outcome alone = run(few, plan(machine, 1, 0));
        Outcome beside = run(more, plan(machine, 1, 0));
        assertThat(beside.refused()).isEqualTo(2000);
        assertThat(beside.whole().p50())
                .isCloseTo(alone.whole().p50(), within(2e-3 * alone.whole().p50()));
    }

    @Test
    void blocksThatDoNotFitThePromptAreRefused() {
        Small machine = new Small(2000, 50, Engine.Room.WHOLE, 4000);
        List<Request> wrong = List.of(new Request(0, 6400, 1, 0, new long[10]));
        assertThatThrownBy(() -> run(wrong, plan(machine, 1, 0)))
                .hasMessage(
                        "10 blocks for a prompt of 6400 tokens, where blocks of 64 would be 100; state --block");
    }
}
