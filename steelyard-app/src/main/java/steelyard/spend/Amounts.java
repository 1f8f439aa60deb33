package steelyard.spend;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import steelyard.cell.Group;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.rating.Rater;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// What some calls came to.
///
/// @param usd what was paid for those with a price
/// @param calls of them
/// @param counts of them
/// @param unpricedCalls calls without a price, which are in none of the others
/// @param unpricedTokens their tokens
/// @param models what was used, priced or not
public record Amounts(
        MoneyTotal usd,
        long calls,
        TokenCounts counts,
        long unpricedCalls,
        long unpricedTokens,
        SortedSet<String> models) {
    public static final Amounts NONE =
            new Amounts(MoneyTotal.ZERO, 0, TokenCounts.NONE, 0, 0, Collections.emptySortedSet());

    static Amounts of(Group g) {
        SortedSet<String> models =
                Collections.unmodifiableSortedSet(
                        new TreeSet<>(List.of(g.card().map(Card::product).orElse(g.name()))));
        if (g.card().isEmpty()) {
            return new Amounts(
                    MoneyTotal.ZERO, 0, TokenCounts.NONE, g.calls(), g.counts().tokens(), models);
        }
        MoneyTotal usd = MoneyTotal.ZERO;
        for (Meter meter : Meter.all()) {
            usd = usd.plus(paid(g, meter));
        }
        return new Amounts(usd, g.calls(), g.counts(), 0, 0, models);
    }

    /// What a group paid for one meter.
    static MoneyTotal paid(Group g, Meter meter) {
        return g.card()
                .map(card ->
                        Rater.amount(card, Card.Stage.PAID, meter, g.counts().of(meter), g.calls()))
                .orElse(MoneyTotal.ZERO);
    }

    Amounts plus(Amounts other) {
        return new Amounts(
                usd.plus(other.usd),
                calls + other.calls,
                counts.plus(other.counts),
                unpricedCalls + other.unpricedCalls,
                unpricedTokens + other.unpricedTokens,
                both(models, other.models));
    }

    /// The names of either.
    static SortedSet<String> both(SortedSet<String> some, SortedSet<String> more) {
        if (some.containsAll(more)) {
            return some;
        }
        SortedSet<String> all = new TreeSet<>(some);
        all.addAll(more);
        return Collections.unmodifiableSortedSet(all);
    }

    /// Tokens read from a cache, as a share of the prompts; not a number without prompts.
    public double cacheShare() {
        long prompt = counts.promptTokens();
        return prompt == 0 ? Double.NaN : (double) cached() / prompt;
    }

    /// Tokens read from a cache.
    public long cached() {
        return counts.of(Meter.CACHE_READ) + counts.of(Meter.AUDIO_CACHE_READ);
    }

    /// Tokens written to a cache.
    public long written() {
        return counts.of(Meter.CACHE_WRITE)
                + counts.of(Meter.CACHE_WRITE_5M)
                + counts.of(Meter.CACHE_WRITE_30M)
                + counts.of(Meter.CACHE_WRITE_1H)
                + counts.of(Meter.CACHE_WRITE_12H);
    }

    /// Average price paid, USD per million tokens; not a number without tokens.
    public double usdPerMtok() {
        return counts.tokens() == 0 ? Double.NaN : usd.approximateUsd() / counts.tokens() * 1e6;
    }

    /// Tokens without a price, as a share of all.
    public double unpricedShare() {
        long all = unpricedTokens + counts.tokens();
        return all == 0 ? unpricedCalls > 0 ? 1 : 0 : (double) unpricedTokens / all;
    }
}
