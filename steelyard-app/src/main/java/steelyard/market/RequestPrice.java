package steelyard.market;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import steelyard.quality.Model;
import steelyard.refusal.Refusal;

/// What one request is sold for.
///
/// @param usd of the request
/// @param from where that comes from, in words
public record RequestPrice(double usd, String from) {

    /// USD per million tokens as stated.
    ///
    /// @param cached for input found in a cache
    /// @param share of the input found there
    public static RequestPrice stated(
            double in, double out, double cached, double input, double output, double share) {
        double request = 1e-6 * (input * ((1 - share) * in + share * cached) + output * out);
        if (!(request > 0)) {
            throw new Refusal("%s/%s is no price above zero".formatted(in, out));
        }
        return new RequestPrice(
                request,
                "as stated, %s in, %s out, %s for cached input, USD per million tokens"
                        .formatted(in, out, cached));
    }

    /// At a seller on a day, at the standard tier.
    ///
    /// @param seller blank for the model's maker, or whoever is cheapest where it sells none
    /// @param name any name of a model
    /// @param at the newest day of the book if none
    /// @throws Refusal if nobody sells it there and then, with who does
    public static RequestPrice listed(
            Market market, String seller, String name, Optional<LocalDate> at, Mix request) {
        String asked = seller.isEmpty() ? "price" : "--price " + seller;
        Model model =
                market.crosswalk()
                        .named(name)
                        .or(() -> market.crosswalk().named(name + "-instruct"))
                        .orElseThrow(() ->
                                new Refusal(
                                        "%s: no price list is known to sell \"%s\"; state rates as 0.88/0.88, or a name: %s:NAME; close to it: %s"
                                                .formatted(
                                                        asked,
                                                        name,
                                                        seller.isEmpty() ? "SELLER" : seller,
                                                        String.join(
                                                                ", ",
                                                                market.crosswalk()
                                                                        .similar(name)))));
        LocalDate day = at.orElse(market.asOf());
        if (day.isAfter(market.asOf())) {
            throw new Refusal("--at %s: the price book ends on %s".formatted(day, market.asOf()));
        }
        List<Quote> quotes = market.on(day, model::equals).quotes(request);
        String first = seller.isEmpty() ? model.lab().toLowerCase(Locale.ROOT) : seller;
        return quotes.stream()
                .filter(q -> q.listing().provider().equals(first))
                .findFirst()
                .or(() -> seller.isEmpty() ? quotes.stream().findFirst() : Optional.empty())
                .map(q ->
                        new RequestPrice(
                                q.paid().approximateUsd(),
                                "%s on %s, standard tier".formatted(q.listing().product(), day)))
                .orElseThrow(() ->
                        new Refusal(
                                "%s: %s is not sold there on %s; %s"
                                        .formatted(asked, model.id(), day, elsewhere(quotes))));
    }

    private static String elsewhere(List<Quote> quotes) {
        return quotes.isEmpty()
                ? "nobody in the price book sells it that day; state rates as 0.88/0.88, or --at another day"
                : "it is by "
                        + quotes.stream()
                                .map(q -> q.listing().provider())
                                .distinct()
                                .collect(Collectors.joining(", "));
    }
}
