package steelyard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// The axioms of index numbers (PPI Manual 2004, chapter 16), on random panels from a seed.
class AxiomsTest {
    private static final int PANELS = 40;
    private static final Offset<Double> EXACT = within(1e-10);

    private record Row(int period, String product, double price, double quantity) {}

    private static List<Row> rows(long seed, int periods, int products, double filled) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int p = 0; p < products; p++) {
            double price = Math.exp(random.nextGaussian() * 2);
            for (int t = 1; t <= periods; t++) {
                price *= Math.exp(random.nextGaussian() * 0.3 - 0.05);
                if (p == 0 || random.nextDouble() < filled) {
                    rows.add(new Row(t, "p" + p, price, Math.exp(random.nextGaussian() * 1.5)));
                }
            }
        }
        return rows;
    }

    private static Panel panel(List<Row> rows) {
        Panel.Builder panel = Panel.builder("random");
        rows.forEach(r ->
                panel.add(String.valueOf(r.period()), r.product(), r.price(), r.quantity(), 0));
        return panel.build();
    }

    private static List<Formula> formulas() {
        List<Formula> formulas = new ArrayList<>(Formula.all());
        formulas.add(Formula.lloydMoulton(0.5));
        formulas.add(Formula.lloydMoulton(4));
        return formulas;
    }

    private static List<Method> multilaterals(Method.Window window) {
        return List.of(
                Method.named("geks-jevons", window),
                Method.named("geks-fisher", window),
                Method.named("ccdi", window),
                Method.named("geks-walsh", window),
                Method.named("tpd", window),
                Method.named("wtpd", window),
                Method.named("gk", window));
    }

    private static double bilateral(Formula formula, List<Row> rows) {
        return PriceIndex.levels(panel(rows), new Method.FixedBase(formula))[1];
    }

    @Test
    void equalPricesGiveOne() {
        for (int seed = 0; seed < PANELS; seed++) {
            List<Row> constant = new ArrayList<>();
            for (Row r : rows(seed, 5, 6, 0.8)) {
                constant.add(
                        new Row(r.period(), r.product(), 1 + r.product().charAt(1), r.quantity()));
            }
            for (Formula formula : formulas()) {
                assertThat(bilateral(formula, constant)).as(formula.id()).isCloseTo(1, EXACT);
            }
            for (Method method : multilaterals(new Method.Window.Full())) {
                for (double level : PriceIndex.levels(panel(constant), method)) {
                    assertThat(level).as(method.title()).isCloseTo(1, EXACT);
                }
            }
        }
    }

    @Test
    void pricesTimesLambdaGiveLambda() {
        for (int seed = 0; seed < PANELS; seed++) {
            List<Row> once = rows(seed, 2, 7, 1);
            List<Row> proportional = new ArrayList<>();
            for (Row r : once) {
                double base = 1 + r.product().charAt(1);
                proportional.add(
                        new Row(
                                r.period(),
                                r.product(),
                                r.period() == 2 ? base * 3.7 : base,
                                r.quantity()));
            }
            for (Formula formula : formulas()) {
                if (!formula.equals(Formula.MONTGOMERY_VARTIA)) { // known to fail it
                    assertThat(bilateral(formula, proportional))
                            .as(formula.id())
                            .isCloseTo(3.7, within(1e-9));
                }
            }
        }
    }

    @Test
    void exchangingThePeriodsGivesTheReciprocalWhereThatIsClaimedAndOnlyThere() {
        for (Formula formula : formulas()) {
            double farthest = 0;
            for (int seed = 0; seed < PANELS; seed++) {
                List<Row> rows = rows(seed, 2, 7, 0.8);
                List<Row> back =
                        rows.stream()
                                .map(r ->
                                        new Row(
                                                3 - r.period(),
                                                r.product(),
                                                r.price(),
                                                r.quantity()))
                                .toList();
                double product = bilateral(formula, rows) * bilateral(formula, back);
                farthest = Math.max(farthest, Math.abs(product - 1));
            }
            assertThat(farthest < 1e-10).as(formula.id()).isEqualTo(formula.reversible());
        }
    }

    @Test
    void unitsOfMeasureDoNotMatterButToDutot() {
        for (int seed = 0; seed < PANELS; seed++) {
            List<Row> rows = rows(seed, 4, 7, 0.8);
            List<Row> other =
                    rows.stream()
                            .map(r ->
                                    r.product().equals("p0")
                                            ? new Row(
                                                    r.period(),
                                                    r.product(),
                                                    r.price() * 1000,
                                                    r.quantity() / 1000)
                                            : r)
                            .toList();
            for (Formula formula : formulas()) {
                if (!formula.equals(Formula.DUTOT)) {
                    assertThat(bilateral(formula, other))
                            .as(formula.id())
                            .isCloseTo(
                                    bilateral(formula, rows),
                                    within(1e-9 * bilateral(formula, rows)));
                }
            }
            assertThat(bilateral(Formula.DUTOT, other))
                    .isNotCloseTo(bilateral(Formula.DUTOT, rows), EXACT);
            for (Method method : multilaterals(new Method.Window.Full())) {
                same(method, other, rows);
            }
        }
    }

    @Test
    void multilateralsAreTransitiveTheBasePeriodDoesNotMatter() {
        for (int seed = 0; seed < PANELS; seed++) {
            List<Row> rows = rows(seed, 5, 7, 0.6);
            // period 3 moved to the front
            List<Row> turned =
                    rows.stream()
                            .map(r ->
                                    new Row(
                                            r.period() == 3 ? 0 : r.period(),
                                            r.product(),
                                            r.price(),
                                            r.quantity()))
                            .toList();
            for (Method method : multilaterals(new Method.Window.Full())) {
                double[] levels = PriceIndex.levels(panel(rows), method);
                double[] other = PriceIndex.levels(panel(turned), method);
                assertThat(other[4] / other[1])
                        .as(method.title())
                        .isCloseTo(levels[4] / levels[0], within(1e-9 * levels[4] / levels[0]));
            }
        }
    }

    @Test
    void orderOfRowsDoesNotMatter() {
        for (int seed = 0; seed < PANELS; seed++) {
            List<Row> rows = rows(seed, 5, 7, 0.7);
            List<Row> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, new Random(seed));
            for (Method method :
                    multilaterals(new Method.Window.Rolling(3, Splice.MEAN_PUBLISHED))) {
                assertThat(PriceIndex.levels(panel(shuffled), method))
                        .containsExactly(PriceIndex.levels(panel(rows), method));
            }
        }
    }

    @Test
    void splittingAProductIntoTwoOfHalfTheQuantityChangesNothingWhereWeighted() {
        for (int seed = 0; seed < PANELS; seed++) {
            List<Row> rows = rows(seed, 5, 6, 0.8);
            List<Row> split = new ArrayList<>();
            for (Row r : rows) {
                if (r.product().equals("p0")) {
                    split.add(new Row(r.period(), "p0a", r.price(), r.quantity() / 2));
                    split.add(new Row(r.period(), "p0b", r.price(), r.quantity() / 2));
                } else {
                    split.add(r);
                }
            }
            for (Formula formula : formulas()) {
                if (formula.needsQuantities()) {
                    same(new Method.Chained(formula), split, rows);
                }
            }
            for (String name : List.of("geks-fisher", "ccdi", "wtpd", "gk")) {
                same(Method.named(name, new Method.Window.Full()), split, rows);
            }
        }
    }

    private static void same(Method method, List<Row> one, List<Row> other) {
        double[] a = PriceIndex.levels(panel(one), method);
        double[] b = PriceIndex.levels(panel(other), method);
        for (int t = 0; t < a.length; t++) {
            assertThat(a[t]).as(method.title()).isCloseTo(b[t], within(1e-9 * b[t]));
        }
    }

    @Test
    void onTwoPeriodsGeksIsItsFormulaAndWeighedDummyLiesBetweenTheExtremes() {
        for (int seed = 0; seed < PANELS; seed++) {
            List<Row> rows = rows(seed, 2, 6, 0.8);
            assertThat(
                            PriceIndex.levels(
                                    panel(rows),
                                    Method.named("geks-fisher", new Method.Window.Full()))[1])
                    .isCloseTo(
                            bilateral(Formula.FISHER, rows),
                            within(1e-10 * bilateral(Formula.FISHER, rows)));
            assertThat(
                            PriceIndex.levels(
                                    panel(rows), Method.named("tpd", new Method.Window.Full()))[1])
                    .as("on two periods the dummy without weights is Jevons (Diewert 2005)")
                    .isCloseTo(
                            bilateral(Formula.JEVONS, rows),
                            within(1e-10 * bilateral(Formula.JEVONS, rows)));
        }
    }

    @Test
    void indicatorsAddUpToTheChangeInSpend() {
        for (int seed = 0; seed < PANELS; seed++) {
            List<Row> rows = rows(seed, 2, 6, 0.7);
            Panel panel = panel(rows);
            double change =
                    rows.stream()
                            .mapToDouble(r -> (r.period() == 2 ? 1 : -1) * r.price() * r.quantity())
                            .sum();
            for (Indicator indicator : Indicator.values()) {
                Indicator.Parts parts = indicator.of(panel, 0, 1);
                assertThat(parts.price() + parts.quantity() + parts.entered() + parts.left())
                        .as(indicator.name())
                        .isCloseTo(change, within(1e-9 * Math.max(1, Math.abs(change))));
            }
        }
    }
}
