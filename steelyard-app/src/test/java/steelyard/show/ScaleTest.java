package steelyard.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.lists;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void shownPartsAddUpToTheShownChange() {
        // 0.335 + 0.335 + 0.33 = 1.00; rounded one by one they would show 1.01
        Scale cents = Scale.of(100);
        assertThat(
                        cents.rounded(List.of(0.335, 0.335, 0.33), new BigDecimal("1.00")).stream()
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("1.00");
        qt().forAll(lists().of(doubles().between(-1e6, 1e6)).ofSizeBetween(1, 12))
                .check(parts -> {
                    double sum = parts.stream().mapToDouble(d -> d).sum();
                    BigDecimal change = cents.rounded(sum);
                    List<BigDecimal> shown = cents.rounded(parts, change);
                    for (int i = 0; i < parts.size(); i++) {
                        if (Math.abs(shown.get(i).doubleValue() - parts.get(i)) > 0.0101) {
                            return false;
                        }
                    }
                    return shown.stream().reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(change)
                            == 0;
                });
    }

    @Test
    void theUnitFollowsTheSize() {
        assertThat(Scale.of(7_068_007).shown(7_068_007)).isEqualTo("7.07M");
        assertThat(Scale.of(123_456).shown(123_456)).isEqualTo("123.5K");
        assertThat(Scale.of(42.5).shown(42.5)).isEqualTo("42.50");
        assertThat(Scale.of(0.0123).shown(0.0123)).isEqualTo("0.012300");
        assertThat(Scale.of(3e9).shown(3e9)).isEqualTo("3.00B");
    }

    @Test
    void numbersReadAsPeopleReadThem() {
        assertThat(Words.money(23_790_839)).isEqualTo("$23.79M");
        assertThat(Words.money(-1_089.44)).isEqualTo("-$1,089.44");
        assertThat(Words.change(100, 339)).isEqualTo("+239%");
        assertThat(Words.change(100, 100)).isEqualTo("unchanged");
        assertThat(Words.change(0, 5)).isEqualTo("from nothing");
        assertThat(Words.change(1, 250)).isEqualTo("250 times as much");
        assertThat(Words.percent(0.004)).isEqualTo("0.4%");
        assertThat(Words.percent(0.0000004)).isEqualTo("under 0.1%");
        assertThat(Words.count(15_100)).isEqualTo("15.1K");
        assertThat(Words.price(OptionalDouble.of(0.00544))).isEqualTo("$0.00544");
        assertThat(Words.price(OptionalDouble.empty())).isEqualTo("-");
    }

    @Test
    void barsFillTheirAxisToAnEighthOfAColumn() {
        Axis axis = new Axis(0, 40, 41);
        assertThat(axis.bar(0, 40)).hasSizeBetween(39, 42).matches("█+.?");
        assertThat(axis.bar(40, 20)).startsWith("    ").contains("█");
        assertThat(axis.bar(20, 20)).isBlank();
        assertThat(new Axis(0, 0, 41).bar(0, 0)).isEmpty();
    }

    @Test
    void textIsWrappedAtWords() {
        assertThat(TextTable.lines("one two three", 7)).containsExactly("one two", "three");
    }
}
