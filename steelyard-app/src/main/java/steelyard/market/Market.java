package steelyard.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Provider;
import steelyard.price.Tariff;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.rating.Rater;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.ServiceTier;

/// Everything that the price book sells.
public final class Market {
    /// A quarter: sources are looked at that often, if not oftener.
    private static final int ON_SALE_UNSEEN_DAYS = 92;

    private final PriceBook book;
    private final Crosswalk crosswalk;

    public Market(PriceBook book, Crosswalk crosswalk) {
        this.book = book;
        this.crosswalk = crosswalk;
    }

    /// Which names are which model.
    public Crosswalk crosswalk() {
        return crosswalk;
    }

    /// The newest look at the sources of prices: nothing is known of a later day.
    public LocalDate asOf() {
        return book.asOf();
    }

    /// Every provider, those of overlays too.
    public Collection<String> providers() {
        TreeSet<String> ids = new TreeSet<>();
        book.providers().stream().map(Provider::id).forEach(ids::add);
        book.overlayRows().stream().map(PriceRow::provider).forEach(ids::add);
        return ids;
    }

    /// The listings of names that mean a known model.
    ///
    /// A start that is only assumed (a release date from a price table) counts from the first day
    /// on which some seller, or its own lab, is known to have sold the model. A price in another
    /// currency is none of them: in dollars it moves whenever the rate of exchange does.
    public List<Listing> known() {
        List<Listing> listings = listed().stream().filter(l -> !l.isConverted()).toList();
        Map<Model, LocalDate> launches = new HashMap<>();
        for (Listing listing : listings) {
            Model model = listing.model().orElseThrow();
            listing.firstSeen(model.lab().equals(listing.provider()))
                    .ifPresent(day -> launches.merge(model, day, Market::earlier));
        }
        return listings.stream()
                .map(l -> l.notBefore(launches.getOrDefault(l.model().orElseThrow(), l.from())))
                .toList();
    }

    private static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    private List<Listing> listed() {
        Map<String, Set<String>> own = new HashMap<>();
        List<Listing> listings = new ArrayList<>();
        for (Crosswalk.Entry entry : crosswalk.entries()) {
            // a name that the book has only as another's alias would be that listing twice
            if (!own.computeIfAbsent(entry.provider(), this::names)
                    .contains(entry.name().toLowerCase(Locale.ROOT))) {
                continue;
            }
            tariff(entry.provider(), entry.name(), ServiceTier.STANDARD)
                    .ifPresent(tariff ->
                            listings.add(
                                    new Listing(
                                            entry.provider(),
                                            entry.name(),
                                            Optional.of(entry.model()),
                                            entry.from(),
                                            earlier(
                                                    entry.to(),
                                                    offSale(entry.provider(), entry.name())),
                                            tariff)));
        }
        return listings;
    }

    /// The day on which a name counts as gone from the market: the book keeps its price, but no
    /// source has shown the model for a quarter.
    private LocalDate offSale(String provider, String name) {
        return book.rows(provider, name).stream()
                .map(PriceRow::seen)
                .filter(seen -> !seen.equals(Instant.MAX))
                .max(Comparator.naturalOrder())
                .map(seen ->
                        LocalDate.ofInstant(seen, ZoneOffset.UTC).plusDays(ON_SALE_UNSEEN_DAYS))
                .orElse(LocalDate.MAX);
    }

