package steelyard.rating;

import java.util.Optional;
import steelyard.money.Money;
import steelyard.price.PriceRow;
import steelyard.token.Meter;

/// One line of a rated call: so many units of a meter at one rate.
///
/// @param quantity units, more than zero
/// @param each the rate per unit
/// @param amount exactly `quantity` times `each`
/// @param row the row of the price book that states the rate
public record Line(Meter meter, long quantity, Money each, Money amount, Optional<PriceRow> row) {}
