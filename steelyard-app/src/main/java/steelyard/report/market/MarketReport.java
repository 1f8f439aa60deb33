package steelyard.report.market;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.index.Decline;
import steelyard.index.MarketIndex;
import steelyard.index.MarketPanel;
import steelyard.index.MarketStudy;
import steelyard.index.ScorePrice;
import steelyard.index.Spread;
import steelyard.market.Basket;
import steelyard.quality.Ratings;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.show.Words;

/// The price of inference by every index side by side: for the market, and for each of some
/// sellers.
public final class MarketReport {
    private static final String WHICH =
            "Each is true of its own question: what a customer pays who stays, what the average offer costs at a given score, what a customer pays who always takes the cheapest that is good enough.";

    private final MarketStudy study;

    private MarketReport(MarketStudy study) {
        this.study = study;
    }

    public static Answer of(MarketStudy study) {
        return new MarketReport(study).answer();
    }

    private Answer answer() {
        return new Answer(
                        "steelyard.market/1",
                        new Answer.Heading(
                                "Steelyard: the price of inference",
                                "the price of inference",
                                headline(),
                                WHICH),
                        List.of(
                                indices().forReadersAlone(),
                                frontiers().forReadersAlone(),
                                sellers().forReadersAlone(),
                                months().onPagesAlone(),
                                levels()),
                        notes())
                .with(MarketFacts.of(study));
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
        MarketIndex matched = study.market().index(MarketIndex.Kind.MATCHED);
        double change = matched.levels().getLast() - 1;
        return String.format(
                Locale.ROOT,
                "list prices of the same models %s %.1f%% in all",
                change > 0 ? "rose" : "fell",
                Math.abs(change) * 100);
    }

