package steelyard.price;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import steelyard.token.Micros;

/// All prices of one (provider, model, region, service tier) over time: resolved once, then asked
/// for each call.
public final class Tariff {

    /// A period without a change of price.
    ///
    /// @param tiers ascending, the base tier first
    /// @param windows the all-day window last
    /// @param cards by window, then tier; null where there is no price
    @SuppressWarnings("ArrayRecordComponent") // read a million times a second, never compared
    record Segment(
            List<ContextTier> tiers,
            List<DailyWindow> windows,
            @Nullable Card[][] cards,
            boolean priced) {

        /// Whether nothing changes from the one to the other.
        boolean sameAs(Segment other) {
            if (priced != other.priced
                    || !tiers.equals(other.tiers)
                    || !windows.equals(other.windows)) {
                return false;
            }
            for (int w = 0; w < cards.length; w++) {
                for (int t = 0; t < cards[w].length; t++) {
                    Card one = cards[w][t];
                    Card two = other.cards[w][t];
                    if (one == null ? two != null : two == null || !one.sameAs(two)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private final String provider;
    private final String name;
    private final long[] starts;
    private final Segment[] segments;
    private final @Nullable Card[] plain;

    /// @param starts microseconds since 1970, ascending, the first [Long#MIN_VALUE]
    Tariff(String provider, String name, long[] starts, Segment[] segments) {
        this.provider = provider;
        this.name = name;
        this.starts = starts;
        this.segments = segments;
        this.plain = new Card[segments.length];
        for (int i = 0; i < plain.length; i++) {
            @Nullable Card[][] cards = segments[i].cards();
            plain[i] = cards.length == 1 && cards[0].length == 1 ? cards[0][0] : null;
        }
    }

    public String provider() {
        return provider;
    }

    /// The name that was asked for.
    public String name() {
        return name;
    }

    /// The card in force, or null if there is no price then.
    ///
    /// @param micros microseconds since 1970-01-01T00:00Z
    /// @param prompt prompt tokens of every kind, of all `calls` together
    /// @param total all tokens, likewise
    /// @param calls how many calls the counts stand for; tiers go by their mean
    public @Nullable Card cardAt(long micros, long prompt, long total, long calls) {
        Segment segment = segments[indexAt(micros)];
        if (!segment.priced()) {
            return null;
        }
        @Nullable Card[] cards = segment.cards()[0];
        List<DailyWindow> windows = segment.windows();
        if (windows.size() > 1) {
            long second = Math.floorDiv(micros, 1_000_000L);
            int w = 0;
            while (!windows.get(w).containsSecond(second)) {
                w++;
            }
            cards = segment.cards()[w];
        }
        if (cards.length == 1) {
            return cards[0];
        }
        List<ContextTier> tiers = segment.tiers();
        int t = tiers.size() - 1;
        while (!tiers.get(t)
                .reachedBy(
                        tiers.get(t).basis() == ContextTier.Basis.TOTAL ? total : prompt, calls)) {
            t--;
        }
        return cards[t];
    }

    /// The number of the segment in which a time lies; looked for at `hint` first, as logs are in
    /// the order of time.
    public int segmentAt(long micros, int hint) {
        boolean same =
                starts[hint] <= micros && (hint + 1 == starts.length || micros < starts[hint + 1]);
        return same ? hint : indexAt(micros);
    }

    /// The card of a segment if it is the same for calls of every size and hour, or else null.
    public @Nullable Card plainCard(int segment) {
        return plain[segment];
    }

    /// When the prices may change, in the order of time; before the first of these they are as at
    /// the beginning of time.
    public List<Instant> changes() {
        return Arrays.stream(starts)
                .filter(micros -> micros != Long.MIN_VALUE && micros != Long.MAX_VALUE)
                .mapToObj(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                .toList();
    }

    /// The card of a call of no size, as price lists show it.
    public Optional<Card> cardAt(Instant at) {
        return Optional.ofNullable(cardAt(Micros.of(at), 0, 0, 1));
    }

    /// Every card that a call can get, steps of marginal tiers left out.
    public List<Card> cards() {
        return Arrays.stream(segments)
                .flatMap(segment -> Arrays.stream(segment.cards()))
                .flatMap(Arrays::stream)
                .filter(Objects::nonNull)
                .toList();
    }

    /// The cards of each context tier at an instant, the base tier first; empty if there is no
    /// price then.
    public Map<ContextTier, Card> tiersAt(Instant at) {
        Segment segment = segments[indexAt(Micros.of(at))];
        Map<ContextTier, Card> tiers = new LinkedHashMap<>();
        for (int w = 0; w < segment.windows().size() && tiers.isEmpty(); w++) {
            if (segment.windows().get(w).contains(at)) {
                for (int t = 0; t < segment.tiers().size(); t++) {
                    Card card = segment.cards()[w][t];
                    if (card != null) {
                        tiers.put(segment.tiers().get(t), card);
                    }
                }
            }
        }
        return tiers;
    }

    private int indexAt(long micros) {
        if (starts.length <= 8) {
            int i = starts.length - 1;
            while (starts[i] > micros) {
                i--;
            }
            return i;
        }
        int found = Arrays.binarySearch(starts, micros);
        return found >= 0 ? found : -found - 2;
    }
}
