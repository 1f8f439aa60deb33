package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// The book against dated facts, each with its source, and against the names of a public sheet.
class FactsTest {
    private static final PriceBook BOOK = PriceBook.bundled();

    @Test
    void theBookHasEveryDatedFact() {
        List<String> wrong = new ArrayList<>();
        for (NamedCsvRecord fact : rows("dated-facts.csv")) {
            assertThat(fact.getField("source")).as("source of " + fact).isNotBlank();
            Optional<Card> card =
                    card(fact.getField("provider"), fact.getField("model"), fact.getField("on"));
            if (!agrees(card, Meter.INPUT, fact.getField("input"), BigDecimal.ZERO)
                    || !agrees(card, Meter.OUTPUT, fact.getField("output"), BigDecimal.ZERO)) {
                wrong.add(fact + ": " + card.map(c -> c.rate(Meter.INPUT)).orElse(null));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Without what was written by hand: what the compiler and the rules know by themselves.
    @Test
    void theCompilerAloneHas98Of116() {
        PriceBook alone = PriceBook.uncorrected();
        long right =
                rows("dated-facts.csv").stream()
                        .filter(fact -> {
                            Optional<Card> card =
                                    card(
                                            alone,
                                            fact.getField("provider"),
                                            fact.getField("model"),
                                            fact.getField("on"));
                            return agrees(
                                            card,
                                            Meter.INPUT,
                                            fact.getField("input"),
                                            BigDecimal.ZERO)
                                    && agrees(
                                            card,
                                            Meter.OUTPUT,
                                            fact.getField("output"),
                                            BigDecimal.ZERO);
                        })
                        .count();
        assertThat(right).isGreaterThanOrEqualTo(98);
    }

    /// At least 97 of a hundred names find a price at their seller; 97 of a hundred within 2%.
    @Test
    void theNamesOfNovembersSheetFindTheirPrices() {
        int all = 0;
        int priced = 0;
        int close = 0;
        Map<String, Integer> unpriced = new HashMap<>();
        BigDecimal two = new BigDecimal("0.02");
        for (NamedCsvRecord name : rows("names-2026-11-20.csv")) {
            all++;
            Optional<Card> card =
                    card(name.getField("provider"), name.getField("name"), "2026-11-20");
            if (card.isEmpty()) {
                unpriced.merge(name.getField("provider"), 1, Integer::sum);
                continue;
            }
            assertThat(card.get().provider()).isEqualTo(name.getField("provider"));
            priced++;
            close +=
                    agrees(card, Meter.INPUT, name.getField("input"), two)
                                    && (name.getField("output").isEmpty()
                                            || agrees(
                                                    card,
                                                    Meter.OUTPUT,
                                                    name.getField("output"),
                                                    two))
                            ? 1
                            : 0;
        }
        assertThat(all).isGreaterThan(1_800);
        assertThat(priced)
                .as("without a price: " + unpriced)
                .isGreaterThanOrEqualTo(97 * all / 100);
        assertThat(close).isGreaterThanOrEqualTo(97 * all / 100);
    }

    private static Optional<Card> card(String provider, String model, String day) {
        return card(BOOK, provider, model, day);
    }

    private static Optional<Card> card(PriceBook book, String provider, String model, String day) {
        return book.resolve(provider, model, "", ServiceTier.STANDARD)
                        instanceof PriceBook.Resolution.Found(Tariff tariff)
                ? tariff.cardAt(Instant.parse(day + "T12:00:00Z"))
                : Optional.empty();
    }

    private static boolean agrees(
            Optional<Card> card, Meter meter, String usd, BigDecimal tolerance) {
        if (usd.isEmpty() || new BigDecimal(usd).signum() == 0) {
            return true;
        }
        BigDecimal want = new BigDecimal(usd);
        return card.map(c -> BigDecimal.valueOf(c.rate(meter), 6).subtract(want).abs())
                .filter(off -> off.compareTo(want.multiply(tolerance)) <= 0)
                .isPresent();
    }

    private static List<NamedCsvRecord> rows(String name) {
        try (InputStream in =
                        Objects.requireNonNull(FactsTest.class.getResourceAsStream(name), name);
                CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(in)) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
