package steelyard.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceRow;
import steelyard.price.Tariff;
import steelyard.quality.Model;
import steelyard.token.Meter;

/// A name in a provider's price list, for the time in which it means one model.
///
/// @param name as listed
/// @param model empty if the crosswalk does not know the name
/// @param from the first day on which the name means this model
/// @param to the first day on which it no longer does
/// @param tariff its prices in the default region and the standard tier
public record Listing(
        String provider,
        String name,
        Optional<Model> model,
        LocalDate from,
        LocalDate to,
        Tariff tariff) {

    /// A price for as long as it stood.
    ///
    /// @param from the first day
    /// @param to the day after the last
    /// @param confirmed whether two sources or the provider itself state it, and none contradicts
    public record Step(LocalDate from, LocalDate to, double usdPerMtok, boolean confirmed) {}

    /// Provider and name, e.g. `together/deepseek-ai/DeepSeek-V3`.
    public String product() {
        return provider + "/" + name;
    }

    /// Whether the model's own lab sells it here.
    boolean isFirstHand() {
        return model.map(Model::lab).filter(provider::equals).isPresent();
    }

    /// Whether the name means this model on a day.
    public boolean holds(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(to);
    }

    /// The first day with a price, assumed starts passed over unless they are to be believed.
    Optional<LocalDate> firstSeen(boolean believeAssumed) {
        for (Instant change : tariff.changes()) {
            LocalDate day = LocalDate.ofInstant(change, ZoneOffset.UTC);
            Optional<PriceRow> row = cardOn(day).flatMap(card -> card.row(Meter.INPUT));
            if (row.isPresent()
                    && (believeAssumed || row.get().basis() != PriceRow.Basis.RELEASE)) {
                return Optional.of(day.isAfter(from) ? day : from);
            }
        }
        return Optional.empty();
    }

    /// Whether somebody may have sold it on a day: a price that was first seen without a start does
    /// not count before the first day on which any of its prices has one.
    boolean isOnSale(LocalDate day) {
        List<Instant> changes = tariff.changes();
        return changes.isEmpty()
                || !day.isBefore(LocalDate.ofInstant(changes.getFirst(), ZoneOffset.UTC))
                || cardOn(day)
                        .flatMap(card -> card.row(Meter.INPUT))
                        .filter(row -> row.basis() == PriceRow.Basis.FIRST_SEEN)
                        .isEmpty();
    }

    /// Whether a price of it is stated in another currency.
    boolean isConverted() {
        return tariff.cards().stream()
                .anyMatch(card -> (card.flags(Meter.INPUT) & Flag.CONVERTED.bit()) != 0);
    }

    Listing notBefore(LocalDate day) {
        return day.isAfter(from) ? new Listing(provider, name, model, day, to, tariff) : this;
    }

    /// What the basket cost at list price, step by step; gaps where it was not on sale.
    ///
    /// @param until the last day of which prices are known: what stands then has no end
    public List<Step> steps(Basket basket, LocalDate until) {
        TreeSet<LocalDate> days = new TreeSet<>();
        for (Instant change : tariff.changes()) {
            days.add(LocalDate.ofInstant(change, ZoneOffset.UTC));
        }
        if (!from.equals(LocalDate.MIN)) {
            days.add(from);
        }
        List<LocalDate> starts =
                days.stream()
                        .filter(d -> !d.isBefore(from) && d.isBefore(to) && !d.isAfter(until))
                        .toList();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            LocalDate next = i + 1 < starts.size() ? starts.get(i + 1) : to;
            Optional<Card> card = cardOn(starts.get(i));
            OptionalDouble price = card.map(basket::usdPerMtok).orElse(OptionalDouble.empty());
            if (price.isPresent()) {
                add(
                        steps,
                        new Step(
                                starts.get(i),
                                next,
                                price.getAsDouble(),
                                confirmed(card.orElseThrow())));
            }
        }
        return steps;
    }

    /// The price at the end of a day: where it changes at noon, the new one.
    private Optional<Card> cardOn(LocalDate day) {
        return tariff.cardAt(
                day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusMillis(1));
    }

    private static void add(List<Step> steps, Step step) {
        Step last = steps.isEmpty() ? null : steps.getLast();
        if (last != null
                && last.to().equals(step.from())
                && last.usdPerMtok() == step.usdPerMtok()) {
            steps.set(
                    steps.size() - 1,
                    new Step(
                            last.from(),
                            step.to(),
                            last.usdPerMtok(),
                            last.confirmed() || step.confirmed()));
        } else {
            steps.add(step);
        }
    }

    private static boolean confirmed(Card card) {
        return confirmed(card, Meter.INPUT) && confirmed(card, Meter.OUTPUT);
    }

    private static boolean confirmed(Card card, Meter meter) {
        return card.row(meter)
                .map(row ->
                        row.standing() == PriceRow.Standing.CORROBORATED
                                || row.standing() == PriceRow.Standing.STATED)
                .orElse(false);
    }
}
