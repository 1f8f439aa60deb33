package steelyard.cli;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import steelyard.explain.Periods;
import steelyard.index.Frontier;
import steelyard.index.MarketIndex;
import steelyard.index.MarketPanel;
import steelyard.ledger.Cell;
import steelyard.ledger.Ledger;
import steelyard.ledger.Period;
import steelyard.ledger.Sums;
import steelyard.market.Listing;
import steelyard.market.Market;
import steelyard.money.MoneyTotal;
import steelyard.price.PriceBook;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.quality.Ratings;
import steelyard.refusal.Refusal;
import steelyard.report.FrontierReport;
import steelyard.report.MarketReport;

/// The panel of `steelyard index`: one market by every index, and some sellers beside it.
final class MarketStudy {
    /// A seller with fewer models than this has no index.
    private static final int FEWEST = 3;

    /// The market begins with the first month that has this many.
    private static final int FEWEST_IN_MARKET = 8;

    private MarketStudy() {}

    static MarketReport of(MarketOptions options, Reading reading, double bracket) {
        PriceBook book = reading.book();
        Market market = new Market(book, options.scores().crosswalk());
        Ratings ratings = options.scores().ratings();
        List<Listing> listings = market.known();
        List<ScoreOptions.Anchor> anchors =
                MarketReport.ANCHORS.stream()
                        .map(a -> anchor(options, a, ratings))
                        .flatMap(Optional::stream)
                        .toList();
        MarketPanel whole =
                options.panel(market, listings, ratings, options.corroborated())
                        .since(FEWEST_IN_MARKET)
                        .orElseThrow(() ->
                                new Refusal(
                                        "never are %d scored models on sale at once in these months"
                                                .formatted(FEWEST_IN_MARKET)));
        YearMonth last = options.until(market);
        List<FrontierReport.Row> frontiers =
                options.frontiers(reached(anchors, whole), whole.offers(), last);
        Optional<Paid> paid = paid(book, reading, options.scores().crosswalk());
        List<String> names = new ArrayList<>(List.of("market"));
        List<String> sellers = options.sellers(book, market);
        names.addAll(sellers.isEmpty() ? MarketReport.SELLERS : sellers);
        List<MarketReport.Group> groups =
                names.parallelStream()
                        .map(name ->
                                panel(name, whole, options, market, listings, ratings)
                                        .map(panel ->
                                                group(
                                                        name, panel, anchors, options, last,
                                                        bracket, paid)))
                        .flatMap(Optional::stream)
                        .toList();
        return new MarketReport(
                options.basket(),
                ratings,
                groups,
                frontiers,
                MarketIndex.of(
                                options.panel(market, listings, ratings, true)
                                        .since(FEWEST_IN_MARKET)
                                        .orElse(whole),
                                List.of(MarketIndex.Kind.MATCHED),
                                bracket,
                                options.draws(),
                                options.seed())
                        .getFirst(),
                options.corroborated(),
                paid.map(Paid::usage),
                options.seed());
    }

    /// A default anchor, if the ratings at hand know its model.
    private static Optional<ScoreOptions.Anchor> anchor(
            MarketOptions options, String name, Ratings ratings) {
        return options.scores()
                .crosswalk()
                .named(name)
                .flatMap(ratings::of)
                .map(_ -> options.scores().anchor(name, ratings));
    }

    private static List<ScoreOptions.Anchor> reached(
            List<ScoreOptions.Anchor> anchors, MarketPanel panel) {
        double best = panel.offers().stream().mapToDouble(Frontier.Offer::score).max().orElse(0);
        return anchors.stream().filter(a -> a.score() <= best).toList();
    }

    private static Optional<MarketPanel> panel(
            String name,
            MarketPanel whole,
            MarketOptions options,
            Market market,
            List<Listing> listings,
            Ratings ratings) {
        if (name.equals("market")) {
            return Optional.of(whole);
        }
        List<Listing> own = listings.stream().filter(l -> l.provider().equals(name)).toList();
        return own.stream().noneMatch(l -> ratings.of(l.model().orElseThrow()).isPresent())
                ? Optional.empty()
                : options.panel(market, own, ratings, options.corroborated()).since(FEWEST);
    }

    private static MarketReport.Group group(
            String name,
            MarketPanel panel,
            List<ScoreOptions.Anchor> anchors,
            MarketOptions options,
            YearMonth last,
            double bracket,
            Optional<Paid> paid) {
        Optional<FrontierReport.Row> frontier =
                anchors.size() < 2
                        ? Optional.empty()
                        : Optional.of(anchors.get(1))
                                .filter(a -> !reached(List.of(a), panel).isEmpty())
                                .map(a ->
                                        FrontierReport.Row.of(
                                                a.name(),
                                                Frontier.of(panel.offers(), a.score()),
                                                last,
                                                options.draws(),
                                                options.seed()));
        return new MarketReport.Group(
                name,
                panel,
                MarketIndex.of(
                        panel,
                        List.of(MarketIndex.Kind.values()),
                        bracket,
                        options.draws(),
                        options.seed()),
                frontier,
                paid.map(p -> p.of(name)));
    }

    /// What a usage log paid on average in its first and its last weeks.
    private record Paid(MarketReport.Usage usage, Sums sums, Crosswalk crosswalk) {
        MarketReport.Paid of(String name) {
            return new MarketReport.Paid(average(name, 0), average(name, 1));
        }

        private OptionalDouble average(String name, int period) {
            MoneyTotal spend = MoneyTotal.ZERO;
            long tokens = 0;
            for (Cell cell : sums.cells()) {
                if (cell.period() == period && belongs(cell.product(), name)) {
                    spend = spend.plus(cell.spend());
                    tokens += cell.counts().tokens();
                }
            }
            return tokens == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(spend.approximateUsd() / tokens * 1e6);
        }

        private boolean belongs(String product, String name) {
            String seller = product.substring(0, product.indexOf('/'));
            return name.equals("market")
                    || seller.equals(name)
                    || crosswalk.named(product).map(Model::lab).filter(name::equals).isPresent();
        }
    }

    private static Optional<Paid> paid(PriceBook book, Reading reading, Crosswalk crosswalk) {
        try (Ledger ledger = reading.open(book, List.of(Reading.sample()))) {
            List<Period> periods =
                    Periods.firstAndLast(
                            Reading.instant(ledger.report().firstMicros()),
                            Reading.instant(ledger.report().endMicros()),
                            reading.zone());
            return Optional.of(
                    new Paid(
                            new MarketReport.Usage(
                                    Reading.SAMPLE_SUBJECT,
                                    periods.getFirst().label(),
                                    periods.getLast().label()),
                            ledger.sums(periods, false),
                            crosswalk));
        }
    }
}
