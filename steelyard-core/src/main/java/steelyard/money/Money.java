package steelyard.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An exact amount of US dollars, in whole picodollars (10⁻¹² USD); the range is ±9,223,372.04 USD.
///
/// A list price with up to six decimals per million tokens is a whole number of picodollars per
/// token, so that the amount of any count of tokens is exact and sums are equal in any order.
///
/// @param picos the amount in picodollars, negative for a credit
public record Money(long picos) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    /// Decimal places of a dollar that a [Money] can hold.
    public static final int SCALE = 12;

    /// Reads a decimal amount of dollars such as `0.600006`.
    ///
    /// @throws NumberFormatException if the text is not a decimal number
    /// @throws ArithmeticException if it has more than twelve decimals or lies outside the range
    public static Money usd(String decimal) {
        return new Money(new BigDecimal(decimal).movePointRight(SCALE).longValueExact());
    }

    /// @throws ArithmeticException if the sum lies outside the range
    public Money plus(Money other) {
        return new Money(Math.addExact(picos, other.picos));
    }

    /// @throws ArithmeticException if the difference lies outside the range
    public Money minus(Money other) {
        return new Money(Math.subtractExact(picos, other.picos));
    }

    /// This amount for each of `count` units.
    ///
    /// @throws ArithmeticException if the product lies outside the range
    public Money times(long count) {
        return new Money(Math.multiplyExact(picos, count));
    }

    /// The amount as a decimal number of dollars, with all twelve decimals.
    public BigDecimal usd() {
        return BigDecimal.valueOf(picos, SCALE);
    }

    /// The amount rounded to `decimals` places, as shown to people; never fed back into a sum.
    public BigDecimal rounded(int decimals, RoundingMode mode) {
        return usd().setScale(decimals, mode);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(picos, other.picos);
    }

    /// Dollars without trailing zeros, e.g. `0.600006`.
    @Override
    public String toString() {
        return plain(usd());
    }

    static String plain(BigDecimal usd) {
        BigDecimal stripped = usd.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }
}
