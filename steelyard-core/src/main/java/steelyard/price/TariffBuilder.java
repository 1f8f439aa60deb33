package steelyard.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// Lays the rows of a model out over time, and fills each card's gaps by stated rules.
///
/// A rate is looked for under the call's own conditions and then, in this order, in the all-day
/// row, in the standard service tier (or by the tier's multiplier), in the next lower context tier,
/// and in the default region (or by the region's multiplier). What had to be taken from elsewhere
/// is flagged on the card. If no row states the meter at all, a neighbouring meter stands in as
/// [#cell] says, flagged too.
final class TariffBuilder {

    /// What a name means at an instant.
    interface Meaning {
        /// The rows that a name stands for, or nothing if it has no meaning then.
        Optional<Rows> at(Instant at);
    }

    /// The rows behind a name.
    ///
    /// @param region the region that the name or the log gave
    /// @param layers overlays first, the book itself last
    record Rows(String model, String region, int flags, List<List<PriceRow>> layers) {}

    private record Conditions(
            String region, ServiceTier service, ContextTier context, DailyWindow window) {}

    private record Cell(long rate, int flags, PriceRow row, List<PriceRow> factors) {}

    private final String provider;
    private final ServiceTier service;
    private final Instant knownAt;
    private final List<Card> cards;

    TariffBuilder(String provider, ServiceTier service, Instant knownAt, List<Card> cards) {
        this.provider = provider;
        this.service = service;
        this.knownAt = knownAt;
        this.cards = cards;
    }

    Tariff build(String name, Meaning meaning, Set<Instant> changes, List<PriceRow> all) {
        TreeSet<Instant> starts = new TreeSet<>(changes);
        starts.add(Instant.MIN);
        for (PriceRow row : all) {
            starts.add(row.validity().from());
            starts.add(row.validity().to());
        }
        starts.remove(Instant.MAX);
        List<Instant> from = new ArrayList<>();
        List<Tariff.Segment> segments = new ArrayList<>();
        for (Instant at : starts) {
            Tariff.Segment segment = segment(meaning, at);
            if (segments.isEmpty() || !segments.getLast().sameAs(segment)) {
                from.add(at);
                segments.add(segment);
            }
        }
        return new Tariff(
                provider,
                name,
                from.stream().mapToLong(Tariff::micros).toArray(),
                segments.toArray(Tariff.Segment[]::new));
    }

    private Tariff.Segment segment(Meaning meaning, Instant at) {
        Optional<Rows> meant = meaning.at(at).map(rows -> inForce(rows, at));
        if (meant.isEmpty()) {
            return new Tariff.Segment(List.of(), List.of(), new Card[0][], false);
        }
        Rows rows = meant.get();
        Set<ContextTier> tiers = new TreeSet<>(List.of(ContextTier.BASE));
        Set<DailyWindow> windows = new LinkedHashSet<>();
        for (List<PriceRow> layer : rows.layers()) {
            for (PriceRow row : layer) {
                tiers.add(row.context());
                if (!row.window().isAllDay()) {
                    windows.add(row.window());
                }
            }
        }
        windows.add(DailyWindow.ALL_DAY);
        List<ContextTier> ascending = List.copyOf(tiers);
        boolean marginal = ascending.getLast().mode() == ContextTier.Mode.MARGINAL;
        boolean priced = false;
        @Nullable Card[][] byWindow = new Card[windows.size()][];
        int w = 0;
        for (DailyWindow window : windows) {
            List<@Nullable Card> byTier = new ArrayList<>();
            for (ContextTier tier : ascending) {
                List<Card.Step> steps = new ArrayList<>();
                if (marginal && tier.isBase()) {
                    for (ContextTier upper : ascending.subList(1, ascending.size())) {
                        card(rows, ascending, upper, window, List.of())
                                .ifPresent(c -> steps.add(new Card.Step(upper.tokens(), c)));
                    }
                }
                byTier.add(card(rows, ascending, tier, window, steps).orElse(null));
                if (marginal) {
                    break;
                }
            }
            priced |= byTier.getFirst() != null;
            byWindow[w++] = byTier.toArray(Card[]::new);
        }
        return new Tariff.Segment(
                marginal ? List.of(ContextTier.BASE) : ascending,
                List.copyOf(windows),
                byWindow,
                priced);
    }