    private String headline() {
        List<Double> adjusted =
                Stream.of(
                                MarketIndex.Kind.TIME_DUMMY,
                                MarketIndex.Kind.IMPUTED,
                                MarketIndex.Kind.BRACKETS)
                        .flatMapToDouble(k -> study.market().index(k).factorPerYear().stream())
                        .sorted()
                        .boxed()
                        .toList();
        List<Double> frontier =
                study.frontiers().stream()
                        .filter(r -> r.bootstrap().isIdentified())
                        .flatMap(r -> r.monthly().stream())
                        .map(Decline::factorPerYear)
                        .sorted()
                        .toList();
        return "%s to %s: %s%s%s."
                .formatted(
                        study.first(),
                        study.last(),
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

    /// An index with what it answers.
    private record Told(String title, MarketIndex index, String question) {}

    private Table<Told> indices() {
        List<Told> rows = new ArrayList<>();
        for (MarketIndex index : study.market().indices()) {
            rows.add(new Told(index.kind().title(), index, index.kind().question()));
            if (index.kind() == MarketIndex.Kind.MATCHED && !study.question().corroborated()) {
                rows.add(
                        new Told(
                                "matched, confirmed changes",
                                study.confirmed(),
                                "the same, without changes that one source alone reports"));
            }
        }
        Chart.Lines chart =
                new Chart.Lines(
                        "First month 100",
                        Kind.NUMBER,
                        true,
                        false,
                        study.market().panel().months().stream().map(Object::toString).toList(),
                        study.market().indices().stream()
                                .map(i ->
                                        new Chart.Line(
                                                i.kind().title(),
                                                i.levels().stream().map(l -> l * 100).toList()))
                                .toList());
        return Table.of(
                        "indices",
                        "The market, first month 100",
                        "On a logarithmic axis a straight line is a steady fall. The mean of list prices is drawn beside the indices to show how far it strays.",
                        rows)
                .name("index", "index", Told::title)
                .name("factor", "divided by, a year", r -> factor(r.index().factorPerYear()))
                .name("interval", "90%", r -> interval(r.index()))
                .score("last", "last, first = 100", r -> r.index().levels().getLast() * 100)
                .words("question", "question", Told::question)
                .with(chart);
    }

    private Table<ScorePrice> frontiers() {
        Set<String> onOneTest = study.ratings().onOneTest();
        return Table.of(
                        "falls",
                        "The cheapest price that reaches a score, at each month's end",
                        FrontierReport.HOW,
                        study.frontiers())
                .name("name", "score of", ScorePrice::name)
                .name(
                        "factor",
                        "divided by, a year",
                        r -> r.monthly().map(d -> factor(d.factorPerYear())))
                .name(
                        "bootstrap",
                        "bootstrap 90%",
                        r ->
                                FrontierReport.span(r.bootstrap().low(), r.bootstrap().high())
                                        .replace("x", ""))
                .score(
                        "half_life",
                        "months to halve",
                        r ->
                                r.monthly()
                                        .map(Decline::halfLifeMonths)
                                        .orElse(OptionalDouble.empty()))
                .name("now", "cheapest now", r -> FrontierReport.now(r, study.last(), onOneTest))
                .words("doubt", "", ScorePrice::doubt)
                .with(FrontierReport.chart(study.frontiers(), study.first(), study.last()));
    }

    private Table<MarketStudy.Group> sellers() {
        Table<MarketStudy.Group> table =
                Table.of(
                                "sellers",
                                "By seller",
                                "What the models of one seller cost; matched and hedonic as for the market, by what prices were divided a year.",
                                study.groups())
                        .name("seller", "seller", MarketStudy.Group::name)
                        .date("since", "since", g -> g.panel().months().getFirst())
                        .count("models", "models", g -> g.spread().prices())
                        .name(
                                "matched",
                                "matched",
                                g -> withInterval(g.index(MarketIndex.Kind.MATCHED)))
                        .name(
                                "hedonic",
                                "hedonic",
                                g -> withInterval(g.index(MarketIndex.Kind.TIME_DUMMY)))
                        .name(
                                "frontier",
                                "frontier",
                                g ->
                                        g.frontier()
                                                .flatMap(ScorePrice::monthly)
                                                .map(d -> factor(d.factorPerYear())))
                        .number("max_to_min", "max/min", g -> g.spread().maxToMin())
                        .number("p90_to_p10", "P90/P10", g -> g.spread().p90ToP10())
                        .rate("mean", "mean list", g -> Arrays.stream(g.prices()).average());
        return study.usage().isEmpty()
                ? table
                : table.rate(
                                "paid_before",
                                "paid before",
                                g ->
                                        g.paid()
                                                .map(MarketStudy.Paid::before)
                                                .orElse(OptionalDouble.empty()))
                        .rate(
                                "paid_after",
                                "paid after",
                                g ->
                                        g.paid()
                                                .map(MarketStudy.Paid::after)
                                                .orElse(OptionalDouble.empty()));
    }

    private Table<MarketPanel.Flow> months() {
        return Table.of(
                        "flows",
                        "Behind the matched index, month by month",
                        "",
                        study.market().panel().flows())
                .date("month", "month", MarketPanel.Flow::month)
                .share("matched", "matched", MarketPanel.Flow::matchedShare)
                .count("new", "new", f -> f.entered().size())
                .count("gone", "gone", f -> f.left().size())
                .words(
                        "contributions",
                        "largest contributions, in log points x 100",
                        MarketReport::behind);
    }

    private static String behind(MarketPanel.Flow flow) {
        return flow.contributions().stream()
                .limit(3)
                .map(c -> String.format(Locale.ROOT, "%s %+.2f", c.product(), c.log() * 100))
                .collect(Collectors.joining(", "));
    }

    /// One row per group, index and month.
    private Table<?> levels() {
        record Row(MarketStudy.Group group, MarketIndex index, int month) {}
        List<Row> rows = new ArrayList<>();
        for (MarketStudy.Group g : study.groups()) {
            for (MarketIndex index : g.indices()) {
                for (int t = 0; t < index.levels().size(); t++) {
                    rows.add(new Row(g, index, t));
                }
            }
        }
        return Table.of("levels", "Levels", "", rows)
                .name("group", "group", r -> r.group().name())
                .name("index", "index", r -> r.index().kind().id())
                .date("month", "month", r -> r.group().panel().months().get(r.month()))
                .number("level", "level", r -> r.index().levels().get(r.month()))
                .count("models", "models", r -> r.group().panel().prices(r.month()).length)
                .forProgramsAlone();
    }

    private static String withInterval(MarketIndex index) {
        return factor(index.factorPerYear()) + " (" + interval(index) + ")";
    }

    /// How far prices lie apart at the last month, over the whole market.
    private List<String> spreads() {
        MarketPanel panel = study.market().panel();
        int now = panel.months().size() - 1;
        Spread spread = study.market().spread();
        Set<String> onOneTest = study.ratings().onOneTest();
        List<String> notes = new ArrayList<>();
        notes.add(
                String.format(
                        Locale.ROOT,
                        "spread of %d models' prices in %s: max/min %,.0fx, P90/P10 %.0fx, P75/P25 %.1fx, standard deviation of ln %.2f",
                        spread.prices(),
                        study.last(),
                        spread.maxToMin(),
                        spread.p90ToP10(),
                        spread.p75ToP25(),
                        spread.logDeviation()));
        for (ScorePrice row : study.frontiers()) {
            double score = row.frontier().score();
            double[] equal =
                    panel.prices(now, score - MarketStudy.EQUAL, score + MarketStudy.EQUAL);
            if (equal.length > 1) {
                notes.add(
                        String.format(
                                Locale.ROOT,
                                "at equal quality, within %.0f points of %s: max/min %.0fx over %d models",
                                MarketStudy.EQUAL,
                                row.name(),
                                Spread.of(equal).maxToMin(),
                                equal.length));
            }
        }
        MarketPanel.Gap gap = panel.gap(MarketStudy.NEAR);
        notes.add(
                String.format(
                        Locale.ROOT,
                        "gap to the frontier: the best, %s (%.1f), costs %s per Mtok, %.0f times the cheapest within %.0f points, %s (%.1f, %s)",
                        FrontierReport.place(gap.best(), onOneTest),
                        gap.best().score(),
                        Words.money(gap.best().price()),
                        gap.factor(),
                        MarketStudy.NEAR,
                        FrontierReport.place(gap.near(), onOneTest),
                        gap.near().score(),
                        Words.money(gap.near().price())));
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
        notes.add("price: list price of " + basket.title() + " per Mtok");
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

    private List<String> notes() {
        List<String> notes = new ArrayList<>(spreads());
        notes.addAll(
                remarks(
                        study.question().basket(),
                        study.ratings(),
                        study.market().panel(),
                        study.question().corroborated()));
        List<MarketIndex.Mover> movers = MarketIndex.movers(study.market().panel());
        if (!movers.isEmpty()) {
            notes.add(
                    movers.stream()
                            .limit(6)
                            .map(m ->
                                    String.format(
                                            Locale.ROOT,
                                            "%s %+.0f%%",
                                            m.model(),
                                            (Math.exp(m.log()) - 1) * 100))
                            .collect(
                                    Collectors.joining(", ", "list prices that moved most: ", "")));
        }
        study.usage()
                .ifPresent(u ->
                        notes.add(
                                "paid: average price paid per Mtok in %s, %s and %s; by the lab of the model or the seller; no price index, it moves with what is bought"
                                        .formatted(
                                                u.subject(),
                                                u.sums().periods().getFirst().label(),
                                                u.sums().periods().getLast().label())));
        notes.add(
                "frontier by seller: the cheapest price there that reaches %s"
                        .formatted(
                                study.frontiers().size() > 1
                                        ? study.frontiers().get(1).name()
                                        : "it"));
        notes.add(
                "below 1 a price rose; intervals from drawing the models anew, 90%, seed "
                        + study.question().seed());
        return notes;
    }
}
