package steelyard.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import steelyard.price.ContextTier;
import steelyard.price.PriceBook;
import steelyard.price.Tariff;
import steelyard.sheet.PriceKey;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// The book against the majority of public sheets: of those that are current, and of all, most of
/// which were looked at in August.
class AgreementTest {
    private static final Path EVIDENCE = Path.of("..", "prices", "evidence");
    private static final LocalDate BOOK_DATE = LocalDate.of(2026, 11, 20);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    /// @param points prices of input, output and cache reads on which a majority of sheets agrees
    private record Agreement(int points, List<String> misses) {
        double share() {
            return 1 - (double) misses.size() / points;
        }
    }

    @Test
    void theBookAgreesWithTheMajorityOfCurrentSheets() {
        Agreement current = agreement(s -> !s.until().isBefore(BOOK_DATE.minusDays(60)));
        assertThat(current.points()).isGreaterThan(1_000);
        assertThat(current.share())
                .as(() -> String.join("\n", current.misses()))
                .isGreaterThan(0.97);
    }

    /// What differs changed after August, most of it at OpenRouter, or was retired: see docs.
    @Test
    void theBookAgreesWithMostSheetsEvenWhereTheyAreOld() {
        Agreement all = agreement(s -> true);
        assertThat(all.points()).isGreaterThan(4_000);
        assertThat(all.share()).isGreaterThan(0.95);
    }

    private static Agreement agreement(Predicate<Sighting> counted) {
        PriceBook book = PriceBook.bundled();
        Map<PriceKey, Map<String, Sighting>> last = new TreeMap<>();
        Evidence.read(EVIDENCE)
                .sightings()
                .filter(s -> !s.gone() && s.from().isBefore(BOOK_DATE) && counted.test(s))
                .filter(s -> isPlain(s.key()))
                .forEach(s ->
                        last.computeIfAbsent(Evidence.folded(s.key()), k -> new HashMap<>())
                                .merge(
                                        s.source(),
                                        s,
                                        (a, b) -> a.from().isAfter(b.from()) ? a : b));
        int points = 0;
        List<String> misses = new ArrayList<>();
        for (Map.Entry<PriceKey, Map<String, Sighting>> price : last.entrySet()) {
            for (Meter meter : List.of(Meter.INPUT, Meter.OUTPUT, Meter.CACHE_READ)) {
                Optional<BigDecimal> majority = majority(price.getValue(), meter);
                if (majority.isPresent()) {
                    points++;
                    Optional<BigDecimal> ours = rate(book, price.getKey(), meter);
                    if (ours.filter(o -> close(o, majority.get())).isEmpty()) {
                        misses.add(price.getKey() + " " + meter + " " + majority + " " + ours);
                    }
                }
            }
        }
        return new Agreement(points, misses);
    }

    private static boolean isPlain(PriceKey key) {
        return key.service() == ServiceTier.STANDARD
                && key.context().equals(ContextTier.BASE)
                && key.region().isEmpty()
                && key.window().isAllDay();
    }

    /// The price that at least two sheets have and no other price has as many.
    private static Optional<BigDecimal> majority(Map<String, Sighting> sheets, Meter meter) {
        Map<BigDecimal, Integer> votes = new TreeMap<>();
        for (Sighting s : sheets.values()) {
            BigDecimal usd = s.rates().get(meter);
            if (usd != null) {
                votes.merge(usd.stripTrailingZeros(), 1, Integer::sum);
            }
        }
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<BigDecimal> best =
                votes.entrySet().stream()
                        .filter(e -> e.getValue() == most)
                        .map(Map.Entry::getKey)
                        .toList();
        return most >= 2 && best.size() == 1 ? Optional.of(best.getFirst()) : Optional.empty();
    }

    private static Optional<BigDecimal> rate(PriceBook book, PriceKey key, Meter meter) {
        return book.resolve(key.seller(), key.model(), "", ServiceTier.STANDARD)
                        instanceof PriceBook.Resolution.Found(Tariff tariff)
                ? tariff.cardAt(NOON)
                        .filter(c -> c.rate(meter) >= 0)
                        .map(c -> BigDecimal.valueOf(c.rate(meter), meter.unit().decimals()))
                : Optional.empty();
    }

    private static boolean close(BigDecimal a, BigDecimal b) {
        return a.subtract(b)
                        .abs()
                        .compareTo(b.multiply(new BigDecimal("0.02"), MathContext.DECIMAL64))
                <= 0;
    }
}
