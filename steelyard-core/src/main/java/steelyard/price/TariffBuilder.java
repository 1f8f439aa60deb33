package steelyard.price;

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
import steelyard.token.Micros;
import steelyard.token.ServiceTier;

/// Lays the rows of a model out over time, and fills each card's gaps by stated rules.
///
/// A rate is looked for under the call's own conditions and then, in this order, in the all-day
/// row, in the standard service tier (or by the tier's multiplier), in the next lower context tier,
/// and in the default region (or by the region's multiplier). What had to be taken from elsewhere
/// is flagged on the card: see [RateSearch].
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

    /// Rows for the model itself first, then those recorded last; a correction without a date is
    /// newer than any.
    private static final Comparator<PriceRow> NEWEST_KNOWLEDGE =
            Comparator.comparing(PriceRow::isPattern)
                    .thenComparing(
                            row ->
                                    row.recorded().equals(Instant.MIN)
                                            ? Instant.MAX
                                            : row.recorded(),
                            Comparator.reverseOrder());

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
        Optional<Rows> last = Optional.empty();
        for (Instant at : starts) {
            Optional<Rows> meant = meaning.at(at).map(rows -> inForce(rows, at));
            if (!segments.isEmpty() && meant.equals(last)) {
                continue;
            }
            last = meant;
            Tariff.Segment segment = segment(meant);
            if (segments.isEmpty() || !segments.getLast().sameAs(segment)) {
                from.add(at);
                segments.add(segment);
            }
        }
        return new Tariff(
                provider,
                name,
                from.stream().mapToLong(Micros::of).toArray(),
                segments.toArray(Tariff.Segment[]::new));
    }

    private Tariff.Segment segment(Optional<Rows> meant) {
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
            List<PriceRow> valid = new ArrayList<>();
            for (PriceRow row : layer) {
                if (row.validity().contains(at) && !row.recorded().isAfter(knownAt)) {
                    valid.add(row);
                }
            }
            valid.sort(NEWEST_KNOWLEDGE);
            layers.add(withoutContradicted(valid));
        }
        return new Rows(rows.model(), rows.region(), rows.flags(), layers);
    }

    /// A list price whose input and output a newer row for the same conditions replaces is wrong as
    /// a whole: its cache rates belong to another price. What the newer row leaves open it
    /// completes.
    private static List<PriceRow> withoutContradicted(List<PriceRow> newestFirst) {
        List<PriceRow> kept = new ArrayList<>();
        for (PriceRow row : newestFirst) {
            boolean contradicted =
                    row.kind() == PriceRow.Kind.BOOK
                            && kept.stream()
                                    .anyMatch(newer ->
                                            sameConditions(newer, row)
                                                    && covers(newer, row, Meter.INPUT)
                                                    && covers(newer, row, Meter.OUTPUT)
                                                    && (differ(newer, row, Meter.INPUT)
                                                            || differ(newer, row, Meter.OUTPUT)));
            if (!contradicted) {
                kept.add(row);
            }
        }
        return kept;
    }

    private static boolean sameConditions(PriceRow a, PriceRow b) {
        return a.kind() == b.kind()
                && !a.isFactor()
                && !b.isFactor()
                && a.region().equals(b.region())
                && a.service().equals(b.service())
                && a.context().equals(b.context())
                && a.window().equals(b.window());
    }

    private static boolean covers(PriceRow newer, PriceRow older, Meter meter) {
        return older.rates().of(meter) == PriceRow.UNKNOWN
                || newer.rates().of(meter) != PriceRow.UNKNOWN;
    }

    private static boolean differ(PriceRow a, PriceRow b, Meter meter) {
        long one = a.rates().of(meter);
        long other = b.rates().of(meter);
        return one != PriceRow.UNKNOWN && other != PriceRow.UNKNOWN && one != other;
    }

    private Optional<Card> card(
            Rows rows,
            List<ContextTier> tiers,
            ContextTier tier,
            DailyWindow window,
            List<Card.Step> steps) {
        List<List<PriceRow>> book =
                rows.layers().subList(rows.layers().size() - 1, rows.layers().size());
        List<List<PriceRow>> list = RateSearch.states(book.getFirst()) ? book : rows.layers();
        var own = new RateSearch.Conditions(rows.region(), service, tier, window);
        var standard = new RateSearch.Conditions(rows.region(), ServiceTier.STANDARD, tier, window);
        var plain =
                new RateSearch.Conditions(
                        "", ServiceTier.STANDARD, ContextTier.BASE, DailyWindow.ALL_DAY);
        RateSearch search = new RateSearch(rows.layers(), tiers);
        RateSearch listed = new RateSearch(list, tiers);
        long[][] rates = new long[Card.Stage.values().length][];
        int[] flags = new int[Meter.COUNT];
        List<Optional<PriceRow>> sources = new ArrayList<>();
        List<List<PriceRow>> factors = new ArrayList<>();
        long[] paid = PriceRow.Rates.blank();
        boolean any = false;
        for (Meter meter : Meter.all()) {
            Optional<RateSearch.Cell> cell = search.rate(meter, own);
            any |= cell.isPresent();
            paid[meter.ordinal()] = cell.map(RateSearch.Cell::rate).orElse(PriceRow.UNKNOWN);
            flags[meter.ordinal()] = cell.map(c -> c.flags() | rows.flags()).orElse(0);
            sources.add(cell.map(RateSearch.Cell::row));
            factors.add(cell.map(RateSearch.Cell::factors).orElse(List.of()));
        }
        if (!any) {
            return Optional.empty();
        }
        // The same question of the same rows has the same answer.
        long[] atService = listed.sameAs(search) ? paid : rates(listed, own, paid);
        long[] atConditions = standard.equals(own) ? atService : rates(listed, standard, atService);
        rates[Card.Stage.PAID.ordinal()] = paid;
        rates[Card.Stage.SERVICE.ordinal()] = atService;
        rates[Card.Stage.CONDITIONS.ordinal()] = atConditions;
        rates[Card.Stage.LIST.ordinal()] =
                plain.equals(standard) ? atConditions : rates(listed, plain, atConditions);
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
    private static long[] rates(
            RateSearch search, RateSearch.Conditions conditions, long[] whenUnknown) {
        long[] rates = whenUnknown.clone();
        for (Meter meter : Meter.all()) {
            search.rate(meter, conditions).ifPresent(cell -> rates[meter.ordinal()] = cell.rate());
        }
        return rates;
    }
}
