package steelyard.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;

/// Sellers named on the command line.
final class Sellers {
    @Option(
            names = "--providers",
            paramLabel = "NAMES",
            split = ",",
            description = "Only these sellers, with commas between them (default: all).")
    private List<String> names = new ArrayList<>();

    /// Their ids; empty if none are named.
    List<String> ids(PriceBook book, Market market) {
        return names.stream().map(name -> id(name, book, market)).distinct().toList();
    }

    private static String id(String name, PriceBook book, Market market) {
        return book.provider(name)
                .orElseThrow(() ->
                        new Refusal(
                                "provider \"%s\" is not in the price book; there are %s"
                                        .formatted(name, String.join(", ", market.providers()))));
    }
}
