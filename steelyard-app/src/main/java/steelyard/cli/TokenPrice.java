package steelyard.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import steelyard.market.Market;
import steelyard.market.Mix;
import steelyard.market.Quote;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.refusal.Refusal;
import steelyard.serving.Load;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// What one request of a load is sold for.
///
/// @param request USD
/// @param from where that comes from, in words
record TokenPrice(double request, String from) {
    private static final String AMOUNT = "(\\d+(?:\\.\\d+)?)";
    private static final Pattern RATES =
            Pattern.compile(AMOUNT + "/" + AMOUNT + "(?:/" + AMOUNT + ")?");

    /// @param text rates, a seller, or a seller and a name
    /// @param model what is sold if only a seller is named
    static TokenPrice of(
            String text, @Nullable LocalDate at, String model, Load load, BookOptions book) {
        Matcher rates = RATES.matcher(text);
        if (rates.matches()) {
            book.unused("on stated rates");
            return stated(rates, load);
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? listed(text, model, at, load, book)
                : listed(text.substring(0, colon), text.substring(colon + 1), at, load, book);
    }

    /// What a model is sold for: `SELLER:NAME`, or a name alone for its maker's own price, or the
    /// cheapest if its maker sells none.
    static TokenPrice sold(String name, @Nullable LocalDate at, Load load, BookOptions book) {
        int colon = name.indexOf(':');
        return colon < 0
                ? listed("", name, at, load, book)
                : listed(name.substring(0, colon), name.substring(colon + 1), at, load, book);
    }

    private static TokenPrice stated(Matcher rates, Load load) {
        double in = Double.parseDouble(rates.group(1));
        double out = Double.parseDouble(rates.group(2));
        double cached = rates.group(3) == null ? in : Double.parseDouble(rates.group(3));
        double request =
                1e-6
                        * (load.input() * ((1 - load.cached()) * in + load.cached() * cached)
                                + load.output() * out);
        if (!(request > 0)) {
            throw new Refusal("--price %s is no price above zero".formatted(rates.group()));
        }
        return new TokenPrice(
                request,
                "as stated, %s in, %s out, %s for cached input, USD per million tokens"
                        .formatted(in, out, cached));
    }

    private static TokenPrice listed(
            String seller, String name, @Nullable LocalDate at, Load load, BookOptions book) {
        Crosswalk crosswalk = Crosswalk.bundled();
        Model model =
                crosswalk
                        .named(name)
                        .or(() -> crosswalk.named(name + "-instruct"))
                        .orElseThrow(() ->
                                new Refusal(
                                        "%s: no price list is known to sell \"%s\"; state rates as 0.88/0.88, or a name: %s:NAME; close to it: %s"
                                                .formatted(
                                                        seller.isEmpty()
                                                                ? "price"
                                                                : "--price " + seller,
                                                        name,
                                                        seller.isEmpty() ? "SELLER" : seller,
                                                        String.join(
                                                                ", ", crosswalk.similar(name)))));
        Market market = new Market(book.book(), crosswalk);
        LocalDate day = at == null ? market.asOf() : at;
        if (day.isAfter(market.asOf())) {
            throw new Refusal("--at %s: the price book ends on %s".formatted(day, market.asOf()));
        }
        long cached = Math.round(load.input() * load.cached());
        Mix mix =
                new Mix(
                        TokenCounts.of(Meter.INPUT, Math.round(load.input()) - cached)
                                .with(Meter.CACHE_READ, cached)
                                .with(Meter.OUTPUT, Math.round(load.output())),
                        1);
        List<Quote> quotes = market.on(day, model::equals).quotes(mix);
        String maker = model.lab().toLowerCase(Locale.ROOT);
        Optional<Quote> quote =
                quotes.stream()
                        .filter(q ->
                                q.listing().provider().equals(seller.isEmpty() ? maker : seller))
                        .findFirst()
                        .or(() ->
                                seller.isEmpty() ? quotes.stream().findFirst() : Optional.empty());
        return quote.map(q ->
                        new TokenPrice(
                                q.paid().approximateUsd(),
                                "%s on %s, standard tier".formatted(q.listing().product(), day)))
                .orElseThrow(() ->
                        new Refusal(
                                "%s: %s is not sold there on %s; %s"
                                        .formatted(
                                                seller.isEmpty() ? "price" : "--price " + seller,
                                                model.id(),
                                                day,
                                                quotes.isEmpty()
                                                        ? "nobody in the price book sells it that day; state rates as 0.88/0.88, or --at another day"
                                                        : "it is by "
                                                                + quotes.stream()
                                                                        .map(q ->
                                                                                q.listing()
                                                                                        .provider())
                                                                        .distinct()
                                                                        .collect(
                                                                                Collectors.joining(
                                                                                        ", ")))));
    }
}
