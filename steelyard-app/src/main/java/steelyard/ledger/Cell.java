package steelyard.ledger;

import java.util.EnumMap;
import java.util.Map;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
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
        static final Stages ZERO =
                new Stages(
                        MoneyTotal.ZERO,
                        MoneyTotal.ZERO,
                        MoneyTotal.ZERO,
                        MoneyTotal.ZERO,
                        MoneyTotal.ZERO);

        Stages plus(Stages other) {
            return new Stages(
                    list.plus(other.list),
                    conditions.plus(other.conditions),
                    cache.plus(other.cache),
                    service.plus(other.service),
                    paid.plus(other.paid));
        }
    }

    public Cell {
        classes = Map.copyOf(classes);
        flagged = Map.copyOf(flagged);
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
                fees.plus(other.fees),
                flags);
    }

    Cell withTasks(double count) {
        return new Cell(period, team, product, calls, count, counts, classes, fees, flagged);
    }
}
