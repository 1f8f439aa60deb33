package steelyard.cell;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.rating.Rater;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// Charges summed by period, team and product: what explanations work on.
///
/// @param period the index of the period asked for
/// @param team empty if the log names none or teams were not asked for
/// @param product provider and model
/// @param calls how many calls
/// @param tasks how many tasks, those that touched several products split by their calls
/// @param counts units by meter
/// @param classes amounts by billing class, fees not among them
/// @param conditions of each billing class, by the conditions of a price (region, context, hour)
/// @param fees fees per search and per call
/// @param flagged the spend on prices with a flag
public record Cell(
        int period,
        String team,
        String product,
        long calls,
        double tasks,
        TokenCounts counts,
        Map<Meter.BillingClass, Stages> classes,
        Map<Meter.BillingClass, Map<String, Conditioned>> conditions,
        MoneyTotal fees,
        Map<Flag, MoneyTotal> flagged) {

    /// The amount of a billing class on its way from list price to what is paid.
    ///
    /// @param list all tokens at the plain list price
    /// @param conditions at the list price for their region, context tier and time of day
    /// @param cache with cache reads and writes at their own rates
    /// @param service at the rates of the service tier
    /// @param paid under the contract
    public record Stages(
            MoneyTotal list,
            MoneyTotal conditions,
            MoneyTotal cache,
            MoneyTotal service,
            MoneyTotal paid) {
        private static Stages of(Card card, Meter meter, long count, long calls, MoneyTotal paid) {
            Meter plain = meter.undiscounted();
            return new Stages(
                    Rater.amount(card, Card.Stage.LIST, plain, count, calls),
                    Rater.amount(card, Card.Stage.CONDITIONS, plain, count, calls),
                    Rater.amount(card, Card.Stage.CONDITIONS, meter, count, calls),
                    Rater.amount(card, Card.Stage.SERVICE, meter, count, calls),
                    paid);
        }

        Stages plus(Stages other) {
            return new Stages(
                    list.plus(other.list),
                    conditions.plus(other.conditions),
                    cache.plus(other.cache),
                    service.plus(other.service),
                    paid.plus(other.paid));
        }
    }

    /// Amounts at one set of conditions.
    ///
    /// @param list at the plain list price
    /// @param conditions at the list price under these conditions
    public record Conditioned(MoneyTotal list, MoneyTotal conditions) {
        public Conditioned plus(Conditioned other) {
            return new Conditioned(list.plus(other.list), conditions.plus(other.conditions));
        }
    }

    public Cell {
        classes = Map.copyOf(classes);
        conditions = Map.copyOf(conditions);
        flagged = Map.copyOf(flagged);
    }

    /// What a group of calls on one card comes to; each call counts as a task.
    ///
    /// @param flags of the names, beside those of the card
    static Cell of(int period, String team, Card card, int flags, long calls, TokenCounts counts) {
        Map<Meter.BillingClass, Stages> classes = new EnumMap<>(Meter.BillingClass.class);
        Map<Flag, MoneyTotal> flagged = new EnumMap<>(Flag.class);
        Map<Meter.BillingClass, Map<String, Conditioned>> conditions =
                new EnumMap<>(Meter.BillingClass.class);
        MoneyTotal fees = MoneyTotal.ZERO;
        for (Meter meter : Meter.all()) {
            MoneyTotal paid = Rater.amount(card, Card.Stage.PAID, meter, counts.of(meter), calls);
            if (meter.billingClass() == Meter.BillingClass.FEE) {
                fees = fees.plus(paid);
            } else if (counts.of(meter) > 0) {
                Stages stages = Stages.of(card, meter, counts.of(meter), calls, paid);
                classes.merge(meter.billingClass(), stages, Stages::plus);
                conditions
                        .computeIfAbsent(meter.billingClass(), _ -> new TreeMap<>())
                        .merge(
                                conditions(card, meter.undiscounted()),
                                new Conditioned(stages.list(), stages.conditions()),
                                Conditioned::plus);
            }
            if (counts.of(meter) > 0) {
                for (Flag flag : Flag.ofBits(card.flags(meter) | flags)) {
                    flagged.merge(flag, paid, MoneyTotal::plus);
                }
            }
        }
        return new Cell(
                period,
                team,
                card.product(),
                calls,
                calls,
                counts,
                classes,
                conditions,
                fees,
                flagged);
    }

    /// The region, the size of prompt and the hours for which a price is stated; blank for the
    /// plain one.
    private static String conditions(Card card, Meter meter) {
        return Stream.concat(card.row(meter).stream(), card.factors(meter).stream())
                .map(row -> (row.region() + " " + row.context() + " " + row.window()).strip())
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /// Everything paid, fees included.
    public MoneyTotal spend() {
        MoneyTotal sum = fees;
        for (Stages stages : classes.values()) {
            sum = sum.plus(stages.paid());
        }
        return sum;
    }

    /// Both together; their tasks add up.
    Cell plus(Cell other) {
        Map<Meter.BillingClass, Stages> both = new EnumMap<>(Meter.BillingClass.class);
        both.putAll(classes);
        other.classes.forEach((c, stages) -> both.merge(c, stages, Stages::plus));
        Map<Meter.BillingClass, Map<String, Conditioned>> apart =
                new EnumMap<>(Meter.BillingClass.class);
        for (var each : List.of(conditions, other.conditions)) {
            each.forEach((c, by) ->
                    by.forEach((key, amounts) ->
                            apart.computeIfAbsent(c, _ -> new TreeMap<>())
                                    .merge(key, amounts, Conditioned::plus)));
        }
        Map<Flag, MoneyTotal> flags = new EnumMap<>(Flag.class);
        flags.putAll(flagged);
        other.flagged.forEach((flag, amount) -> flags.merge(flag, amount, MoneyTotal::plus));
        return new Cell(
                period,
                team,
                product,
                calls + other.calls,
                tasks + other.tasks,
                counts.plus(other.counts),
                both,
                apart,
                fees.plus(other.fees),
                flags);
    }

    Cell withTasks(double count) {
        return new Cell(
                period, team, product, calls, count, counts, classes, conditions, fees, flagged);
    }
}
