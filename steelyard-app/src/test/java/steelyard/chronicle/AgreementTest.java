package steelyard.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import steelyard.price.Card;
import steelyard.price.ContextTier;
import steelyard.price.PriceBook;
import steelyard.price.Tariff;
import steelyard.sheet.PriceKey;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// The book against the majority of the sheets as they stand, and where it differs, why.
class AgreementTest {
    private static final Path EVIDENCE = Path.of("..", "prices", "evidence");
    private static final Path LISTED = Path.of("..", "docs", "price-book-differences.csv");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /// A price point of the majority that the book does not have within 2%.
    private record Miss(
            String product, Meter meter, BigDecimal majority, Optional<BigDecimal> book) {
        String line() {
            return "%s,%s,%s,%s"
                    .formatted(
                            product,
                            meter.column(),
                            majority.toPlainString(),
                            book.map(b -> b.stripTrailingZeros().toPlainString()).orElse(""));
        }
    }

    /// Two sheets of at least two that agree are a majority where no other price has as many.
    @Test
    void theBookAgreesWithTheMajorityOfSheetsOnMoreThan97OfAHundredPoints() throws Exception {
        PriceBook book = PriceBook.bundled();
        Map<PriceKey, Map<String, Sighting>> last = new TreeMap<>();
        Evidence.read(EVIDENCE)
                .sightings()
                .filter(s -> !s.gone() && s.key().service() == ServiceTier.STANDARD)
                .filter(s -> s.key().context().equals(ContextTier.BASE))
                .filter(s -> s.key().region().isEmpty() && s.key().window().isAllDay())
                .filter(s ->
                        s.from().isBefore(NOW.atOffset(java.time.ZoneOffset.UTC).toLocalDate()))
                .forEach(s ->
                        last.computeIfAbsent(Evidence.folded(s.key()), k -> new HashMap<>())
                                .merge(
                                        s.source(),
                                        s,
                                        (a, b) -> a.from().isAfter(b.from()) ? a : b));
        int points = 0;
        List<Miss> misses = new ArrayList<>();
        for (Map.Entry<PriceKey, Map<String, Sighting>> price : last.entrySet()) {
            for (Meter meter : List.of(Meter.INPUT, Meter.OUTPUT, Meter.CACHE_READ)) {
                Optional<BigDecimal> majority = majority(price.getValue(), meter);
                if (majority.isPresent()) {
                    points++;
                    Optional<BigDecimal> ours = rate(book, price.getKey(), meter);
                    if (ours.filter(o -> close(o, majority.get())).isEmpty()) {
                        misses.add(
                                new Miss(
                                        price.getKey().seller() + "/" + price.getKey().model(),
                                        meter,
                                        majority.get(),
                                        ours));
                    }
                }
            }
        }
        assertThat(points).isGreaterThan(4_000);
        assertThat((double) misses.size() / points).isLessThan(0.03);
        List<String> listed =
                Files.readAllLines(LISTED).stream()
                        .skip(1)
                        .map(l -> String.join(",", List.of(l.split(",", 5)).subList(0, 4)))
                        .toList();
        assertThat(misses.stream().map(Miss::line).toList())
                .as("docs/price-book-differences.csv names every point on which the book differs")
                .containsExactlyElementsOf(listed);
    }

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
        if (!(book.resolve(key.seller(), key.model(), "", ServiceTier.STANDARD)
                instanceof PriceBook.Resolution.Found(Tariff tariff))) {
            return Optional.empty();
        }
        return tariff.cardAt(NOW)
                .filter((Card c) -> c.rate(meter) >= 0)
                .map(c -> BigDecimal.valueOf(c.rate(meter), meter.unit().decimals()));
    }

    private static boolean close(BigDecimal a, BigDecimal b) {
        return a.subtract(b)
                        .abs()
                        .divide(b.max(new BigDecimal("0.000001")), MathContext.DECIMAL64)
                        .compareTo(new BigDecimal("0.02"))
                <= 0;
    }
}
