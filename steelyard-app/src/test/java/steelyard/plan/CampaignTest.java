package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a campaign takes, worked by hand.
class CampaignTest {
    private static final Campaign.Rates OPUS = new Campaign.Rates(5, 6.25, 0.5, 25, "stated");

    private static Map<String, Campaign.Input> inputs(Object... values) {
        Map<String, Campaign.Input> all = new LinkedHashMap<>();
        Campaign.inputs().forEach((name, input) -> all.put(name, input.at(input.typical())));
        for (int i = 0; i < values.length; i += 2) {
            String name = (String) values[i];
            Campaign.Input old = all.get(name);
            assertThat(old).as(name).isNotNull();
            all.put(
                    name,
                    java.util.Objects.requireNonNull(old)
                            .at(((Number) values[i + 1]).doubleValue()));
        }
        return all;
    }

    private static Campaign.Draw typical(int tasks, int attempts, Object... values) {
        return Campaign.of(new Campaign.Question(inputs(values), OPUS, tasks, attempts, 1))
                .typical();
    }

    @Test
    void contextGrowsWithEveryTurn() {
        // Start 10, each turn adds 3 + 2. Turn 1 reads 10 anew; turn 2 5 anew and 10 again; turn 3
        // 5
        // anew and 15 again: 20 anew, 25 again, 6 written.
        Attempts.Attempt a = Attempts.attempt(3, 10, 3, 2, Double.POSITIVE_INFINITY);
        assertThat(a.fresh()).isEqualTo(20);
        assertThat(a.old()).isEqualTo(25);
        assertThat(a.output()).isEqualTo(6);
    }

    @Test
    void readingAgainIsQuadraticInTurnsWithoutCompaction() {
        // Sum over t of (start + (t - 1) g) = n start + g n (n - 1) / 2, of which the last turn's
        // own
        // is not read again: old = (n - 1) start + g (n - 1)(n - 2) / 2.
        int n = 400;
        double old = Attempts.attempt(n, 100, 40, 10, Double.POSITIVE_INFINITY).old();
        assertThat(old).isCloseTo((n - 1) * 100 + 50.0 * (n - 1) * (n - 2) / 2, within(1e-3));
    }

    @Test
    void aFullContextIsSummedUpToAFifth() {
        // Limit 20, start 10: turn 1 reads 10 anew (context 10); turn 2 5 anew, 10 again (15); turn
        // 3
        // 5 anew, 15 again (20); one more would pass 20: turn 4 reads 10 + 4 anew and nothing
        // again.
        Attempts.Attempt a = Attempts.attempt(4, 10, 3, 2, 20);
        assertThat(a.fresh()).isEqualTo(34);
        assertThat(a.old()).isEqualTo(25);
    }

    @Test
    void attemptsFollowTheGeometricSumWhereAllTasksAreAlike() {
        // (1 - 0.4^3) / 0.6 = 1.56; done 1 - 0.4^3 = 0.936.
        assertThat(Attempts.expectedAttempts(0.6, 1e12, 3)).isCloseTo(1.56, within(1e-9));
        assertThat(1 - Attempts.failing(0.6, 1e12, 3)).isCloseTo(0.936, within(1e-9));
    }

    @Test
    void whatFailedOnceIsLikelierToFailAgain() {
        // Beta(0.6, 0.4): after one failure 0.6 / 2 = 0.3 succeed.
        assertThat(Attempts.failing(0.6, 1, 2)).isCloseTo(0.4 * 0.7, within(1e-12));
        assertThat(Attempts.expectedAttempts(0.6, 1, 2)).isCloseTo(1.4, within(1e-12));
    }

