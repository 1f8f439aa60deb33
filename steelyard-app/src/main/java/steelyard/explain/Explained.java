package steelyard.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import steelyard.cell.Unpriced;
import steelyard.money.MoneyTotal;

/// An answer to a [Question].
///
/// @param explanation of the change between those periods that have spend
/// @param options what could be done instead; empty without scores
/// @param passedOver periods of a chain in which nothing has a price
/// @param unpriced what has no price in any period that was asked about
/// @param outside what of the log lies in none of the periods
/// @param series spend over the whole log, if it was asked for
public record Explained(
        Explanation explanation,
        Optional<Options> options,
        List<Explanation.Totals> passedOver,
        List<Unpriced> unpriced,
        Outside outside,
        Optional<Series> series) {

    /// What lies in none of the periods.
    public record Outside(MoneyTotal spend, long calls, long tokens, long unpricedTokens) {}

    /// Spend of the whole log over time.
    ///
    /// @param unit day, week or month
    public record Series(String unit, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /// One unit of the calendar.
    ///
    /// @param models spend by model
    public record Point(Explanation.Totals totals, List<Explanation.Share> models) {
        public Point {
            models = List.copyOf(models);
        }
    }

    public Explained {
        passedOver = List.copyOf(passedOver);
        unpriced = List.copyOf(unpriced);
    }

    /// The periods between the first and the last.
    public List<Explanation.Totals> between() {
        List<Explanation.Totals> all = new ArrayList<>(passedOver);
        explanation.links().stream()
                .limit(Math.max(0, explanation.links().size() - 1))
                .forEach(link -> all.add(link.to()));
        return all;
    }

    /// Tokens without a price, of every period that was asked about, as a share of all.
    public double unpricedShare() {
        List<Explanation.Totals> all = new ArrayList<>(between());
        all.add(explanation.before());
        all.add(explanation.after());
        return unpricedShare(all);
    }

    /// Tokens without a price, of some periods, as a share of all of their tokens.
    public static double unpricedShare(List<Explanation.Totals> periods) {
        long unpriced = periods.stream().mapToLong(Explanation.Totals::unpricedTokens).sum();
        long priced = periods.stream().mapToLong(Explanation.Totals::tokens).sum();
        return unpriced + priced == 0 ? 0 : (double) unpriced / (unpriced + priced);
    }
}
