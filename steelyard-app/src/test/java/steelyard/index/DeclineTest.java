package steelyard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The fall of prices at given quality, against what others published or computed.
class DeclineTest {
    private static final double TOLERANCE = 1e-6;

    private static List<NamedCsvRecord> withoutReasoning(String benchmark) {
        return TestingTables.rows("inputs/epoch2025.csv").stream()
                .filter(r -> r.getField("reasoning").equals("0"))
                .filter(r -> !r.getField(benchmark).isEmpty())
                .toList();
    }

    private static Frontier.Offer offer(NamedCsvRecord row, String benchmark) {
        return new Frontier.Offer(
                row.getField("model"),
                LocalDate.parse(row.getField("date")),
                Double.parseDouble(row.getField("price")),
                Double.parseDouble(row.getField(benchmark)));
    }

    private static double number(NamedCsvRecord row, String name) {
        return Double.parseDouble(row.getField(name));
    }

    private static void close(double actual, double expected, String what) {
        assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
    }

    /// Epoch AI's own regressions, epoch-research/llm-benchmark-efficiency@34b9233.
    @Test
    void epochsRegressionsAreReproduced() {
        List<NamedCsvRecord> published = TestingTables.rows("frontier_expected.csv");
        assertThat(published).hasSize(10);
        for (NamedCsvRecord row : published) {
            String benchmark = row.getField("benchmark");
            List<Frontier.Offer> offers =
                    withoutReasoning(benchmark).stream()
                            .map(r -> offer(r, benchmark))
                            .filter(o -> o.score() < number(row, "score_max_exclusive"))
                            .toList();
            Decline decline =
                    Frontier.of(offers, number(row, "score_min")).recordsDecline().orElseThrow();
            String what = benchmark + " " + row.getField("threshold_model");
            assertThat(decline.points()).as(what).isEqualTo((int) number(row, "n_points"));
            close(decline.factorPerYear(), number(row, "factor_per_year"), what);
            close(decline.low(), number(row, "ci90_low"), what);
            close(decline.high(), number(row, "ci90_high"), what);
            assertThat(Math.round(decline.rSquared() * 100) / 100.0)
                    .as(what)
                    .isEqualTo(number(row, "r_squared_2dp"));
        }
    }

    /// Computed with R's lm: log price on years and score.
    @Test
    void hedonicTrendsAreThoseOfAnotherImplementation() {
        for (NamedCsvRecord row : TestingTables.rows("hedonic_trend_expected.csv")) {
            String benchmark = row.getField("benchmark");
            List<NamedCsvRecord> rows = withoutReasoning(benchmark);
            Decline decline =
                    Decline.fit(
                                    rows.stream()
                                            .map(r -> offer(r, benchmark))
                                            .map(o -> new Decline.Point(o.date(), o.price()))
                                            .toList(),
                                    new double[][] {
                                        rows.stream()
                                                .mapToDouble(r -> number(r, benchmark))
                                                .toArray()
                                    })
                            .orElseThrow();
            assertThat(decline.points()).isEqualTo((int) number(row, "n"));
            close(decline.factorPerYear(), number(row, "factor_per_year"), benchmark);
            close(decline.low(), number(row, "ci90_low"), benchmark);
            close(decline.high(), number(row, "ci90_high"), benchmark);
            close(decline.rSquared(), number(row, "r_squared"), benchmark);
        }
    }

    private static Frontier.Offer at(String model, String date, double price, double score) {
        return new Frontier.Offer(model, LocalDate.parse(date), price, score);
    }

    @Test
    void aPriceThatIsTenthedInAYearFallsTenfoldByEveryFit() {
        Frontier frontier =
                Frontier.of(
                        List.of(
                                at("a", "2025-01-01", 100, 50),
                                at("b", "2025-07-02", 100 / Math.pow(10, 182.0 / 365), 50),
                                at("c", "2026-01-01", 10, 51),
                                at("weak", "2025-02-01", 0.01, 49.9)),
                        50);
        Decline records = frontier.recordsDecline().orElseThrow();
        assertThat(records.factorPerYear()).isCloseTo(10, within(1e-9));
        assertThat(records.halfLifeMonths().orElseThrow()).isCloseTo(3.6124, within(1e-4));
        assertThat(records.rSquared()).isCloseTo(1, within(1e-12));
        assertThat(records.isIdentified()).isTrue();
        assertThat(records.isShort()).isFalse();
        assertThat(frontier.endpoints().orElseThrow()).isCloseTo(10, within(1e-9));
    }

    @Test
    void theMonthlyFrontierIsAStepFunctionAndAPriceThatRisesRaisesIt() {
        Frontier frontier =
                Frontier.of(
                        List.of(
                                at("a", "2025-01-15", 10, 60),
                                at("b", "2025-03-31", 4, 60),
                                at("b", "2025-05-01", 8, 60)),
                        60);
        List<Frontier.Step> steps = frontier.monthly(YearMonth.of(2025, 6));
        assertThat(steps)
                .extracting(s -> s.offer().price())
                .containsExactly(10.0, 10.0, 4.0, 4.0, 8.0, 8.0);
        assertThat(steps.getFirst().date()).isEqualTo("2025-01-31");
        assertThat(frontier.records()).extracting(Frontier.Offer::price).containsExactly(10.0, 4.0);
    }

