/// The price book: what each provider charged for each model, when, under which conditions, and how
/// we know.
///
/// In: price sheets (CSV, one row per price and period; the format is in `docs/price-book.md`) and
/// names as logs spell them. Out: a [Tariff] for a (provider, model, region, service tier), which
/// gives the [Card] of rates in force at an instant. The doors are [PriceBook] and [Tariff]. This
/// room multiplies no counts: amounts are the business of `steelyard.rating`.
@NullMarked
package steelyard.price;

import org.jspecify.annotations.NullMarked;