    /// Of the rows valid at an instant and known by the book's date, the latest recorded of each
    /// condition.
    private Rows inForce(Rows rows, Instant at) {
        List<List<PriceRow>> layers = new ArrayList<>();
        for (List<PriceRow> layer : rows.layers()) {
            layers.add(
                    layer.stream()
                            .filter(row -> row.validity().contains(at))
                            .filter(row -> !row.recorded().isAfter(knownAt))
                            .sorted(
                                    Comparator.comparing(PriceRow::isPattern)
                                            .thenComparing(
                                                    PriceRow::recorded, Comparator.reverseOrder()))
                            .toList());
        }
        return new Rows(rows.model(), rows.region(), rows.flags(), layers);
    }

    private Optional<Card> card(
            Rows rows,
            List<ContextTier> tiers,
            ContextTier tier,
            DailyWindow window,
            List<Card.Step> steps) {
        List<List<PriceRow>> book =
                rows.layers().subList(rows.layers().size() - 1, rows.layers().size());
        List<List<PriceRow>> list = states(book.getFirst()) ? book : rows.layers();
        Conditions own = new Conditions(rows.region(), service, tier, window);
        Conditions standard = new Conditions(rows.region(), ServiceTier.STANDARD, tier, window);
        Conditions plain =
                new Conditions("", ServiceTier.STANDARD, ContextTier.BASE, DailyWindow.ALL_DAY);
        long[][] rates = new long[Card.Stage.values().length][];
        int[] flags = new int[Meter.COUNT];
        List<Optional<PriceRow>> sources = new ArrayList<>();
        List<List<PriceRow>> factors = new ArrayList<>();
        long[] paid = PriceRow.Rates.blank();
        boolean any = false;
        for (Meter meter : Meter.all()) {
            Optional<Cell> cell = cell(meter, rows.layers(), tiers, own);
            any |= cell.isPresent();
            paid[meter.ordinal()] = cell.map(Cell::rate).orElse(PriceRow.UNKNOWN);
            flags[meter.ordinal()] = cell.map(c -> c.flags() | rows.flags()).orElse(0);
            sources.add(cell.map(Cell::row));
            factors.add(cell.map(Cell::factors).orElse(List.of()));
        }
        if (!any) {
            return Optional.empty();
        }
        rates[Card.Stage.PAID.ordinal()] = paid;
        rates[Card.Stage.SERVICE.ordinal()] = rates(list, tiers, own, paid);
        rates[Card.Stage.CONDITIONS.ordinal()] =
                rates(list, tiers, standard, rates[Card.Stage.SERVICE.ordinal()]);
        rates[Card.Stage.LIST.ordinal()] =
                rates(list, tiers, plain, rates[Card.Stage.CONDITIONS.ordinal()]);
        Card card =
                new Card(
                        cards.size(),
                        provider,
                        rows.model(),
                        rates,
                        flags,
                        sources,
                        factors,
                        tiers.size() > 1 && tiers.getLast().mode() == ContextTier.Mode.WHOLE,
                        steps);
        cards.add(card);
        return Optional.of(card);
    }

    /// The rates under `conditions`; a meter without one there keeps the rate of the stage after
    /// it.
    private long[] rates(
            List<List<PriceRow>> layers,
            List<ContextTier> tiers,
            Conditions conditions,
            long[] whenUnknown) {
        long[] rates = whenUnknown.clone();
        for (Meter meter : Meter.all()) {
            cell(meter, layers, tiers, conditions)
                    .ifPresent(cell -> rates[meter.ordinal()] = cell.rate());
        }
        return rates;
    }

