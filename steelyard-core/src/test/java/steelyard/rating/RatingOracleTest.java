package steelyard.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.money.Money;
import steelyard.price.PriceBook;
import steelyard.price.Tariff;
import steelyard.price.TestingBook;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.ServiceTier;
import steelyard.token.TokenCounts;

/// Random books and events: the rater and its columnar form against a slow and obvious version in
/// BigDecimal.
class RatingOracleTest {
    private static final Instant[] CHANGES = {
        Instant.parse("2025-01-01T00:00:00Z"),
        Instant.parse("2025-06-10T07:30:00Z"),
        Instant.parse("2025-09-05T16:00:00Z"),
        Instant.parse("2026-02-01T00:00:00Z")
    };
    private static final List<Meter> METERS =
            List.of(
                    Meter.INPUT,
                    Meter.CACHE_READ,
                    Meter.CACHE_WRITE_5M,
                    Meter.CACHE_WRITE_1H,
                    Meter.OUTPUT,
                    Meter.REASONING,
                    Meter.AUDIO_INPUT,
                    Meter.WEB_SEARCH);
    private static final List<Meter> USED =
            List.of(
                    Meter.INPUT,
                    Meter.CACHE_READ,
                    Meter.CACHE_WRITE,
                    Meter.CACHE_WRITE_5M,
                    Meter.CACHE_WRITE_1H,
                    Meter.OUTPUT,
                    Meter.REASONING,
                    Meter.AUDIO_INPUT,
                    Meter.WEB_SEARCH);

    /// A row of the random book, as plainly as can be.
    private record Row(
            int change,
            String region,
            ServiceTier service,
            long over,
            boolean night,
            Map<Meter, BigDecimal> prices) {
        String csv() {
            StringBuilder line =
                    new StringBuilder(
                            "acme,m,%s,%s,%s,%s,%s,%s"
                                    .formatted(
                                            region,
                                            service,
                                            over == 0 ? "" : "input>" + over,
                                            night ? "22:00-04:00Z" : "",
                                            CHANGES[change],
                                            change + 1 < CHANGES.length
                                                    ? CHANGES[change + 1]
                                                    : ""));
            for (Meter meter : METERS) {
                line.append(',')
                        .append(prices.containsKey(meter) ? prices.get(meter).toPlainString() : "");
            }
            return line.toString();
        }
    }

    private static List<Row> rows(SplittableRandom random) {
        List<Row> rows = new ArrayList<>();
        for (int change = 0; change < CHANGES.length; change++) {
            rows.add(row(random, change, "", ServiceTier.STANDARD, 0, false, 0.65));
            if (random.nextInt(2) == 0) {
                rows.add(row(random, change, "", ServiceTier.STANDARD, 200_000, false, 0.6));
            }
            if (random.nextInt(2) == 0) {
                rows.add(row(random, change, "", ServiceTier.BATCH, 0, false, 0.6));
            }
            if (random.nextInt(2) == 0) {
                rows.add(row(random, change, "eu", ServiceTier.STANDARD, 0, false, 0.6));
            }
            if (random.nextInt(2) == 0) {
                rows.add(row(random, change, "", ServiceTier.STANDARD, 0, true, 0.6));
            }
        }
        return rows;
    }

    private static Row row(
            SplittableRandom random,
            int change,
            String region,
            ServiceTier service,
            long over,
            boolean night,
            double filled) {
        Map<Meter, BigDecimal> prices = new EnumMap<>(Meter.class);
        for (Meter meter : METERS) {
            if (meter == Meter.INPUT || random.nextDouble() < filled) {
                prices.put(meter, BigDecimal.valueOf(random.nextLong(0, 90_000_000), 6));
            }
        }
        return new Row(change, region, service, over, night, prices);
    }

    /// The documented order: nearest window, then tier by tier the service, then the region; then a
    /// neighbouring meter.
    private static BigDecimal price(
            List<Row> rows,
            Meter meter,
            Instant at,
            String region,
            ServiceTier service,
            long prompt) {
        BigDecimal stated = stated(rows, meter, at, region, service, prompt);
        if (stated != null) {
            return stated;
        }
        return switch (meter) {
            case CACHE_READ, CACHE_WRITE_5M ->
                    price(rows, Meter.INPUT, at, region, service, prompt);
            case CACHE_WRITE, CACHE_WRITE_1H ->
                    price(rows, Meter.CACHE_WRITE_5M, at, region, service, prompt);
            case REASONING -> stated(rows, Meter.OUTPUT, at, region, service, prompt);
            default -> null;
        };
    }

    private static BigDecimal stated(
            List<Row> rows,
            Meter meter,
            Instant at,
            String region,
            ServiceTier service,
            long prompt) {
        LocalTime time = at.atOffset(ZoneOffset.UTC).toLocalTime();
        boolean night = !time.isBefore(LocalTime.of(22, 0)) || time.isBefore(LocalTime.of(4, 0));
        for (String where : region.isEmpty() ? List.of("") : List.of(region, "")) {
            for (long over : prompt > 200_000 ? List.of(200_000L, 0L) : List.of(0L)) {
                for (ServiceTier tier :
                        service == ServiceTier.STANDARD
                                ? List.of(service)
                                : List.of(service, ServiceTier.STANDARD)) {
                    for (boolean nightly : night ? List.of(true, false) : List.of(false)) {
                        for (Row row : rows) {
                            boolean inForce =
                                    !at.isBefore(CHANGES[row.change()])
                                            && (row.change() + 1 == CHANGES.length
                                                    || at.isBefore(CHANGES[row.change() + 1]));
                            if (inForce
                                    && row.region().equals(where)
                                    && row.over() == over
                                    && row.service() == tier
                                    && row.night() == nightly
                                    && row.prices().containsKey(meter)) {
                                return row.prices().get(meter);
                            }
                        }
                    }
                }
            }
        }
        return null;
    }

