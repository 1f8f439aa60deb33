package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Users through windows, against the closed forms of one cap and against laws that any limiter
/// keeps.
class PopulationTest {
    private static final Spread SPREAD = new Spread.Lognormal(1.3);
    private static final double FOUR_WEEKS = 672;

    /// Every week alike, so that a month's usage is the user's level exactly.
    private static final Demand.Habits STEADY =
            new Demand.Habits(0, 0, 14, 0.5, 0, 0.1, 0, 14, 2, 1);

    private static final Demand.Habits LIVELY = Demand.Habits.of(Assumptions.bundled());

    private static Population.Setting setting(
            Demand.Habits habits, double mean, Unmet unmet, int users, List<Limit> limits) {
        return new Population.Setting(
                new Demand(SPREAD, mean, habits), limits, 1, 0, unmet, users, 8, 3, 2);
    }

    private static double mean(Population p, IntToDoubleFunction of) {
        return IntStream.range(0, p.size()).mapToDouble(of).average().orElseThrow();
    }

    private static Limit fourWeeks(double usd) {
        return Limit.usd("4 weeks", Limit.Kind.FIXED, FOUR_WEEKS, usd);
    }

    private static double error(Population p, IntToDoubleFunction of) {
        double mean = mean(p, of);
        return Math.sqrt(
                IntStream.range(0, p.size())
                                .mapToDouble(u -> Math.pow(of.applyAsDouble(u) - mean, 2))
                                .average()
                                .orElseThrow()
                        / p.size());
    }

    @Test
    void oneCapServesWhatTheClosedFormSays() {
        double month = 500;
        Population p =
                Population.run(
                        setting(
                                STEADY,
                                300,
                                Unmet.LOST,
                                4000,
                                List.of(fourWeeks(month * FOUR_WEEKS / Demand.MONTH))),
                        0);
        CapModel form = new CapModel(SPREAD, 300, month, 0);
        assertThat(mean(p, p::served)).isCloseTo(form.served(), within(4 * error(p, p::served)));
        assertThat(mean(p, p::lost)).isCloseTo(form.unmet(), within(4 * error(p, p::lost)));
        // Strata: a hundredth of the plain error would do.
        assertThat(mean(p, p::served)).isCloseTo(form.served(), within(0.5));
    }

    @Test
    void overageBringsWhatTheClosedFormSays() {
        double month = 500;
        Unmet paid = new Unmet(0.7, 0, 0.3, 0, 0);
        Population p =
                Population.run(
                        setting(
                                STEADY,
                                300,
                                paid,
                                6000,
                                List.of(fourWeeks(month * FOUR_WEEKS / Demand.MONTH))),
                        0);
        CapModel form = new CapModel(SPREAD, 300, month, 0);
        assertThat(mean(p, p::overage))
                .isCloseTo(0.3 * form.unmet(), within(4 * error(p, p::overage)));
        // The overage is revenue on top of the price.
        Margin margin = new Margin(p, new Vendor(100, 0, 0.35, 0, 1, 0));
        assertThat(margin.revenue()).isCloseTo(100 + mean(p, p::overage), within(1e-9));
    }

    @Test
    void withoutALimitThatBindsAllIsServed() {
        Population p =
                Population.run(
                        setting(
                                LIVELY,
                                300,
                                Unmet.LOST,
                                500,
                                List.of(
                                        Limit.usd("5h", Limit.Kind.ANCHORED, 5, 1e9),
                                        Limit.usd("week", Limit.Kind.SLIDING, 168, 1e9))),
                        0);
        for (int u = 0; u < p.size(); u++) {
            assertThat(p.served(u)).isCloseTo(p.wanted(u), within(1e-9 * (1 + p.wanted(u))));
            assertThat(p.weeksStopped(u)).isZero();
        }
    }

    @Test
    void aWindowThatHoldsTheWholeWeekChangesNothing() {
        Limit week = Limit.usd("week", Limit.Kind.FIXED, 168, 60);
        Population alone = Population.run(setting(LIVELY, 300, Unmet.LOST, 500, List.of(week)), 0);
        Population both =
                Population.run(
                        setting(
                                LIVELY,
                                300,
                                Unmet.LOST,
                                500,
                                List.of(week, Limit.usd("5h", Limit.Kind.ANCHORED, 5, 60))),
                        0);
        double bound = 0.02 * mean(alone, alone::served);
        // A window that spans two weeks can bind a little.
        assertThat(mean(both, both::served)).isCloseTo(mean(alone, alone::served), within(bound));
        assertThat(mean(both, both::served)).isLessThanOrEqualTo(mean(alone, alone::served));
    }

