package steelyard.report.explain;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import steelyard.cell.Unpriced;
import steelyard.explain.Explanation;
import steelyard.explain.Options;
import steelyard.ledger.ReadReport;
import steelyard.money.MoneyTotal;

/// An explanation with all that a reader needs to judge it.
///
/// @param subject what was read, as a title, e.g. the name of a file
/// @param warnings what to know of the question before the answer
/// @param bookAsOf the newest look at any source of the price book
/// @param options what could be done instead; empty without scores
/// @param passedOver periods of a chain in which nothing has a price
/// @param unpriced what has no price in any period that was asked about
/// @param outside what of the log lies in none of the periods
/// @param series spend over the whole log, unit by unit of the calendar, for charts
public record ExplainReport(
        String subject,
        Explanation explanation,
        ReadReport read,
        List<String> warnings,
        LocalDate bookAsOf,
        ZoneId zone,
        Optional<Options> options,
        Optional<Series> series,
        List<Explanation.Totals> passedOver,
        List<Unpriced> unpriced,
        Outside outside) {

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

    public ExplainReport {
        warnings = List.copyOf(warnings);
        passedOver = List.copyOf(passedOver);
        unpriced = List.copyOf(unpriced);
    }

    /// Tokens of a period without a price, as a share of all of its tokens.
    static double unpricedShare(Explanation.Totals totals) {
        return share(List.of(totals));
    }

    /// Tokens without a price, of every period that was asked about, as a share of all.
    public double unpricedShare() {
        return share(periods());
    }

    /// The periods between the first and the last.
    List<Explanation.Totals> between() {
        List<Explanation.Totals> all = new ArrayList<>(passedOver);
        explanation.links().stream()
                .limit(Math.max(0, explanation.links().size() - 1))
                .forEach(link -> all.add(link.to()));
        return all;
    }

    private List<Explanation.Totals> periods() {
        List<Explanation.Totals> all = new ArrayList<>(between());
        all.add(explanation.before());
        all.add(explanation.after());
        return all;
    }

    static double share(List<Explanation.Totals> periods) {
        long unpriced = periods.stream().mapToLong(Explanation.Totals::unpricedTokens).sum();
        long priced = periods.stream().mapToLong(Explanation.Totals::tokens).sum();
        return unpriced + priced == 0 ? 0 : (double) unpriced / (unpriced + priced);
    }
}
