package steelyard.price;

import java.io.Reader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import steelyard.token.Validity;

/// Reads price sheets: CSV with one row per model, conditions and period.
///
/// Token prices are per million tokens with at most six decimals, fees per thousand with at most
/// nine, so that each is a whole number of picodollars a unit. They are in USD, or in the row's
/// `currency`: such a row becomes one for each month of its time, at that month's rate of exchange.
final class PriceSheet {
    private static final List<String> CONDITIONS =
            List.of("provider", "model", "region", "service", "context", "window");
    private static final List<String> KNOWLEDGE =
            List.of(
                    "currency",
                    "multiply",
                    "meter",
                    "of",
                    "kind",
                    "basis",
                    "standing",
                    "sources",
                    "rivals",
                    "note");
    private static final Set<String> COLUMNS = columns();

    private PriceSheet() {}

    private static Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>(CONDITIONS);
        columns.addAll(List.of("from", "to", "recorded", "seen"));
        for (Meter meter : Meter.all()) {
            if (meter != Meter.CACHE_WRITE) {
                columns.add(meter.column());
            }
        }
        columns.addAll(KNOWLEDGE);
        return columns;
    }

    /// Reads one sheet and adds to `problems` whatever is wrong in it.
    ///
    /// @param provider the provider of every row; empty if a column says it
    static List<PriceRow> read(
            String name, Reader text, String provider, PriceRow.Kind kind, List<String> problems) {
        Set<String> required =
                provider.isEmpty()
                        ? new LinkedHashSet<>(List.of("provider", "model"))
                        : Set.of("model");
        Reading reading = new Reading();
        List<PriceRow> rows =
                new CsvTable(name, problems)
                        .read(text, required, COLUMNS, row -> row(row, provider, kind, reading));
        findOverlaps(rows, problems);
        return reading.foreign.isEmpty()
                ? rows
                : rows.stream().flatMap(reading::inDollars).toList();
    }

    private static PriceRow row(
            CsvTable.Row row, String sheetProvider, PriceRow.Kind kind, Reading reading) {
        String provider =
                sheetProvider.isEmpty()
                        ? row.required("provider").toLowerCase(Locale.ROOT)
                        : sheetProvider;
        Optional<PriceRow.Factor> multiply = factor(row);
        PriceRow.Rates rates = rates(row, reading.meters(row));
        boolean states = !rates.equals(PriceRow.Rates.NONE);
        if (states == multiply.isPresent()) {
            throw new IllegalArgumentException(
                    states
                            ? "a row states rates or multiplies them, not both"
                            : "the row states no rate; give at least one, or a factor in multiply");
        }
        String currency = row.text("currency").toUpperCase(Locale.ROOT);
        if (!currency.isEmpty() && !states) {
            throw new IllegalArgumentException(
                    "currency %s: a factor has none".formatted(currency));
        }
        Optional<ServiceTier> service = Optional.empty();
        if (!row.text("service").isEmpty() || states) {
            service = ServiceTier.parse(row.text("service"));
            if (service.isEmpty()) {
                throw new IllegalArgumentException(
                        "service \"%s\" is none of %s"
                                .formatted(row.text("service"), List.of(ServiceTier.values())));
            }
        }
        Instant from = reading.instant("from", row.text("from"), Instant.MIN);
        PriceRow read =
                new PriceRow(
                        provider,
                        row.required("model"),
                        row.text("region").toLowerCase(Locale.ROOT),
                        service,
                        ContextTier.parse(row.text("context")),
                        DailyWindow.parse(row.text("window")),
                        new Validity(from, reading.instant("to", row.text("to"), Instant.MAX)),
                        reading.instant("recorded", row.text("recorded"), Instant.MIN),
                        reading.instant("seen", row.text("seen"), Instant.MAX),
                        rates,
                        Optional.empty(),
                        multiply,
                        oneOf(PriceRow.Kind.class, "kind", row.text("kind"), kind),
                        oneOf(
                                PriceRow.Basis.class,
                                "basis",
                                row.text("basis"),
                                PriceRow.Basis.STATED),
                        oneOf(
                                PriceRow.Standing.class,
                                "standing",
                                row.text("standing"),
                                PriceRow.Standing.STATED),
                        row.text("sources").isEmpty()
                                ? List.of()
                                : List.of(row.text("sources").split("\\+")),
                        row.text("rivals"),
                        row.text("note"),
                        row.at());
        reading.stated(read, currency);
        return read;
    }

    /// What the rows of a file have in common: few meters of all, and few days.
    private static final class Reading {
        private final Map<String, Instant> instants = new HashMap<>();
        private final IdentityHashMap<PriceRow, List<ExchangeRates.Period>> foreign =
                new IdentityHashMap<>();
        private List<Meter> meters = List.of();

        /// Notes that a row's prices are in another currency.
        void stated(PriceRow row, String currency) {
            if (!currency.isEmpty() && !currency.equals("USD")) {
                foreign.put(row, ExchangeRates.periods(currency));
            }
        }

        /// The row, or one for each month of its time if its prices are in another currency.
        Stream<PriceRow> inDollars(PriceRow row) {
            List<ExchangeRates.Period> periods = foreign.get(row);
            return periods == null
                    ? Stream.of(row)
                    : periods.stream()
                            .filter(p -> p.time().overlaps(row.validity()))
                            .map(row::converted);
        }

        List<Meter> meters(CsvTable.Row row) {
            if (meters.isEmpty()) {
                meters =
                        Meter.all().stream()
                                .filter(m -> m != Meter.CACHE_WRITE && row.has(m.column()))
                                .toList();
            }
            return meters;
        }

        Instant instant(String column, String text, Instant whenBlank) {
            return text.isEmpty()
                    ? whenBlank
                    : instants.computeIfAbsent(text, t -> PriceSheet.instant(column, t, whenBlank));
        }
    }

    private static PriceRow.Rates rates(CsvTable.Row row, List<Meter> meters) {
        long[] picos = null;
        for (Meter meter : meters) {
            String text = row.text(meter.column());
            if (!text.isEmpty()) {
                picos = picos == null ? PriceRow.Rates.blank() : picos;
                picos[meter.ordinal()] = rate(meter, text);
            }
        }
        return picos == null ? PriceRow.Rates.NONE : new PriceRow.Rates(picos);
    }

    /// The picodollars of one unit, from USD per million or per thousand of them.
    private static long rate(Meter meter, String text) {
        Meter.Unit unit = meter.unit();
        BigDecimal usd = decimal(meter.column(), text);
        if (usd.signum() < 0) {
            throw new IllegalArgumentException(
                    "%s: price %s is negative; a credit is not a price"
                            .formatted(meter.column(), text));
        }
        if (usd.stripTrailingZeros().scale() > unit.decimals()) {
            throw new IllegalArgumentException(
                    "%s: price %s has more than %d decimals of USD per %s, which is less than a picodollar a unit"
                            .formatted(meter.column(), text, unit.decimals(), unit.priced()));
        }
        return usd.movePointRight(unit.decimals()).longValueExact();
    }

    private static Optional<PriceRow.Factor> factor(CsvTable.Row row) {
        String text = row.text("multiply");
        Optional<Meter> meter = meter(row, "meter");
        Optional<Meter> of = meter(row, "of");
        if (text.isEmpty()) {
            if (meter.isPresent() || of.isPresent()) {
                throw new IllegalArgumentException(
                        "meter and of say what a factor is for, but multiply is blank");
            }
            return Optional.empty();
        }
        if (of.isPresent() && meter.isEmpty()) {
            throw new IllegalArgumentException(
                    "of=%s: say in meter which rate is derived from it"
                            .formatted(of.get().column()));
        }
        BigDecimal factor = decimal("multiply", text);
        if (factor.signum() < 0 || factor.compareTo(BigDecimal.valueOf(1000)) > 0) {
            throw new IllegalArgumentException(
                    "multiply %s is not a factor between 0 and 1000".formatted(text));
        }
        return Optional.of(new PriceRow.Factor(factor, meter, of));
    }

    private static Optional<Meter> meter(CsvTable.Row row, String column) {
        String text = row.text(column);
        Optional<Meter> meter = Meter.ofColumn(text);
        if (meter.isEmpty() && !text.isEmpty()) {
            throw new IllegalArgumentException("%s \"%s\" is no meter".formatted(column, text));
        }
        return meter;
    }

    private static BigDecimal decimal(String column, String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s: price \"%s\" is not a decimal; write it as USD per Mtok, e.g. 1.25"
                            .formatted(column, text),
                    e);
        }
    }

    /// Reads a date (midnight UTC) or an instant.
    static Instant instant(String column, String text, Instant whenBlank) {
        if (text.isEmpty()) {
            return whenBlank;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "%s: \"%s\" is not a time; write 2025-06-10 or 2025-09-05T16:00:00Z"
                            .formatted(column, text),
                    e);
        }
    }

    private static <E extends Enum<E>> E oneOf(
            Class<E> type, String column, String text, E whenBlank) {
        if (text.isEmpty()) {
            return whenBlank;
        }
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                "%s \"%s\" is none of %s"
                        .formatted(
                                column,
                                text,
                                List.of(type.getEnumConstants())
                                        .toString()
                                        .toLowerCase(Locale.ROOT)));
    }

    /// Two rows for the same conditions and time, recorded at the same time, contradict each other;
    /// and whole and marginal tiers of one model cannot stand side by side.
    private static void findOverlaps(List<PriceRow> rows, List<String> problems) {
        Map<List<Object>, List<PriceRow>> byKey = new LinkedHashMap<>();
        Map<List<Object>, PriceRow> tiers = new HashMap<>();
        for (PriceRow row : rows) {
            List<PriceRow> same =
                    byKey.computeIfAbsent(
                            List.of(
                                    row.provider(),
                                    row.model().toLowerCase(Locale.ROOT),
                                    row.region(),
                                    row.service(),
                                    row.context(),
                                    row.window(),
                                    row.kind(),
                                    row.multiply().map(f -> List.of(f.meter(), f.of()))),
                            key -> new ArrayList<>(2));
            for (PriceRow other : same) {
                if (other.recorded().equals(row.recorded())
                        && other.validity().overlaps(row.validity())) {
                    problems.add(
                            "%s the row's time overlaps that of %s for the same model and conditions; a correction needs a later recorded date"
                                    .formatted(row.at(), other.at()));
                }
            }
            same.add(row);
            if (!row.context().isBase()) {
                PriceRow other =
                        tiers.putIfAbsent(
                                List.of(row.provider(), row.model().toLowerCase(Locale.ROOT)), row);
                if (other != null && other.context().mode() != row.context().mode()) {
                    problems.add(
                            "%s a marginal tier beside the whole tier of %s; a model has one kind"
                                    .formatted(row.at(), other.at()));
                }
            }
        }
    }
}