    /// The rate of a meter, or that of the meter that stands in for it.
    private Optional<Cell> cell(
            Meter meter, List<List<PriceRow>> layers, List<ContextTier> tiers, Conditions own) {
        Optional<Cell> stated = stated(meter, layers, tiers, own);
        if (stated.isPresent()) {
            return stated;
        }
        return switch (meter) {
            case CACHE_READ -> standIn(Meter.INPUT, Flag.CACHE_READ_AS_INPUT, layers, tiers, own);
            case CACHE_WRITE_5M ->
                    standIn(Meter.INPUT, Flag.CACHE_WRITE_AS_INPUT, layers, tiers, own);
            case CACHE_WRITE -> unknownLifetime(layers, tiers, own);
            case CACHE_WRITE_1H -> {
                Optional<Cell> fiveMinutes = stated(Meter.CACHE_WRITE_5M, layers, tiers, own);
                yield fiveMinutes.isPresent()
                        ? flagged(fiveMinutes, Flag.CACHE_WRITE_1H_AS_5M)
                        : standIn(Meter.INPUT, Flag.CACHE_WRITE_AS_INPUT, layers, tiers, own);
            }
            case REASONING -> stated(Meter.OUTPUT, layers, tiers, own);
            case AUDIO_CACHE_READ ->
                    standIn(Meter.AUDIO_INPUT, Flag.CACHE_READ_AS_INPUT, layers, tiers, own);
            case IMAGE_INPUT -> standIn(Meter.INPUT, Flag.IMAGE_AS_TEXT, layers, tiers, own);
            case INPUT, OUTPUT, AUDIO_INPUT, AUDIO_OUTPUT, IMAGE_OUTPUT, WEB_SEARCH, REQUEST ->
                    Optional.empty();
        };
    }

    private Optional<Cell> unknownLifetime(
            List<List<PriceRow>> layers, List<ContextTier> tiers, Conditions own) {
        Optional<Cell> fiveMinutes = stated(Meter.CACHE_WRITE_5M, layers, tiers, own);
        return fiveMinutes.isPresent()
                ? flagged(fiveMinutes, Flag.CACHE_WRITE_TTL_UNKNOWN)
                : standIn(Meter.INPUT, Flag.CACHE_WRITE_AS_INPUT, layers, tiers, own);
    }

    private Optional<Cell> standIn(
            Meter other,
            Flag flag,
            List<List<PriceRow>> layers,
            List<ContextTier> tiers,
            Conditions own) {
        return flagged(stated(other, layers, tiers, own), flag);
    }

    private static Optional<Cell> flagged(Optional<Cell> cell, Flag flag) {
        return cell.map(c -> new Cell(c.rate(), c.flags() | flag.bit(), c.row(), c.factors()));
    }

    /// Whether a layer states rates for the model, and does not only multiply them.
    private static boolean states(List<PriceRow> layer) {
        return layer.stream().anyMatch(row -> row.multiply().isEmpty());
    }

    /// The rate that some row states for the meter, nearest to the call's own conditions. An
    /// overlay comes first where it fits, and is searched as the book is where the book does not
    /// have the model.
    private static Optional<Cell> stated(
            Meter meter, List<List<PriceRow>> layers, List<ContextTier> tiers, Conditions own) {
        List<PriceRow> book = layers.getLast();
        List<List<PriceRow>> overlays = layers.subList(0, layers.size() - 1);
        Search search = new Search(meter, own, tiers);
        if (states(book)) {
            overlays.forEach(search::exactly);
            search.nearest(book);
        }
        overlays.forEach(search::nearest);
        return search.found();
    }

    /// One walk from the call's own conditions outwards, multiplying by what it passes.
    private static final class Search {
        private final Meter meter;
        private final Conditions own;
        private final List<ContextTier> tiers;
        private BigDecimal factor = BigDecimal.ONE;
        private final Set<PriceRow> multiplied = new LinkedHashSet<>();
        private @Nullable Cell cell;

        Search(Meter meter, Conditions own, List<ContextTier> tiers) {
            this.meter = meter;
            this.own = own;
            this.tiers = tiers.reversed();
        }

