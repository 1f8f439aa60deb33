package steelyard.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// Finds the rate of a meter among the rows in force for a model.
///
/// 1. The rate stated nearest to the call's own conditions: outwards from its window to all day, to
///    the standard service tier, to lower context tiers, to the default region, multiplied by the
///    factors that are passed on the way.
/// 2. If the meter that it is discounted from has a price in a higher context tier, it moves as
///    that one does: a long prompt's cache reads are dearer as its input is.
/// 3. If the vendor derives it from another meter that is stated nearer, that rule's rate.
/// 4. If nothing states it, the meter that stands in for it.
final class RateSearch {

    /// What a call is charged by.
    record Conditions(
            String region, ServiceTier service, ContextTier context, DailyWindow window) {}

    /// A rate that was found.
    ///
    /// @param rate picodollars a unit
    /// @param distance how far from the call's own conditions its row is, comparable within a
    ///   search
    /// @param tier the context tier of its row
    /// @param factors the rows that multiplied it
    record Cell(
            long rate,
            int flags,
            PriceRow row,
            List<PriceRow> factors,
            int distance,
            ContextTier tier) {
        Cell flagged(Flag flag) {
            return flagged(flag.bit());
        }

        Cell flagged(int bits) {
            return new Cell(rate, flags | bits, row, factors, distance, tier);
        }
    }

    /// A meter that another one is charged as, and what a reader is told of it.
    private record StandIn(Meter other, int flags) {
        StandIn(Meter other, Flag flag) {
            this(other, flag.bit());
        }
    }

    /// In the order in which they are tried. Meters that are not here are never charged as another:
    /// without a rate, a call that uses them is unpriced.
    private static final Map<Meter, List<StandIn>> STAND_INS = new EnumMap<>(Meter.class);

    static {
        StandIn write = new StandIn(Meter.INPUT, Flag.CACHE_WRITE_AS_INPUT);
        StandIn lowerBound = new StandIn(Meter.CACHE_WRITE_5M, Flag.CACHE_WRITE_1H_AS_5M);
        STAND_INS.put(Meter.REASONING, List.of(new StandIn(Meter.OUTPUT, 0)));
        STAND_INS.put(
                Meter.CACHE_READ, List.of(new StandIn(Meter.INPUT, Flag.CACHE_READ_AS_INPUT)));
        STAND_INS.put(
                Meter.CACHE_WRITE,
                List.of(new StandIn(Meter.CACHE_WRITE_5M, Flag.CACHE_WRITE_TTL_UNKNOWN), write));
        STAND_INS.put(Meter.CACHE_WRITE_5M, List.of(write));
        STAND_INS.put(Meter.CACHE_WRITE_30M, List.of(lowerBound, write));
        STAND_INS.put(Meter.CACHE_WRITE_1H, List.of(lowerBound, write));
        STAND_INS.put(Meter.CACHE_WRITE_12H, List.of(lowerBound, write));
        STAND_INS.put(
                Meter.AUDIO_CACHE_READ,
                List.of(new StandIn(Meter.AUDIO_INPUT, Flag.CACHE_READ_AS_INPUT)));
        STAND_INS.put(Meter.IMAGE_INPUT, List.of(new StandIn(Meter.INPUT, Flag.IMAGE_AS_TEXT)));
        STAND_INS.put(
                Meter.IMAGE_CACHE_READ,
                List.of(
                        new StandIn(Meter.IMAGE_INPUT, Flag.CACHE_READ_AS_INPUT),
                        new StandIn(
                                Meter.INPUT,
                                Flag.CACHE_READ_AS_INPUT.bit() | Flag.IMAGE_AS_TEXT.bit())));
        STAND_INS.put(Meter.VIDEO_INPUT, List.of(new StandIn(Meter.INPUT, Flag.VIDEO_AS_TEXT)));
        StandIn medium = new StandIn(Meter.WEB_SEARCH, Flag.SEARCH_AS_MEDIUM);
        STAND_INS.put(Meter.WEB_SEARCH_LOW, List.of(medium));
        STAND_INS.put(Meter.WEB_SEARCH_HIGH, List.of(medium));
    }

