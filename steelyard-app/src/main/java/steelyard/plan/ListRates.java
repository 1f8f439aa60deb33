package steelyard.plan;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.rating.Outcome;
import steelyard.rating.Rater;
import steelyard.rating.UsageEvent;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// What the tokens of a model cost at a list price.
public final class ListRates {
    /// Counted by the thousand and scaled up, so that no price for long prompts comes in.
    private static final int TOKENS = 1000;

    private ListRates() {}

    /// @param named a model, or `SELLER:NAME`; without a seller, its maker's
    /// @param at the newest day of the book if none
    /// @throws Refusal if it has no price there and then
    public static Campaign.Rates of(
            PriceBook book, Crosswalk crosswalk, String named, Optional<LocalDate> at) {
        LocalDate day = at.orElseGet(() -> new Market(book, crosswalk).asOf());
        int colon = named.indexOf(':');
        String name = named.substring(colon + 1);
        String seller = colon > 0 ? named.substring(0, colon) : maker(crosswalk, name);
        Rater rater = new Rater(book);
        double input = rate(rater, seller, name, day, Meter.INPUT);
        double read = rate(rater, seller, name, day, Meter.CACHE_READ);
        double written =
                Math.min(
                        rate(rater, seller, name, day, Meter.CACHE_WRITE_5M),
                        rate(rater, seller, name, day, Meter.CACHE_WRITE));
        double output = rate(rater, seller, name, day, Meter.OUTPUT);
        if (!Double.isFinite(input) || !Double.isFinite(output)) {
            throw new Refusal(
                    "%s has no price at %s on %s; steelyard prices history %s shows who sells it and when"
                            .formatted(name, seller, day, name));
        }
        double write = Double.isFinite(written) ? written : input;
        double cached = Double.isFinite(read) ? read : input;
        return new Campaign.Rates(
                input,
                write,
                cached,
                output,
                String.format(
                        Locale.ROOT,
                        "%s at %s on %s: $%s in, $%s written to the cache, $%s from the cache, $%s out per million",
                        name,
                        seller,
                        day,
                        shown(input),
                        shown(write),
                        shown(cached),
                        shown(output)));
    }

    private static String shown(double usd) {
        return BigDecimal.valueOf(usd).stripTrailingZeros().toPlainString();
    }

    private static String maker(Crosswalk crosswalk, String name) {
        return crosswalk
                .named(name)
                .map(Model::lab)
                .map(lab -> lab.toLowerCase(Locale.ROOT))
                .orElseThrow(() ->
                        new Refusal(
                                "no model \"%s\" is known; name its seller: --model SELLER:%s; close to it: %s"
                                        .formatted(
                                                name,
                                                name,
                                                String.join(", ", crosswalk.similar(name)))));
    }

    /// USD per million tokens of one meter, as the rater charges it; not a number if it has none.
    private static double rate(
            Rater rater, String seller, String name, LocalDate day, Meter meter) {
        Outcome outcome =
                rater.rate(
                        UsageEvent.call(
                                seller,
                                name,
                                day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                                TokenCounts.of(meter, TOKENS)));
        return switch (outcome) {
            case Outcome.Rated rated ->
                    rated.lines().stream()
                                    .filter(line -> line.meter() == meter)
                                    .mapToDouble(line -> line.amount().picos())
                                    .sum()
                            * 1e-12
                            * 1_000_000
                            / TOKENS;
            case Outcome.Unrated _ -> Double.NaN;
        };
    }
}
