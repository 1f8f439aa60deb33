package steelyard.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.hipparchus.random.RandomDataGenerator;
import steelyard.plan.Demand.Session;
import steelyard.refusal.Refusal;

/// Active users of a plan, each through the limits, week by week.
///
/// Users are taken from strata of equal size, one from each, of the mean usage of the stratum.
/// Every user has streams of random numbers of the own, so that neither the order nor the number of
/// threads changes anything, and plans are compared on the same work.
public final class Population {
    /// What was simulated.
    ///
    /// @param limits of each account, in API dollars
    /// @param seats that share an account; 1 for one each
    /// @param dormant share of the seats that use nothing; they matter where seats share
    /// @param users active ones
    /// @param weeks measured
    /// @param threads at most
    public record Setting(
            Demand demand,
            List<Limit> limits,
            int seats,
            double dormant,
            Unmet unmet,
            int users,
            int weeks,
            long seed,
            int threads) {
        public Setting {
            limits = List.copyOf(limits);
            if (users < 10 || users > 10_000_000 || weeks < 1 || weeks > 520 || seats < 1) {
                throw new Refusal(
                        "%d users, %d weeks, %d seats: 10 to 10 million users, 1 to 520 weeks, at least one seat"
                                .formatted(users, weeks, seats));
            }
            if (seats > 1 && users < 5L * seats) {
                throw new Refusal(
                        "%d users in groups of %d seats: at least five times as many users as seats"
                                .formatted(users, seats));
            }
            for (Limit limit : limits) {
                if (limit.worth().isEmpty()) {
                    throw new Refusal(
                            "nobody has measured what the %s limit is worth"
                                    .formatted(limit.window()));
                }
            }
        }

        /// The same with other limits: on the same work.
        public Setting with(List<Limit> others) {
            return new Setting(demand, others, seats, dormant, unmet, users, weeks, seed, threads);
        }
    }

    /// Weeks before the measured time, at most, in which windows are filled.
    private static final int MOST_BEFORE = 8;

    private final Setting setting;
    private final double[] level;
    private final double[] wanted;
    private final double[] served;
    private final double[] waited;
    private final double[] overage;
    private final double[] downgraded;
    private final double[] switched;
    private final double[] lost;
    private final int[][] stopped;
    private final int[][] weeksStopped;
    private final int[] weeksAny;
    private final long[][] hours;

    private Population(Setting setting) {
        this.setting = setting;
        int n = setting.users();
        level = new double[n];
        wanted = new double[n];
        served = new double[n];
        waited = new double[n];
        overage = new double[n];
        downgraded = new double[n];
        switched = new double[n];
        lost = new double[n];
        stopped = new int[setting.limits().size()][n];
        weeksStopped = new int[setting.limits().size()][n];
        weeksAny = new int[n];
        hours = new long[setting.limits().size()][(int) Demand.WEEK];
    }