    @Test
    void costIsTokensTimesPricesAndWhatComesWithThem() {
        // Two turns: 10,000 anew, then 2,000 anew and 10,000 again, 1,000 written. Cache hit 0.9:
        // 12,000 x 6.25 + 1,000 x 5 + 9,000 x 0.5 + 1,000 x 25 = 75,000 + 5,000 + 4,500 + 25,000 =
        // 109,500 micro-dollars: $0.1095. 100 tasks, all merged at once: $10.95; checks 100 x 0.1 =
        // $10;
        // review 100 x 0.5 h x $80 = $4,000.
        Campaign.Draw d =
                typical(
                        100,
                        1,
                        "turns",
                        2,
                        "context",
                        10_000,
                        "growth",
                        1500,
                        "answer",
                        500,
                        "compact",
                        1e9,
                        "hit",
                        0.9,
                        "success",
                        1,
                        "rework",
                        0,
                        "harness",
                        0,
                        "checks",
                        0.1,
                        "review",
                        0.5,
                        "wage",
                        80,
                        "speed",
                        50,
                        "tool.seconds",
                        5,
                        "agents",
                        10,
                        "tokens.per.minute",
                        1e9,
                        "joules.input",
                        0.1,
                        "joules.output",
                        2,
                        "site",
                        2);
        assertThat(d.tokensUsd()).isCloseTo(10.95, within(1e-9));
        assertThat(d.otherUsd()).isCloseTo(4010, within(1e-9));
        assertThat(d.merged()).isEqualTo(100);
        assertThat(d.fresh()).isCloseTo(1_300_000, within(1e-3));
        assertThat(d.cached()).isCloseTo(900_000, within(1e-3));
        assertThat(d.output()).isCloseTo(100_000, within(1e-6));
        // 100 x (1,000 / 50 + 2 x 5) s over 10 agents = 300 s.
        assertThat(d.days()).isCloseTo(300 / 86400.0, within(1e-12));
        // (1.3M x 0.1 + 0.1M x 2) x 2 = 660,000 J.
        assertThat(d.kwh()).isCloseTo(660_000 / 3.6e6, within(1e-9));
    }

    @Test
    void rateLimitsSetThePaceWhereAgentsWouldBeFaster() {
        Campaign.Draw d =
                typical(
                        100,
                        1,
                        "turns",
                        2,
                        "context",
                        10_000,
                        "growth",
                        1500,
                        "answer",
                        500,
                        "compact",
                        1e9,
                        "hit",
                        0.9,
                        "success",
                        1,
                        "rework",
                        0,
                        "agents",
                        1000,
                        "tokens.per.minute",
                        100_000);
        // 1.3M read anew and 0.1M written at 100,000 a minute: 14 minutes.
        assertThat(d.days()).isCloseTo(14 / 1440.0, within(1e-9));
    }

    @Test
    void theCompilerAnchorCostsAboutTwentyThousandDollars() {
        // 2,000 sessions, 2B tokens read anew at the price of a cache write ($6.25): $12,500; 140M
        // written at $25: $3,500; and what is read again from the cache makes the rest: the vendor
        // says just under $20,000.
        Campaign.Draw d =
                typical(
                        2000, 1, "turns", 100, "context", 20_000, "growth", 6_000, "answer", 700,
                        "compact", 100_000, "hit", 1, "success", 1, "rework", 0, "harness", 0,
                        "checks", 0);
        assertThat(d.fresh()).isCloseTo(2e9, within(0.1e9));
        assertThat(d.output()).isCloseTo(1.4e8, within(1e3));
        assertThat(d.usd()).isBetween(18_000.0, 22_000.0);
    }

    @Test
    void inputsMeetTheirRangeAtTheTenths() {
        Campaign.Input turns = new Campaign.Input("turns", 20, 40, 80, 0, 10_000, "turns", "", "");
        assertThat(turns.quantile(0.1)).isCloseTo(20, within(1e-9));
        assertThat(turns.quantile(0.5)).isCloseTo(40, within(1e-9));
        assertThat(turns.quantile(0.9)).isCloseTo(80, within(1e-9));
        Campaign.Input zero = new Campaign.Input("checks", 0, 0.05, 0.3, 0, 10_000, "USD", "", "");
        assertThat(zero.quantile(0.1)).isCloseTo(0, within(1e-9));
        assertThat(zero.quantile(0.01)).isZero();
        Campaign.Input share = new Campaign.Input("hit", 0.8, 0.95, 0.98, 0, 1, "share", "", "");
        assertThat(share.quantile(1 - 1e-9)).isEqualTo(1);
        assertThatThrownBy(() -> turns.at(3, 2, 4)).hasMessageContaining("from low to high");
        assertThatThrownBy(() -> share.at(1.5)).hasMessageContaining("none below 0 or above 1");
    }

    @Test
    void budgetsAreKeptInAsManyCasesAsTheirQuantile() {
        Campaign c = Campaign.of(new Campaign.Question(Campaign.inputs(), OPUS, 1000, 3, 1));
        assertThat(c.within(c.quantile(0.9, Campaign.Draw::usd))).isCloseTo(0.9, within(1e-3));
        double[] merged = c.mergedWithin(1e12, new double[] {0.5});
        assertThat(merged[0]).isCloseTo(c.quantile(0.5, Campaign.Draw::merged), within(1e-6));
        double half = c.quantile(0.5, Campaign.Draw::usd) / 2;
        assertThat(c.mergedWithin(half, new double[] {0.5})[0]).isLessThan(merged[0]);
    }

