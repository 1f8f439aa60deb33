package steelyard.sheet;

import java.util.Comparator;
import steelyard.price.ContextTier;
import steelyard.price.DailyWindow;
import steelyard.price.PriceRow;
import steelyard.token.ServiceTier;

/// What a price is for: a seller's model under conditions.
///
/// @param seller its id in the price book
/// @param model as the seller lists it
/// @param region empty for the seller's default
public record PriceKey(
        String seller,
        String model,
        String region,
        ServiceTier service,
        ContextTier context,
        DailyWindow window)
        implements Comparable<PriceKey> {
    private static final Comparator<PriceKey> ORDER =
            Comparator.comparing(PriceKey::seller)
                    .thenComparing(PriceKey::model, String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(PriceKey::model)
                    .thenComparing(PriceKey::region)
                    .thenComparing(PriceKey::service)
                    .thenComparing(PriceKey::context)
                    .thenComparing(key -> key.window().toString());

    /// The plain price of a model: default region, standard tier, any size, all day.
    public static PriceKey plain(String seller, String model) {
        return new PriceKey(
                seller, model, "", ServiceTier.STANDARD, ContextTier.BASE, DailyWindow.ALL_DAY);
    }

    /// All but seller and model, in words.
    public String conditions() {
        return PriceRow.conditions(region, service, context, window);
    }

    public PriceKey inRegion(String other) {
        return new PriceKey(seller, model, other, service, context, window);
    }

    public PriceKey in(ServiceTier other) {
        return new PriceKey(seller, model, region, other, context, window);
    }

    public PriceKey in(ContextTier other) {
        return new PriceKey(seller, model, region, service, other, window);
    }

    public PriceKey in(DailyWindow other) {
        return new PriceKey(seller, model, region, service, context, other);
    }

    /// The tier of prompts larger than a size, by the seller's way of counting: xAI is reported to
    /// bill a request of exactly the threshold at the higher tier (litellm#40174), the others not.
    public PriceKey above(long tokens) {
        return tokens == 0
                ? this
                : in(
                        new ContextTier(
                                tokens,
                                seller.equals("xai"),
                                ContextTier.Basis.INPUT,
                                ContextTier.Mode.WHOLE));
    }

    @Override
    public int compareTo(PriceKey other) {
        return ORDER.compare(this, other);
    }
}
