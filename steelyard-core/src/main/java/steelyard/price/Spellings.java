package steelyard.price;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steelyard.token.ServiceTier;

/// What names were found to stand for, by their exact spelling: asked again, nothing is allocated
/// and nobody waits.
final class Spellings {
    /// The answers for one service tier, by provider, model and region.
    private static final class ByName
            extends ConcurrentHashMap<String, Map<String, Map<String, PriceBook.Resolution>>> {}

    private final List<ByName> tiers =
            Stream.generate(ByName::new).limit(ServiceTier.values().length).toList();
    private final AtomicInteger size = new AtomicInteger();
    private final int most;

    /// @param most how many are remembered
    Spellings(int most) {
        this.most = most;
    }

    PriceBook.@Nullable Resolution get(
            String provider, String model, String region, ServiceTier service) {
        Map<String, Map<String, PriceBook.Resolution>> models =
                tiers.get(service.ordinal()).get(provider);
        Map<String, PriceBook.Resolution> regions = models == null ? null : models.get(model);
        return regions == null ? null : regions.get(region);
    }

    /// Remembers one more.
    ///
    /// @return false once there are too many: begin anew then
    boolean put(
            String provider,
            String model,
            String region,
            ServiceTier service,
            PriceBook.Resolution resolution) {
        tiers.get(service.ordinal())
                .computeIfAbsent(provider, p -> new ConcurrentHashMap<>())
                .computeIfAbsent(model, m -> new ConcurrentHashMap<>(2))
                .put(region, resolution);
        return size.incrementAndGet() < most;
    }
}
