package steelyard.cli;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import steelyard.market.Market;
import steelyard.market.Mix;
import steelyard.market.RequestPrice;
import steelyard.quality.Crosswalk;
import steelyard.serving.Load;

/// The price of tokens as options write it.
final class TokenPrice {
    private static final String AMOUNT = "(\\d+(?:\\.\\d+)?)";
    private static final Pattern RATES =
            Pattern.compile(AMOUNT + "/" + AMOUNT + "(?:/" + AMOUNT + ")?");

    private TokenPrice() {}

    /// @param text rates, a seller, or a seller and a name
    /// @param model what is sold if only a seller is named
    static RequestPrice of(
            String text, @Nullable LocalDate at, String model, Load load, BookOptions book) {
        Matcher rates = RATES.matcher(text);
        if (rates.matches()) {
            book.unused("on stated rates");
            double in = Double.parseDouble(rates.group(1));
            return RequestPrice.stated(
                    in,
                    Double.parseDouble(rates.group(2)),
                    rates.group(3) == null ? in : Double.parseDouble(rates.group(3)),
                    load.input(),
                    load.output(),
                    load.cached());
        }
        return text.indexOf(':') < 0
                ? listed(text, model, at, load, book)
                : sold(text, at, load, book);
    }

    /// What a model is sold for: `SELLER:NAME`, or a name alone for its maker's own price, or the
    /// cheapest if its maker sells none.
    static RequestPrice sold(String name, @Nullable LocalDate at, Load load, BookOptions book) {
        int colon = name.indexOf(':');
        return listed(
                name.substring(0, Math.max(0, colon)), name.substring(colon + 1), at, load, book);
    }

    private static RequestPrice listed(
            String seller, String name, @Nullable LocalDate at, Load load, BookOptions book) {
        return RequestPrice.listed(
                new Market(book.book(), Crosswalk.bundled()),
                seller,
                name,
                Optional.ofNullable(at),
                Mix.request(load.input(), load.output(), load.cached()));
    }
}
