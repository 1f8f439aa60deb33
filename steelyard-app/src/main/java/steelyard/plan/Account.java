package steelyard.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.hipparchus.random.RandomDataGenerator;
import steelyard.plan.Demand.Session;

/// One account's sessions through its limits; several users may share it.
final class Account {
    /// A session counts against the limits in slices of this many hours.
    private static final double SLICE = 0.5;

    private static final double NOTHING = 1e-12;

    /// What happened to one user within the measured time.
    ///
    /// Amounts are API dollars. `stopped` counts sessions by the limit that stopped them, `weeks`
    /// the weeks in which each limit did, `hours` stopped sessions by hour of the week.
    static final class Tally {
        double wanted;
        double served;
        double waited;
        double overage;
        double downgraded;
        double switched;
        double lost;
        final int[] stopped;
        final int[] weeks;
        final int[][] hours;
        int weeksAny;
        private final int[] lastWeek;
        private int lastWeekAny = -1;

        Tally(int limits) {
            stopped = new int[limits];
            weeks = new int[limits];
            hours = new int[limits][(int) Demand.WEEK];
            lastWeek = new int[limits];
            Arrays.fill(lastWeek, -1);
        }

        private void stop(int limit, double now) {
            stopped[limit]++;
            int week = (int) (now / Demand.WEEK);
            if (lastWeek[limit] != week) {
                lastWeek[limit] = week;
                weeks[limit]++;
            }
            if (lastWeekAny != week) {
                lastWeekAny = week;
                weeksAny++;
            }
            hours[limit][(int) (now % Demand.WEEK)]++;
        }
    }

    private static final class Work {
        private final int user;
        private final double perHour;
        private final double begun;
        private final boolean counted;
        private double at;
        private double left;
        private boolean waited;
        private int stoppedBy;

        Work(int user, Session session, boolean counted) {
            this.user = user;
            this.counted = counted;
            this.begun = session.start();
            this.at = begun;
            this.left = session.usd();
            this.perHour = session.perHour();
        }
    }

    private final Gauge[] gauges;
    private final Unmet unmet;
    private final double from;
    private final double to;
    private final double patience;
    private final RandomDataGenerator random;

    /// @param from start of the measured time: sessions that begin in it count, to their end; those
    ///   before fill the windows
    /// @param to its end
    Account(
            List<Limit> limits,
            double seats,
            Unmet unmet,
            double from,
            double to,
            RandomDataGenerator random) {
        gauges = new Gauge[limits.size()];
        for (int i = 0; i < gauges.length; i++) {
            Limit limit = limits.get(i);
            gauges[i] =
                    Gauge.of(
                            limit.kind(),
                            limit.hours(),
                            limit.worth().orElseThrow() * seats,
                            random.nextDouble() * limit.hours());
        }
        this.unmet = unmet;
        this.from = from;
        this.to = to;
        patience = limits.stream().mapToDouble(Limit::hours).max().orElse(0);
        this.random = random;
    }

    /// Goes through the sessions of the users.
    Tally[] run(Session[][] sessions) {
        Tally[] tallies = new Tally[sessions.length];
        PriorityQueue<Work> queue =
                new PriorityQueue<>(
                        Comparator.<Work>comparingDouble(w -> w.at).thenComparingInt(w -> w.user));
        for (int user = 0; user < sessions.length; user++) {
            tallies[user] = new Tally(gauges.length);
            for (Session session : sessions[user]) {
                boolean counted = session.start() >= from && session.start() < to;
                queue.add(new Work(user, session, counted));
                if (counted) {
                    tallies[user].wanted += session.usd();
                }
            }
        }
        while (!queue.isEmpty()) {
            Work work = queue.poll();
            go(work, tallies[work.user], queue);
        }
        return tallies;
    }

    /// Until another session is due, this one ends, or a limit stops it.
    private void go(Work work, Tally tally, PriorityQueue<Work> queue) {
        while (work.left > NOTHING) {
            double now = work.at;
            double slice = Math.min(work.left, work.perHour * SLICE);
            double room = Double.POSITIVE_INFINITY;
            int least = -1;
            for (int i = 0; i < gauges.length; i++) {
                double own = gauges[i].room(now);
                if (own < room
                        || (own == room && gauges[i].opens(now) > gauges[least].opens(now))) {
                    room = own;
                    least = i;
                }
            }
            double taken = Math.min(slice, Math.max(0, room));
            if (taken > 0) {
                for (Gauge gauge : gauges) {
                    gauge.use(now, taken);
                }
                work.left -= taken;
                if (work.counted) {
                    tally.served += taken;
                    if (work.waited) {
                        tally.waited += taken;
                    }
                }
            }
            if (taken < slice - NOTHING) {
                if (work.counted && now < to && (work.stoppedBy & 1 << least) == 0) {
                    work.stoppedBy |= 1 << least;
                    tally.stop(least, now - from);
                }
                stop(work, least, tally, queue);
                return;
            }
            work.at = now + taken / work.perHour;
            Work next = queue.peek();
            if (next != null && next.at < work.at && work.left > NOTHING) {
                queue.add(work);
                return;
            }
        }
    }

    /// Work that waits is given up when it has waited as long as the longest window.
    private void stop(Work work, int limit, Tally tally, PriorityQueue<Work> queue) {
        Unmet.Fate fate = unmet.fate(random.nextDouble());
        double opens = gauges[limit].opens(work.at);
        if (fate == Unmet.Fate.DEFERRED && opens - work.begun <= patience) {
            work.at = opens;
            work.waited = true;
            queue.add(work);
        } else if (work.counted) {
            switch (fate) {
                case OVERAGE -> tally.overage += work.left;
                case DOWNGRADED -> tally.downgraded += work.left;
                case SWITCHED -> tally.switched += work.left;
                case LOST, DEFERRED -> tally.lost += work.left;
            }
        }
    }
}
