package steelyard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.junit.jupiter.api.Test;
import steelyard.market.Basket;
import steelyard.market.TestingMarket;

/// Indices of a market whose prices are made up.
class MarketPanelTest {
    private static final LocalDate AS_OF = LocalDate.parse("2026-08-21");
    private static final YearMonth JANUARY = YearMonth.of(2025, 1);

    private static MarketPanel panel(TestingMarket made, YearMonth to) {
        return panel(made, to, MarketPanel.Filter.NONE);
    }

    private static MarketPanel panel(TestingMarket made, YearMonth to, MarketPanel.Filter filter) {
        return MarketPanel.of(
                made.market().known(), Basket.CHAT, made.ratings(), JANUARY, to, AS_OF, filter);
    }

    private static int[] once(MarketPanel panel) {
        int[] once = new int[panel.models().size()];
        Arrays.fill(once, 1);
        return once;
    }

    /// A cut on 10 June: the old price stood 9 of 30 days. By hand (9 x 10 + 21 x 4) / 30 = 5.8.
    @Test
    void aMonthsPriceIsWeighedByDaysInForce() {
        MarketPanel panel =
                panel(
                        new TestingMarket()
                                .model("acme-a", 60)
                                .sells("acme", "acme-a", "2025-06-01", "2025-06-10", 10)
                                .sells("acme", "acme-a", "2025-06-10", "", 4),
                        YearMonth.of(2025, 7));
        assertThat(panel.price(0, 5)).isCloseTo(5.8, within(1e-12));
        assertThat(panel.price(0, 6)).isEqualTo(4);
        assertThat(panel.price(0, 4)).isNaN();
        assertThat(panel.changes()).hasSize(1);
        assertThat(panel.changes().getFirst().before()).isEqualTo(10);
        assertThat(panel.changes().getFirst().date()).isEqualTo("2025-06-10");
    }

    /// By hand: a falls to a half at one seller and stands at the other: -ln 2 / 2 for a, 0 for b,
    /// so the index is exp(-ln 2 / 4). A third seller that comes does not count until its next
    /// month.
    @Test
    void sellersOfAModelAreAveragedBeforeModels() {
        MarketPanel panel =
                panel(
                        new TestingMarket()
                                .model("acme-a", 60)
                                .model("acme-b", 50)
                                .sells("x", "acme-a", "2025-01-01", "2025-02-01", 8)
                                .sells("x", "acme-a", "2025-02-01", "", 4)
                                .sells("y", "acme-a", "2025-01-01", "", 8)
                                .sells("z", "acme-a", "2025-02-01", "", 1)
                                .sells("x", "acme-b", "2025-01-01", "", 3),
                        YearMonth.of(2025, 3));
        double[] logs = MarketIndex.matched(panel, once(panel));
        assertThat(logs[1]).isCloseTo(-Math.log(2) / 4, within(1e-12));
        assertThat(logs[2]).isCloseTo(logs[1], within(1e-12));
    }

    private static TestingMarket random(long seed, boolean complete) {
        SplittableRandom random = new SplittableRandom(seed);
        TestingMarket made = new TestingMarket();
        for (int m = 0; m < 14; m++) {
            String id = "lab%d-m%d".formatted(m % 3, m);
            made.model(id, 40 + 50 * random.nextDouble());
            int from = complete ? 0 : random.nextInt(8);
            int to = complete ? 18 : from + 4 + random.nextInt(12);
            for (int t = from; t < Math.min(to, 18); t++) {
                YearMonth month = JANUARY.plusMonths(t);
                double price = Math.round(1e4 * Math.exp(random.nextDouble(-2, 3))) / 1e4;
                made.sells(
                        "acme",
                        id,
                        month.atDay(1).toString(),
                        month.plusMonths(1).atDay(1).toString(),
                        price);
            }
        }
        return made;
    }

    private static Panel table(MarketPanel panel) {
        Panel.Builder table =
                Panel.builder("t", panel.months().stream().map(Object::toString).toList());
        for (int m = 0; m < panel.models().size(); m++) {
            for (int t = 0; t < panel.months().size(); t++) {
                if (!Double.isNaN(panel.price(m, t))) {
                    table.add(
                            panel.months().get(t).toString(),
                            panel.models().get(m).id(),
                            panel.price(m, t),
                            Double.NaN,
                            0);
                }
            }
        }
        return table.build();
    }

