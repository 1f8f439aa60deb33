package steelyard.index;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.market.Listing;
import steelyard.quality.Model;
import steelyard.refusal.Refusal;

/// Puts listings into the months of a [MarketPanel].
final class MarketPanelBuilder {
    /// One seller's prices of one model, unbroken by changes that are left out.
    @SuppressWarnings("ArrayRecordComponent") // columns, never compared
    private record Series(int model, double[] mean) {}

    private final YearMonth from;
    private final int months;
    private final MarketPanel.Filter filter;
    private final Map<Model, Integer> numbers = new LinkedHashMap<>();
    private final List<Double> scores = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();
    private final List<Frontier.Offer> offers = new ArrayList<>();
    private final List<MarketPanel.Change> changes = new ArrayList<>();

    MarketPanelBuilder(YearMonth from, YearMonth to, MarketPanel.Filter filter) {
        this.from = from;
        this.months = (int) from.until(to, ChronoUnit.MONTHS) + 1;
        this.filter = filter;
    }

    void add(Listing listing, Model model, double score, List<Listing.Step> steps) {
        List<Listing.Step> run = new ArrayList<>();
        boolean unconfirmed = false;
        for (Listing.Step step : steps) {
            if (!run.isEmpty() && run.getLast().to().equals(step.from())) {
                MarketPanel.Change change =
                        new MarketPanel.Change(
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
            throw new Refusal(
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