    @Test
    void ofSeveralRecordsOnOneDateTheLastCounts() {
        Frontier frontier =
                Frontier.of(
                        List.of(
                                at("a", "2025-01-01", 9, 1),
                                at("b", "2025-01-01", 5, 1),
                                at("c", "2025-01-01", 7, 1)),
                        1);
        assertThat(frontier.records()).extracting(Frontier.Offer::model).containsExactly("b");
        assertThat(frontier.recordsDecline()).isEmpty();
        assertThat(frontier.endpoints()).isEmpty();
        assertThat(frontier.at(LocalDate.parse("2024-12-31"))).isEmpty();
    }

    @Test
    void aWideIntervalOrOneAcrossNoChangeIsNotIdentified() {
        assertThat(new Decline(4, 689, 0.12, 4e6, 0.7, 200).isIdentified()).isFalse();
        assertThat(new Decline(4, 42, 4.4, 441, 0.7, 400).isIdentified()).isFalse();
        assertThat(new Decline(4, 42, 4.4, 440, 0.7, 400).isIdentified()).isTrue();
        assertThat(new Decline(4, 0.5, 0.3, 0.9, 0.7, 181).isIdentified()).isTrue();
        assertThat(new Decline(4, 0.5, 0.3, 0.9, 0.7, 181).isShort()).isTrue();
        assertThat(new Decline(4, 0.5, 0.3, 0.9, 0.7, 182).halfLifeMonths()).isEmpty();
        assertThat(new Decline(2, 5, Double.NaN, Double.NaN, 1, 400).isIdentified()).isFalse();
    }

    @Test
    void aFreeModelHasNoPlaceOnAFrontierOfPrices() {
        assertThatThrownBy(() -> at("free", "2025-01-01", 0, 60))
                .hasMessage("free on 2025-01-01: price 0.0 is not above zero");
    }

    /// Two models: a draw has both with chance 1/2 (a figure: 10 exactly), else one (none).
    @Test
    void theBootstrapDrawsModelsAndCountsDrawsWithoutAFigure() {
        List<Frontier.Offer> two =
                List.of(at("a", "2025-01-01", 100, 1), at("b", "2026-01-01", 10, 1));
        Bootstrap interval =
                Bootstrap.of(
                        2,
                        4000,
                        7,
                        counts ->
                                Frontier.of(
                                                two.stream()
                                                        .filter(o -> counts[two.indexOf(o)] > 0)
                                                        .toList(),
                                                1)
                                        .endpoints());
        assertThat(interval.low()).isCloseTo(10, within(1e-9));
        assertThat(interval.high()).isCloseTo(10, within(1e-9));
        assertThat(interval.undefined()).isBetween(1850, 2150); // 2000, sd 32
        assertThat(interval.isIdentified()).isFalse();
        assertThat(new Bootstrap(2, 200, 100, 10).isIdentified()).isTrue();
        assertThat(new Bootstrap(2, 201, 100, 10).isIdentified()).isFalse();
        assertThat(new Bootstrap(2, 20, 100, 11).isIdentified()).isFalse();
        assertThat(new Bootstrap(0.5, 2, 100, 0).isIdentified()).isFalse();
    }

    /// The bootstrap of a frontier works on each model's cheapest price a month; drawing the offers
    /// themselves is the slow way to the same.
    @Test
    void aFrontiersBootstrapIsThatOfDrawingItsModelsOffers() {
        List<Frontier.Offer> offers = new java.util.ArrayList<>();
        java.util.SplittableRandom random = new java.util.SplittableRandom(3);
        for (int m = 0; m < 12; m++) {
            for (int i = 0; i < 3; i++) {
                offers.add(
                        new Frontier.Offer(
                                "m" + m,
                                "s" + i,
                                LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300)),
                                LocalDate.of(2025, 1, 1).plusDays(random.nextInt(300)),
                                random.nextDouble(1, 20),
                                60));
            }
        }
        YearMonth last = YearMonth.of(2025, 6);
        Frontier frontier = Frontier.of(offers, 60);
        List<String> models =
                frontier.reaching().stream().map(Frontier.Offer::model).distinct().toList();
        Bootstrap slow =
                Bootstrap.of(
                        models.size(),
                        200,
                        5,
                        counts ->
                                Frontier.of(
                                                offers.stream()
                                                        .filter(o ->
                                                                counts[models.indexOf(o.model())]
                                                                        > 0)
                                                        .toList(),
                                                60)
                                        .monthlyDecline(last)
                                        .map(Decline::factorPerYear));
        assertThat(frontier.bootstrap(last, 200, 5)).isEqualTo(slow);
    }

    /// An offer that ends leaves the frontier: a withdrawal raises it.
    @Test
    void aWithdrawalRaisesTheFrontier() {
        Frontier frontier =
                Frontier.of(
                        List.of(
                                new Frontier.Offer(
                                        "a",
                                        "x",
                                        LocalDate.parse("2025-01-01"),
                                        LocalDate.parse("2025-03-01"),
                                        2,
                                        1),
                                new Frontier.Offer(
                                        "a",
                                        "y",
                                        LocalDate.parse("2025-01-01"),
                                        LocalDate.MAX,
                                        5,
                                        1)),
                        1);
        assertThat(frontier.monthly(YearMonth.of(2025, 4)))
                .extracting(s -> s.offer().price())
                .containsExactly(2.0, 2.0, 5.0, 5.0);
    }

    /// The figure is the number of the draw, so that the percentiles are known: type 7 of 1 to 101.
    @Test
    void percentilesAreTheFifthAndTheNinetyFifth() {
        int[] draw = {0};
        Bootstrap interval =
                Bootstrap.of(1, 101, 1, _ -> java.util.Optional.of((double) ++draw[0]));
        assertThat(interval.low()).isEqualTo(6);
        assertThat(interval.high()).isEqualTo(96);
    }
}