    /// The amount in dollars, or null if a meter has no price.
    private static BigDecimal oracle(List<Row> rows, UsageEvent event) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Meter meter : Meter.all()) {
            if (event.counts().of(meter) > 0) {
                BigDecimal price =
                        price(
                                rows,
                                meter,
                                event.start(),
                                event.region(),
                                event.service(),
                                event.counts().promptTokens());
                if (price == null) {
                    return null;
                }
                sum =
                        sum.add(
                                price.multiply(BigDecimal.valueOf(event.counts().of(meter)))
                                        .movePointLeft(meter.isToken() ? 6 : 3));
            }
        }
        return sum;
    }

    private static UsageEvent event(SplittableRandom random) {
        TokenCounts counts = TokenCounts.NONE;
        for (Meter meter : USED) {
            boolean rare = meter == Meter.AUDIO_INPUT || meter == Meter.WEB_SEARCH;
            if (random.nextInt(rare ? 6 : 2) == 0) {
                counts =
                        counts.with(
                                meter,
                                random.nextLong(1, meter == Meter.WEB_SEARCH ? 20 : 150_000));
            }
        }
        Instant at =
                Instant.parse("2025-01-01T00:00:00Z")
                        .plusSeconds(random.nextLong(0, 500L * 86_400));
        return new UsageEvent(
                "acme",
                "m",
                at,
                at,
                random.nextInt(3) == 0 ? "eu" : "",
                random.nextInt(3) == 0 ? ServiceTier.BATCH : ServiceTier.STANDARD,
                1,
                counts);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void bothFormsAgreeWithTheObviousOneToThePicodollar(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = rows(random);
        PriceBook book =
                TestingBook.with(
                        "provider,model,region,service,context,window,from,to,"
                                + String.join(",", METERS.stream().map(Meter::column).toList()),
                        rows.stream().map(Row::csv).toArray(String[]::new));
        Rater rater = new Rater(book);
        List<UsageEvent> events = IntStream.range(0, 1_000).mapToObj(i -> event(random)).toList();
        List<Tariff> tariffs = new ArrayList<>();
        int[] tariff = new int[events.size()];
        long[] micros = new long[events.size()];
        long[][] counts = new long[USED.size()][events.size()];
        int unpriced = 0;
        for (int i = 0; i < events.size(); i++) {
            UsageEvent event = events.get(i);
            Tariff own =
                    ((PriceBook.Resolution.Found)
                                    book.resolve("acme", "m", event.region(), event.service()))
                            .tariff();
            if (!tariffs.contains(own)) {
                tariffs.add(own);
            }
            tariff[i] = tariffs.indexOf(own);
            micros[i] = Micros.of(event.start());
            for (int m = 0; m < USED.size(); m++) {
                counts[m][i] = event.counts().of(USED.get(m));
            }
            BigDecimal expected = oracle(rows, event);
            Outcome outcome = rater.rate(event);
            if (expected == null) {
                unpriced++;
                assertThat(outcome)
                        .as("seed %d event %d %s", seed, i, event)
                        .isInstanceOf(Outcome.Unrated.class);
            } else {
                assertThat(outcome)
                        .as("seed %d event %d %s", seed, i, event)
                        .isInstanceOf(Outcome.Rated.class);
                assertThat(((Outcome.Rated) outcome).amount().usd())
                        .as("seed %d event %d %s", seed, i, event)
                        .isEqualByComparingTo(expected);
            }
        }
        ColumnRater columns = new ColumnRater(book, tariffs);
        long[] picos = new long[events.size()];
        Money sum = columns.rate(new ColumnRater.Columns(tariff, micros, USED, counts), picos);
        Money expectedSum = Money.ZERO;
        for (int i = 0; i < picos.length; i++) {
            Outcome outcome = rater.rate(events.get(i));
            long packed = packed(columns, events.get(i), tariff[i]);
            if (outcome instanceof Outcome.Rated rated) {
                assertThat(picos[i]).isEqualTo(rated.amount().picos());
                expectedSum = expectedSum.plus(rated.amount());
                long byMeter = 0;
                for (Meter meter : Meter.all()) {
                    byMeter +=
                            columns.amount(
                                    ColumnRater.cardOf(packed),
                                    meter,
                                    events.get(i).counts().of(meter),
                                    1);
                }
                assertThat(byMeter).isEqualTo(rated.amount().picos());
            } else {
                assertThat(picos[i]).isEqualTo(ColumnRater.NO_AMOUNT);
                assertThat(ColumnRater.cardOf(packed)).isNegative();
            }
        }
        assertThat(sum).isEqualTo(expectedSum);
        assertThat(unpriced).as("the books leave some meters blank").isPositive().isLessThan(900);
    }

    private static long packed(ColumnRater columns, UsageEvent event, int tariff) {
        int bits = 0;
        for (Meter meter : Meter.all()) {
            bits |= event.counts().of(meter) > 0 ? 1 << meter.ordinal() : 0;
        }
        long at = Micros.of(event.start());
        return columns.card(
                tariff, at, at, event.counts().promptTokens(), event.counts().tokens(), 1, bits);
    }
}