    /// With one seller a model, the matched index is the chained Jevons of the index room.
    @Test
    void theMatchedIndexIsTheChainedJevonsOfTheSamePrices() {
        for (int seed = 0; seed < 5; seed++) {
            MarketPanel panel = panel(random(seed, false), YearMonth.of(2026, 6));
            double[] levels = PriceIndex.levels(table(panel), new Method.Chained(Formula.JEVONS));
            double[] logs = MarketIndex.matched(panel, once(panel));
            for (int t = 0; t < levels.length; t++) {
                if (Double.isNaN(levels[t])) {
                    assertThat(logs[t]).isNaN();
                } else {
                    assertThat(Math.exp(logs[t])).isCloseTo(levels[t], within(1e-10 * levels[t]));
                }
            }
        }
    }

    /// Time dummies by partialling out agree with the plain regression on dummies (Hipparchus's
    /// QR).
    @Test
    void theTimeDummyIndexIsTheRegressionOnDummies() {
        MarketPanel panel = panel(random(3, false), YearMonth.of(2026, 1)).since(1).orElseThrow();
        int months = panel.months().size();
        List<double[]> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int m = 0; m < panel.models().size(); m++) {
            for (int t = 0; t < months; t++) {
                if (!Double.isNaN(panel.price(m, t))) {
                    double[] row = new double[months + 1];
                    row[0] = 1;
                    if (t > 0) {
                        row[t] = 1;
                    }
                    row[months] = panel.score(m);
                    x.add(row);
                    y.add(Math.log(panel.price(m, t)));
                }
            }
        }
        double[] b =
                new QRDecomposition(new Array2DRowRealMatrix(x.toArray(new double[0][])))
                        .getSolver()
                        .solve(new ArrayRealVector(y.stream().mapToDouble(d -> d).toArray()))
                        .toArray();
        Hedonic.Fit fit = new Hedonic(panel).fit(0, months, once(panel));
        assertThat(fit.slopes()[0]).isCloseTo(b[months], within(1e-9));
        for (int t = 1; t < months; t++) {
            assertThat(fit.levels()[t] - fit.levels()[0]).isCloseTo(b[t], within(1e-9));
        }
    }

    /// Where every model is on sale in every month nothing is imputed: GEKS over Jevons, which is
    /// Jevons itself.
    @Test
    void withoutGapsTheImputedIndexIsJevons() {
        MarketPanel panel = panel(random(8, true), YearMonth.of(2026, 6));
        double[] levels = PriceIndex.levels(table(panel), new Method.Chained(Formula.JEVONS));
        double[] logs = new Hedonic(panel).imputed(once(panel));
        for (int t = 0; t < levels.length; t++) {
            assertThat(logs[t]).isCloseTo(Math.log(levels[t]), within(1e-10));
        }
    }

    /// Prices that follow a hedonic law exactly, ln p = 0.05 q - 0.1 t: models come and go, list
    /// prices of a model fall by 0.1 a month, and so does everything: over the nine months with
    /// four models or more it is 0.8.
    @Test
    void aLawIsFoundByEveryIndexThatAsksForIt() {
        TestingMarket made = new TestingMarket();
        for (int m = 0; m < 12; m++) {
            double score = 40 + 4 * m;
            made.model("lab-m" + m, score);
            for (int t = m; t < Math.min(m + 7, 18); t++) {
                YearMonth month = JANUARY.plusMonths(t);
                made.sells(
                        "acme",
                        "lab-m" + m,
                        month.atDay(1).toString(),
                        month.plusMonths(1).atDay(1).toString(),
                        Math.round(1e6 * Math.exp(0.05 * score - 0.1 * t)) / 1e6);
            }
        }
        MarketPanel panel = panel(made, YearMonth.of(2025, 12)).since(4).orElseThrow();
        Hedonic hedonic = new Hedonic(panel);
        assertThat(hedonic.timeDummy(once(panel), 6, Splice.MEAN_PUBLISHED)[8])
                .isCloseTo(-0.8, within(1e-4));
        assertThat(MarketIndex.matched(panel, once(panel))[8]).isCloseTo(-0.8, within(1e-4));
        MarketPanel many = panel(made, YearMonth.of(2025, 12)).since(7).orElseThrow();
        double[] imputed = new Hedonic(many).imputed(once(many));
        assertThat(imputed[imputed.length - 1])
                .isCloseTo(-0.1 * (imputed.length - 1), within(1e-4));
        QualityPrice price = QualityPrice.of(panel, 50, 1);
        assertThat(price.slope()).isCloseTo(0.05, within(1e-5));
        List<MarketIndex> all = MarketIndex.of(panel, List.of(MarketIndex.Kind.MATCHED), 4, 20, 1);
        // the fall of 0.1 a month is exp(1.2) a year
        assertThat(all.getFirst().factorPerYear().orElseThrow())
                .isCloseTo(Math.exp(1.2), within(1e-3));
        assertThat(all.getFirst().interval().low()).isCloseTo(Math.exp(1.2), within(1e-3));
    }

    /// By hand: b of the same lab scores more, costs less and came in February; a is dominated from
    /// August on. c is another lab's and dominates nobody.
    @Test
    void aModelThatItsLabHasBetteredLeavesAfterSixMonths() {
        MarketPanel panel =
                panel(
                                new TestingMarket()
                                        .model("acme-a", 60)
                                        .model("acme-b", 70)
                                        .model("other-c", 90)
                                        .sells("x", "acme-a", "2025-01-01", "", 8)
                                        .sells("x", "acme-b", "2025-02-01", "", 8)
                                        .sells("x", "other-c", "2025-01-01", "", 1),
                                YearMonth.of(2025, 9))
                        .withoutDominated();
        assertThat(panel.price(0, 6)).isCloseTo(8, within(1e-12));
        assertThat(panel.price(0, 7)).isNaN();
        assertThat(panel.relative(0, 7)).isNaN();
        assertThat(panel.price(1, 8)).isCloseTo(8, within(1e-12));
        assertThat(panel.prices(8)).hasSize(2);
    }

    /// A change whose price one source alone states breaks the series and leaves the frontier; the
    /// first price of a listing stays.
    @Test
    void unconfirmedChangesCanBeLeftOut() {
        steelyard.market.Market market =
                new steelyard.market.Market(
                        steelyard.price.PriceBook.bundled(), steelyard.quality.Crosswalk.bundled());
        var listings =
                market.known().stream().filter(l -> l.provider().equals("openrouter")).toList();
        var ratings =
                steelyard.quality.Scores.bundled(steelyard.quality.Crosswalk.bundled())
                        .ratings("composite");
        MarketPanel all =
                MarketPanel.of(
                        listings,
                        Basket.CHAT,
                        ratings,
                        JANUARY,
                        YearMonth.of(2026, 8),
                        AS_OF,
                        MarketPanel.Filter.NONE);
        MarketPanel confirmed =
                MarketPanel.of(
                        listings,
                        Basket.CHAT,
                        ratings,
                        JANUARY,
                        YearMonth.of(2026, 8),
                        AS_OF,
                        new MarketPanel.Filter(true, false));
        long unconfirmed = all.changes().stream().filter(c -> !c.confirmed()).count();
        assertThat(unconfirmed).isPositive();
        assertThat(confirmed.changes()).hasSameSizeAs(all.changes());
        assertThat(confirmed.offers().size()).isLessThan(all.offers().size());
        assertThat(confirmed.models()).isEqualTo(all.models());
        MarketPanel without =
                MarketPanel.of(
                        listings,
                        Basket.CHAT,
                        ratings,
                        JANUARY,
                        YearMonth.of(2026, 8),
                        AS_OF,
                        new MarketPanel.Filter(false, true));
        assertThat(without.models())
                .allMatch(m -> m.reasoning() == steelyard.quality.Model.Reasoning.NO);
    }

    /// By hand: brackets of 10 from 40: in January a (45) at 4 and b (49) at 1, geometric mean 2,
    /// and c (55) at 8; in February a at 1 alone (new bracket mean 1) and c at 16. Shares of models
    /// 2/3 and 1/3, then 1/2 and 1/2: ln I = 7/12 ln(1/2) + 5/12 ln 2 = -ln 2 / 6.
    @Test
    void bracketsAndTheNaiveMeanAreTheOnesByHand() {
        MarketPanel panel =
                panel(
                        new TestingMarket()
                                .model("x-a", 45)
                                .model("y-b", 49)
                                .model("z-c", 55)
                                .sells("s", "x-a", "2025-01-01", "2025-02-01", 4)
                                .sells("s", "x-a", "2025-02-01", "", 1)
                                .sells("s", "y-b", "2025-01-01", "2025-02-01", 1)
                                .sells("s", "z-c", "2025-01-01", "2025-02-01", 8)
                                .sells("s", "z-c", "2025-02-01", "", 16),
                        YearMonth.of(2025, 2));
        List<MarketIndex> both =
                MarketIndex.of(
                        panel, List.of(MarketIndex.Kind.BRACKETS, MarketIndex.Kind.MEAN), 10, 1, 1);
        assertThat(both.getFirst().levels().getLast())
                .isCloseTo(Math.exp(-Math.log(2) / 6), within(1e-12));
        // the mean of 4, 1 and 8 is 13/3, of 1 and 16 it is 17/2
        assertThat(both.getLast().levels().getLast())
                .isCloseTo(17.0 / 2 / (13.0 / 3), within(1e-12));
        assertThat(both.getFirst().factorPerYear()).isEmpty();
    }

    /// A model drawn twice counts as two models alike: every index over weights equals itself over
    /// a panel that holds the model twice.
    @Test
    void aModelDrawnTwiceCountsAsTwo() {
        TestingMarket once = new TestingMarket();
        TestingMarket twice = new TestingMarket();
        SplittableRandom random = new SplittableRandom(17);
        for (int m = 0; m < 9; m++) {
            double score = 40 + 50 * random.nextDouble();
            boolean drawnTwice = m == 3;
            once.model("lab%d-m%d".formatted(m, m), score);
            twice.model("lab%d-m%d".formatted(m, m), score);
            if (drawnTwice) {
                twice.model("lab30-m", score);
            }
            for (int t = 0; t < 9; t++) {
                YearMonth month = JANUARY.plusMonths(t);
                double price = Math.round(1e4 * Math.exp(random.nextDouble(-2, 3))) / 1e4;
                String from = month.atDay(1).toString();
                String to = month.plusMonths(1).atDay(1).toString();
                if (m != 5 || t < 4) {
                    once.sells("s", "lab%d-m%d".formatted(m, m), from, to, price);
                    twice.sells("s", "lab%d-m%d".formatted(m, m), from, to, price);
                    if (drawnTwice) {
                        twice.sells("s", "lab30-m", from, to, price);
                    }
                }
            }
        }
        MarketPanel one = panel(once, YearMonth.of(2025, 9));
        MarketPanel two = panel(twice, YearMonth.of(2025, 9));
        int[] weights = once(one);
        weights[3] = 2;
        assertThat(one.models().get(3).id()).isEqualTo("lab3-m3");
        for (int t = 0; t < 9; t++) {
            assertThat(MarketIndex.matched(one, weights)[t])
                    .isCloseTo(MarketIndex.matched(two, once(two))[t], within(1e-12));
            assertThat(new Hedonic(one).timeDummy(weights, 6, Splice.MEAN_PUBLISHED)[t])
                    .isCloseTo(
                            new Hedonic(two).timeDummy(once(two), 6, Splice.MEAN_PUBLISHED)[t],
                            within(1e-9));
            assertThat(new Hedonic(one).imputed(weights)[t])
                    .isCloseTo(new Hedonic(two).imputed(once(two))[t], within(1e-9));
        }
    }

    /// Imputation the slow way: each month's regression by QR, unmatched models at what both months
    /// expect of them, GEKS over the 81 pairs.
    @Test
    void theImputedIndexIsTheSlowOne() {
        MarketPanel panel = panel(random(21, false), YearMonth.of(2026, 1)).since(6).orElseThrow();
        int months = panel.months().size();
        double[][] expected = new double[months][];
        for (int t = 0; t < months; t++) {
            int month = t;
            int[] there =
                    java.util.stream.IntStream.range(0, panel.models().size())
                            .filter(m -> !Double.isNaN(panel.price(m, month)))
                            .toArray();
            if (there.length >= 6) {
                double[][] x = new double[there.length][];
                double[] y = new double[there.length];
                for (int i = 0; i < there.length; i++) {
                    x[i] = new double[] {1, panel.score(there[i])};
                    y[i] = Math.log(panel.price(there[i], t));
                }
                expected[t] =
                        new QRDecomposition(new Array2DRowRealMatrix(x))
                                .getSolver()
                                .solve(new ArrayRealVector(y))
                                .toArray();
            }
        }
        double[][] log = new double[months][months];
        for (int s = 0; s < months; s++) {
            for (int t = 0; t < months; t++) {
                double[] mean = new double[2];
                int[] n = new int[2];
                for (int m = 0; m < panel.models().size(); m++) {
                    boolean in = !Double.isNaN(panel.price(m, s));
                    boolean out = !Double.isNaN(panel.price(m, t));
                    double change = Double.NaN;
                    if (in && out) {
                        change = Math.log(panel.price(m, t) / panel.price(m, s));
                    } else if ((in || out) && expected[s] != null && expected[t] != null) {
                        change =
                                expected[t][0]
                                        + expected[t][1] * panel.score(m)
                                        - expected[s][0]
                                        - expected[s][1] * panel.score(m);
                    }
                    if (!Double.isNaN(change) && in) {
                        mean[0] += change;
                        n[0]++;
                    }
                    if (!Double.isNaN(change) && out) {
                        mean[1] += change;
                        n[1]++;
                    }
                }
                log[s][t] = (mean[0] / n[0] + mean[1] / n[1]) / 2;
            }
        }
        double[] fast = new Hedonic(panel).imputed(once(panel));
        for (int t = 0; t < months; t++) {
            double slow = 0;
            for (int link = 0; link < months; link++) {
                slow += (log[0][link] + log[link][t]) / months;
            }
            assertThat(fast[t]).as("month %d", t).isCloseTo(slow, within(1e-9));
        }
    }

    /// By hand: a and b are matched in February and a halves: ln(1/2) / 2 of the change is its own;
    /// c came. In March b is gone: two of two models are matched, c's doubling is half of ln 2.
    @Test
    void whatIsBehindTheMatchedIndexAddsUpToIt() {
        MarketPanel panel =
                panel(
                        new TestingMarket()
                                .model("x-a", 50)
                                .model("x-b", 60)
                                .model("x-c", 58)
                                .sells("s", "x-a", "2025-01-01", "2025-02-01", 8)
                                .sells("s", "x-a", "2025-02-01", "", 4)
                                .sells("s", "x-b", "2025-01-01", "2025-03-01", 2)
                                .sells("s", "x-c", "2025-02-01", "2025-03-01", 3)
                                .sells("s", "x-c", "2025-03-01", "", 6)
                                .sells("t", "x-c", "2025-03-01", "", 24),
                        YearMonth.of(2025, 3));
        List<MarketPanel.Flow> flows = panel.flows();
        assertThat(flows.getFirst().matchedShare()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(flows.getFirst().entered()).containsExactly("x-c");
        assertThat(flows.getLast().left()).containsExactly("x-b");
        assertThat(flows.getLast().matchedShare()).isEqualTo(1);
        assertThat(flows.getFirst().contributions())
                .extracting(IndexSeries.Contribution::product)
                .containsExactly("x-a");
        double[] logs = MarketIndex.matched(panel, once(panel));
        for (int t = 1; t < logs.length; t++) {
            assertThat(
                            flows.get(t - 1).contributions().stream()
                                    .mapToDouble(IndexSeries.Contribution::log)
                                    .sum())
                    .isCloseTo(logs[t] - logs[t - 1], within(1e-12));
        }
        // the best on sale in March is c (58) at 6; the cheapest within 10 points is a at 4
        assertThat(panel.gap(10).factor()).isCloseTo(1.5, within(1e-12));
        assertThat(panel.gap(5).factor()).isEqualTo(1);
        assertThat(Math.exp(panel.widest().orElseThrow().log())).isCloseTo(4, within(1e-12));
    }

    @Test
    void aFrontierBeginsWithTheMonthsAskedFor() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-a", 60)
                        .sells("x", "acme-a", "2024-01-01", "2024-06-01", 1)
                        .sells("x", "acme-a", "2024-06-01", "", 8);
        List<Frontier.Offer> offers = panel(made, YearMonth.of(2025, 3)).offers();
        assertThat(offers).hasSize(1);
        assertThat(offers.getFirst().date()).isEqualTo("2025-01-01");
        assertThat(offers.getFirst().price()).isEqualTo(8);
    }

    @Test
    void monthsTheWrongWayRoundOrWithoutAnyModelAreRefused() {
        TestingMarket made =
                new TestingMarket()
                        .model("acme-a", 60)
                        .sells("x", "acme-a", "2025-06-01", "2025-07-01", 8);
        assertThatThrownBy(() -> panel(made, YearMonth.of(2024, 12)))
                .hasMessageContaining("month 2024-12 is before 2025-01");
        assertThatThrownBy(() -> panel(made, YearMonth.of(2025, 3)))
                .hasMessageContaining("no scored model is on sale from 2025-01 to 2025-03");
        MarketPanel panel = panel(made, YearMonth.of(2025, 6));
        assertThat(panel.since(2)).isEmpty();
        assertThat(panel.since(1).orElseThrow().months()).hasSize(1);
    }

    @Test
    void theSameSeedGivesTheSameIntervals() {
        MarketPanel panel = panel(random(2, false), YearMonth.of(2026, 6)).since(2).orElseThrow();
        List<MarketIndex.Kind> kinds = List.of(MarketIndex.Kind.values());
        assertThat(MarketIndex.of(panel, kinds, 5, 50, 7))
                .isEqualTo(MarketIndex.of(panel, kinds, 5, 50, 7));
    }

    /// LiteLLM's list of 1 August 2026, chat models of OpenAI, Anthropic and Google's AI Studio at
    /// 3 : 1; expected values by Python's statistics module, percentiles of type 7.
    @Test
    void theSpreadOfAugust2026() {
        List<NamedCsvRecord> rows = TestingTables.rows("inputs/litellm-2026-08.csv");
        double[] prices =
                rows.stream()
                        .mapToDouble(r ->
                                (3 * Double.parseDouble(r.getField("input"))
                                                + Double.parseDouble(r.getField("output")))
                                        / 4)
                        .toArray();
        Spread spread = Spread.of(prices);
        assertThat(spread.prices()).isEqualTo(148);
        assertThat(spread.maxToMin()).isCloseTo(300, within(1e-9));
        assertThat(spread.p90ToP10()).isCloseTo(57.14285714285715, within(1e-9));
        assertThat(spread.p75ToP25()).isCloseTo(7.0588235294117645, within(1e-9));
        assertThat(spread.logDeviation()).isCloseTo(1.4931234554683845, within(1e-9));
        assertThatThrownBy(() -> Spread.of(new double[0])).hasMessageContaining("no prices");
    }

    /// By hand: 1, 2, 4, 8: P90/P10 of type 7 is 6.8 / 1.3, P75/P25 5 / 1.75.
    @Test
    void theSpreadOfFourPricesIsTheOneByHand() {
        Spread spread = Spread.of(new double[] {8, 1, 4, 2});
        assertThat(spread.maxToMin()).isEqualTo(8);
        assertThat(spread.p90ToP10()).isCloseTo(6.8 / 1.3, within(1e-12));
        assertThat(spread.p75ToP25()).isCloseTo(5 / 1.75, within(1e-12));
        assertThat(spread.logDeviation())
                .isCloseTo(Math.log(2) * Math.sqrt(5.0 / 3), within(1e-12));
    }
}