    private final List<List<PriceRow>> layers;
    private final List<ContextTier> tiers;
    private final boolean marginal;
    private final long stated;
    private final List<PriceRow> rules;

    /// @param layers the rows in force, overlays first, the book itself last
    /// @param tiers every context tier that they have, ascending
    RateSearch(List<List<PriceRow>> layers, List<ContextTier> tiers) {
        this.layers = layers;
        this.tiers = tiers.reversed();
        this.marginal = tiers.getLast().mode() == ContextTier.Mode.MARGINAL;
        long bits = 0;
        for (List<PriceRow> layer : layers) {
            for (PriceRow row : layer) {
                bits |= row.rates().stated();
            }
        }
        this.stated = bits;
        this.rules =
                layers.getLast().stream()
                        .filter(row ->
                                row.multiply().flatMap(PriceRow.Factor::meter).isPresent()
                                        && row.multiply().flatMap(PriceRow.Factor::of).isPresent())
                        .toList();
    }

    /// Whether another search finds the same under the same conditions.
    boolean sameAs(RateSearch other) {
        return layers.equals(other.layers);
    }

    /// Whether a layer states rates for the model, and does not only multiply them.
    static boolean states(List<PriceRow> layer) {
        return layer.stream().anyMatch(row -> !row.isFactor());
    }

    /// The rate of a meter, or that of the meter that stands in for it.
    Optional<Cell> rate(Meter meter, Conditions own) {
        Optional<Cell> known = known(meter, own);
        if (known.isPresent()) {
            return known;
        }
        for (StandIn standIn : STAND_INS.getOrDefault(meter, List.of())) {
            Optional<Cell> other = known(standIn.other(), own);
            if (other.isPresent()) {
                return other.map(c -> c.flagged(standIn.flags()));
            }
        }
        return Optional.empty();
    }

    /// The rate that rows and rules give the meter itself.
    private Optional<Cell> known(Meter meter, Conditions own) {
        Optional<Cell> stated = stated(meter, own).map(cell -> movedWithTier(cell, meter, own));
        for (PriceRow rule : rules) {
            Optional<Cell> derived = derived(rule, meter, own);
            if (derived.isPresent()
                    && (stated.isEmpty() || derived.get().distance() < stated.get().distance())) {
                return derived;
            }
        }
        return stated;
    }

    /// The rate that a vendor's rule derives from another meter.
    private Optional<Cell> derived(PriceRow rule, Meter meter, Conditions own) {
        PriceRow.Factor factor = rule.multiply().get();
        if (factor.meter().get() != meter) {
            return Optional.empty();
        }
        return stated(factor.of().get(), own)
                .map(of -> {
                    List<PriceRow> factors = new ArrayList<>(of.factors());
                    factors.add(rule);
                    return new Cell(
                            scaled(of.rate(), factor.value(), BigDecimal.ONE),
                            of.flags() | Flag.DERIVED.bit(),
                            of.row(),
                            factors,
                            of.distance(),
                            of.tier());
                });
    }

    /// A list price found in a lower context tier than that of the meter it is discounted from
    /// moves with it. A contract means what it says.
    private Cell movedWithTier(Cell cell, Meter meter, Conditions own) {
        Meter base = meter == Meter.REASONING ? Meter.OUTPUT : meter.undiscounted();
        if (base == meter
                || cell.row().kind() != PriceRow.Kind.BOOK
                || marginal
                || cell.tier().compareTo(own.context()) >= 0) {
            return cell;
        }
        Optional<Cell> high = stated(base, own);
        if (high.isEmpty() || high.get().tier().compareTo(cell.tier()) <= 0) {
            return cell;
        }
        Conditions lower = new Conditions(own.region(), own.service(), cell.tier(), own.window());
        Optional<Cell> low = stated(base, lower);
        if (low.isEmpty() || low.get().rate() == 0) {
            return cell;
        }
        return new Cell(
                scaled(
                        cell.rate(),
                        BigDecimal.valueOf(high.get().rate()),
                        BigDecimal.valueOf(low.get().rate())),
                cell.flags() | high.get().flags() | Flag.DERIVED.bit(),
                cell.row(),
                cell.factors(),
                high.get().distance(),
                high.get().tier());
    }

