package steelyard.explain;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import steelyard.cell.Cell;
import steelyard.cell.Period;
import steelyard.cell.Sums;
import steelyard.index.Panel;
import steelyard.token.Meter;

/// The list prices of what was used, as a panel for index numbers.
///
/// A product is a model at a provider and a billing class; its price is the plain list price in USD
/// per Mtok, its quantity the Mtok used, cached or not.
public final class UsedPrices {
    private record Used(double tokens, double listUsd) {
        Used plus(Used other) {
            return new Used(tokens + other.tokens, listUsd + other.listUsd);
        }
    }

    private record Key(int period, String product) {}

    private UsedPrices() {}

    /// The panel of all periods of these sums, free models left out and counted.
    public static Panel of(Sums sums) {
        Map<Key, Used> used =
                new TreeMap<>(Comparator.comparingInt(Key::period).thenComparing(Key::product));
        for (Cell cell : sums.cells()) {
            cell.classes()
                    .forEach((billingClass, stages) -> {
                        double tokens = 0;
                        for (Meter meter : Meter.all()) {
                            tokens +=
                                    meter.billingClass() == billingClass
                                            ? cell.counts().of(meter)
                                            : 0;
                        }
                        if (tokens > 0) {
                            used.merge(
                                    new Key(
                                            cell.period(),
                                            cell.product()
                                                    + " "
                                                    + billingClass.name().toLowerCase(Locale.ROOT)),
                                    new Used(tokens, stages.list().approximateUsd()),
                                    Used::plus);
                        }
                    });
        }
        Panel.Builder panel =
                Panel.builder("usage", sums.periods().stream().map(Period::label).toList());
        used.forEach((key, u) ->
                panel.add(
                        sums.periods().get(key.period()).label(),
                        key.product(),
                        u.listUsd() / u.tokens() * 1e6,
                        u.tokens() / 1e6,
                        0));
        return panel.build();
    }
}
