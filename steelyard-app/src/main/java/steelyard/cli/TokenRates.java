package steelyard.cli;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.market.Market;
import steelyard.plan.Campaign;
import steelyard.price.PriceBook;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.rating.Outcome;
import steelyard.rating.Rater;
import steelyard.rating.UsageEvent;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// What the tokens of a model cost: its list price of a day.
final class TokenRates {
    private static final long MEGA = 1_000_000;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Whose list price, as gpt-5.2 or openrouter:NAME.")
    private @Nullable String model;

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "Prices of a day (default: the newest in the book).")
    private @Nullable LocalDate at;

    @Mixin private BookOptions options = new BookOptions();

    Campaign.Rates of(CommandLine.Model.CommandSpec spec) {
        if (model == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Missing --model: whose prices, as --model gpt-5.2");
        }
        PriceBook book = options.book();
        LocalDate day = at == null ? new Market(book, Crosswalk.bundled()).asOf() : at;
        int colon = model.indexOf(':');
        String name = model.substring(colon + 1);
        String seller = colon > 0 ? model.substring(0, colon) : maker(name);
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
        return new Campaign.Rates(
                input,
                Double.isFinite(written) ? written : input,
                Double.isFinite(read) ? read : input,
                output,
                String.format(
                        Locale.ROOT,
                        "%s at %s on %s: $%s in, $%s written to the cache, $%s from the cache, $%s out per million",
                        name,
                        seller,
                        day,
                        shown(input),
                        shown(Double.isFinite(written) ? written : input),
                        shown(Double.isFinite(read) ? read : input),
                        shown(output)));
    }

    private static String shown(double usd) {
        return BigDecimal.valueOf(usd).stripTrailingZeros().toPlainString();
    }

    private static String maker(String name) {
        Crosswalk crosswalk = Crosswalk.bundled();
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
        // Counted token by token and scaled up, so that no price for long prompts comes in.
        Outcome outcome =
                rater.rate(
                        UsageEvent.call(
                                seller,
                                name,
                                day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                                TokenCounts.of(meter, 1000)));
        return switch (outcome) {
            case Outcome.Rated rated ->
                    rated.lines().stream()
                                    .filter(line -> line.meter() == meter)
                                    .mapToDouble(line -> line.amount().picos())
                                    .sum()
                            * 1e-12
                            * MEGA
                            / 1000;
            case Outcome.Unrated _ -> Double.NaN;
        };
    }
}
