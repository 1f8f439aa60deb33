package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.plan.Demand.Session;

/// Windows, each worked by hand.
class GaugeTest {
    @Test
    void anAnchoredWindowOpensWithTheFirstUse() {
        Gauge g = Gauge.of(Limit.Kind.ANCHORED, 5, 10, 3);
        assertThat(g.room(0)).isEqualTo(10);
        g.use(2, 6);
        assertThat(g.room(6.9)).isEqualTo(4);
        assertThat(g.opens(6.9)).isEqualTo(7);
        assertThat(g.room(7)).isEqualTo(10);
        g.use(9, 10);
        assertThat(g.room(13.9)).isZero();
        assertThat(g.opens(13.9)).isEqualTo(14);
    }

    @Test
    void aFixedWindowResetsAtItsHourWhateverWasUsed() {
        Gauge g = Gauge.of(Limit.Kind.FIXED, 24, 10, 3);
        g.use(2, 6);
        assertThat(g.opens(2)).isEqualTo(3);
        assertThat(g.room(2.9)).isEqualTo(4);
        assertThat(g.room(3)).isEqualTo(10);
        g.use(3, 1);
        assertThat(g.room(26.9)).isEqualTo(9);
        assertThat(g.opens(26.9)).isEqualTo(27);
    }

    @Test
    void aSlidingWindowForgetsEachUseInItsTime() {
        Gauge g = Gauge.of(Limit.Kind.SLIDING, 5, 10, 0);
        g.use(0, 6);
        g.use(3, 4);
        assertThat(g.room(4.9)).isZero();
        assertThat(g.opens(4.9)).isEqualTo(5);
        assertThat(g.room(5)).isEqualTo(6);
        assertThat(g.room(7.9)).isEqualTo(6);
        assertThat(g.room(8)).isEqualTo(10);
    }

    private static Account.Tally run(Unmet unmet, Session... sessions) {
        Account account =
                new Account(
                        List.of(Limit.usd("5h", Limit.Kind.ANCHORED, 5, 10)),
                        1,
                        unmet,
                        0,
                        168,
                        Population.stream(1, 0, 0, 1));
        return account.run(new Session[][] {sessions})[0];
    }

    @Test
    void aSessionUsesAWindowUpAndLosesTheRest() {
        // 8 at 4 an hour from 0:00 to 2:00, then 6 from 3:00 on, of which the window has 2 left,
        // used
        // by 3:30; at 6:00 it is open again.
        Account.Tally t =
                run(Unmet.LOST, new Session(0, 8, 4), new Session(3, 6, 4), new Session(6, 5, 4));
        assertThat(t.wanted).isEqualTo(19);
        assertThat(t.served).isCloseTo(15, within(1e-12));
        assertThat(t.lost).isCloseTo(4, within(1e-12));
        assertThat(t.stopped[0]).isEqualTo(1);
        assertThat(t.hours[0][3]).isEqualTo(1);
        assertThat(t.weeks[0]).isEqualTo(1);
    }

    @Test
    void workThatWaitsIsDoneWhenTheWindowOpens() {
        Account.Tally t = run(new Unmet(0, 1, 0, 0, 0), new Session(0, 8, 4), new Session(3, 6, 4));
        assertThat(t.served).isCloseTo(14, within(1e-12));
        assertThat(t.waited).isCloseTo(4, within(1e-12));
        assertThat(t.lost).isZero();
    }

    @Test
    void workIsGivenUpWhenItHasWaitedForAWholeWindow() {
        // 100 at once: 10 in the first window, 10 after a wait of 5 hours, and then it is given up.
        Account.Tally t = run(new Unmet(0, 1, 0, 0, 0), new Session(0, 100, 1000));
        assertThat(t.served).isCloseTo(20, within(1e-12));
        assertThat(t.lost).isCloseTo(80, within(1e-12));
    }

    @Test
    void sessionsAtOnceShareTheWindow() {
        // Both at 4 an hour from 0:00: together 8 an hour, 10 are gone by 1:15; slices of half an
        // hour
        // leave 2 from 1:00 on to whoever comes first.
        Account.Tally t = run(Unmet.LOST, new Session(0, 8, 4), new Session(0, 8, 4));
        assertThat(t.served).isCloseTo(10, within(1e-12));
        assertThat(t.lost).isCloseTo(6, within(1e-12));
        assertThat(t.stopped[0]).isEqualTo(2);
    }

    @Test
    void sessionsBeforeTheMeasuredTimeFillTheWindowButDoNotCount() {
        Account account =
                new Account(
                        List.of(Limit.usd("5h", Limit.Kind.ANCHORED, 5, 10)),
                        1,
                        Unmet.LOST,
                        3,
                        168,
                        Population.stream(1, 0, 0, 1));
        Account.Tally t =
                account.run(new Session[][] {{new Session(0, 8, 8), new Session(3, 6, 6)}})[0];
        assertThat(t.wanted).isEqualTo(6);
        assertThat(t.served).isCloseTo(2, within(1e-12));
    }

    @Test
    void aSessionIsStoppedOnceHoweverOftenItWaits() {
        Account.Tally t = run(new Unmet(0, 1, 0, 0, 0), new Session(0, 100, 1000));
        assertThat(t.stopped[0]).isEqualTo(1);
    }
}
