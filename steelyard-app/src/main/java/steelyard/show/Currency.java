package steelyard.show;

import java.util.Map;
import java.util.function.Supplier;

/// The currency in which readers see amounts; programs always get dollars.
///
/// @param code ISO 4217
/// @param perUsd units that a dollar is worth
/// @param from where that comes from, in words; empty for dollars
public record Currency(String code, double perUsd, String from) {
    public static final Currency USD = new Currency("USD", 1, "");

    private static final ScopedValue<Currency> NOW = ScopedValue.newInstance();

    private static final Map<String, String> SIGNS =
            Map.of(
                    "USD", "$", "EUR", "€", "GBP", "£", "JPY", "¥", "CNY", "CN¥", "INR", "₹", "KRW",
                    "₩");

    /// The currency of what is being said; dollars if nobody asked for another.
    public static Currency now() {
        return NOW.orElse(USD);
    }

    /// Says something in this currency.
    public <T> T in(Supplier<T> said) {
        return ScopedValue.where(NOW, this).call(said::get);
    }

    public boolean isDollar() {
        return code.equals("USD");
    }

    /// What stands before an amount.
    public String sign() {
        return SIGNS.getOrDefault(code, code + " ");
    }

    /// An amount of dollars in this currency.
    public double of(double usd) {
        return usd * perUsd;
    }
}
