package steelyard.report;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import steelyard.index.Decline;
import steelyard.index.MarketIndex;
import steelyard.index.MarketPanel;
import steelyard.index.Spread;
import steelyard.market.Basket;
import steelyard.quality.Ratings;

/// The price of inference by every index side by side: for the market, and for each of some
/// sellers.
///
/// @param groups the market first
/// @param frontiers at a grid of scores, over the market
/// @param confirmed the matched index without price changes that only one source reports
public record MarketReport(
        Basket basket,
        Ratings ratings,
        List<Group> groups,
        List<FrontierReport.Row> frontiers,
        MarketIndex confirmed,
        boolean corroborated,
        Optional<Usage> usage,
        long seed) {
    /// The scores whose price is followed when none are named.
    public static final List<String> ANCHORS =
            List.of("gpt-3.5-turbo-0125", "gpt-4", "gpt-4o", "o1", "gpt-5");

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
    private static final double EQUAL = 2;

    /// Within this many points of the best a model comes close to it.
    static final double NEAR = 10;

    /// The market, or one seller.
    ///
    /// @param frontier at the score of the second anchor; empty if nothing reaches it
    /// @param paid the average price paid in the first and the last weeks of a usage log
    public record Group(
            String name,
            MarketPanel panel,
            List<MarketIndex> indices,
            Optional<FrontierReport.Row> frontier,
            Optional<Paid> paid) {
        MarketIndex index(MarketIndex.Kind kind) {
            return indices.stream().filter(i -> i.kind() == kind).findFirst().orElseThrow();
        }

        Spread spread() {
            return Spread.of(panel.prices(panel.months().size() - 1));
        }
    }

    /// USD per Mtok.
    public record Paid(OptionalDouble before, OptionalDouble after) {}

    /// The usage log whose average prices are shown.
    public record Usage(String subject, String before, String after) {}

    public MarketReport {
        groups = List.copyOf(groups);
        frontiers = List.copyOf(frontiers);
    }

    Group market() {
        return groups.getFirst();
    }

    YearMonth first() {
        return market().panel().months().getFirst();
    }

    YearMonth last() {
        return market().panel().months().getLast();
    }

    private static String factor(OptionalDouble factor) {
        return factor.isEmpty() ? "-" : factor(factor.getAsDouble());
    }

    private static String factor(double factor) {
        return Double.isNaN(factor)
                ? "-"
                : String.format(
                        Locale.ROOT,
                        factor >= 9.95 ? "%.0f" : factor >= 2 ? "%.1f" : "%.2f",
                        factor);
    }

    private static String interval(MarketIndex index) {
        return !index.isIdentified()
                ? index.factorPerYear().isEmpty() ? "-" : "not identified"
                : factor(index.interval().low()) + " to " + factor(index.interval().high());
    }

    /// By what list prices of the same models moved, in words.
    private String moved() {
        MarketIndex matched = market().index(MarketIndex.Kind.MATCHED);
        double change = matched.levels().getLast() - 1;
        return String.format(
                Locale.ROOT,
                "list prices of the same models %s %.1f%% in all",
                change > 0 ? "rose" : "fell",
                Math.abs(change) * 100);
    }

    String headline() {
        List<Double> adjusted =
                List.of(
                                MarketIndex.Kind.TIME_DUMMY,
                                MarketIndex.Kind.IMPUTED,
                                MarketIndex.Kind.BRACKETS)
                        .stream()
                        .flatMapToDouble(k -> market().index(k).factorPerYear().stream())
                        .sorted()
                        .boxed()
                        .toList();
        List<Double> frontier =
                frontiers.stream()
                        .filter(r -> r.bootstrap().isIdentified())
                        .flatMap(r -> r.monthly().stream())
                        .map(Decline::factorPerYear)
                        .sorted()
                        .toList();
        return "%s to %s: %s%s%s."
                .formatted(
                        first(),
                        last(),
                        moved(),
                        adjusted.isEmpty()
                                ? ""
                                : "; at equal quality they were divided by %s to %s a year"
                                        .formatted(
                                                factor(adjusted.getFirst()),
                                                factor(adjusted.getLast())),
                        frontier.isEmpty()
                                ? ""
                                : ", and the cheapest price of a given score by %s to %s"
                                        .formatted(
                                                factor(frontier.getFirst()),
                                                factor(frontier.getLast())));
    }

    static final String WHICH =
            "Each is true of its own question: what a customer pays who stays, what the average offer costs at a given score, what a customer pays who always takes the cheapest that is good enough.";

    static List<String> indexHeader() {
        return List.of("index", "divided by, a year", "90%", "last, first = 100", "question");
    }

    List<List<String>> indexRows() {
        List<List<String>> rows = new ArrayList<>();
        for (MarketIndex index : market().indices()) {
            rows.add(indexRow(index.kind().title(), index, index.kind().question()));
            if (index.kind() == MarketIndex.Kind.MATCHED && !corroborated) {
                rows.add(
                        indexRow(
                                "matched, confirmed changes",
                                confirmed,
                                "the same, without changes that one source alone reports"));
            }
        }
        return rows;
    }

    private static List<String> indexRow(String title, MarketIndex index, String question) {
        return List.of(
                title,
                factor(index.factorPerYear()),
                interval(index),
                Double.isNaN(index.levels().getLast())
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f", index.levels().getLast() * 100),
                question);
    }

    static List<String> frontierHeader() {
        return List.of(
                "score of",
                "divided by, a year",
                "bootstrap 90%",
                "months to halve",
                "cheapest now",
                "");
    }

    List<List<String>> frontierRows() {
        return frontiers.stream()
                .map(r ->
                        List.of(
                                r.name(),
                                r.monthly().map(d -> factor(d.factorPerYear())).orElse("-"),
                                FrontierReport.span(r.bootstrap().low(), r.bootstrap().high())
                                        .replace("x", ""),
                                r.monthly()
                                        .map(Decline::halfLifeMonths)
                                        .filter(OptionalDouble::isPresent)
                                        .map(m ->
                                                String.format(Locale.ROOT, "%.1f", m.getAsDouble()))
                                        .orElse("-"),
                                r.frontier()
                                        .at(last().atEndOfMonth())
                                        .map(o ->
                                                Labels.price(OptionalDouble.of(o.price()))
                                                        + " "
                                                        + FrontierReport.place(
                                                                o, ratings.onOneTest()))
                                        .orElse("-"),
                                FrontierReport.verdict(r)))
                .toList();
    }

    List<String> sellerHeader() {
        List<String> header =
                new ArrayList<>(
                        List.of(
                                "seller",
                                "since",
                                "models",
                                "matched",
                                "hedonic",
                                "frontier",
                                "max/min",
                                "P90/P10",
                                "mean list"));
        if (usage.isPresent()) {
            header.add("paid before");
            header.add("paid after");
        }
        return header;
    }

    List<List<String>> sellerRows() {
        return groups.stream()
                .map(g -> {
                    Spread spread = g.spread();
                    List<String> row =
                            new ArrayList<>(
                                    List.of(
                                            g.name(),
                                            g.panel().months().getFirst().toString(),
                                            String.valueOf(spread.prices()),
                                            withInterval(g.index(MarketIndex.Kind.MATCHED)),
                                            withInterval(g.index(MarketIndex.Kind.TIME_DUMMY)),
                                            g.frontier()
                                                    .flatMap(FrontierReport.Row::monthly)
                                                    .map(d -> factor(d.factorPerYear()))
                                                    .orElse("-"),
                                            String.format(Locale.ROOT, "%,.0fx", spread.maxToMin()),
                                            factor(spread.p90ToP10()) + "x",
                                            mean(g)));
                    if (usage.isPresent()) {
                        row.add(g.paid().map(p -> Labels.price(p.before())).orElse("-"));
                        row.add(g.paid().map(p -> Labels.price(p.after())).orElse("-"));
                    }
                    return List.copyOf(row);
                })
                .toList();
    }

    private static String withInterval(MarketIndex index) {
        return factor(index.factorPerYear()) + " (" + interval(index) + ")";
    }

    private static String mean(Group g) {
        double[] prices = g.panel().prices(g.panel().months().size() - 1);
        return Labels.price(java.util.Arrays.stream(prices).average());
    }

    /// How far prices lie apart at the last month, over the whole market.
    private List<String> spreads() {
        MarketPanel panel = market().panel();
        int now = panel.months().size() - 1;
        Spread spread = market().spread();
        List<String> notes = new ArrayList<>();
        notes.add(
                String.format(
                        Locale.ROOT,
                        "spread of %d models' prices in %s: max/min %,.0fx, P90/P10 %.0fx, P75/P25 %.1fx, standard deviation of ln %.2f",
                        spread.prices(),
                        last(),
                        spread.maxToMin(),
                        spread.p90ToP10(),
                        spread.p75ToP25(),
                        spread.logDeviation()));
        for (FrontierReport.Row row : frontiers) {
            double score = row.frontier().score();
            double[] equal = panel.prices(now, score - EQUAL, score + EQUAL);
            if (equal.length > 1) {
                notes.add(
                        String.format(
                                Locale.ROOT,
                                "at equal quality, within %.0f points of %s: max/min %.0fx over %d models",
                                EQUAL,
                                row.name(),
                                Spread.of(equal).maxToMin(),
                                equal.length));
            }
        }
        MarketPanel.Gap gap = panel.gap(NEAR);
        notes.add(
                String.format(
                        Locale.ROOT,
                        "gap to the frontier: the best, %s (%.1f), costs %s per Mtok, %.0f times the cheapest within %.0f points, %s (%.1f, %s)",
                        FrontierReport.place(gap.best(), ratings.onOneTest()),
                        gap.best().score(),
                        Labels.price(OptionalDouble.of(gap.best().price())),
                        gap.factor(),
                        NEAR,
                        FrontierReport.place(gap.near(), ratings.onOneTest()),
                        gap.near().score(),
                        Labels.price(OptionalDouble.of(gap.near().price()))));
        panel.widest()
                .ifPresent(w ->
                        notes.add(
                                String.format(
                                        Locale.ROOT,
                                        "one model at different sellers: at most %.0fx, %s",
                                        Math.exp(w.log()),
                                        w.model())));
        return notes;
    }

    /// What the prices and scores of a market rest on, and what they leave out.
    public static List<String> remarks(
            Basket basket, Ratings ratings, MarketPanel panel, boolean corroborated) {
        long changes = panel.changes().size();
        long confirmed = panel.changes().stream().filter(MarketPanel.Change::confirmed).count();
        List<String> notes = new ArrayList<>();
        notes.add("price: list price of " + basket.title() + ", USD per Mtok");
        notes.add(
                "quality: %s; %d models on sale have none and are left out%s"
                        .formatted(
                                ratings.title(),
                                panel.unscored(),
                                ratings.uncertain() > 0
                                        ? " (%d of all models have one that is too uncertain)"
                                                .formatted(ratings.uncertain())
                                        : ""));
        Set<String> onOneTest = ratings.onOneTest();
        long few = panel.models().stream().filter(m -> onOneTest.contains(m.id())).count();
        if (few > 0) {
            notes.add(
                    "%d of the %d models on sale are rated by one test only (1 test)"
                            .formatted(few, panel.models().size()));
        }
        notes.add(
                "price changes: %,d, of which %,d by one source alone or contradicted%s"
                        .formatted(
                                changes,
                                changes - confirmed,
                                corroborated
                                        ? ": those are left out"
                                        : " (--corroborated leaves those out)"));
        return notes;
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>(spreads());
        notes.addAll(remarks(basket, ratings, market().panel(), corroborated));
        List<MarketIndex.Mover> movers = MarketIndex.movers(market().panel());
        if (!movers.isEmpty()) {
            notes.add(
                    "list prices that moved most: "
                            + String.join(
                                    ", ",
                                    movers.stream()
                                            .limit(6)
                                            .map(m ->
                                                    String.format(
                                                            Locale.ROOT,
                                                            "%s %+.0f%%",
                                                            m.model(),
                                                            (Math.exp(m.log()) - 1) * 100))
                                            .toList()));
        }
        usage.ifPresent(u ->
                notes.add(
                        "paid: average price paid per Mtok in %s, %s and %s; by the lab of the model or the seller; no price index, it moves with what is bought"
                                .formatted(u.subject(), u.before(), u.after())));
        notes.add(
                "frontier by seller: the cheapest price there that reaches %s"
                        .formatted(frontiers.size() > 1 ? frontiers.get(1).name() : "it"));
        notes.add(
                "below 1 a price rose; intervals from drawing the models anew, 90%, seed " + seed);
        return notes;
    }

    /// For a terminal or a pipe.
    public String text() {
        StringBuilder out = new StringBuilder();
        TextTable.wrap(out, headline(), "");
        TextTable.wrap(out, WHICH, "");
        out.append(System.lineSeparator());
        TextTable.table(out, indexHeader(), indexRows());
        out.append(System.lineSeparator());
        TextTable.table(out, frontierHeader(), frontierRows());
        out.append(System.lineSeparator());
        TextTable.table(out, sellerHeader(), sellerRows());
        out.append(System.lineSeparator());
        notes().forEach(note -> TextTable.wrap(out, note, "  "));
        return out.toString();
    }

    /// One row per group, index and month.
    public String csv() {
        List<List<String>> rows = new ArrayList<>();
        for (Group g : groups) {
            for (MarketIndex index : g.indices()) {
                for (int t = 0; t < index.levels().size(); t++) {
                    rows.add(
                            List.of(
                                    g.name(),
                                    index.kind().id(),
                                    g.panel().months().get(t).toString(),
                                    Csv.number(index.levels().get(t)),
                                    String.valueOf(g.panel().prices(t).length)));
                }
            }
        }
        return Csv.table(List.of("group", "index", "month", "level", "models"), rows);
    }

    /// Schema `steelyard.market/1` (docs/json.md).
    public String json() {
        return MarketJson.of(this);
    }

    /// A page with the indices, the frontiers and the sellers.
    public HtmlPage page() {
        return MarketPage.of(this);
    }
}