    private Set<String> names(String provider) {
        return book.models(provider).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /// Every name on any list on a day, whether or not its model is known.
    private List<Listing> listings(LocalDate day) {
        List<Listing> listings = new ArrayList<>();
        for (String provider : providers()) {
            for (String name : book.models(provider)) {
                Optional<Model> model = crosswalk.model(provider, name, day);
                tariff(provider, name, ServiceTier.STANDARD)
                        .ifPresent(tariff ->
                                listings.add(
                                        new Listing(
                                                provider,
                                                name,
                                                model,
                                                LocalDate.MIN,
                                                offSale(provider, name),
                                                tariff)));
            }
        }
        return listings;
    }

    private Optional<Tariff> tariff(String provider, String name, ServiceTier service) {
        return book.resolve(provider, name, "", service)
                        instanceof PriceBook.Resolution.Found(Tariff tariff)
                ? Optional.of(tariff)
                : Optional.empty();
    }

    /// The listings of a day, ready to quote several mixes.
    public Quoting on(LocalDate day) {
        return new Quoting(
                listings(day).stream().filter(l -> l.holds(day) && l.isOnSale(day)).toList(), day);
    }

    /// The same for the listings whose model is wanted.
    public Quoting on(LocalDate day, Predicate<Model> wanted) {
        return new Quoting(
                listed().stream()
                        .filter(l -> l.holds(day) && l.isOnSale(day))
                        .filter(l -> l.model().filter(wanted).isPresent())
                        .toList(),
                day);
    }

    /// Quotes at the prices of one day.
    public final class Quoting {
        private final List<Listing> listings;
        private final Instant at;

        private Quoting(List<Listing> listings, LocalDate day) {
            this.listings = listings;
            this.at = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusMillis(1);
        }

        /// What a mix costs at every listing that has a price for all of its meters, the cheapest
        /// first; of names of one model with the same amounts at a provider, the shortest.
        public List<Quote> quotes(Mix mix) {
            record Same(String provider, String model, MoneyTotal paid, MoneyTotal uncached) {}
            Map<Same, Quote> quotes = new LinkedHashMap<>();
            for (Listing listing : listings) {
                Quote quote = quote(listing, mix);
                if (quote != null) {
                    quotes.merge(
                            new Same(
                                    listing.provider(),
                                    listing.model().map(Model::id).orElse(listing.name()),
                                    quote.paid(),
                                    quote.uncached()),
                            quote,
                            (a, b) ->
                                    a.listing().name().length() <= b.listing().name().length()
                                            ? a
                                            : b);
                }
            }
            return quotes.values().stream()
                    .sorted(
                            Comparator.comparing(Quote::paid)
                                    .thenComparing(q -> !q.listing().isFirstHand())
                                    .thenComparing(q -> q.listing().product()))
                    .toList();
        }

        private @Nullable Quote quote(Listing listing, Mix mix) {
            Card card = card(listing.tariff(), mix);
            MoneyTotal paid = card == null ? null : amount(card, mix);
            Mix fresh = mix.uncached();
            Card freshCard = card(listing.tariff(), fresh);
            MoneyTotal uncached = freshCard == null ? null : amount(freshCard, fresh);
            if (card == null || paid == null || uncached == null || paid.isZero()) {
                return null;
            }
            int flags = 0;
            PriceRow.Standing standing = PriceRow.Standing.STATED;
            for (Meter meter : Meter.all()) {
                if (mix.counts().of(meter) > 0) {
                    flags |= card.flags(meter);
                    PriceRow.Standing own =
                            card.row(meter)
                                    .map(PriceRow::standing)
                                    .orElse(PriceRow.Standing.SINGLE);
                    standing = certainty(own) < certainty(standing) ? own : standing;
                }
            }
            return new Quote(listing, paid, uncached, Flag.ofBits(flags), standing);
        }

        private static int certainty(PriceRow.Standing standing) {
            return switch (standing) {
                case DISPUTED -> 0;
                case SINGLE -> 1;
                case CORROBORATED -> 2;
                case STATED -> 3;
            };
        }

        private @Nullable Card card(Tariff tariff, Mix mix) {
            return tariff.cardAt(
                    Micros.of(at), mix.counts().promptTokens(), mix.counts().tokens(), mix.calls());
        }

        /// What the mix costs in the batch tier of a listing; empty where its provider states none.
        public Optional<MoneyTotal> batch(Listing listing, Mix mix) {
            return tariff(listing.provider(), listing.name(), ServiceTier.BATCH)
                    .map(tariff -> card(tariff, mix))
                    .filter(card ->
                            (card.flags(Meter.INPUT) & Flag.SERVICE_AS_STANDARD.bit()) == 0
                                    && (card.flags(Meter.OUTPUT) & Flag.SERVICE_AS_STANDARD.bit())
                                            == 0)
                    .map(card -> amount(card, mix));
        }

        /// The whole amount; null if the card lacks the rate of a meter that the mix uses.
        private static @Nullable MoneyTotal amount(Card card, Mix mix) {
            MoneyTotal sum = MoneyTotal.ZERO;
            for (Meter meter : Meter.all()) {
                long count = mix.counts().of(meter);
                if (count > 0 && card.rate(meter) == PriceRow.UNKNOWN) {
                    return null;
                }
                sum = sum.plus(Rater.amount(card, Card.Stage.PAID, meter, count, mix.calls()));
            }
            return sum;
        }
    }
}
