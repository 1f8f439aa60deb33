package steelyard.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/// An exact sum of amounts without the range limit of [Money].
///
/// @param picos the sum in picodollars
public record MoneyTotal(BigInteger picos) implements Comparable<MoneyTotal> {
    public static final MoneyTotal ZERO = new MoneyTotal(BigInteger.ZERO);

    public static MoneyTotal of(Money amount) {
        return new MoneyTotal(BigInteger.valueOf(amount.picos()));
    }

    /// The amount of `count` units at `picosEach` picodollars each.
    public static MoneyTotal product(long count, long picosEach) {
        long high = Math.multiplyHigh(count, picosEach);
        long low = count * picosEach;
        return new MoneyTotal(
                high == low >> 63
                        ? BigInteger.valueOf(low)
                        : BigInteger.valueOf(count).multiply(BigInteger.valueOf(picosEach)));
    }

    public MoneyTotal plus(MoneyTotal other) {
        return new MoneyTotal(picos.add(other.picos));
    }

    public MoneyTotal plus(Money amount) {
        return new MoneyTotal(picos.add(BigInteger.valueOf(amount.picos())));
    }

    public MoneyTotal minus(MoneyTotal other) {
        return new MoneyTotal(picos.subtract(other.picos));
    }

    /// The sum as a decimal number of dollars, with all twelve decimals.
    public BigDecimal usd() {
        return new BigDecimal(picos, Money.SCALE);
    }

    /// The nearest `double` of dollars: for statistics and charts, never for an amount.
    public double approximateUsd() {
        return usd().doubleValue();
    }

    public boolean isZero() {
        return picos.signum() == 0;
    }

    @Override
    public int compareTo(MoneyTotal other) {
        return picos.compareTo(other.picos);
    }

    /// Dollars without trailing zeros.
    @Override
    public String toString() {
        return Money.plain(usd());
    }
}
