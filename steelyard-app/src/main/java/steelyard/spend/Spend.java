package steelyard.spend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.cell.Dimension;
import steelyard.cell.Group;
import steelyard.cell.Unpriced;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// Where the money went: what calls came to by one dimension or two.
///
/// @param by the dimensions
/// @param rows in the order of time where the first is one, else the dearest first
/// @param all everything together
/// @param unpriced calls without a price, the most tokens first
/// @param duplicates what repeated lines would have added
public record Spend(
        List<Dimension> by,
        List<Row> rows,
        Amounts all,
        List<Unpriced> unpriced,
        MoneyTotal duplicates) {
    /// What stands for the values that are not told one by one.
    public static final String OTHERS = "others";

    /// @param keys a value of each dimension; blank where calls name none
    public record Row(List<String> keys, Amounts amounts) {
        public Row {
            keys = List.copyOf(keys);
        }
    }

    public Spend {
        by = List.copyOf(by);
        rows = List.copyOf(rows);
        unpriced = List.copyOf(unpriced);
    }

    /// Adds groups up; feed it, then ask for the [#spend()].
    ///
    /// The groups' keys are the values of the dimensions; of model, provider and meter, which the
    /// price tells, the engine need not know any.
    public static final class Tally {
        private final List<Dimension> by;
        private final Map<List<String>, Amounts> rows = new HashMap<>();
        private final Map<List<String>, Unpriced> unpriced = new LinkedHashMap<>();
        private Amounts all = Amounts.NONE;
        private MoneyTotal duplicates = MoneyTotal.ZERO;

        public Tally(List<Dimension> by) {
            this.by = List.copyOf(by);
        }

        public void add(Group g) {
            Amounts amounts = Amounts.of(g);
            if (g.duplicate()) {
                duplicates = duplicates.plus(amounts.usd());
                return;
            }
            all = all.plus(amounts);
            if (g.card().isEmpty()) {
                unpriced.merge(
                        List.of(g.name(), g.why()),
                        new Unpriced(
                                0, g.name(), g.why(), g.rows(), g.calls(), g.counts().tokens()),
                        Unpriced::plus);
            }
            int meter = by.indexOf(Dimension.METER);
            if (meter < 0) {
                rows.merge(keys(g, ""), amounts, Amounts::plus);
            } else {
                byMeter(g, amounts);
            }
        }

        private void byMeter(Group g, Amounts whole) {
            for (Meter m : Meter.all()) {
                MoneyTotal usd = Amounts.paid(g, m);
                long count = g.counts().of(m);
                if (count > 0 || !usd.isZero()) {
                    boolean priced = g.card().isPresent();
                    rows.merge(
                            keys(g, m.column()),
                            new Amounts(
                                    usd,
                                    priced ? g.calls() : 0,
                                    priced ? TokenCounts.of(m, count) : TokenCounts.NONE,
                                    priced ? 0 : g.calls(),
                                    priced || !m.isToken() ? 0 : count,
                                    whole.models()),
                            Amounts::plus);
                }
            }
        }

        private List<String> keys(Group g, String meter) {
            return IntStream.range(0, by.size())
                    .mapToObj(i ->
                            switch (by.get(i)) {
                                case MODEL -> g.card().map(Card::product).orElse(g.name());
                                case PROVIDER ->
                                        g.card().map(Card::provider).orElse(g.keys().get(i));
                                case METER -> meter;
                                default -> g.keys().get(i);
                            })
                    .toList();
        }

        public Spend spend() {
            List<Row> list = new ArrayList<>();
            rows.forEach((keys, amounts) -> list.add(new Row(keys, amounts)));
            return new Spend(
                    by,
                    sorted(by, list),
                    all,
                    unpriced.values().stream()
                            .sorted(Comparator.comparingLong(Unpriced::tokens).reversed())
                            .toList(),
                    duplicates);
        }
    }

    /// In time; else the dearest first, by the sum of each value of the first dimension.
    private static List<Row> sorted(List<Dimension> by, List<Row> rows) {
        Comparator<Row> order = Comparator.comparingInt(_ -> 0);
        for (int i = 0; i < by.size(); i++) {
            int d = i;
            Map<String, MoneyTotal> sums = sums(rows, d);
            order =
                    by.get(d).isTime()
                            ? order.thenComparing(r -> r.keys().get(d))
                            : order.thenComparing(
                                            (Row r) -> sums.get(r.keys().get(d)),
                                            Comparator.reverseOrder())
                                    .thenComparing(r -> r.keys().get(d));
        }
        return rows.stream().sorted(order).toList();
    }

    private static Map<String, MoneyTotal> sums(List<Row> rows, int dimension) {
        Map<String, MoneyTotal> sums = new HashMap<>();
        rows.forEach(r -> sums.merge(r.keys().get(dimension), r.amounts().usd(), MoneyTotal::plus));
        return sums;
    }

    /// The values of a dimension with what each came to, in time or the dearest first.
    public Map<String, MoneyTotal> values(int dimension) {
        Map<String, MoneyTotal> values = new LinkedHashMap<>();
        Map<String, MoneyTotal> sums = sums(rows, dimension);
        Comparator<Map.Entry<String, MoneyTotal>> order =
                by.get(dimension).isTime()
                        ? Map.Entry.comparingByKey()
                        : Map.Entry.<String, MoneyTotal>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey());
        sums.entrySet().stream().sorted(order).forEach(e -> values.put(e.getKey(), e.getValue()));
        return values;
    }

    /// The same with the dearest values of each dimension only, the others taken together; times
    /// are all kept.
    public Spend top(int most) {
        Map<List<String>, Amounts> merged = new LinkedHashMap<>();
        List<Set<String>> kept = new ArrayList<>();
        for (int d = 0; d < by.size(); d++) {
            kept.add(
                    values(d).keySet().stream()
                            .limit(by.get(d).isTime() ? Long.MAX_VALUE : most)
                            .collect(Collectors.toSet()));
        }
        for (Row row : rows) {
            List<String> keys = new ArrayList<>();
            for (int d = 0; d < by.size(); d++) {
                String key = row.keys().get(d);
                keys.add(kept.get(d).contains(key) ? key : OTHERS);
            }
            merged.merge(keys, row.amounts(), Amounts::plus);
        }
        List<Row> list = new ArrayList<>();
        merged.forEach((keys, amounts) -> list.add(new Row(keys, amounts)));
        return new Spend(by, list, all, unpriced, duplicates);
    }
}
