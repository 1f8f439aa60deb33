package steelyard.spend;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import steelyard.money.MoneyTotal;
import steelyard.refusal.Refusal;

/// What may be spent on a value of the first dimension, or on each.
///
/// @param value empty for each that has no budget of its own
/// @param usd the amount
public record Budget(String value, BigDecimal usd) {
    public Budget {
        if (usd.signum() < 0) {
            throw new Refusal("a budget of %s: at least zero".formatted(usd.toPlainString()));
        }
    }

    /// Spend beside its budget.
    ///
    /// @param keys of the row
    public record Standing(List<String> keys, MoneyTotal spent, BigDecimal budget) {
        public Standing {
            keys = List.copyOf(keys);
        }

        /// What is left; below zero where it is overspent.
        public BigDecimal left() {
            return budget.subtract(spent.usd());
        }

        public boolean isOver() {
            return left().signum() < 0;
        }
    }

    /// Every row that has a budget, the furthest over first.
    ///
    /// @param dimension which of the keys the budgets name
    public static List<Standing> standings(Spend spend, int dimension, List<Budget> budgets) {
        List<Standing> standings = new ArrayList<>();
        for (Spend.Row row : spend.rows()) {
            String key = row.keys().get(dimension);
            budgets.stream()
                    .filter(b -> b.value().equals(key))
                    .findFirst()
                    .or(() -> budgets.stream().filter(b -> b.value().isEmpty()).findFirst())
                    .ifPresent(b ->
                            standings.add(new Standing(row.keys(), row.amounts().usd(), b.usd())));
        }
        standings.sort(Comparator.comparing(Standing::left));
        return standings;
    }
}
