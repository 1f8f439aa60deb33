package steelyard.price;

import java.io.StringReader;
import java.time.Instant;
import steelyard.token.Micros;
import steelyard.token.ServiceTier;

/// Small books for tests, written as overlays of models that the bundled book does not have.
public final class TestingBook {
    private TestingBook() {}

    /// The bundled book with a sheet for provider `acme`, whose lines follow the header.
    public static PriceBook with(String header, String... lines) {
        return PriceBook.bundled()
                .with(
                        "acme.csv",
                        new StringReader(header + "\n" + String.join("\n", lines) + "\n"));
    }

    static Tariff tariff(
            PriceBook book, String provider, String model, String region, ServiceTier service) {
        if (book.resolve(provider, model, region, service)
                instanceof PriceBook.Resolution.Found(Tariff tariff)) {
            return tariff;
        }
        throw new AssertionError(provider + "/" + model + " is not in the book");
    }

    static Tariff tariff(PriceBook book, String model) {
        return tariff(book, "acme", model, "", ServiceTier.STANDARD);
    }

    static Card at(Tariff tariff, String at, long prompt) {
        Card card = tariff.cardAt(Micros.of(Instant.parse(at)), prompt, prompt, 1);
        if (card == null) {
            throw new AssertionError("no price at " + at);
        }
        return card;
    }
}
