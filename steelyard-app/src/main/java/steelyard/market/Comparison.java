package steelyard.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import steelyard.cell.Needs;
import steelyard.money.MoneyTotal;
import steelyard.quality.Model;
import steelyard.quality.Ratings;

/// One mix of tokens at every listing of a day, the cheapest first.
public record Comparison(Mix mix, Needs needs, LocalDate day, List<Row> rows) {
    public Comparison {
        rows = List.copyOf(rows);
    }

    /// @param rating empty if the model has none
    /// @param unfit why the offer will not do for these calls; empty if nothing is known against it
    /// @param known whether all is known that the calls need
    /// @param batch what the mix costs in the batch tier; empty where the provider states none
    /// @param onFrontier whether every listing that costs no more has a lower score
    public record Row(
            Quote quote,
            Optional<Ratings.Rating> rating,
            Optional<String> unfit,
            boolean known,
            Optional<MoneyTotal> batch,
            boolean onFrontier) {
        /// The model, or the listed name where it is not known.
        public String model() {
            return Comparison.model(quote);
        }
    }

    private static String model(Quote quote) {
        return quote.listing().model().map(Model::id).orElse(quote.listing().name());
    }

    /// @param needs what each offer must be able to do; one that cannot is never on the frontier
    /// @param used products that have answered these calls
    public static Comparison of(
            Market market, Mix mix, Needs needs, Set<String> used, LocalDate day, Ratings ratings) {
        Market.Quoting quoting = market.on(day);
        List<Quote> quotes = quoting.quotes(mix);
        Map<String, Ability> best = new HashMap<>();
        quotes.forEach(q -> best.merge(model(q), Ability.of(q.listing()), Ability::most));
        List<Row> rows = new ArrayList<>();
        double most = Double.NEGATIVE_INFINITY;
        for (Quote quote : quotes) {
            Optional<Ratings.Rating> rating = quote.listing().model().flatMap(ratings::of);
            Ability ability =
                    Ability.of(quote.listing())
                            .within(best.getOrDefault(model(quote), Ability.UNKNOWN));
            // What the log has called takes what the log has sent, whatever a sheet says.
            boolean proven = used.contains(quote.listing().product());
            Optional<String> unfit = proven ? Optional.empty() : ability.unfit(needs, day);
            boolean frontier = rating.isPresent() && unfit.isEmpty() && rating.get().score() > most;
            most = frontier ? rating.get().score() : most;
            rows.add(
                    new Row(
                            quote,
                            rating,
                            unfit,
                            proven || ability.isKnown(needs),
                            quoting.batch(quote.listing(), mix),
                            frontier));
        }
        return new Comparison(mix, needs, day, dropBeaten(rows));
    }

    /// Of listings that cost the same only the best is on the frontier.
    private static List<Row> dropBeaten(List<Row> rows) {
        List<Row> kept = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean beaten = false;
            for (int j = i + 1;
                    j < rows.size() && rows.get(j).quote().paid().equals(row.quote().paid());
                    j++) {
                beaten |= rows.get(j).onFrontier();
            }
            kept.add(
                    row.onFrontier() && beaten
                            ? new Row(
                                    row.quote(),
                                    row.rating(),
                                    row.unfit(),
                                    row.known(),
                                    row.batch(),
                                    false)
                            : row);
        }
        return kept;
    }
}
