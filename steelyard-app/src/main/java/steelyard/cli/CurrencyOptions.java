package steelyard.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import steelyard.file.UserPath;
import steelyard.price.ExchangeRates;
import steelyard.refusal.Refusal;
import steelyard.show.Currency;
import steelyard.table.TableFile;

/// In which currency amounts are shown.
final class CurrencyOptions {
    @Option(
            names = "--currency",
            paramLabel = "CODE",
            description =
                    "Show amounts in this currency, as EUR; JSON and CSV keep dollars (default: USD).")
    private String code = "USD";

    @Option(
            names = "--fx",
            paramLabel = "RATE",
            description =
                    "With --currency: units to the dollar, as 0.90, or a CSV file with date and rate, of which the last counts (default: the bundled rate of the European Central Bank).")
    private @Nullable String fx;

    Currency currency() {
        String asked = code.toUpperCase(Locale.ROOT);
        if (asked.equals("USD")) {
            if (fx != null) {
                throw new Refusal("--fx has no effect without --currency; leave it out");
            }
            return Currency.USD;
        }
        if (!asked.matches("[A-Z]{3}")) {
            throw new Refusal("--currency %s: a code of three letters, as EUR".formatted(code));
        }
        return fx == null ? bundled(asked) : stated(asked, fx);
    }

    private static Currency bundled(String code) {
        ExchangeRates.Rate rate = ExchangeRates.at(code, Instant.now());
        return new Currency(
                code,
                rate.units().doubleValue() / rate.dollars().doubleValue(),
                "amounts at " + rate);
    }

    private static Currency stated(String code, String text) {
        try {
            return with(code, Double.parseDouble(text), "as stated");
        } catch (NumberFormatException e) {
            Path file = UserPath.of(text);
            if (!Files.exists(file)) {
                throw new Refusal(
                        "--fx %s is neither a rate, as 0.90, nor a file".formatted(text), e);
            }
            NavigableMap<LocalDate, Double> rates = new TreeMap<>();
            TableFile.read(
                    file,
                    List.of("date", "rate"),
                    row -> rates.put(row.date("date"), row.number("rate")));
            return with(
                    code, rates.lastEntry().getValue(), "%s, %s".formatted(text, rates.lastKey()));
        }
    }

    private static Currency with(String code, double rate, String from) {
        if (!(rate > 0 && rate < 1e9)) {
            throw new Refusal("--fx %s: units to the dollar, above zero".formatted(rate));
        }
        return new Currency(
                code,
                rate,
                String.format(
                        Locale.ROOT, "amounts at %s %s to the dollar (%s)", rate, code, from));
    }
}
