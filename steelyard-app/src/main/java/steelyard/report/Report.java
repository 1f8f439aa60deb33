package steelyard.report;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import steelyard.explain.Explanation;
import steelyard.explain.Options;
import steelyard.ledger.ReadReport;

/// An explanation with all that a reader needs to judge it.
///
/// @param subject what was read, as a title, e.g. the name of a file
/// @param warnings what to know of the question before the answer
/// @param bookAsOf the newest look at any source of the price book
/// @param options what could be done instead; empty without scores
/// @param series spend over the whole log, unit by unit of the calendar, for charts
public record Report(
        String subject,
        Explanation explanation,
        ReadReport read,
        List<String> warnings,
        LocalDate bookAsOf,
        ZoneId zone,
        Optional<Options> options,
        Optional<Series> series) {

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

    public Report {
        warnings = List.copyOf(warnings);
    }

    /// Tokens of a period without a price, as a share of all of its tokens.
    static double unpricedShare(Explanation.Totals totals) {
        long all = totals.unpricedTokens() + totals.tokens();
        return all == 0 ? 0 : (double) totals.unpricedTokens() / all;
    }

    /// Tokens without a price, of both periods, as a share of all.
    public double unpricedShare() {
        long unpriced =
                explanation.before().unpricedTokens() + explanation.after().unpricedTokens();
        long priced = explanation.before().tokens() + explanation.after().tokens();
        return unpriced + priced == 0 ? 0 : (double) unpriced / (unpriced + priced);
    }
}
