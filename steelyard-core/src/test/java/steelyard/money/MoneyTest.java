package steelyard.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void sixDecimalsPerMillionTokensAreWholePicosPerToken() {
        assertThat(Money.usd("0.000000000001")).isEqualTo(new Money(1));
        assertThat(Money.usd("1.25")).isEqualTo(new Money(1_250_000_000_000L));
    }

    @Test
    void amountsBeyondTheRangeThrowInsteadOfWrapping() {
        Money most = new Money(Long.MAX_VALUE);
        assertThatThrownBy(() -> most.plus(new Money(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(Long.MIN_VALUE).minus(new Money(1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.usd("9223373")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.usd("0.0000000000001"))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void textIsPlainAndWithoutTrailingZeros() {
        assertThat(Money.usd("0.600006")).hasToString("0.600006");
        assertThat(Money.usd("100")).hasToString("100");
        assertThat(Money.ZERO).hasToString("0");
        assertThat(Money.usd("-2.50")).hasToString("-2.5");
    }

    @Test
    void roundingIsForShowingAndNamesItsMode() {
        assertThat(Money.usd("0.125").rounded(2, RoundingMode.HALF_EVEN))
                .isEqualTo(new BigDecimal("0.12"));
        assertThat(Money.usd("0.125").rounded(2, RoundingMode.HALF_UP))
                .isEqualTo(new BigDecimal("0.13"));
    }

    @Test
    void orderIsByAmount() {
        assertThat(Money.usd("1")).isLessThan(Money.usd("2")).isGreaterThan(Money.usd("-3"));
        assertThat(MoneyTotal.of(Money.usd("1"))).isLessThan(MoneyTotal.of(Money.usd("2")));
    }

    @Test
    void sumsAreEqualInAnyOrder() {
        qt().forAll(
                        longs().between(0, 1L << 60),
                        longs().between(0, 1L << 60),
                        longs().between(0, 1L << 60))
                .check((a, b, c) ->
                        new Money(a)
                                .plus(new Money(b))
                                .plus(new Money(c))
                                .equals(new Money(c).plus(new Money(a)).plus(new Money(b))));
    }

    @Test
    void wideProductsAgreeWithBigIntegers() {
        qt().forAll(longs().all(), longs().all())
                .check((count, each) ->
                        MoneyTotal.product(count, each)
                                .picos()
                                .equals(
                                        BigInteger.valueOf(count)
                                                .multiply(BigInteger.valueOf(each))));
    }

    @Test
    void totalsPassTheRangeOfMoney() {
        MoneyTotal total = MoneyTotal.of(new Money(Long.MAX_VALUE)).plus(new Money(1));
        assertThat(total.picos()).isEqualTo(BigInteger.TWO.pow(63));
        assertThat(total.usd()).isEqualTo(new BigDecimal("9223372.036854775808"));
        assertThat(total.minus(total)).isEqualTo(MoneyTotal.ZERO);
        assertThat(total.minus(total).isZero()).isTrue();
        assertThat(total.isZero()).isFalse();
        assertThat(MoneyTotal.of(Money.usd("2.5")).plus(MoneyTotal.of(Money.usd("2.5"))))
                .hasToString("5");
        assertThat(MoneyTotal.of(Money.usd("2.5")).approximateUsd()).isEqualTo(2.5);
    }
}
