package steelyard.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import steelyard.money.MoneyTotal;
import steelyard.quality.Model;
import steelyard.quality.Ratings;

/// One mix of tokens at every listing of a day, the cheapest first.
public record Comparison(Mix mix, LocalDate day, List<Row> rows) {
    public Comparison {
        rows = List.copyOf(rows);
    }

    /// @param rating empty if the model has none
    /// @param batch what the mix costs in the batch tier; empty where the provider states none
    /// @param onFrontier whether every listing that costs no more has a lower score
    public record Row(
            Quote quote,
            Optional<Ratings.Rating> rating,
            Optional<MoneyTotal> batch,
            boolean onFrontier) {
        /// The model, or the listed name where it is not known.
        public String model() {
            return quote.listing().model().map(Model::id).orElse(quote.listing().name());
        }
    }

    public static Comparison of(Market market, Mix mix, LocalDate day, Ratings ratings) {
        Market.Quoting quoting = market.on(day);
        List<Row> rows = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (Quote quote : quoting.quotes(mix)) {
            Optional<Ratings.Rating> rating = quote.listing().model().flatMap(ratings::of);
            boolean frontier = rating.isPresent() && rating.get().score() > best;
            best = frontier ? rating.get().score() : best;
            rows.add(new Row(quote, rating, quoting.batch(quote.listing(), mix), frontier));
        }
        return new Comparison(mix, day, dropBeaten(rows));
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
                            ? new Row(row.quote(), row.rating(), row.batch(), false)
                            : row);
        }
        return kept;
    }
}
