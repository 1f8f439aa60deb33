package steelyard.chronicle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.refusal.Refusal;
import steelyard.sheet.PriceKey;
import steelyard.token.Meter;

/// A price that one source showed without change over a span of days.
///
/// @param from the day that the source states, or else the first look at which it showed the price
/// @param until the last look at which it showed it
/// @param after the last look before that, at which it showed another price or none; null if there
///   was none
/// @param basis how `from` is known
/// @param gone whether a later look found the model without it
/// @param commit which version of the source, or the address of a document
/// @param release the model's release as the source states it, or null
public record Sighting(
        String source,
        PriceKey key,
        LocalDate from,
        LocalDate until,
        @org.jspecify.annotations.Nullable LocalDate after,
        Basis basis,
        boolean gone,
        String commit,
        @org.jspecify.annotations.Nullable LocalDate release,
        SortedMap<Meter, BigDecimal> rates) {

    /// How the first day is known.
    public enum Basis {
        /// The source states it.
        EXPLICIT,
        /// A dated page shows the price.
        DOCUMENT,
        /// The source showed another price at the look before.
        COMMIT,
        /// The source did not list the model before.
        FIRST_SEEN
    }

    public Sighting {
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
        if (until.isBefore(from) && basis != Basis.EXPLICIT) {
            throw new Refusal("last seen " + until + ", before its first day " + from);
        }
    }

    Sighting seenUntil(LocalDate day, boolean nowGone) {
        return new Sighting(source, key, from, day, after, basis, nowGone, commit, release, rates);
    }

    Sighting of(PriceKey other) {
        return new Sighting(source, other, from, until, after, basis, gone, commit, release, rates);
    }

    Sighting of(SortedMap<Meter, BigDecimal> others) {
        return new Sighting(source, key, from, until, after, basis, gone, commit, release, others);
    }

    /// E.g. `litellm@8442b939`.
    String label() {
        return commit.isEmpty() || commit.contains("/") ? source : source + "@" + commit;
    }
}
