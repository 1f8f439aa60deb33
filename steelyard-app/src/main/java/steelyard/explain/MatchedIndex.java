package steelyard.explain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import steelyard.ledger.Cell;

/// List prices of the models used in both of two periods, weighted by what was used.
final class MatchedIndex {
    private record Used(double tokens, double listUsd) {
        double price() {
            return listUsd / tokens;
        }
    }

    private MatchedIndex() {}

    /// The ideal index: the geometric mean of Laspeyres and Paasche (Fisher 1922, formula 353),
    /// over models and billing classes. Empty if no class of any model was used in both periods at
    /// a price above zero.
    static OptionalDouble fisher(List<Cell> before, List<Cell> after) {
        Map<String, Used> p0 = used(before);
        Map<String, Used> p1 = used(after);
        double p0q0 = 0;
        double p1q0 = 0;
        double p0q1 = 0;
        double p1q1 = 0;
        for (Map.Entry<String, Used> entry : p0.entrySet()) {
            Used now = p1.get(entry.getKey());
            Used then = entry.getValue();
            if (now != null && then.price() > 0 && now.price() > 0) {
                p0q0 += then.price() * then.tokens();
                p1q0 += now.price() * then.tokens();
                p0q1 += then.price() * now.tokens();
                p1q1 += now.price() * now.tokens();
            }
        }
        return p0q0 > 0 && p0q1 > 0
                ? OptionalDouble.of(Math.sqrt(p1q0 / p0q0 * (p1q1 / p0q1)))
                : OptionalDouble.empty();
    }

    private static Map<String, Used> used(List<Cell> cells) {
        Map<String, Used> used = new HashMap<>();
        for (Cell cell : cells) {
            cell.classes()
                    .forEach((billingClass, stages) -> {
                        double tokens = 0;
                        for (var meter : steelyard.token.Meter.all()) {
                            tokens +=
                                    meter.billingClass() == billingClass
                                            ? cell.counts().of(meter)
                                            : 0;
                        }
                        used.merge(
                                cell.product() + " " + billingClass,
                                new Used(tokens, stages.list().approximateUsd()),
                                (a, b) ->
                                        new Used(
                                                a.tokens() + b.tokens(),
                                                a.listUsd() + b.listUsd()));
                    });
        }
        return used;
    }
}