    @Test
    void aLargerAllowanceNeverServesAnyoneLess() {
        Population before = null;
        for (double week : new double[] {5, 10, 20, 40, 80, 160, 320}) {
            Population p =
                    Population.run(
                            setting(
                                    LIVELY,
                                    300,
                                    Unmet.LOST,
                                    400,
                                    List.of(Limit.usd("week", Limit.Kind.FIXED, 168, week))),
                            0);
            for (int u = 0; before != null && u < p.size(); u++) {
                assertThat(p.served(u)).isGreaterThanOrEqualTo(before.served(u) - 1e-9);
            }
            before = p;
        }
    }

    @Test
    void workIsNeverMadeNorForgotten() {
        Unmet all = new Unmet(0.2, 0.3, 0.2, 0.2, 0.1);
        Population p =
                Population.run(
                        setting(
                                LIVELY,
                                600,
                                all,
                                1000,
                                List.of(
                                        Limit.usd("5h", Limit.Kind.ANCHORED, 5, 8),
                                        Limit.usd("week", Limit.Kind.FIXED, 168, 60),
                                        Limit.usd("month", Limit.Kind.SLIDING, 720, 200))),
                        0);
        double stopped = 0;
        for (int u = 0; u < p.size(); u++) {
            double parts = p.served(u) + p.lost(u) + p.overage(u) + p.downgraded(u) + p.switched(u);
            assertThat(parts).isCloseTo(p.wanted(u), within(1e-9 * (1 + p.wanted(u))));
            assertThat(p.waited(u)).isLessThanOrEqualTo(p.served(u) + 1e-9);
            stopped += p.stopped(0, u) + p.stopped(1, u) + p.stopped(2, u);
        }
        assertThat(stopped).isPositive();
        assertThat(mean(p, p::overage)).isPositive();
        assertThat(mean(p, p::downgraded)).isPositive();
        assertThat(mean(p, p::switched)).isPositive();
        assertThat(mean(p, p::waited)).isPositive();
    }

    @Test
    void noWindowServesMoreThanItHolds() {
        double week = 20;
        Population p =
                Population.run(
                        setting(
                                LIVELY,
                                3000,
                                new Unmet(0, 1, 0, 0, 0),
                                300,
                                List.of(Limit.usd("week", Limit.Kind.FIXED, 168, week))),
                        0);
        // Eight weeks are measured; sessions that begin in them may use a ninth and a tenth.
        double most = week * 10 / (8 * 168 / Demand.MONTH);
        for (int u = 0; u < p.size(); u++) {
            assertThat(p.served(u)).isLessThanOrEqualTo(most + 1e-9);
        }
    }

    @Test
    void theAnswerIsTheSameOnOneThreadAndOnEight() {
        List<Limit> limits =
                List.of(
                        Limit.usd("5h", Limit.Kind.ANCHORED, 5, 8),
                        Limit.usd("week", Limit.Kind.FIXED, 168, 60));
        Unmet unmet = new Unmet(0.5, 0.5, 0, 0, 0);
        for (int seats : new int[] {1, 7}) {
            Demand demand = new Demand(SPREAD, 300, LIVELY);
            Population one =
                    Population.run(
                            new Population.Setting(
                                    demand, limits, seats, 0.3, unmet, 777, 6, 11, 1),
                            0);
            Population eight =
                    Population.run(
                            new Population.Setting(
                                    demand, limits, seats, 0.3, unmet, 777, 6, 11, 8),
                            0);
            assertThat(bytes(eight)).isEqualTo(bytes(one));
            assertThat(bytes(one))
                    .isNotEqualTo(
                            bytes(
                                    Population.run(
                                            new Population.Setting(
                                                    demand, limits, seats, 0.3, unmet, 777, 6, 12,
                                                    1),
                                            0)));
        }
    }

    private static long[] bytes(Population p) {
        return IntStream.range(0, p.size())
                .boxed()
                .flatMap(u ->
                        java.util.stream.Stream.of(
                                p.wanted(u),
                                p.served(u),
                                p.lost(u),
                                p.waited(u),
                                p.stopped(0, u),
                                p.stopped(1, u)))
                .mapToLong(Double::doubleToLongBits)
                .toArray();
    }

    @Test
    void seatsThatShareGetAtLeastWhatSeatsApartGet() {
        List<Limit> limits = List.of(fourWeeks(150));
        Demand demand = new Demand(SPREAD, 300, LIVELY);
        Population apart =
                Population.run(
                        new Population.Setting(demand, limits, 1, 0, Unmet.LOST, 2000, 8, 3, 2), 0);
        Population shared =
                Population.run(
                        new Population.Setting(demand, limits, 20, 0, Unmet.LOST, 2000, 8, 3, 2),
                        0);
        assertThat(mean(shared, shared::served)).isGreaterThan(1.1 * mean(apart, apart::served));
        // Seats that nobody uses leave their share to the others.
        Population idle =
                Population.run(
                        new Population.Setting(demand, limits, 20, 0.5, Unmet.LOST, 2000, 8, 3, 2),
                        0);
        assertThat(mean(idle, idle::served)).isGreaterThan(1.1 * mean(shared, shared::served));
    }

