package steelyard.index;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The cheapest price that reaches a score, over time.
///
/// An offer stands from its date until an offer of the same model replaces it; a table of launches
/// has one per model. A price that rises, or a model that is offered again at more, raises the
/// frontier: that is kept.
public final class Frontier {
    /// A model on sale from a date.
    ///
    /// @param price USD per Mtok, above zero
    /// @param score on one version of one benchmark
    public record Offer(String model, LocalDate date, double price, double score) {
        public Offer {
            if (!(price > 0) || Double.isInfinite(price)) {
                throw new IllegalArgumentException(
                        "%s on %s: price %s is not above zero".formatted(model, date, price));
            }
        }
    }

    /// The cheapest offer that reaches the score on a date.
    public record Step(LocalDate date, Offer offer) {}

    private final List<Offer> offers;
    private final double score;

    private Frontier(List<Offer> offers, double score) {
        this.offers = offers;
        this.score = score;
    }

    /// @param offers of any score; of two on one date the later in the list comes later
    /// @param score the least that will do
    public static Frontier of(List<Offer> offers, double score) {
        return new Frontier(
                offers.stream()
                        .filter(o -> o.score() >= score)
                        .sorted(Comparator.comparing(Offer::date))
                        .toList(),
                score);
    }

    public double score() {
        return score;
    }

    /// The offers that reach the score, in the order of their dates.
    public List<Offer> reaching() {
        return offers;
    }

    /// Each new lowest price, as Epoch AI counts them: of several on one date the last.
    public List<Offer> records() {
        List<Offer> records = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        for (Offer offer : offers) {
            if (offer.price() < lowest) {
                lowest = offer.price();
                if (!records.isEmpty() && records.getLast().date().equals(offer.date())) {
                    records.removeLast();
                }
                records.add(offer);
            }
        }
        return records;
    }

    /// The cheapest offer in force on a date.
    public Optional<Offer> at(LocalDate date) {
        java.util.Map<String, Offer> inForce = new java.util.LinkedHashMap<>();
        for (Offer offer : offers) {
            if (!offer.date().isAfter(date)) {
                inForce.put(offer.model(), offer);
            }
        }
        return inForce.values().stream().min(Comparator.comparingDouble(Offer::price));
    }

    /// The frontier at the end of each month, from the first that reaches the score to `last`.
    public List<Step> monthly(YearMonth last) {
        List<Step> steps = new ArrayList<>();
        if (offers.isEmpty()) {
            return steps;
        }
        YearMonth first = YearMonth.from(offers.getFirst().date());
        for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            LocalDate end = month.atEndOfMonth();
            at(end).ifPresent(offer -> steps.add(new Step(end, offer)));
        }
        return steps;
    }

    /// The fall through the records, each a point: dense clusters of releases weigh more.
    public Optional<Decline> recordsDecline() {
        return Decline.fit(
                records().stream().map(o -> new Decline.Point(o.date(), o.price())).toList());
    }

    /// The fall through the ends of months: every month weighs the same.
    public Optional<Decline> monthlyDecline(YearMonth last) {
        return Decline.fit(
                monthly(last).stream()
                        .map(s -> new Decline.Point(s.date(), s.offer().price()))
                        .toList());
    }

    /// The fall from the first record to the last, as a factor per year; empty if there is one
    /// record alone.
    public Optional<Double> endpoints() {
        List<Offer> records = records();
        if (records.size() < 2) {
            return Optional.empty();
        }
        Offer first = records.getFirst();
        Offer last = records.getLast();
        double days = ChronoUnit.DAYS.between(first.date(), last.date());
        return Optional.of(Math.pow(first.price() / last.price(), 365 / days));
    }
}
