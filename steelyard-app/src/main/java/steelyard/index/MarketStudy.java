package steelyard.index;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import steelyard.cell.Cell;
import steelyard.cell.Sums;
import steelyard.market.Basket;
import steelyard.market.Listing;
import steelyard.market.Market;
import steelyard.money.MoneyTotal;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.quality.Ratings;
import steelyard.refusal.Refusal;

/// The price of inference by every index side by side: for the market, and for each of some
/// sellers.
///
/// @param groups the market first
/// @param frontiers at a grid of scores, over the market
/// @param confirmed the matched index without price changes that only one source reports
public record MarketStudy(
        Question question,
        Ratings ratings,
        List<Group> groups,
        List<ScorePrice> frontiers,
        MarketIndex confirmed,
        Optional<Usage> usage) {
    /// The sellers shown beside the market when none are named.
    public static final List<String> SELLERS =
            List.of(
                    "openai",
                    "anthropic",
                    "google",
                    "aws-bedrock",
                    "azure",
                    "xai",
                    "cohere",
                    "together");

    /// Within this many points of a score models count as equally good.
    public static final double EQUAL = 2;

    /// Within this many points of the best a model comes close to it.
    public static final double NEAR = 10;

    /// A seller with fewer models than this has no index.
    private static final int FEWEST = 3;

    /// The market begins with the first month that has this many.
    private static final int FEWEST_IN_MARKET = 8;

    /// The market, or one seller.
    ///
    /// @param frontier at the score of the second anchor; empty if nothing reaches it
    /// @param paid the average price paid in the first and the last weeks of a usage log
    public record Group(
            String name,
            MarketPanel panel,
            List<MarketIndex> indices,
            Optional<ScorePrice> frontier,
            Optional<Paid> paid) {
        public MarketIndex index(MarketIndex.Kind kind) {
            return indices.stream().filter(i -> i.kind() == kind).findFirst().orElseThrow();
        }

        public Spread spread() {
            return Spread.of(prices());
        }

        /// USD per Mtok in the last month.
        public double[] prices() {
            return panel.prices(panel.months().size() - 1);
        }
    }

    /// USD per Mtok.
    public record Paid(OptionalDouble before, OptionalDouble after) {}

    /// The usage log whose average prices are shown.
    ///
    /// @param sums of two periods
    public record Usage(String subject, Sums sums) {
        Paid of(String name, Crosswalk crosswalk) {
            return new Paid(average(name, 0, crosswalk), average(name, 1, crosswalk));
        }

        private OptionalDouble average(String name, int period, Crosswalk crosswalk) {
            MoneyTotal spend = MoneyTotal.ZERO;
            long tokens = 0;
            for (Cell cell : sums.cells()) {
                if (cell.period() == period && belongs(cell.product(), name, crosswalk)) {
                    spend = spend.plus(cell.spend());
                    tokens += cell.counts().tokens();
                }
            }
            return tokens == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(spend.approximateUsd() / tokens * 1e6);
        }

        private static boolean belongs(String product, String name, Crosswalk crosswalk) {
            String seller = product.substring(0, product.indexOf('/'));
            return name.equals("market")
                    || seller.equals(name)
                    || crosswalk.named(product).map(Model::lab).filter(name::equals).isPresent();
        }
    }

    /// What is looked at, and how.
    ///
    /// @param until null for the month of the newest sources
    /// @param sellers empty for those that are usual
    /// @param bracket width of a bracket of scores
    /// @param draws of the bootstrap over models
    public record Question(
            Basket basket,
            YearMonth from,
            @Nullable YearMonth until,
            boolean corroborated,
            boolean withoutReasoning,
            List<String> sellers,
            double bracket,
            int draws,
            long seed) {
        public Question {
            sellers = List.copyOf(sellers);
            if (draws < 1) {
                throw new Refusal("--draws %d: at least 1 is needed".formatted(draws));
            }
            if (!(bracket > 0)) {
                throw new Refusal("--bracket %s: a width is above zero".formatted(bracket));
            }
        }

        /// The last month.
        public YearMonth last(Market market) {
            YearMonth known = YearMonth.from(market.asOf());
            if (until != null && until.isAfter(known)) {
                throw new Refusal(
                        "--until %s: nothing is known of prices after %s"
                                .formatted(until, market.asOf()));
            }
            YearMonth last = until == null ? known : until;
            if (last.isBefore(from)) {
                throw new Refusal("--from %s is after the last month, %s".formatted(from, last));
            }
            return last;
        }

        /// The prices of some listings by month.
        public MarketPanel panel(Market market, List<Listing> listings, Ratings ratings) {
            return panel(market, listings, ratings, corroborated);
        }

        private MarketPanel panel(
                Market market, List<Listing> listings, Ratings ratings, boolean confirmed) {
            return MarketPanel.of(
                    listings,
                    basket,
                    ratings,
                    from,
                    last(market),
                    market.asOf(),
                    new MarketPanel.Filter(confirmed, withoutReasoning));
        }

        /// @param anchors scores whose price is followed; the second one by seller, too
        public MarketStudy answer(
                Market market,
                Ratings ratings,
                Crosswalk crosswalk,
                List<ScorePrice.Anchor> anchors,
                Optional<Usage> usage) {
            List<Listing> listings = market.known();
            MarketPanel whole =
                    panel(market, listings, ratings)
                            .since(FEWEST_IN_MARKET)
                            .orElseThrow(() ->
                                    new Refusal(
                                            "never are %d scored models on sale at once in these months"
                                                    .formatted(FEWEST_IN_MARKET)));
            YearMonth last = last(market);
            List<ScorePrice> frontiers =
                    ScorePrice.of(reached(anchors, whole), whole.offers(), last, draws, seed);
            List<String> names = new ArrayList<>(List.of("market"));
            names.addAll(sellers.isEmpty() ? SELLERS : sellers);
            List<Group> groups =
                    names.parallelStream()
                            .map(name ->
                                    panel(name, whole, market, listings, ratings)
                                            .map(panel ->
                                                    group(
                                                            name,
                                                            panel,
                                                            anchors,
                                                            last,
                                                            usage.map(u -> u.of(name, crosswalk)))))
                            .flatMap(Optional::stream)
                            .toList();
            MarketIndex confirmed =
                    MarketIndex.of(
                                    panel(market, listings, ratings, true)
                                            .since(FEWEST_IN_MARKET)
                                            .orElse(whole),
                                    List.of(MarketIndex.Kind.MATCHED),
                                    bracket,
                                    draws,
                                    seed)
                            .getFirst();
            return new MarketStudy(this, ratings, groups, frontiers, confirmed, usage);
        }

        private static List<ScorePrice.Anchor> reached(
                List<ScorePrice.Anchor> anchors, MarketPanel panel) {
            double best = ScorePrice.best(panel.offers());
            return anchors.stream().filter(a -> a.score() <= best).toList();
        }

        private Optional<MarketPanel> panel(
                String name,
                MarketPanel whole,
                Market market,
                List<Listing> listings,
                Ratings ratings) {
            if (name.equals("market")) {
                return Optional.of(whole);
            }
            List<Listing> own = listings.stream().filter(l -> l.provider().equals(name)).toList();
            return own.stream().noneMatch(l -> ratings.of(l.model().orElseThrow()).isPresent())
                    ? Optional.empty()
                    : panel(market, own, ratings).since(FEWEST);
        }

        private Group group(
                String name,
                MarketPanel panel,
                List<ScorePrice.Anchor> anchors,
                YearMonth last,
                Optional<Paid> paid) {
            Optional<ScorePrice> frontier =
                    reached(anchors.stream().skip(1).limit(1).toList(), panel).stream()
                            .map(a -> ScorePrice.of(a, panel.offers(), last, draws, seed))
                            .findFirst();
            return new Group(
                    name,
                    panel,
                    MarketIndex.of(panel, List.of(MarketIndex.Kind.values()), bracket, draws, seed),
                    frontier,
                    paid);
        }
    }

    public MarketStudy {
        groups = List.copyOf(groups);
        frontiers = List.copyOf(frontiers);
    }

    public Group market() {
        return groups.getFirst();
    }

    public YearMonth first() {
        return market().panel().months().getFirst();
    }

    public YearMonth last() {
        return market().panel().months().getLast();
    }
}