    /// @param round another round has other users and other work
    public static Population run(Setting setting, int round) {
        Population all = new Population(setting);
        all.levels();
        List<Shared> accounts = all.accounts(round);
        int chunk = Math.max(1, Math.min(256, accounts.size() / 8));
        int chunks = (accounts.size() + chunk - 1) / chunk;
        try (ForkJoinPool pool = new ForkJoinPool(Math.max(1, setting.threads()))) {
            List<long[][]> walls =
                    pool.submit(() ->
                                    IntStream.range(0, chunks)
                                            .parallel()
                                            .mapToObj(c ->
                                                    all.chunk(
                                                            accounts.subList(
                                                                    c * chunk,
                                                                    Math.min(
                                                                            accounts.size(),
                                                                            (c + 1) * chunk)),
                                                            round))
                                            .toList())
                            .get();
            for (long[][] part : walls) {
                for (int l = 0; l < part.length; l++) {
                    for (int h = 0; h < part[l].length; h++) {
                        all.hours[l][h] += part[l][h];
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return all;
    }

    /// The usage of each user: the mean of the own stratum, so that all of them use what is stated.
    private void levels() {
        int n = setting.users();
        double above = 1;
        for (int u = 0; u < n; u++) {
            double next = u == n - 1 ? 0 : setting.demand().spread().top((n - u - 1) / (double) n);
            // Rounding may leave the least of a very uneven law below zero.
            level[u] = Math.max(0, n * (above - next));
            above = next;
        }
    }

    /// Who shares an account.
    ///
    /// @param seats dormant ones with them
    private record Shared(List<Integer> users, double seats) {}

    /// Which users share an account: those of one, or as many active ones as a group of seats has;
    /// the last group has seats for the users that are left.
    private List<Shared> accounts(int round) {
        int n = setting.users();
        if (setting.seats() == 1) {
            return IntStream.range(0, n).mapToObj(u -> new Shared(List.of(u), 1)).toList();
        }
        RandomDataGenerator random = stream(setting.seed(), round, -1, 2);
        int[] order = random.nextPermutation(n, n);
        List<Shared> accounts = new ArrayList<>();
        for (int at = 0; at < n; ) {
            int active = 0;
            for (int s = 0; s < setting.seats(); s++) {
                active += random.nextDouble() >= setting.dormant() ? 1 : 0;
            }
            int size = Math.min(active, n - at);
            if (size > 0) {
                accounts.add(
                        new Shared(
                                IntStream.range(at, at + size).mapToObj(i -> order[i]).toList(),
                                setting.seats() * (double) size / active));
                at += size;
            }
        }
        return accounts;
    }

    private long[][] chunk(List<Shared> accounts, int round) {
        long[][] walls = new long[hours.length][(int) Demand.WEEK];
        double longest = setting.limits().stream().mapToDouble(Limit::hours).max().orElse(0);
        // Windows are filled before the measured time begins.
        int before = (int) Math.min(MOST_BEFORE, Math.ceil(longest / Demand.WEEK));
        double months = setting.weeks() * Demand.WEEK / Demand.MONTH;
        for (Shared shared : accounts) {
            int[] users = shared.users().stream().mapToInt(u -> u).toArray();
            Session[][] sessions = new Session[users.length][];
            for (int i = 0; i < users.length; i++) {
                RandomDataGenerator random = stream(setting.seed(), round, users[i], 0);
                sessions[i] =
                        setting.demand()
                                .sessions(level[users[i]], before + setting.weeks(), random);
            }
            Account account =
                    new Account(
                            setting.limits(),
                            shared.seats(),
                            setting.unmet(),
                            before * Demand.WEEK,
                            (before + setting.weeks()) * Demand.WEEK,
                            stream(setting.seed(), round, users[0], 1));
            Account.Tally[] tallies = account.run(sessions);
            for (int i = 0; i < users.length; i++) {
                int u = users[i];
                Account.Tally t = tallies[i];
                wanted[u] = t.wanted / months;
                served[u] = t.served / months;
                waited[u] = t.waited / months;
                overage[u] = t.overage / months;
                downgraded[u] = t.downgraded / months;
                switched[u] = t.switched / months;
                lost[u] = t.lost / months;
                weeksAny[u] = t.weeksAny;
                for (int l = 0; l < hours.length; l++) {
                    stopped[l][u] = t.stopped[l];
                    weeksStopped[l][u] = t.weeks[l];
                    for (int h = 0; h < walls[l].length; h++) {
                        walls[l][h] += t.hours[l][h];
                    }
                }
            }
        }
        return walls;
    }

    /// A stream of random numbers that depends on nothing but its names.
    static RandomDataGenerator stream(long seed, long round, long user, long purpose) {
        return new RandomDataGenerator(mix(mix(mix(mix(seed) ^ round) ^ user) ^ purpose));
    }

    /// Stafford's variant 13 of the finaliser of MurmurHash3, as SplittableRandom mixes.
    private static long mix(long z) {
        z += 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    public Setting setting() {
        return setting;
    }

    public int size() {
        return level.length;
    }

    /// A user's mean usage, API dollars a month.
    public double usual(int user) {
        return level[user] * setting.demand().mean();
    }

    /// API dollars a month that the user would have used.
    public double wanted(int user) {
        return wanted[user];
    }

    /// API dollars a month within the limits.
    public double served(int user) {
        return served[user];
    }

    /// Of those, after a wait.
    public double waited(int user) {
        return waited[user];
    }

    /// API dollars a month paid for on top.
    public double overage(int user) {
        return overage[user];
    }

    /// API dollars a month done by a cheaper model.
    public double downgraded(int user) {
        return downgraded[user];
    }

    /// API dollars a month done elsewhere.
    public double switched(int user) {
        return switched[user];
    }

    /// API dollars a month not done.
    public double lost(int user) {
        return lost[user];
    }

    /// Sessions a week that a limit stopped.
    public double stopped(int limit, int user) {
        return stopped[limit][user] / (double) setting.weeks();
    }

    /// Share of the weeks in which a limit stopped the user.
    public double weeksStopped(int limit, int user) {
        return weeksStopped[limit][user] / (double) setting.weeks();
    }

    /// Share of the weeks in which any limit stopped the user.
    public double weeksStopped(int user) {
        return weeksAny[user] / (double) setting.weeks();
    }

    /// Sessions stopped by a limit, by hour of the week from Monday 0:00.
    public long stoppedAt(int limit, int hour) {
        return hours[limit][hour];
    }
}
