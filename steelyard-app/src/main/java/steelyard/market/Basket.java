package steelyard.market;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import steelyard.price.Card;
import steelyard.price.PriceRow;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// A mix of tokens whose price is followed: what a "price of a model" means when input and output
/// are priced apart.
///
/// @param id the name on the command line
/// @param counts the proportions
public record Basket(String id, String title, TokenCounts counts) {
    /// Three parts input to one part output, nothing cached: the usual convention (Artificial
    /// Analysis among others).
    public static final Basket CHAT =
            new Basket(
                    "chat",
                    "3 input : 1 output",
                    TokenCounts.of(Meter.INPUT, 3).with(Meter.OUTPUT, 1));

    /// Twenty parts input to one part output, four fifths of the input read from a cache: an agent
    /// that sends its whole history with every step.
    public static final Basket AGENT =
            new Basket(
                    "agent",
                    "20 input (16 of them cached) : 1 output",
                    TokenCounts.of(Meter.INPUT, 4)
                            .with(Meter.CACHE_READ, 16)
                            .with(Meter.OUTPUT, 1));

    /// @throws Refusal naming those there are
    public static Basket named(String id) {
        return Stream.of(CHAT, AGENT)
                .filter(b -> b.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal("basket \"%s\" is neither chat nor agent".formatted(id)));
    }

    /// USD per million tokens of the basket at list price; empty where the card lacks a rate or the
    /// price is not above zero.
    OptionalDouble usdPerMtok(Card card) {
        double picos = 0;
        for (Meter meter : Meter.all()) {
            long count = counts.of(meter);
            if (count > 0) {
                long rate = card.rate(Card.Stage.LIST, meter);
                if (rate == PriceRow.UNKNOWN) {
                    return OptionalDouble.empty();
                }
                picos += (double) rate * count;
            }
        }
        return picos > 0
                ? OptionalDouble.of(picos / counts.tokens() * 1e-6)
                : OptionalDouble.empty();
    }
}
