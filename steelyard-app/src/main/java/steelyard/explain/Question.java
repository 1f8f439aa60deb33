package steelyard.explain;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import steelyard.cell.Calls;
import steelyard.cell.Period;
import steelyard.cell.Periods;
import steelyard.cell.Sums;
import steelyard.index.MarketPanel;
import steelyard.index.QualityPrice;
import steelyard.market.Basket;
import steelyard.market.Market;
import steelyard.quality.Ratings;
import steelyard.quality.Scores;
import steelyard.refusal.Refusal;
import steelyard.spend.Amounts;
import steelyard.spend.Spend;

/// Why did spend change between two periods, or step by step along a chain of them?
///
/// @param before a period as [Periods] reads them; the first weeks of the log if none
/// @param after likewise; the last weeks
/// @param by the steps between them; none for one step
/// @param teams whether to explain team by team and add up
/// @param zone of the periods
/// @param scoring how good models are; without it, better models are not told from dearer ones
/// @param series whether the whole log is wanted as well, unit by unit
public record Question(
        Optional<String> before,
        Optional<String> after,
        Optional<Periods.By> by,
        boolean teams,
        ZoneId zone,
        Optional<Scoring> scoring,
        boolean series) {

    /// Scores, and the market that says what a point of them costs.
    public record Scoring(Market market, Scores scores, Ratings ratings) {}

    /// Below this many months prices say too little of what a point of score costs.
    private static final int SLOPE_MONTHS = 13;

    private static final int SLOPE_DRAWS = 200;

    /// @throws Refusal if the periods overlap, or the first or the last has no spend
    public Explained answer(Calls calls) {
        Periods.Extent extent = calls.extent();
        List<Period> periods = Periods.choose(before, after, by, extent, zone);
        if (periods.getFirst().to().isAfter(periods.getLast().from())) {
            throw new Refusal(
                    "%s and %s overlap: days in both would be counted twice"
                            .formatted(periods.getFirst().label(), periods.getLast().label()));
        }
        Sums sums = calls.sums(periods, teams);
        for (int i : new int[] {0, periods.size() - 1}) {
            if (!hasSpend(sums, i)) {
                throw new Refusal(empty(sums, periods.get(i), i, extent));
            }
        }
        List<Period> filled = new ArrayList<>();
        List<Explanation.Totals> passedOver = new ArrayList<>();
        for (int i = 0; i < periods.size(); i++) {
            if (hasSpend(sums, i)) {
                filled.add(periods.get(i));
            } else {
                passedOver.add(Explainer.totals(sums, i));
            }
        }
        Optional<Quality> quality = scoring.map(s -> quality(s, filled));
        Explanation explanation =
                Explainer.explain(
                        passedOver.isEmpty() ? sums : calls.sums(filled, teams), teams, quality);
        Optional<Options> options =
                explanation.quality().isEmpty()
                        ? Optional.empty()
                        : quality.map(q ->
                                Options.of(
                                        calls.sums(List.of(filled.getLast()), false),
                                        q,
                                        scoring.orElseThrow().market(),
                                        scoring.orElseThrow().scores()));
        return new Explained(
                explanation,
                options,
                passedOver,
                sums.unpriced(),
                outside(calls, periods),
                series ? Optional.of(series(calls)) : Optional.empty());
    }

    private static boolean hasSpend(Sums sums, int period) {
        return sums.cells().stream().anyMatch(cell -> cell.period() == period);
    }

    private static String empty(Sums sums, Period period, int index, Periods.Extent extent) {
        long unpriced = sums.unpriced().stream().filter(u -> u.period() == index).count();
        return unpriced > 0
                ? "no call in %s has a price (%s: %s)"
                        .formatted(
                                period.label(),
                                sums.unpriced().getFirst().name(),
                                sums.unpriced().getFirst().reason())
                : "no calls in %s (%s to %s); the log runs from %s to %s"
                        .formatted(
                                period.label(),
                                period.from(),
                                period.to(),
                                extent.start(),
                                extent.end());
    }

    /// The scores, and what a point of them costs over the months of these periods.
    private Quality quality(Scoring scoring, List<Period> periods) {
        Market market = scoring.market();
        YearMonth known = YearMonth.from(market.asOf());
        YearMonth last = month(periods.getLast().to().minusMillis(1));
        YearMonth to = last.isAfter(known) ? known : last;
        YearMonth first = month(periods.getFirst().from());
        YearMonth latest = to.minusMonths(SLOPE_MONTHS - 1);
        MarketPanel panel =
                MarketPanel.of(
                        market.known(),
                        Basket.CHAT,
                        scoring.ratings(),
                        first.isBefore(latest) ? first : latest,
                        to,
                        market.asOf(),
                        MarketPanel.Filter.NONE);
        return new Quality(
                scoring.ratings(), market.crosswalk(), QualityPrice.of(panel, SLOPE_DRAWS, 1));
    }

    private YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(zone));
    }

    private static Explained.Outside outside(Calls calls, List<Period> periods) {
        Spend.Tally tally = new Spend.Tally(List.of());
        calls.outside(periods, tally::add);
        Amounts all = tally.spend().all();
        return new Explained.Outside(
                all.usd(),
                all.calls() + all.unpricedCalls(),
                all.counts().tokens(),
                all.unpricedTokens());
    }

    private Explained.Series series(Calls calls) {
        Periods.Extent extent = calls.extent();
        Periods.By unit = extent.charted();
        List<Period> periods = extent.chain(unit, zone);
        Sums sums = calls.sums(periods, false);
        List<Explained.Point> points = new ArrayList<>();
        for (int i = 0; i < periods.size(); i++) {
            points.add(
                    new Explained.Point(
                            Explainer.totals(sums, i), Explainer.spendByModel(sums, i)));
        }
        return new Explained.Series(unit.name().toLowerCase(Locale.ROOT), points);
    }
}
