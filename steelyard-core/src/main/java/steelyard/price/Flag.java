package steelyard.price;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Something a reader should know about a price before trusting the amount that it gives.
public enum Flag {
    /// No rate for cache reads is known: they are charged as fresh input.
    CACHE_READ_AS_INPUT("cache reads charged as fresh input: no cache rate is known"),
    /// No rate for cache writes is known: they are charged as fresh input.
    CACHE_WRITE_AS_INPUT("cache writes charged as fresh input: no write rate is known"),
    /// The log does not say how long a cache write lives: the five-minute rate is used.
    CACHE_WRITE_TTL_UNKNOWN("cache writes without a lifetime charged at the 5-minute rate"),
    /// The one-hour rate is unknown: the five-minute rate is used, a lower bound.
    CACHE_WRITE_1H_AS_5M("1-hour cache writes charged at the 5-minute rate: a lower bound"),
    /// No rate for image tokens is known: the text rate is used.
    IMAGE_AS_TEXT("image tokens charged at the text rate"),
    /// The service tier has no price of its own here: the standard price is used.
    SERVICE_AS_STANDARD("service tier charged at the standard price: it has none of its own"),
    /// The region has no price of its own here: the default region's is used.
    REGION_AS_DEFAULT("region charged at the default price: it has none of its own"),
    /// Another source gives another price for the same time.
    DISPUTED("sources disagree about this price"),
    /// The price was first seen later; it is taken to hold since the model's release.
    START_ASSUMED("price assumed to hold since the model's release"),
    /// The call is later than the newest look at the price's sources.
    AFTER_BOOK("call is later than the price book's newest sources"),
    /// The name was matched by a rule, not by an entry.
    NAME_BY_RULE("model name matched by a rule"),
    /// The log names no provider: the first that sells the model was taken.
    PROVIDER_INFERRED("provider not in the log: inferred from the model's name"),
    /// The row stands for several calls, and which context tier each one reached is not certain.
    CONTEXT_BY_MEAN("context tier chosen by the mean of several calls"),
    /// The row spans a change of price; the price at its end was used.
    PRICE_MOVED_IN_SPAN("price changed inside the row's span: the price at its end is used"),
    /// No sheet states the rate: it follows from what the vendor states as a rule.
    DERIVED("rate derived from the vendor's rule"),
    /// Video tokens have no rate of their own: the text rate is used.
    VIDEO_AS_TEXT("video tokens charged at the text rate"),
    /// The name does not say which of two prices applies: the documented default was taken.
    NAME_AMBIGUOUS("the name does not say which price applies: the default was taken"),
    /// Searches of this context size have no fee of their own: that of medium size is used.
    SEARCH_AS_MEDIUM("searches charged at the fee of medium context size"),
    /// The price is stated in another currency.
    CONVERTED("price stated in another currency, converted at the month's reference rate");

    private static final Set<Flag> STAND_INS =
            EnumSet.of(
                    CACHE_READ_AS_INPUT,
                    CACHE_WRITE_AS_INPUT,
                    CACHE_WRITE_TTL_UNKNOWN,
                    CACHE_WRITE_1H_AS_5M,
                    IMAGE_AS_TEXT,
                    VIDEO_AS_TEXT,
                    SEARCH_AS_MEDIUM,
                    SERVICE_AS_STANDARD,
                    REGION_AS_DEFAULT);

    private final String meaning;

    Flag(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /// The bit of this flag in a set of flags kept as an `int`.
    public int bit() {
        return 1 << ordinal();
    }

    /// Whether any of these says that the rate is another's, which stands in for one that is not
    /// known.
    public static boolean standsIn(int bits) {
        return ofBits(bits).stream().anyMatch(STAND_INS::contains);
    }

    public static Set<Flag> ofBits(int bits) {
        if (bits == 0) {
            return Set.of();
        }
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Flag flag : values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
