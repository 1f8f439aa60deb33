package steelyard.index;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

    /// One seller's prices of one model, unbroken by changes that are left out.
    @SuppressWarnings("ArrayRecordComponent") // columns, never compared
    private record Series(int model, double[] mean) {}

    private final List<YearMonth> months;
    private final List<Model> models;
    private final double[] scores;
    private final List<Frontier.Offer> offers;
    private final List<Change> changes;
    private final double[][] price;
    private final double[][] relative;
    private final int unscored;

    private MarketPanel(
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
        Builder builder = new Builder(from, to, filter);
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

    private static final class Builder {
        private final YearMonth from;
        private final int months;
        private final Filter filter;
        private final Map<Model, Integer> numbers = new LinkedHashMap<>();
        private final List<Double> scores = new ArrayList<>();
        private final List<Series> series = new ArrayList<>();
        private final List<Frontier.Offer> offers = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();

        Builder(YearMonth from, YearMonth to, Filter filter) {
            this.from = from;
            this.months = (int) from.until(to, ChronoUnit.MONTHS) + 1;
            this.filter = filter;
        }

        void add(Listing listing, Model model, double score, List<Listing.Step> steps) {
            List<Listing.Step> run = new ArrayList<>();
            boolean unconfirmed = false;
            for (Listing.Step step : steps) {
                if (!run.isEmpty() && run.getLast().to().equals(step.from())) {
                    Change change =
                            new Change(
                                    listing,
                                    step.from(),
                                    run.getLast().usdPerMtok(),
                                    step.usdPerMtok(),
                                    step.confirmed());
                    changes.add(change);
                    if (filter.confirmedOnly() && !step.confirmed()) {
                        add(run, listing, model, score, unconfirmed);
                        run.clear();
                        unconfirmed = true;
                    }
                }
                run.add(step);
            }
            if (!run.isEmpty()) {
                add(run, listing, model, score, unconfirmed);
            }
        }

        /// @param unconfirmed whether the run begins with a price that is left out of frontiers
        private void add(
                List<Listing.Step> run,
                Listing listing,
                Model model,
                double score,
                boolean unconfirmed) {
            double[] sum = new double[months];
            double[] days = new double[months];
            for (Listing.Step step : run) {
                for (int t = Math.max(0, at(step.from())); t < months; t++) {
                    YearMonth month = from.plusMonths(t);
                    LocalDate start = later(step.from(), month.atDay(1));
                    LocalDate end = earlier(step.to(), month.plusMonths(1).atDay(1));
                    long in = ChronoUnit.DAYS.between(start, end);
                    if (in <= 0) {
                        break;
                    }
                    sum[t] += in * step.usdPerMtok();
                    days[t] += in;
                }
            }
            boolean any = false;
            for (int t = 0; t < months; t++) {
                any |= days[t] > 0;
                sum[t] = days[t] > 0 ? sum[t] / days[t] : Double.NaN;
            }
            if (!any) {
                return;
            }
            int number =
                    numbers.computeIfAbsent(
                            model,
                            _ -> {
                                scores.add(score);
                                return numbers.size();
                            });
            series.add(new Series(number, sum));
            for (Listing.Step step : run.subList(unconfirmed ? 1 : 0, run.size())) {
                offers.add(
                        new Frontier.Offer(
                                model.id(),
                                listing.product(),
                                step.from(),
                                step.to(),
                                step.usdPerMtok(),
                                score));
            }
        }

        private int at(LocalDate day) {
            return (int) from.until(YearMonth.from(day), ChronoUnit.MONTHS);
        }

        private static LocalDate later(LocalDate a, LocalDate b) {
            return a.isAfter(b) ? a : b;
        }

        private static LocalDate earlier(LocalDate a, LocalDate b) {
            return a.isBefore(b) ? a : b;
        }

        MarketPanel build(int unscored) {
            if (series.isEmpty()) {
                throw new IllegalArgumentException(
                        "no scored model is on sale from %s to %s"
                                .formatted(from, from.plusMonths(months - 1L)));
            }
            int n = numbers.size();
            double[][] price = new double[n][months];
            double[][] relative = new double[n][months];
            for (int t = 0; t < months; t++) {
                double[] level = new double[n];
                double[] sellers = new double[n];
                double[] change = new double[n];
                double[] matched = new double[n];
                for (Series s : series) {
                    double now = s.mean()[t];
                    if (!Double.isNaN(now)) {
                        level[s.model()] += Math.log(now);
                        sellers[s.model()]++;
                        if (t > 0 && !Double.isNaN(s.mean()[t - 1])) {
                            change[s.model()] += Math.log(now / s.mean()[t - 1]);
                            matched[s.model()]++;
                        }
                    }
                }
                for (int m = 0; m < n; m++) {
                    price[m][t] = sellers[m] > 0 ? Math.exp(level[m] / sellers[m]) : Double.NaN;
                    relative[m][t] = matched[m] > 0 ? change[m] / matched[m] : Double.NaN;
                }
            }
            List<YearMonth> labels = new ArrayList<>();
            for (int t = 0; t < months; t++) {
                labels.add(from.plusMonths(t));
            }
            return new MarketPanel(
                    labels,
                    List.copyOf(numbers.keySet()),
                    scores.stream().mapToDouble(Double::doubleValue).toArray(),
                    List.copyOf(offers),
                    List.copyOf(changes),
                    price,
                    relative,
                    unscored);
        }
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

    /// Every offer of every seller, for frontiers.
    public List<Frontier.Offer> offers() {
        return offers;
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