    @Test
    void aTaskIsGivenUpWhereAnotherSuccessCostsMoreThanItIsWorth() {
        Campaign c =
                Campaign.of(
                        new Campaign.Question(
                                inputs("success", 0.5, "alike", 1, "rework", 0), OPUS, 100, 3, 1));
        var further = c.further();
        // Chances 0.5, 0.25, 0.1667: each next success costs twice, three times the first.
        assertThat(further.get(1).usd() / further.get(0).usd()).isCloseTo(2, within(1e-9));
        assertThat(further.get(2).usd() / further.get(0).usd()).isCloseTo(3, within(1e-9));
    }

    @Test
    void fewTasksAreDrawnOneByOne() {
        // One task, half a chance, three attempts: 50% take one, 25% two, 25% three; of which 87.5%
        // end
        // merged. One attempt costs $0.1095 (above), so $0.15 is enough in half of the cases.
        Campaign c =
                Campaign.of(
                        new Campaign.Question(
                                inputs(
                                        "turns",
                                        2,
                                        "context",
                                        10_000,
                                        "growth",
                                        1500,
                                        "answer",
                                        500,
                                        "compact",
                                        1e9,
                                        "hit",
                                        0.9,
                                        "success",
                                        0.5,
                                        "alike",
                                        1e12,
                                        "rework",
                                        0,
                                        "harness",
                                        0,
                                        "checks",
                                        0,
                                        "task.sigma",
                                        0),
                                OPUS,
                                1,
                                3,
                                1));
        assertThat(c.within(0.15)).isCloseTo(0.5, within(0.012));
        assertThat(c.within(0.25)).isCloseTo(0.75, within(0.012));
        assertThat(c.draws().stream().mapToDouble(Campaign.Draw::merged).average().orElseThrow())
                .isCloseTo(0.875, within(0.01));
        assertThat(c.draws()).allMatch(d -> d.merged() == 0 || d.merged() == 1);
        assertThat(c.draws()).allMatch(d -> d.attempts() >= 1 && d.attempts() <= 3);
    }

    @Test
    void manyTasksKeepMeanVarianceAndCovariance() {
        // 1,000 tasks by the normal law against the same drawn one by one, ten times a hundred.
        var random = new org.hipparchus.random.RandomDataGenerator(4);
        int n = 20_000;
        double[] a = new double[n];
        double[] m = new double[n];
        double[] a1 = new double[n];
        double[] m1 = new double[n];
        for (int i = 0; i < n; i++) {
            Attempts.Outcome o = Attempts.Outcome.drawn(1000, 0.6, 1.5, 3, random);
            a[i] = o.attempts();
            m[i] = o.merged();
            for (int k = 0; k < 10; k++) {
                Attempts.Outcome part = Attempts.Outcome.drawn(100, 0.6, 1.5, 3, random);
                a1[i] += part.attempts();
                m1[i] += part.merged();
            }
        }
        assertThat(mean(a)).isCloseTo(mean(a1), within(1.5));
        assertThat(mean(m)).isCloseTo(mean(m1), within(1.0));
        assertThat(covariance(a, a))
                .isCloseTo(covariance(a1, a1), within(0.05 * covariance(a1, a1)));
        assertThat(covariance(m, m))
                .isCloseTo(covariance(m1, m1), within(0.05 * covariance(m1, m1)));
        assertThat(covariance(a, m))
                .isCloseTo(covariance(a1, m1), within(0.05 * Math.abs(covariance(a1, m1))));
    }

    private static double mean(double[] x) {
        return java.util.Arrays.stream(x).average().orElseThrow();
    }

    private static double covariance(double[] x, double[] y) {
        double mx = mean(x);
        double my = mean(y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - mx) * (y[i] - my);
        }
        return sum / x.length;
    }

    @Test
    void moreAgentsThanTasksDoNotHurryATask() {
        // One attempt of 2 turns: 1,000 / 50 + 2 x 5 = 30 s, whoever else waits.
        Campaign.Draw d =
                typical(
                        1,
                        1,
                        "turns",
                        2,
                        "context",
                        10_000,
                        "growth",
                        1500,
                        "answer",
                        500,
                        "compact",
                        1e9,
                        "success",
                        1,
                        "rework",
                        0,
                        "speed",
                        50,
                        "tool.seconds",
                        5,
                        "agents",
                        16);
        assertThat(d.days()).isCloseTo(30 / 86400.0, within(1e-12));
    }
}
