package steelyard.price;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import steelyard.token.Meter;

/// The rates in force for one model under one set of conditions: what a rater multiplies counts
/// with.
///
/// Beside the rates that are paid, a card keeps the rates before each discount, so that a change in
/// spend can be told apart: see [Stage].
public final class Card {

    /// The steps from a model's plain list price to what is paid, each a rate per meter.
    public enum Stage {
        /// List price in the default region, standard tier, base context, all day.
        LIST,
        /// The list price under the call's own conditions: region, context tier, time of day.
        CONDITIONS,
        /// The same at the call's own service tier.
        SERVICE,
        /// The same under the contract laid over the book.
        PAID
    }

    /// A part of a marginal tier: units past `fromUnits` of a call are charged at `card`.
    record Step(long fromUnits, Card card) {}

    private final int id;
    private final String provider;
    private final String model;
    private final long[][] rates;
    private final long[] paid;
    private final int[] flags;
    private final List<Optional<PriceRow>> rows;
    private final List<List<PriceRow>> factors;
    private final boolean tiered;
    private final List<Step> steps;

    Card(
            int id,
            String provider,
            String model,
            long[][] rates,
            int[] flags,
            List<Optional<PriceRow>> rows,
            List<List<PriceRow>> factors,
            boolean tiered,
            List<Step> steps) {
        this.id = id;
        this.provider = provider;
        this.model = model;
        this.rates = rates;
        this.paid = rates[Stage.PAID.ordinal()];
        this.flags = flags;
        this.rows = rows;
        this.factors = factors;
        this.tiered = tiered;
        this.steps = List.copyOf(steps);
    }

    /// The number of this card in its book: see [PriceBook#card(int)].
    public int id() {
        return id;
    }

    public String provider() {
        return provider;
    }

    /// The listed model, whatever name the log used.
    public String model() {
        return model;
    }

    /// Picodollars per unit, or [PriceRow#UNKNOWN].
    public long rate(Stage stage, Meter meter) {
        return rates[stage.ordinal()][meter.ordinal()];
    }

    /// What is paid, in picodollars per unit, or [PriceRow#UNKNOWN].
    public long rate(Meter meter) {
        return paid[meter.ordinal()];
    }

    /// The bits of the [Flag]s that concern this meter's rate.
    public int flags(Meter meter) {
        return flags[meter.ordinal()];
    }

    /// The row of the price book that gave this meter's rate.
    public Optional<PriceRow> row(Meter meter) {
        return rows.get(meter.ordinal());
    }

    /// The rows whose factors this meter's rate was multiplied by: a contract, a regional uplift.
    public List<PriceRow> factors(Meter meter) {
        return factors.get(meter.ordinal());
    }

    /// Where this meter's rate comes from: file and line of its row, and of each factor.
    public String origin(Meter meter) {
        StringBuilder origin = new StringBuilder(row(meter).map(PriceRow::at).orElse(""));
        for (PriceRow factor : factors(meter)) {
            factor.multiply()
                    .ifPresent(f ->
                            origin.append(" x ")
                                    .append(f)
                                    .append(" (")
                                    .append(factor.at())
                                    .append(")"));
        }
        return origin.toString();
    }

    /// Whether the model has context tiers at this time that price a whole request.
    public boolean isTiered() {
        return tiered;
    }

    /// Whether an amount is the count times the rate; not so in a marginal tier.
    public boolean isLinear() {
        return steps.isEmpty();
    }

    /// How many parts a marginal tier has past its first: 0 if the card is linear.
    public int steps() {
        return steps.size();
    }

    /// The units of one call up to which step `i` has not begun.
    public long stepFrom(int i) {
        return steps.get(i).fromUnits();
    }

    /// The card of the units past [#stepFrom(int)].
    public Card stepCard(int i) {
        return steps.get(i).card();
    }

    /// Whether a call costs the same on both, for the same reasons.
    boolean sameAs(Card other) {
        return model.equals(other.model)
                && Arrays.deepEquals(rates, other.rates)
                && Arrays.equals(flags, other.flags)
                && rows.equals(other.rows)
                && factors.equals(other.factors)
                && tiered == other.tiered
                && steps.isEmpty()
                && other.steps.isEmpty();
    }

    /// The provider and the model, e.g. `anthropic/claude-opus-4-5`.
    public String product() {
        return provider + "/" + model;
    }
}
