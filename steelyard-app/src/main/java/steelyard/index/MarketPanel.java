package steelyard.index;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import steelyard.market.Basket;
import steelyard.market.Listing;
import steelyard.quality.Model;
import steelyard.quality.Ratings;
import steelyard.refusal.Refusal;

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
    /// @throws Refusal if the months are the wrong way round or no model is on sale in them
    public static MarketPanel of(
            List<Listing> listings,
            Basket basket,
            Ratings ratings,
            YearMonth from,
            YearMonth to,
            LocalDate asOf,
            Filter filter) {
        if (to.isBefore(from)) {
            throw new Refusal("month %s is before %s".formatted(to, from));
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

    /// What is behind a value of the matched index.
    ///
    /// @param matchedShare the share of the month's models that the month before has too, 0 to 1
    /// @param entered models that are new against the month before
    /// @param left models that are gone
    /// @param contributions what each model adds to the log of the change, the largest first
    public record Flow(
            YearMonth month,
            double matchedShare,
            List<String> entered,
            List<String> left,
            List<IndexSeries.Contribution> contributions) {
        public Flow {
            entered = List.copyOf(entered);
            left = List.copyOf(left);
            contributions = List.copyOf(contributions);
        }
    }

    /// Month by month from the second on.
    public List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        for (int t = 1; t < months.size(); t++) {
            List<String> entered = new ArrayList<>();
            List<String> left = new ArrayList<>();
            List<IndexSeries.Contribution> parts = new ArrayList<>();
            int now = 0;
            int matched = 0;
            for (int m = 0; m < price.length; m++) {
                now += Double.isNaN(price[m][t]) ? 0 : 1;
                matched += Double.isNaN(relative[m][t]) ? 0 : 1;
            }
            for (int m = 0; m < price.length; m++) {
                boolean before = !Double.isNaN(price[m][t - 1]);
                boolean after = !Double.isNaN(price[m][t]);
                if (after && !before) {
                    entered.add(models.get(m).id());
                } else if (before && !after) {
                    left.add(models.get(m).id());
                }
                if (Math.abs(relative[m][t]) > NOISE) {
                    parts.add(
                            new IndexSeries.Contribution(
                                    models.get(m).id(), relative[m][t] / matched));
                }
            }
            parts.sort(
                    Comparator.comparingDouble((IndexSeries.Contribution c) -> -Math.abs(c.log()))
                            .thenComparing(IndexSeries.Contribution::product));
            flows.add(new Flow(months.get(t), (double) matched / now, entered, left, parts));
        }
        return flows;
    }

    /// How much the best costs: its price over the cheapest that comes close.
    ///
    /// @param best the model with the highest score on sale in the last month
    /// @param near the cheapest model within so many points of it
    /// @param factor the price of the first by that of the second
    public record Gap(Frontier.Offer best, Frontier.Offer near, double factor) {}

    /// The gap to the frontier at the end of the last month.
    ///
    /// @param within points of score that count as near
    public Gap gap(double within) {
        LocalDate day = months.getLast().atEndOfMonth();
        double top =
                offers().stream()
                        .filter(o -> !o.date().isAfter(day) && day.isBefore(o.until()))
                        .mapToDouble(Frontier.Offer::score)
                        .max()
                        .orElseThrow();
        Frontier.Offer best = Frontier.of(offers(), top).at(day).orElseThrow();
        Frontier.Offer near = Frontier.of(offers(), top - within).at(day).orElseThrow();
        return new Gap(best, near, best.price() / near.price());
    }

    /// The model whose sellers lie furthest apart at the end of the last month, with how many times
    /// the dearest asks of the cheapest; empty if no model has two.
    public Optional<MarketIndex.Mover> widest() {
        LocalDate day = months.getLast().atEndOfMonth();
        Map<String, double[]> ends = new TreeMap<>();
        for (Frontier.Offer o : offers()) {
            if (!o.date().isAfter(day) && day.isBefore(o.until())) {
                double[] end =
                        ends.computeIfAbsent(
                                o.model(), _ -> new double[] {Double.POSITIVE_INFINITY, 0});
                end[0] = Math.min(end[0], o.price());
                end[1] = Math.max(end[1], o.price());
            }
        }
        return ends.entrySet().stream()
                .map(e ->
                        new MarketIndex.Mover(
                                e.getKey(), Math.log(e.getValue()[1] / e.getValue()[0])))
                .filter(m -> m.log() > 0)
                .max(Comparator.comparingDouble(MarketIndex.Mover::log));
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