    @Test
    void sessionsAddUpToTheMeanAndCountsAreNegativeBinomial() {
        // No carry-over and equal weeks: counts of a week have mean m and, by seven gamma days of
        // shape r, variance m + m^2 / (7 r) where all days are alike.
        Demand demand =
                new Demand(SPREAD, 100, new Demand.Habits(0, 0, 20, 0, 0.9, 1.5, 1.2, 14, 3, 1));
        int n = 20_000;
        double[] counts = new double[n];
        double usd = 0;
        for (int i = 0; i < n; i++) {
            Demand.Session[] week = demand.sessions(1, 1, Population.stream(1, 0, i, 0));
            counts[i] = week.length;
            usd += Arrays.stream(week).mapToDouble(Demand.Session::usd).sum() / n;
        }
        double mean = Arrays.stream(counts).average().orElseThrow();
        double variance = Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).sum() / (n - 1);
        assertThat(mean).isCloseTo(20, within(0.3));
        assertThat(variance).isCloseTo(20 + 400 / (7 * 1.2), within(3.0));
        assertThat(usd).isCloseTo(100 * 7 / 30.0, within(0.5));
    }

    @Test
    void weeksOfOneUserVaryAndCarryOver() {
        Demand demand =
                new Demand(SPREAD, 100, new Demand.Habits(0.5, 0.5, 50, 0, 0, 1.5, 0, 14, 3, 1));
        int n = 20_000;
        double first = 0;
        double product = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            Demand.Session[] two = demand.sessions(1, 2, Population.stream(2, 0, i, 0));
            double a =
                    Math.log(
                            Arrays.stream(two)
                                    .filter(s -> s.start() < 168)
                                    .mapToDouble(Demand.Session::usd)
                                    .sum());
            double b =
                    Math.log(
                            Arrays.stream(two)
                                    .filter(s -> s.start() >= 168)
                                    .mapToDouble(Demand.Session::usd)
                                    .sum());
            double mu = Math.log(100 * 7 / 30.0) - 0.125;
            first += (a - mu) / n;
            square += (a - mu) * (a - mu) / n;
            product += (a - mu) * (b - mu) / n;
        }
        assertThat(first).isCloseTo(0, within(0.02));
        assertThat(square).isCloseTo(0.25, within(0.01));
        assertThat(product / square).isCloseTo(0.5, within(0.03));
    }

    @Test
    void stopsFallInWorkingHours() {
        Population p =
                Population.run(
                        setting(
                                LIVELY,
                                600,
                                Unmet.LOST,
                                500,
                                List.of(Limit.usd("5h", Limit.Kind.ANCHORED, 5, 4))),
                        0);
        long noon = 0;
        long night = 0;
        long all = 0;
        for (int h = 0; h < 168; h++) {
            long there = p.stoppedAt(0, h);
            all += there;
            noon += h % 24 >= 10 && h % 24 < 20 ? there : 0;
            night += h % 24 < 6 ? there : 0;
        }
        double counted = 0;
        for (int u = 0; u < p.size(); u++) {
            counted += p.stopped(0, u) * 8;
        }
        assertThat((double) all).isCloseTo(counted, within(1e-6));
        assertThat(noon).isGreaterThan(20 * night);
    }

    @Test
    void usersUseWhatIsStatedWhateverTheSpread() {
        for (Spread spread : List.of(SPREAD, new Spread.Pareto(1.161), new Spread.Rates(0.6))) {
            Population p =
                    Population.run(
                            new Population.Setting(
                                    new Demand(spread, 300, STEADY),
                                    List.of(fourWeeks(1e9)),
                                    1,
                                    0,
                                    Unmet.LOST,
                                    500,
                                    4,
                                    1,
                                    2),
                            0);
            assertThat(mean(p, p::usual)).as(spread.words()).isCloseTo(300, within(1e-6));
            assertThat(mean(p, p::wanted)).isCloseTo(300, within(1e-3));
        }
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> setting(LIVELY, 300, Unmet.LOST, 1, List.of()))
                .hasMessageContaining("10 to 10 million users");
        assertThatThrownBy(() -> new Unmet(0.5, 0, 0, 0, 0)).hasMessageContaining("add up to 1");
    }
}
