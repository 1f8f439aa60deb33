package steelyard.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steelyard.money.Money;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceRow;
import steelyard.token.Meter;

/// Adds up groups of charges into the sums of some periods; any engine may feed it.
public final class Tally {
    private record Key(int period, String team, String product) {}

    private record Prices(String product, String price, String rivals) {}

    private final List<Period> periods;
    private final Map<Key, Cell> cells = new LinkedHashMap<>();
    private final Map<List<Object>, Unpriced> unpriced = new LinkedHashMap<>();
    private final Map<Integer, Recorded> recorded = new TreeMap<>();
    private final Map<Prices, MoneyTotal[]> disputed =
            new TreeMap<>(
                    Comparator.comparing(Prices::product)
                            .thenComparing(Prices::price)
                            .thenComparing(Prices::rivals));
    private final MoneyTotal[] duplicates;

    public Tally(List<Period> periods) {
        this.periods = periods;
        this.duplicates = zeros();
    }

    private MoneyTotal[] zeros() {
        MoneyTotal[] zeros = new MoneyTotal[periods.size()];
        Arrays.fill(zeros, MoneyTotal.ZERO);
        return zeros;
    }

    /// Adds a group.
    ///
    /// @param at the index of its period
    public void add(int at, String team, Group group) {
        if (group.card().isEmpty()) {
            if (!group.duplicate()) {
                addUnpriced(at, group);
            }
            return;
        }
        Card card = group.card().get();
        Cell cell = Cell.of(at, team, card, group.flags(), group.calls(), group.counts());
        if (group.duplicate()) {
            duplicates[at] = duplicates[at].plus(cell.spend());
            return;
        }
        cells.merge(new Key(at, team, cell.product()), cell, Cell::plus);
        addDisputed(at, card, cell);
        group.recordedUsd()
                .ifPresent(usd ->
                        recorded.merge(
                                at,
                                new Recorded(at, usd, cell.spend(), group.rows()),
                                Recorded::plus));
    }

    private void addUnpriced(int at, Group g) {
        unpriced.merge(
                List.of(at, g.name(), g.why()),
                new Unpriced(at, g.name(), g.why(), g.rows(), g.calls(), g.counts().tokens()),
                Unpriced::plus);
    }

    private void addDisputed(int at, Card card, Cell cell) {
        MoneyTotal amount = cell.flagged().getOrDefault(Flag.DISPUTED, MoneyTotal.ZERO);
        PriceRow row = card.row(Meter.INPUT).or(() -> card.row(Meter.OUTPUT)).orElse(null);
        if (!amount.isZero() && row != null) {
            MoneyTotal[] byPeriod =
                    disputed.computeIfAbsent(
                            new Prices(card.product(), price(card), row.rivals()), _ -> zeros());
            byPeriod[at] = byPeriod[at].plus(amount);
        }
    }

    /// Input and output in USD per Mtok, as price lists write them.
    private static String price(Card card) {
        return perMtok(card.rate(Meter.INPUT)) + "/" + perMtok(card.rate(Meter.OUTPUT));
    }

    private static String perMtok(long picos) {
        return picos == PriceRow.UNKNOWN
                ? "-"
                : new Money(Math.multiplyExact(picos, 1_000_000L)).toString();
    }

    /// Tells the tasks of each cell from its calls, which were taken for tasks so far; a cell that
    /// is not named has none.
    public void tasks(TaskCount tasks) {
        cells.replaceAll(
                (key, cell) -> cell.withTasks(tasks.of(key.period(), key.team(), key.product())));
    }

    /// How many tasks a cell has; one that touched several products is split between them.
    public interface TaskCount {
        double of(int period, String team, String product);
    }

    /// Everything added so far.
    public Sums sums(List<Crowd> crowds) {
        List<Disputed> prices = new ArrayList<>();
        disputed.forEach((p, usd) ->
                prices.add(new Disputed(p.product(), p.price(), p.rivals(), List.of(usd))));
        return new Sums(
                periods,
                List.copyOf(cells.values()),
                crowds,
                List.copyOf(unpriced.values()),
                List.copyOf(recorded.values()),
                prices,
                List.of(duplicates));
    }
}
