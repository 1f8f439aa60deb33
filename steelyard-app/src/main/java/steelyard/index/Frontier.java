package steelyard.index;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import steelyard.refusal.Refusal;

/// The cheapest price that reaches a score, over time.
///
/// An offer stands from its date until an offer of the same model replaces it; a table of launches
/// has one per model. A price that rises, or a model that is offered again at more, raises the
/// frontier: that is kept.
public final class Frontier {
    /// A model on sale at a price for a time.
    ///
    /// @param seller where; empty if the table does not say
    /// @param date the first day
    /// @param until the day after the last; [LocalDate#MAX] until an offer of the same model and
    ///   seller replaces it
    /// @param price USD per Mtok, or per task, above zero
    /// @param score on one version of one benchmark
    public record Offer(
            String model,
            String seller,
            LocalDate date,
            LocalDate until,
            double price,
            double score) {
        public Offer {
            if (!(price > 0) || Double.isInfinite(price)) {
                throw new Refusal(
                        "%s on %s: price %s is not above zero".formatted(model, date, price));
            }
        }

        Offer from(LocalDate day) {
            return new Offer(model, seller, day, until, price, score);
        }

        /// An offer that stands until the next one of the same model.
        public Offer(String model, LocalDate date, double price, double score) {
            this(model, "", date, LocalDate.MAX, price, score);
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
        return inForce(date).min(Comparator.comparingDouble(Offer::price));
    }

    private Stream<Offer> inForce(LocalDate date) {
        record Place(String model, String seller) {}
        Map<Place, Offer> inForce = new LinkedHashMap<>();
        for (Offer offer : offers) {
            if (!offer.date().isAfter(date) && date.isBefore(offer.until())) {
                inForce.put(new Place(offer.model(), offer.seller()), offer);
            }
        }
        return inForce.values().stream();
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

    /// How much the fall through the ends of months depends on which models there were.
    public Bootstrap bootstrap(YearMonth last, int draws, long seed) {
        List<String> models = offers.stream().map(Offer::model).distinct().toList();
        if (offers.isEmpty()) {
            return Bootstrap.of(0, draws, seed, _ -> Optional.empty());
        }
        YearMonth first = YearMonth.from(offers.getFirst().date());
        int months = (int) Math.max(0, first.until(last, ChronoUnit.MONTHS) + 1);
        double[][] cheapest = new double[models.size()][months];
        for (int t = 0; t < months; t++) {
            for (double[] own : cheapest) {
                own[t] = Double.POSITIVE_INFINITY;
            }
            int month = t;
            inForce(first.plusMonths(t).atEndOfMonth())
                    .forEach(o -> {
                        double[] own = cheapest[models.indexOf(o.model())];
                        own[month] = Math.min(own[month], o.price());
                    });
        }
        return Bootstrap.of(
                models.size(), draws, seed, counts -> factor(cheapest, counts, first, months));
    }

    private static Optional<Double> factor(
            double[][] cheapest, int[] counts, YearMonth first, int months) {
        List<Decline.Point> points = new ArrayList<>();
        for (int t = 0; t < months; t++) {
            double lowest = Double.POSITIVE_INFINITY;
            for (int m = 0; m < counts.length; m++) {
                if (counts[m] > 0) {
                    lowest = Math.min(lowest, cheapest[m][t]);
                }
            }
            if (lowest < Double.POSITIVE_INFINITY) {
                points.add(new Decline.Point(first.plusMonths(t).atEndOfMonth(), lowest));
            }
        }
        return Decline.fit(points).map(Decline::factorPerYear);
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
