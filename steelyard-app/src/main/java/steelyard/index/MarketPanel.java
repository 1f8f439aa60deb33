package steelyard.index;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import steelyard.market.Basket;
import steelyard.market.Listing;
import steelyard.quality.Model;
import steelyard.quality.Ratings;

/// List prices of scored models, month by month: what indices of a market are made of.
///
/// A month's price at a seller is the mean over the days of the month on which it was on sale. A
/// model's price is the geometric mean over its sellers.
public final class MarketPanel {
    /// A model that is on sale with the same lab's better and cheaper one counts as dominated from
    /// this many months after that one came.
    static final int DOMINATED_AFTER = 6;

    /// Means of logs miss equal prices by this much.
    private static final double NOISE = 1e-9;

    /// What to leave out.
    ///
    /// @param confirmedOnly leave out price changes that only one source reports, or that another
    ///   contradicts
    /// @param withoutReasoning leave out models that may think before they answer
    public record Filter(boolean confirmedOnly, boolean withoutReasoning) {
        public static final Filter NONE = new Filter(false, false);
    }

    /// A price change of one listing from one day to the next.
    ///
    /// @param confirmed whether two sources or the provider itself state the new price, and none
    ///   contradicts
    public record Change(
            Listing listing, LocalDate date, double before, double after, boolean confirmed) {}

    private final List<YearMonth> months;
    private final List<Model> models;
    private final double[] scores;
    private final List<Frontier.Offer> offers;
    private final List<Change> changes;
    private final double[][] price;
    private final double[][] relative;
    private final int unscored;

    MarketPanel(
            List<YearMonth> months,
            List<Model> models,
            double[] scores,
            List<Frontier.Offer> offers,
            List<Change> changes,
            double[][] price,
            double[][] relative,
            int unscored) {
        this.months = months;
        this.models = models;
        this.scores = scores;
        this.offers = offers;
        this.changes = changes;
        this.price = price;
        this.relative = relative;
        this.unscored = unscored;
    }

    /// @param listings of known models; those that `ratings` lacks are left out and counted
    /// @param from the first month
    /// @param to the last month
    /// @param asOf the last day of which prices are known
    /// @throws IllegalArgumentException if the months are the wrong way round or no model is on
    ///   sale in them
    public static MarketPanel of(
            List<Listing> listings,
            Basket basket,
            Ratings ratings,
            YearMonth from,
            YearMonth to,
            LocalDate asOf,
            Filter filter) {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("month %s is before %s".formatted(to, from));
        }
        MarketPanelBuilder builder = new MarketPanelBuilder(from, to, filter);
        Map<String, Model> without = new TreeMap<>();
        for (Listing listing : listings) {
            Model model = listing.model().orElseThrow();
            Optional<Ratings.Rating> rating = ratings.of(model);
            if (rating.isEmpty()) {
                without.put(model.id(), model);
            } else if (!(filter.withoutReasoning() && model.reasoning() != Model.Reasoning.NO)) {
                builder.add(listing, model, rating.get().score(), listing.steps(basket, asOf));
            }
        }
        return builder.build(without.size());
    }

    public List<YearMonth> months() {
        return months;
    }

    public List<Model> models() {
        return models;
    }

    public double score(int model) {
        return scores[model];
    }

    /// Every offer of every seller that stood at some time from the first month on, for frontiers;
    /// what stood already counts from its first day.
    public List<Frontier.Offer> offers() {
        LocalDate first = months.getFirst().atDay(1);
        LocalDate end = months.getLast().plusMonths(1).atDay(1);
        return offers.stream()
                .filter(o -> o.until().isAfter(first) && o.date().isBefore(end))
                .map(o -> o.date().isBefore(first) ? o.from(first) : o)
                .toList();
    }

    /// Every price change of a listing in these months.
    public List<Change> changes() {
        return changes.stream()
                .filter(c -> {
                    YearMonth month = YearMonth.from(c.date());
                    return !month.isBefore(months.getFirst()) && !month.isAfter(months.getLast());
                })
                .toList();
    }

    /// Models on sale without a score, which are left out.
    public int unscored() {
        return unscored;
    }

    /// A model's price in a month, USD per Mtok; NaN where it is not on sale.
    double price(int model, int month) {
        return price[model][month];
    }

    /// The log of a model's price by that of the month before, the mean over the sellers that had
    /// it in both; NaN if none had.
    double relative(int model, int month) {
        return relative[model][month];
    }

    /// The prices of a month.
    public double[] prices(int month) {
        return Arrays.stream(price)
                .mapToDouble(own -> own[month])
                .filter(p -> !Double.isNaN(p))
                .toArray();
    }

    /// The prices of a month of the models whose score lies in a range.
    public double[] prices(int month, double low, double high) {
        List<Double> within = new ArrayList<>();
        for (int m = 0; m < price.length; m++) {
            if (!Double.isNaN(price[m][month]) && scores[m] >= low && scores[m] <= high) {
                within.add(price[m][month]);
            }
        }
        return within.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// The same from the first month on in which at least so many models are on sale; empty if
    /// there is no such month.
    public Optional<MarketPanel> since(int fewest) {
        for (int t = 0; t < months.size(); t++) {
            if (prices(t).length >= fewest) {
                int from = t;
                return Optional.of(
                        new MarketPanel(
                                months.subList(from, months.size()),
                                models,
                                scores,
                                offers,
                                changes,
                                cut(price, from),
                                cut(relative, from),
                                unscored));
            }
        }
        return Optional.empty();
    }

    private static double[][] cut(double[][] rows, int from) {
        return Arrays.stream(rows)
                .map(row -> Arrays.copyOfRange(row, from, row.length))
                .toArray(double[][]::new);
    }

    /// The same without models that a newer one of the same lab beats: at least the score, at most
    /// the price, and on sale for six months. Nobody who looks need buy them; their list prices
    /// stay.
    public MarketPanel withoutDominated() {
        double[][] kept = new double[price.length][];
        double[][] changed = new double[price.length][];
        int[] first = new int[price.length];
        for (int m = 0; m < price.length; m++) {
            kept[m] = price[m].clone();
            changed[m] = relative[m].clone();
            while (first[m] < months.size() && Double.isNaN(price[m][first[m]])) {
                first[m]++;
            }
        }
        for (int m = 0; m < price.length; m++) {
            for (int t = 0; t < months.size(); t++) {
                if (isDominated(m, t, first)) {
                    kept[m][t] = Double.NaN;
                    changed[m][t] = Double.NaN;
                    if (t + 1 < months.size()) {
                        changed[m][t + 1] = Double.NaN;
                    }
                }
            }
        }
        return new MarketPanel(months, models, scores, offers, changes, kept, changed, unscored);
    }

    private boolean isDominated(int m, int t, int[] first) {
        for (int s = 0; s < price.length; s++) {
            if (s != m
                    && first[s] > first[m]
                    && first[s] + DOMINATED_AFTER <= t
                    && models.get(s).lab().equals(models.get(m).lab())
                    && scores[s] >= scores[m]
                    && price[s][t] <= price[m][t] * (1 + NOISE)) {
                return true;
            }
        }
        return false;
    }
}
