package steelyard.index;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steelyard.quality.Benchmark;
import steelyard.quality.Ratings;
import steelyard.quality.Score;
import steelyard.quality.Scores;
import steelyard.refusal.Refusal;

/// The cheapest price that reaches each of some scores, and how fast it falls.
///
/// @param rows by score
/// @param hedonic the trend of all prices at given score; empty with too few models
/// @param models how many there are
/// @param excluded rows left out, by reason
/// @param onOneTest models whose rating rests on one test only
/// @param remarks what to know of the prices and scores
public record FrontierStudy(
        String subject,
        YearMonth last,
        List<ScorePrice> rows,
        Optional<Decline> hedonic,
        int models,
        Map<String, Long> excluded,
        Set<String> onOneTest,
        List<String> remarks,
        long seed) {
    public FrontierStudy {
        rows = List.copyOf(rows);
        onOneTest = Set.copyOf(onOneTest);
        remarks = List.copyOf(remarks);
    }

    /// Of a market.
    public static FrontierStudy of(
            String subject,
            MarketPanel panel,
            Ratings ratings,
            YearMonth last,
            List<ScorePrice.Anchor> anchors,
            List<String> remarks,
            MarketStudy.Question question) {
        return new FrontierStudy(
                subject,
                last,
                ScorePrice.of(anchors, panel.offers(), last, question.draws(), question.seed()),
                hedonic(launches(panel.offers())),
                panel.models().size(),
                Map.of(),
                ratings.onOneTest(),
                remarks,
                question.seed());
    }

    /// Of a table of offers.
    public static FrontierStudy of(
            OfferFile file,
            String subject,
            List<ScorePrice.Anchor> anchors,
            MarketStudy.Question question) {
        if (file.offers().isEmpty()) {
            throw new Refusal(
                    subject
                            + ": no row has a price above zero and a score"
                            + (file.excluded().isEmpty() ? "" : "; left out: " + file.excluded()));
        }
        return of(
                subject,
                file.offers(),
                file.excluded(),
                hedonic(file.offers()),
                List.of(),
                anchors,
                question);
    }

    /// Of the cost of a solved task, where it was measured.
    public static FrontierStudy perTask(
            String benchmark,
            Scores scores,
            List<ScorePrice.Anchor> anchors,
            MarketStudy.Question question) {
        Ratings ratings = scores.ratings(benchmark);
        String id = ratings.id().replaceFirst("@.*", "");
        Map<String, Long> excluded = new TreeMap<>();
        List<Frontier.Offer> offers = new ArrayList<>();
        boolean releases = false;
        for (Score s : scores.scores()) {
            boolean version =
                    !ratings.id().contains("@") || ratings.id().endsWith("@" + s.version());
            if (!s.benchmark().equals(id)) {
                continue;
            }
            releases |= s.dateKind().equals("model_release");
            if (version && (s.usdPerSolved().isEmpty() || s.date().isEmpty())) {
                excluded.merge(
                        s.date().isEmpty() ? "no date" : "no cost was measured", 1L, Long::sum);
            } else if (version) {
                offers.add(
                        new Frontier.Offer(
                                s.model().id(),
                                s.asNamed(),
                                s.date().get(),
                                LocalDate.MAX,
                                s.usdPerSolved().getAsDouble(),
                                s.score()));
            }
        }
        if (offers.isEmpty()) {
            throw new Refusal(
                    "%s: no cost per task was measured; it was for %s"
                            .formatted(
                                    benchmark,
                                    scores.all().stream()
                                            .filter(Benchmark::perTask)
                                            .map(Benchmark::id)
                                            .collect(Collectors.joining(", "))));
        }
        return of(
                ratings.title() + ", USD per solved task",
                offers,
                excluded,
                Optional.empty(),
                List.of(
                        "%s: %s"
                                .formatted(
                                        id,
                                        Objects.requireNonNull(scores.benchmarks().get(id))
                                                .about()),
                        "USD per solved task = cost of a task, solved or not, by the share solved; tokens and prices of the day of the run, caching as the runner used it",
                        releases
                                ? "dates are those of the models' releases, not of the runs"
                                : "dates are those of the runs"),
                anchors,
                question);
    }

    private static FrontierStudy of(
            String subject,
            List<Frontier.Offer> offers,
            Map<String, Long> excluded,
            Optional<Decline> hedonic,
            List<String> remarks,
            List<ScorePrice.Anchor> anchors,
            MarketStudy.Question question) {
        YearMonth last =
                question.until() != null
                        ? question.until()
                        : offers.stream()
                                .map(o -> YearMonth.from(o.date()))
                                .max(YearMonth::compareTo)
                                .orElseThrow();
        return new FrontierStudy(
                subject,
                last,
                ScorePrice.of(anchors, offers, last, question.draws(), question.seed()),
                hedonic,
                (int) offers.stream().map(Frontier.Offer::model).distinct().count(),
                excluded,
                Set.of(),
                remarks,
                question.seed());
    }

    /// Each model at the price of its first day.
    private static List<Frontier.Offer> launches(List<Frontier.Offer> offers) {
        Map<String, Frontier.Offer> first = new TreeMap<>();
        offers.stream()
                .sorted(Comparator.comparing(Frontier.Offer::date))
                .forEach(o -> first.putIfAbsent(o.model(), o));
        return List.copyOf(first.values());
    }

    private static Optional<Decline> hedonic(List<Frontier.Offer> offers) {
        return Decline.fit(
                offers.stream().map(o -> new Decline.Point(o.date(), o.price())).toList(),
                new double[][] {offers.stream().mapToDouble(Frontier.Offer::score).toArray()});
    }
}
