package steelyard.cell;

import java.util.List;
import steelyard.money.MoneyTotal;

/// Spend that hangs on a price about which sources disagree.
///
/// @param price input and output, USD per Mtok, as used
/// @param rivals what other sources say
/// @param spend by period
public record Disputed(String product, String price, String rivals, List<MoneyTotal> spend) {
    public Disputed {
        spend = List.copyOf(spend);
    }
}
