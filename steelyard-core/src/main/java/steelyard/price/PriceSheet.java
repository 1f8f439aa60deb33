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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import steelyard.refusal.Refusal;
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
    private static final List<PriceRow.Kind> KINDS = List.of(PriceRow.Kind.values());
    private static final List<PriceRow.Basis> BASES = List.of(PriceRow.Basis.values());
    private static final List<PriceRow.Standing> STANDINGS = List.of(PriceRow.Standing.values());

    private final String seller;
    private final PriceRow.Kind usualKind;
    private final CsvTable table;
    private final CsvTable.Column provider;
    private final CsvTable.Column model;
    private final CsvTable.Column region;
    private final CsvTable.Column service;
    private final CsvTable.Column context;
    private final CsvTable.Column window;
    private final CsvTable.Column from;
    private final CsvTable.Column to;
    private final CsvTable.Column recorded;
    private final CsvTable.Column seen;
    private final CsvTable.Column currency;
    private final CsvTable.Column multiply;
    private final CsvTable.Column meter;
    private final CsvTable.Column of;
    private final CsvTable.Column kind;
    private final CsvTable.Column basis;
    private final CsvTable.Column standing;
    private final CsvTable.Column sources;
    private final CsvTable.Column rivals;
    private final CsvTable.Column note;
    private final List<Counted> meters = new ArrayList<>();

    /// A file has few days, over and over.
    private final Map<String, Instant> instants = new HashMap<>();

    private final IdentityHashMap<PriceRow, List<ExchangeRates.Period>> foreign =
            new IdentityHashMap<>();

    /// A meter's column, and what its texts stand for: a file has few prices, over and over.
    private record Counted(Meter meter, CsvTable.Column column, Map<String, Long> rates) {
        Counted(Meter meter, CsvTable.Column column) {
            this(meter, column, new HashMap<>());
        }
    }

    private PriceSheet(String name, String seller, PriceRow.Kind usualKind, List<String> problems) {
        this.seller = seller;
        this.usualKind = usualKind;
        this.table = new CsvTable(name, problems);
        this.provider = table.column("provider");
        this.model = table.column("model");
        this.region = table.column("region");
        this.service = table.column("service");
        this.context = table.column("context");
        this.window = table.column("window");
        this.from = table.column("from");
        this.to = table.column("to");
        this.recorded = table.column("recorded");
        this.seen = table.column("seen");
        this.currency = table.column("currency");
        this.multiply = table.column("multiply");
        this.meter = table.column("meter");
        this.of = table.column("of");
        this.kind = table.column("kind");
        this.basis = table.column("basis");
        this.standing = table.column("standing");
        this.sources = table.column("sources");
        this.rivals = table.column("rivals");
        this.note = table.column("note");
        for (Meter each : Meter.all()) {
            if (each != Meter.CACHE_WRITE) {
                meters.add(new Counted(each, table.column(each.column())));
            }
        }
    }

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
        PriceSheet sheet = new PriceSheet(name, provider, kind, problems);
        List<PriceRow> rows = sheet.rows(text);
        findOverlaps(rows, problems);
        return sheet.inDollars(rows);
    }

    /// The same for a sheet of the bundled book, whose rows a test has compared with each other.
    static List<PriceRow> readBundled(
            String name, Reader text, String provider, List<String> problems) {
        PriceSheet sheet = new PriceSheet(name, provider, PriceRow.Kind.BOOK, problems);
        return sheet.inDollars(sheet.rows(text));
    }

    private List<PriceRow> rows(Reader text) {
        Set<String> required =
                seller.isEmpty()
                        ? new LinkedHashSet<>(List.of("provider", "model"))
                        : Set.of("model");
        return table.read(text, required, COLUMNS, this::row);
    }

    /// A row whose prices are in another currency becomes one for each month of its time.
    private List<PriceRow> inDollars(List<PriceRow> rows) {
        if (foreign.isEmpty()) {
            return rows;
        }
        List<PriceRow> all = new ArrayList<>();
        for (PriceRow row : rows) {
            List<ExchangeRates.Period> periods = foreign.get(row);
            if (periods == null) {
                all.add(row);
            } else {
                periods.stream()
                        .filter(p -> p.time().overlaps(row.validity()))
                        .map(row::converted)
                        .forEach(all::add);
            }
        }
        return all;
    }

    private PriceRow row(CsvTable.Row row) {
        Optional<PriceRow.Factor> factor = factor(row);
        PriceRow.Rates stated = rates(row);
        boolean states = !stated.equals(PriceRow.Rates.NONE);
        if (states == factor.isPresent()) {
            throw new Refusal(
                    states
                            ? "a row states rates or multiplies them, not both"
                            : "the row states no rate; give at least one, or a factor in multiply");
        }
        String money = row.text(currency).toUpperCase(Locale.ROOT);
        if (!money.isEmpty() && !states) {
            throw new Refusal("currency %s: a factor has none".formatted(money));
        }
        String from = row.text(sources);
        PriceRow read =
                new PriceRow(
                        seller.isEmpty() ? row.required(provider).toLowerCase(Locale.ROOT) : seller,
                        row.required(model),
                        row.text(region).toLowerCase(Locale.ROOT),
                        service(row, states),
                        ContextTier.parse(row.text(context)),
                        DailyWindow.parse(row.text(window)),
                        new Validity(
                                instant(row, this.from, Instant.MIN),
                                instant(row, to, Instant.MAX)),
                        instant(row, recorded, Instant.MIN),
                        instant(row, seen, Instant.MAX),
                        stated,
                        Optional.empty(),
                        factor,
                        oneOf(row, kind, KINDS, usualKind),
                        oneOf(row, basis, BASES, PriceRow.Basis.STATED),
                        oneOf(row, standing, STANDINGS, PriceRow.Standing.STATED),
                        from.isEmpty() ? List.of() : List.of(from.split("\\+")),
                        row.text(rivals),
                        row.text(note),
                        row.at());
        if (!money.isEmpty() && !money.equals("USD")) {
            foreign.put(read, ExchangeRates.periods(money));
        }
        return read;
    }

    /// Empty, in a row that multiplies, for every tier.
    private Optional<ServiceTier> service(CsvTable.Row row, boolean states) {
        String text = row.text(service);
        if (text.isEmpty() && !states) {
            return Optional.empty();
        }
        Optional<ServiceTier> tier = ServiceTier.parse(text);
        if (tier.isEmpty()) {
            throw new Refusal(
                    "service \"%s\" is none of %s".formatted(text, List.of(ServiceTier.values())));
        }
        return tier;
    }

    private Instant instant(CsvTable.Row row, CsvTable.Column column, Instant whenBlank) {
        String text = row.text(column);
        return text.isEmpty()
                ? whenBlank
                : instants.computeIfAbsent(text, t -> instant(column.name(), t));
    }

    private PriceRow.Rates rates(CsvTable.Row row) {
        long[] picos = null;
        for (Counted counted : meters) {
            String text = row.text(counted.column());
            if (!text.isEmpty()) {
                picos = picos == null ? PriceRow.Rates.blank() : picos;
                picos[counted.meter().ordinal()] =
                        counted.rates().computeIfAbsent(text, t -> rate(counted.meter(), t));
            }
        }
        return picos == null ? PriceRow.Rates.NONE : new PriceRow.Rates(picos);
    }

    /// The picodollars of one unit, from USD per million or per thousand of them.
    private static long rate(Meter meter, String text) {
        Meter.Unit unit = meter.unit();
        BigDecimal usd = decimal(meter.column(), text);
        if (usd.signum() < 0) {
            throw new Refusal(
                    "%s: price %s is negative; a credit is not a price"
                            .formatted(meter.column(), text));
        }
        if (usd.stripTrailingZeros().scale() > unit.decimals()) {
            throw new Refusal(
                    "%s: price %s has more than %d decimals of USD per %s, which is less than a picodollar a unit"
                            .formatted(meter.column(), text, unit.decimals(), unit.priced()));
        }
        return usd.movePointRight(unit.decimals()).longValueExact();
    }

    private Optional<PriceRow.Factor> factor(CsvTable.Row row) {
        String text = row.text(multiply);
        Optional<Meter> meter = meter(row, this.meter);
        Optional<Meter> of = meter(row, this.of);
        if (text.isEmpty()) {
            if (meter.isPresent() || of.isPresent()) {
                throw new Refusal("meter and of say what a factor is for, but multiply is blank");
            }
            return Optional.empty();
        }
        if (of.isPresent() && meter.isEmpty()) {
            throw new Refusal(
                    "of=%s: say in meter which rate is derived from it"
                            .formatted(of.get().column()));
        }
        BigDecimal factor = decimal("multiply", text);
        if (factor.signum() < 0 || factor.compareTo(BigDecimal.valueOf(1000)) > 0) {
            throw new Refusal("multiply %s is not a factor between 0 and 1000".formatted(text));
        }
        return Optional.of(new PriceRow.Factor(factor, meter, of));
    }

    private static Optional<Meter> meter(CsvTable.Row row, CsvTable.Column column) {
        String text = row.text(column);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Meter> meter = Meter.ofColumn(text);
        if (meter.isEmpty()) {
            throw new Refusal("%s \"%s\" is no meter".formatted(column.name(), text));
        }
        return meter;
    }

    private static BigDecimal decimal(String column, String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Refusal(
                    "%s: price \"%s\" is not a decimal; write it as USD per Mtok, e.g. 1.25"
                            .formatted(column, text),
                    e);
        }
    }

    static Instant instant(String column, String text, Instant whenBlank) {
        return text.isEmpty() ? whenBlank : instant(column, text);
    }

    /// Reads a date (midnight UTC) or an instant.
    private static Instant instant(String column, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Refusal(
                    "%s: \"%s\" is not a time; write 2025-06-10 or 2025-09-05T16:00:00Z"
                            .formatted(column, text),
                    e);
        }
    }

    private static <E extends Enum<E>> E oneOf(
            CsvTable.Row row, CsvTable.Column column, List<E> values, E whenBlank) {
        String text = row.text(column);
        if (text.isEmpty()) {
            return whenBlank;
        }
        for (E value : values) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new Refusal(
                "%s \"%s\" is none of %s"
                        .formatted(
                                column.name(), text, values.toString().toLowerCase(Locale.ROOT)));
    }

    /// Two rows for the same conditions and time, recorded at the same time, contradict each other;
    /// and whole and marginal tiers of one model cannot stand side by side.
    private static void findOverlaps(List<PriceRow> rows, List<String> problems) {
        record Product(String provider, String model) {}
        Map<Product, List<PriceRow>> byProduct = new HashMap<>();
        for (PriceRow row : rows) {
            List<PriceRow> same =
                    byProduct.computeIfAbsent(
                            new Product(row.provider(), row.model().toLowerCase(Locale.ROOT)),
                            key -> new ArrayList<>());
            for (PriceRow other : same) {
                if (other.validity().overlaps(row.validity()) && contradict(other, row)) {
                    problems.add(
                            "%s the row's time overlaps that of %s for the same model and conditions; a correction needs a later recorded date"
                                    .formatted(row.at(), other.at()));
                }
            }
            if (!row.context().isBase()) {
                same.stream()
                        .filter(other -> !other.context().isBase())
                        .findFirst()
                        .filter(other -> other.context().mode() != row.context().mode())
                        .ifPresent(other ->
                                problems.add(
                                        "%s a marginal tier beside the whole tier of %s; a model has one kind"
                                                .formatted(row.at(), other.at())));
            }
            same.add(row);
        }
    }

    private static boolean contradict(PriceRow a, PriceRow b) {
        return a.recorded().equals(b.recorded())
                && a.context().equals(b.context())
                && a.service().equals(b.service())
                && a.region().equals(b.region())
                && a.window().equals(b.window())
                && a.kind() == b.kind()
                && a.isFactor() == b.isFactor()
                && a.multiply()
                        .flatMap(PriceRow.Factor::meter)
                        .equals(b.multiply().flatMap(PriceRow.Factor::meter))
                && a.multiply()
                        .flatMap(PriceRow.Factor::of)
                        .equals(b.multiply().flatMap(PriceRow.Factor::of));
    }
}