    /// The rate that some row states for the meter, nearest to the call's own conditions. An
    /// overlay comes first where it fits, and is searched as the book is where the book does not
    /// have the model.
    private Optional<Cell> stated(Meter meter, Conditions own) {
        if ((stated & 1L << meter.ordinal()) == 0) {
            return Optional.empty();
        }
        List<PriceRow> book = layers.getLast();
        List<List<PriceRow>> overlays = layers.subList(0, layers.size() - 1);
        Walk walk = new Walk(meter, own);
        if (states(book)) {
            overlays.forEach(walk::exactly);
            walk.nearest(book);
        }
        overlays.forEach(walk::nearest);
        return walk.found();
    }

    /// A multiplied rate, half-even to the picodollar a unit. Besides that of a converted one it is
    /// the only rounding in Steelyard; a stated rate is never rounded.
    private static long scaled(long rate, BigDecimal times, BigDecimal over) {
        return BigDecimal.valueOf(rate)
                .multiply(times)
                .divide(over, 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /// One walk from the call's own conditions outwards, multiplying by what it passes.
    private final class Walk {
        private final Meter meter;
        private final Conditions own;
        private BigDecimal factor = BigDecimal.ONE;
        private final Set<PriceRow> multiplied = new LinkedHashSet<>();
        private int distance;
        private @Nullable Cell cell;

        Walk(Meter meter, Conditions own) {
            this.meter = meter;
            this.own = own;
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

        /// The default region stands in for the call's own unless a multiplier told them apart, or
        /// the call was served from anywhere.
        private int regionFlag(String region) {
            boolean known =
                    region.equals(own.region())
                            || own.region().equals(PriceRow.GLOBAL_REGION)
                            || multiplied.stream()
                                    .anyMatch(row ->
                                            !row.region().isEmpty() && row.isFor(own.region()));
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
                            known || !meter.isToken()
                                    ? flags
                                    : flags | Flag.SERVICE_AS_STANDARD.bit());
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
                distance++;
                for (PriceRow row : rows) {
                    if (cell == null
                            && !row.isFactor()
                            && row.rates().of(meter) != PriceRow.UNKNOWN
                            && row.region().equals(region)
                            && row.context().equals(tier)
                            && row.service().equals(Optional.of(service))
                            && row.window().equals(window)) {
                        long rate = row.rates().of(meter);
                        cell =
                                new Cell(
                                        multiplied.isEmpty()
                                                ? rate
                                                : scaled(rate, factor, BigDecimal.ONE),
                                        flags | ownFlags(row),
                                        row,
                                        List.copyOf(multiplied),
                                        distance,
                                        tier);
                    }
                }
            }
        }

        private void multiply(List<PriceRow> rows, String region, Optional<ServiceTier> service) {
            if (cell != null) {
                return;
            }
            for (PriceRow row : rows) {
                if (row.multiply().filter(f -> f.scales(meter)).isPresent()
                        && (region.isEmpty() ? row.region().isEmpty() : row.isFor(region))
                        && row.service().equals(service)
                        && row.context().compareTo(own.context()) <= 0
                        && row.window().isAllDay()
                        && multiplied.add(row)) {
                    factor = factor.multiply(row.multiply().get().value());
                    return;
                }
            }
        }

        private int ownFlags(PriceRow row) {
            boolean byRule = multiplied.stream().anyMatch(f -> f.kind() == PriceRow.Kind.BOOK);
            return (row.standing() == PriceRow.Standing.DISPUTED ? Flag.DISPUTED.bit() : 0)
                    | (row.basis() == PriceRow.Basis.RELEASE ? Flag.START_ASSUMED.bit() : 0)
                    | (row.exchange().isPresent() ? Flag.CONVERTED.bit() : 0)
                    | (byRule ? Flag.DERIVED.bit() : 0);
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
