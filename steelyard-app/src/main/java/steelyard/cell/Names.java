package steelyard.cell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import steelyard.price.PriceBook;
import steelyard.price.Tariff;
import steelyard.token.ServiceTier;

/// What each name in a log is sold as: every one resolved once, and the same ones in any order to
/// the same tariffs.
///
/// @param all numbered by their place
/// @param tariffs of those that have one
public record Names(List<Name> all, List<Tariff> tariffs) {
    /// A name as calls write it, and what tells one price of it from another.
    ///
    /// @param service as written; blank for the standard tier
    public record Key(String provider, String model, String region, String service) {}

    /// @param tariff its place among the tariffs; empty if it has none
    /// @param unknown why it has none; blank if it has one
    public record Name(Key key, OptionalInt tariff, String unknown) {
        public String label() {
            String provider = key.provider();
            String model = key.model();
            return provider.isEmpty() || model.startsWith(provider + "/")
                    ? model
                    : provider + "/" + model;
        }
    }

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::provider)
                    .thenComparing(Key::model)
                    .thenComparing(Key::region)
                    .thenComparing(Key::service);

    public Names {
        all = List.copyOf(all);
        tariffs = List.copyOf(tariffs);
    }

    public static Names resolve(PriceBook book, Collection<Key> keys) {
        TreeSet<Key> sorted = new TreeSet<>(ORDER);
        sorted.addAll(keys);
        List<Name> names = new ArrayList<>();
        List<Tariff> tariffs = new ArrayList<>();
        for (Key key : sorted) {
            Optional<ServiceTier> tier = ServiceTier.parse(key.service());
            if (tier.isEmpty()) {
                names.add(
                        unknown(
                                key,
                                "the service tier \"%s\" is not known".formatted(key.service())));
                continue;
            }
            names.add(
                    switch (book.resolve(key.provider(), key.model(), key.region(), tier.get())) {
                        case PriceBook.Resolution.Found(Tariff tariff) -> {
                            tariffs.add(tariff);
                            yield new Name(key, OptionalInt.of(tariffs.size() - 1), "");
                        }
                        case PriceBook.Resolution.UnknownProvider _ ->
                                unknown(key, "the provider is not in the price book");
                        case PriceBook.Resolution.UnknownModel _ ->
                                unknown(key, "the model is not in the price book");
                    });
        }
        return new Names(names, tariffs);
    }

    private static Name unknown(Key key, String why) {
        return new Name(key, OptionalInt.empty(), why);
    }
}