        Optional<Cell> found() {
            return Optional.ofNullable(cell);
        }

        /// A contract counts where it names the call's own tier, or none; its region may be the
        /// default.
        void exactly(List<PriceRow> rows) {
            for (String region : regions()) {
                int flags = regionFlag(region);
                for (ContextTier tier : tiers) {
                    if (tier.compareTo(own.context()) <= 0) {
                        inWindows(rows, region, tier, own.service(), flags);
                    }
                }
                multiply(rows, region, Optional.of(own.service()));
                multiply(rows, region, Optional.empty());
            }
        }

        void nearest(List<PriceRow> rows) {
            for (String region : regions()) {
                inRegion(rows, region, regionFlag(region));
                multiply(rows, region, Optional.empty());
            }
        }

        /// The default region stands in for the call's own unless a multiplier told them apart.
        private int regionFlag(String region) {
            boolean known =
                    region.equals(own.region())
                            || multiplied.stream()
                                    .anyMatch(row -> row.region().equals(own.region()));
            return known ? 0 : Flag.REGION_AS_DEFAULT.bit();
        }

        private void inRegion(List<PriceRow> rows, String region, int flags) {
            for (ContextTier tier : tiers) {
                if (tier.compareTo(own.context()) > 0) {
                    continue;
                }
                inWindows(rows, region, tier, own.service(), flags);
                if (own.service() != ServiceTier.STANDARD) {
                    multiply(rows, region, Optional.of(own.service()));
                    boolean known = multiplied.stream().anyMatch(row -> row.service().isPresent());
                    inWindows(
                            rows,
                            region,
                            tier,
                            ServiceTier.STANDARD,
                            known ? flags : flags | Flag.SERVICE_AS_STANDARD.bit());
                }
            }
        }

        private void inWindows(
                List<PriceRow> rows,
                String region,
                ContextTier tier,
                ServiceTier service,
                int flags) {
            for (DailyWindow window : windows()) {
                for (PriceRow row : rows) {
                    if (cell == null
                            && row.multiply().isEmpty()
                            && row.rates().of(meter) != PriceRow.UNKNOWN
                            && row.region().equals(region)
                            && row.context().equals(tier)
                            && row.service().equals(Optional.of(service))
                            && row.window().equals(window)) {
                        cell =
                                new Cell(
                                        scaled(row.rates().of(meter)),
                                        flags | ownFlags(row),
                                        row,
                                        List.copyOf(multiplied));
                    }
                }
            }
        }

        private void multiply(List<PriceRow> rows, String region, Optional<ServiceTier> service) {
            if (cell != null || !meter.isToken()) {
                return;
            }
            for (PriceRow row : rows) {
                if (row.multiply().isPresent()
                        && row.region().equals(region)
                        && row.service().equals(service)
                        && row.window().isAllDay()
                        && multiplied.add(row)) {
                    factor = factor.multiply(row.multiply().get());
                    return;
                }
            }
        }

        /// The one rounding of Steelyard: a multiplied rate, half-even to the picodollar a unit,
        /// when the book is laid out; a stated rate is never rounded.
        private long scaled(long rate) {
            return multiplied.isEmpty()
                    ? rate
                    : BigDecimal.valueOf(rate)
                            .multiply(factor)
                            .setScale(0, RoundingMode.HALF_EVEN)
                            .longValueExact();
        }

        private static int ownFlags(PriceRow row) {
            return (row.standing() == PriceRow.Standing.DISPUTED ? Flag.DISPUTED.bit() : 0)
                    | (row.basis() == PriceRow.Basis.RELEASE ? Flag.START_ASSUMED.bit() : 0);
        }

        private List<DailyWindow> windows() {
            return own.window().isAllDay()
                    ? List.of(own.window())
                    : List.of(own.window(), DailyWindow.ALL_DAY);
        }

        private List<String> regions() {
            return own.region().isEmpty() ? List.of("") : List.of(own.region(), "");
        }
    }
}
