package steelyard.explain;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import steelyard.cell.Cell;
import steelyard.cell.Sums;
import steelyard.market.Market;
import steelyard.market.Mix;
import steelyard.market.Quote;
import steelyard.money.MoneyTotal;
import steelyard.quality.Model;
import steelyard.quality.Ratings;
import steelyard.quality.Scores;

/// What could have been done instead in the latest period: the same tokens at other models and
/// providers, at the prices of the period's last day.
///
/// @param day whose prices are taken
/// @param choices for each scored product that was used, the largest spend first
/// @param unscored spend on products without a score, which have no alternatives here
public record Options(LocalDate day, List<Choice> choices, MoneyTotal unscored) {
    public Options {
        choices = List.copyOf(choices);
    }

    /// One product and what could stand in for it.
    ///
    /// @param less the cheapest whose score is no lower, if it costs less
    /// @param better the best that costs no more, if its score is higher
    /// @param best the best there is, whatever it costs, if its score is higher
    public record Choice(
            String product,
            Ratings.Rating rating,
            MoneyTotal spend,
            Optional<Alternative> less,
            Optional<Alternative> better,
            Optional<Alternative> best) {
        /// What the cheapest would save.
        public MoneyTotal saving() {
            return less.map(a -> spend.minus(a.quote().paid())).orElse(MoneyTotal.ZERO);
        }
    }

    /// @param verbosity tokens it answered with per task for each of the product's, where both were
    ///   counted on the same tasks
    /// @param sure whether the difference in score is larger than chance: beyond 1.64 standard
    ///   errors, where the ratings state any
    public record Alternative(
            Quote quote, Ratings.Rating rating, OptionalDouble verbosity, boolean sure) {}

    /// What doing the same for less would save in all.
    public MoneyTotal saving() {
        MoneyTotal sum = MoneyTotal.ZERO;
        for (Choice choice : choices) {
            sum = sum.plus(choice.saving());
        }
        return sum;
    }

    /// @param scores for tokens per task where they were counted
    public static Options of(Sums sums, Quality quality, Market market, Scores scores) {
        int last = sums.periods().size() - 1;
        LocalDate day =
                LocalDate.ofInstant(sums.periods().get(last).to().minusMillis(1), ZoneOffset.UTC);
        LocalDate priced = day.isAfter(market.asOf()) ? market.asOf() : day;
        Map<String, Used> used = new TreeMap<>();
        for (Cell cell : sums.cells()) {
            if (cell.period() == last && cell.calls() > 0) {
                used.merge(
                        cell.product(),
                        new Used(new Mix(cell.counts(), cell.calls()), cell.spend()),
                        Used::plus);
            }
        }
        Market.Quoting quoting = market.on(priced, m -> quality.ratings().of(m).isPresent());
        List<Choice> choices = new ArrayList<>();
        MoneyTotal unscored = MoneyTotal.ZERO;
        for (Map.Entry<String, Used> u : used.entrySet()) {
            Optional<Model> model = quality.model(u.getKey(), day);
            Optional<Ratings.Rating> rating = model.flatMap(quality.ratings()::of);
            if (rating.isEmpty()) {
                unscored = unscored.plus(u.getValue().spend());
            } else {
                choices.add(
                        choice(
                                u.getKey(),
                                model.get(),
                                rating.get(),
                                u.getValue(),
                                quoting.quotes(u.getValue().mix()),
                                quality.ratings(),
                                scores));
            }
        }
        choices.sort(Comparator.comparing(Choice::spend).reversed().thenComparing(Choice::product));
        return new Options(priced, choices, unscored);
    }

    private record Used(Mix mix, MoneyTotal spend) {
        Used plus(Used other) {
            return new Used(mix.plus(other.mix), spend.plus(other.spend));
        }
    }

    private static Choice choice(
            String product,
            Model model,
            Ratings.Rating own,
            Used used,
            List<Quote> quotes,
            Ratings ratings,
            Scores scores) {
        Optional<Quote> less = Optional.empty();
        Optional<Quote> better = Optional.empty();
        Optional<Quote> best = Optional.empty();
        // the cheapest first: of equal scores the first that is met is the cheapest
        for (Quote quote : quotes) {
            double score = score(quote, ratings);
            boolean affordable = quote.paid().compareTo(used.spend()) <= 0;
            if (less.isEmpty()
                    && score >= own.score()
                    && quote.paid().compareTo(used.spend()) < 0) {
                less = Optional.of(quote);
            }
            if (affordable && score > better.map(q -> score(q, ratings)).orElse(own.score())) {
                better = Optional.of(quote);
            }
            if (score > best.map(q -> score(q, ratings)).orElse(own.score())) {
                best = Optional.of(quote);
            }
        }
        return new Choice(
                product,
                own,
                used.spend(),
                less.map(q -> alternative(q, model, own, ratings, scores)),
                better.map(q -> alternative(q, model, own, ratings, scores)),
                best.map(q -> alternative(q, model, own, ratings, scores)));
    }

    private static double score(Quote quote, Ratings ratings) {
        return ratings.of(quote.listing().model().orElseThrow()).orElseThrow().score();
    }

    private static Alternative alternative(
            Quote quote, Model model, Ratings.Rating own, Ratings ratings, Scores scores) {
        Model other = quote.listing().model().orElseThrow();
        Ratings.Rating rating = ratings.of(other).orElseThrow();
        double error = Math.hypot(own.error(), rating.error());
        return new Alternative(
                quote,
                rating,
                scores.verbosity(other, model),
                other.equals(model) || rating.score() - own.score() > 1.64 * error);
    }
}
