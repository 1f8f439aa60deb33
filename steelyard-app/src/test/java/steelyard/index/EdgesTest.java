package steelyard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// What is defined where the data are odd, and what is refused.
class EdgesTest {
    private static final Method.Window FULL = new Method.Window.Full();

    private static Panel.Builder table() {
        return Panel.builder("p.csv");
    }

    @Test
    void equalSharesAreTheLimitOfTheLogarithmicMeanNotZeroOverZero() {
        Panel panel =
                table().add("1", "a", 1, 10, 2)
                        .add("1", "b", 2, 5, 3)
                        .add("2", "a", 2, 5, 4)
                        .add("2", "b", 1, 10, 5)
                        .build();
        // values 10 and 10 in both periods: weights one half each, relatives 2 and 1/2
        assertThat(PriceIndex.levels(panel, new Method.Chained(Formula.SATO_VARTIA))[1])
                .isCloseTo(1, within(1e-12));
        assertThat(PriceIndex.levels(panel, new Method.Chained(Formula.MONTGOMERY_VARTIA))[1])
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void onePeriodIsOne() {
        Panel panel = table().add("2026-01", "a", 3, 1, 2).build();
        for (String name : new String[] {"fisher", "fixed-jevons", "ccdi", "wtpd", "gk"}) {
            assertThat(PriceIndex.levels(panel, Method.named(name, FULL))).containsExactly(1);
        }
    }

    @Test
    void oneProductGivesItsPriceRelativeUnderEveryMethod() {
        Panel panel =
                table().add("2026-01", "a", 3, 1, 2)
                        .add("2026-02", "a", 6, 4, 3)
                        .add("2026-03", "a", 2, 9, 4)
                        .build();
        for (Formula formula : Formula.all()) {
            assertThat(PriceIndex.levels(panel, new Method.Chained(formula))[2])
                    .as(formula.id())
                    .isCloseTo(2.0 / 3, within(1e-12));
        }
        for (String name : new String[] {"ccdi", "wtpd", "tpd", "gk"}) {
            assertThat(PriceIndex.levels(panel, Method.named(name, FULL))[2])
                    .as(name)
                    .isCloseTo(2.0 / 3, within(1e-12));
        }
    }

    @Test
    void withoutOverlapThereIsNoValueAndNeverOne() {
        Panel panel = table().add("2026-01", "a", 3, 1, 2).add("2026-02", "b", 6, 4, 3).build();
        for (String name :
                new String[] {
                    "jevons", "fixed-fisher", "montgomery-vartia", "ccdi", "wtpd", "tpd", "gk"
                }) {
            IndexSeries series = PriceIndex.of(panel, Method.named(name, FULL));
            assertThat(series.last()).as(name).isEmpty();
            assertThat(series.values().getLast().matchedShare()).isZero();
            assertThat(series.values().getLast().entered()).containsExactly("b");
            assertThat(series.values().getLast().left()).containsExactly("a");
        }
    }

    @Test
    void geksReachesPeriodsThatAreLinkedOnlyThroughOthers() {
        Panel panel =
                table().add("1", "a", 1, 1, 1)
                        .add("2", "a", 2, 1, 1)
                        .add("2", "b", 5, 1, 1)
                        .add("3", "b", 10, 1, 1)
                        .build();
        // 1 to 2 doubles through a, 2 to 3 doubles through b; 1 and 3 share nothing
        assertThat(PriceIndex.levels(panel, Method.named("geks-jevons", FULL))[2])
                .isCloseTo(4, within(1e-12));
        assertThat(PriceIndex.levels(panel, Method.named("tpd", FULL))[2])
                .isCloseTo(4, within(1e-12));
    }

    @Test
    void badRowsAreLeftOutAndCounted() {
        Panel panel =
                table().add("1", "a", 1, 1, 2)
                        .add("1", "b", 0, 1, 3)
                        .add("1", "c", -2, 1, 4)
                        .add("2", "a", 2, 1, 5)
                        .add("2", "b", 1, -1, 6)
                        .add("2", "c", 1, Double.NaN, 7)
                        .build();
        assertThat(panel.excluded())
                .containsExactly(
                        java.util.Map.entry("price is zero", 1L),
                        java.util.Map.entry("price is negative or no number", 1L),
                        java.util.Map.entry("quantity is negative or no number", 1L),
                        java.util.Map.entry("price without a quantity", 1L));
        assertThat(panel.rows()).isEqualTo(2);
    }

    @Test
    void aSecondRowForAProductAndPeriodIsRefusedByFileAndLine() {
        Panel.Builder twice =
                table().add("1", "a", 1, 1, 2).add("1", "b", 1, 1, 3).add("1", "a", 2, 1, 4);
        assertThatThrownBy(twice::build)
                .hasMessage(
                        "p.csv:4: product \"a\" has a second row in period 1 (the first is line 2); add them up or average them first");
    }

    @Test
    void datesMonthsAndNumbersAreOrderedInTimeAndMissingPeriodsNamed() {
        assertThat(Timeline.of(java.util.List.of("10", "9", "12")).labels())
                .containsExactly("9", "10", "12");
        assertThat(Timeline.of(java.util.List.of("2026-02", "2025-11")).missing())
                .containsExactly("2025-12", "2026-01");
        assertThat(Timeline.of(java.util.List.of("2021-W02", "2020-W52")).missing())
                .containsExactly("2020-W53", "2021-W01");
        assertThat(Timeline.of(java.util.List.of("2026-Q1", "2025-Q2")).missing())
                .containsExactly("2025-Q3", "2025-Q4");
        assertThatThrownBy(() -> Timeline.of(java.util.List.of("2026-01", "2026-Q2")))
                .hasMessage("periods of different kinds: 2026-01, 2026-Q2");
        assertThatThrownBy(() -> Timeline.of(java.util.List.of("2026-13")))
                .hasMessageContaining("period \"2026-13\" is not in the calendar");
        assertThatThrownBy(() -> Timeline.of(java.util.List.of("Jan")))
                .hasMessageContaining("period \"Jan\" is none of a date");
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedWithWhatWouldDo() {
        assertThatThrownBy(() -> Method.named("fischer", FULL))
                .hasMessageContaining("formula \"fischer\" is unknown; there are jevons");
        assertThatThrownBy(() -> Method.named("geks-laspeyres", FULL))
                .hasMessageContaining("GEKS needs a time-reversible formula, and laspeyres is not");
        assertThatThrownBy(() -> new Method.Window.Rolling(12, Splice.HALF))
                .hasMessage("a half splice needs an odd window, not 12 periods");
        assertThatThrownBy(() -> new Method.Window.Rolling(2, Splice.MEAN))
                .hasMessageContaining("at least 3");
        Panel prices = table().add("1", "a", 1, Double.NaN, 2).build();
        assertThatThrownBy(() -> PriceIndex.of(prices, Method.named("fisher", FULL)))
                .hasMessageContaining("fisher, chained weighs by quantities, and there are none");
        assertThatThrownBy(() -> PriceIndex.of(table().build(), Method.named("jevons", FULL)))
                .hasMessageContaining("no prices that can be used");
    }

    /// By hand: of period 2's spend 2 x 3 + 1 x 4 + 5 x 6 = 40, a and b make 10; of its products,
    /// two of three.
    @Test
    void theMatchedShareIsOfSpendWhereThereAreQuantitiesAndElseOfProducts() {
        Panel spend =
                table().add("1", "a", 1, 1, 1)
                        .add("1", "b", 1, 1, 1)
                        .add("2", "a", 2, 3, 1)
                        .add("2", "b", 1, 4, 1)
                        .add("2", "c", 5, 6, 1)
                        .build();
        Panel prices =
                table().add("1", "a", 1, Double.NaN, 1)
                        .add("1", "b", 1, Double.NaN, 1)
                        .add("2", "a", 2, Double.NaN, 1)
                        .add("2", "b", 1, Double.NaN, 1)
                        .add("2", "c", 5, Double.NaN, 1)
                        .build();
        Method jevons = Method.named("jevons", FULL);
        assertThat(PriceIndex.of(spend, jevons).values().getLast().matchedShare())
                .isCloseTo(0.25, within(1e-12));
        assertThat(PriceIndex.of(prices, jevons).values().getLast().matchedShare())
                .isCloseTo(2.0 / 3, within(1e-12));
    }

    /// By hand: Jevons of relatives 1/8, 2 and 4 is 1; a adds ln(1/8)/3, c ln(4)/3, b ln(2)/3.
    @Test
    void contributionsStandInTheOrderOfTheirSize() {
        Panel panel =
                table().add("1", "a", 8, 1, 1)
                        .add("1", "b", 1, 1, 1)
                        .add("1", "c", 1, 1, 1)
                        .add("2", "a", 1, 1, 1)
                        .add("2", "b", 2, 1, 1)
                        .add("2", "c", 4, 1, 1)
                        .build();
        IndexSeries.Value last =
                PriceIndex.of(panel, Method.named("jevons", FULL)).values().getLast();
        assertThat(last.level().orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(last.contributions())
                .extracting(IndexSeries.Contribution::product)
                .containsExactly("a", "c", "b");
        assertThat(last.contributions().getFirst().log())
                .isCloseTo(Math.log(1.0 / 8) / 3, within(1e-12));
    }

    @Test
    void aFixedBaseComparesWithTheFirstPeriodAndAChainWithTheOneBefore() {
        Panel panel =
                table().add("1", "a", 1, 1, 1)
                        .add("1", "b", 1, 1, 1)
                        .add("2", "a", 1, 1, 1)
                        .add("3", "a", 1, 1, 1)
                        .add("3", "b", 1, 1, 1)
                        .build();
        assertThat(
                        PriceIndex.of(panel, Method.named("fixed-jevons", FULL))
                                .values()
                                .get(2)
                                .entered())
                .isEmpty();
        assertThat(PriceIndex.of(panel, Method.named("jevons", FULL)).values().get(2).entered())
                .containsExactly("b");
    }
}
