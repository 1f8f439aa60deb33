package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import steelyard.explain.Explanation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An explanation as one HTML file that needs nothing else: the chart library is inside it.
public final class HtmlReport {
    /// Models with bars of their own in the chart over time; the others are drawn together.
    private static final int MOST_MODELS = 8;

    private final Report report;
    private final Explanation e;

    private HtmlReport(Report report) {
        this.report = report;
        this.e = report.explanation();
    }

    /// The page of an explanation.
    public static HtmlPage of(Report report) {
        return new HtmlReport(report).page();
    }

    private HtmlPage page() {
        List<HtmlPage.Section> sections = new ArrayList<>();
        sections.add(waterfall());
        report.options()
                .filter(o -> !o.choices().isEmpty())
                .ifPresent(o ->
                        sections.add(
                                new HtmlPage.Section(
                                        "What could be done instead",
                                        OptionsTable.summary(o) + " " + OptionsTable.CAVEAT,
                                        List.of(),
                                        List.of(
                                                new HtmlPage.Table(
                                                        "For each model that was used",
                                                        true,
                                                        OptionsTable.HEADER,
                                                        OptionsTable.rows(o, 1000),
                                                        List.of(3, 4, 5))))));
        report.series()
                .filter(series -> series.points().size() > 1)
                .ifPresent(series -> {
                    sections.add(byModel(series));
                    sections.add(prices(series));
                });
        sections.add(models());
        return new HtmlPage(
                "Steelyard: " + report.subject(),
                "why spend changed",
                Headline.spend(report),
                Headline.why(report),
                tiles(),
                sections,
                Notes.of(report),
                Json.inline(data()));
    }

    private List<HtmlPage.Tile> tiles() {
        return Labels.panel(e).reversed().stream()
                .map(row -> new HtmlPage.Tile(row[0], row[2], "was " + row[1] + " · " + row[3]))
                .toList();
    }

    private HtmlPage.Section waterfall() {
        List<List<String>> rows = new ArrayList<>();
        double before = e.before().spend().approximateUsd();
        rows.add(List.of("before: " + e.before().period().label(), cents(before), "", "", ""));
        for (Explanation.Effect effect : e.effects()) {
            rows.add(
                    List.of(
                            Labels.effect(effect.name()),
                            (effect.usd() > 0 ? "+" : "") + cents(effect.usd()),
                            before == 0
                                    ? ""
                                    : String.format(
                                            Locale.ROOT, "%+.1f%%", effect.usd() / before * 100),
                            Labels.meaning(effect.name()),
                            behind(effect)));
        }
        rows.add(
                List.of(
                        "after: " + e.after().period().label(),
                        cents(e.after().spend().approximateUsd()),
                        "",
                        "",
                        ""));
        HtmlPage.Table table =
                new HtmlPage.Table(
                        "The same as a table",
                        false,
                        List.of(
                                "effect",
                                "USD",
                                "of before",
                                "what it is",
                                "largest models behind it"),
                        rows,
                        List.of(3, 4));
        List<HtmlPage.Table> tables = new ArrayList<>(List.of(table));
        if (!e.links().isEmpty()) {
            tables.add(links());
        }
        return new HtmlPage.Section(
                "From "
                        + Labels.money(before)
                        + " to "
                        + Labels.money(e.after().spend().approximateUsd()),
                "What each reason added or saved. The bars add up to the change exactly; their order does not change their size.",
                List.of(new HtmlPage.Chart("waterfall", "")),
                tables);
    }

    private static String behind(Explanation.Effect effect) {
        return String.join(
                ", ",
                effect.models().stream()
                        .limit(4)
                        .map(s ->
                                TerminalReport.shortName(s.model())
                                        + " "
                                        + (s.usd() > 0 ? "+" : "")
                                        + Labels.money(s.usd()))
                        .toList());
    }

    private HtmlPage.Table links() {
        List<List<String>> rows = new ArrayList<>();
        for (Explanation.Link link : e.links()) {
            rows.add(
                    List.of(
                            link.to().period().label(),
                            cents(link.to().spend().approximateUsd()),
                            cents(link.to().spend().minus(link.from().spend()).approximateUsd()),
                            String.join(
                                    ", ",
                                    link.effects().stream()
                                            .sorted((a, b) ->
                                                    Double.compare(
                                                            Math.abs(b.usd()), Math.abs(a.usd())))
                                            .limit(4)
                                            .map(x ->
                                                    Labels.effect(x.name())
                                                            + " "
                                                            + (x.usd() > 0 ? "+" : "")
                                                            + Labels.money(x.usd()))
                                            .toList())));
        }
        return new HtmlPage.Table(
                "Step by step; the bars are the sums of these",
                true,
                List.of("period", "spend", "change", "largest effects"),
                rows,
                List.of(3));
    }

    private HtmlPage.Section byModel(Report.Series series) {
        List<String> names = largest(series);
        List<String> header = new ArrayList<>(List.of(series.unit()));
        names.forEach(name -> header.add(TerminalReport.shortName(name)));
        header.add("others");
        header.add("all");
        List<List<String>> rows = new ArrayList<>();
        for (Report.Point point : series.points()) {
            List<String> row = new ArrayList<>(List.of(point.totals().period().label()));
            double rest = point.totals().spend().approximateUsd();
            for (String name : names) {
                double usd = usd(point, name);
                rest -= usd;
                row.add(cents(usd));
            }
            row.add(cents(Math.max(0, rest)));
            row.add(cents(point.totals().spend().approximateUsd()));
            rows.add(row);
        }
        return new HtmlPage.Section(
                "Spend by model, by " + series.unit(),
                "The models with the largest spend; all others together in grey.",
                List.of(new HtmlPage.Chart("by-model", "")),
                List.of(
                        new HtmlPage.Table(
                                "The same as a table, USD", false, header, rows, List.of())));
    }

    private HtmlPage.Section prices(Report.Series series) {
        String unit = e.levels().unit();
        List<List<String>> rows = new ArrayList<>();
        for (Report.Point point : series.points()) {
            Explanation.Totals t = point.totals();
            rows.add(
                    List.of(
                            t.period().label(),
                            Labels.price(t.usdPerMtok()),
                            Labels.price(t.usdPerUnit()),
                            t.tokensPerUnit().isPresent()
                                    ? Labels.count(t.tokensPerUnit().getAsDouble())
                                    : "-",
                            Labels.count(t.units())));
        }
        return new HtmlPage.Section(
                "What a token and a " + unit + " cost",
                "The average price paid moves with what is bought; it is not a price index. A "
                        + unit
                        + " can get dearer while tokens get cheaper.",
                List.of(
                        new HtmlPage.Chart("price", "average price paid, USD per Mtok"),
                        new HtmlPage.Chart("unit", "cost per " + unit + ", USD")),
                List.of(
                        new HtmlPage.Table(
                                "The same as a table",
                                false,
                                List.of(
                                        series.unit(),
                                        "USD per Mtok",
                                        "USD per " + unit,
                                        "tokens per " + unit,
                                        unit + "s"),
                                rows,
                                List.of())));
    }

    private HtmlPage.Section models() {
        List<List<String>> rows = new ArrayList<>();
        for (Explanation.ModelSpend m : e.models()) {
            rows.add(
                    List.of(
                            m.model(),
                            cents(m.before().approximateUsd()),
                            cents(m.after().approximateUsd()),
                            Labels.count(m.tokensBefore()),
                            Labels.count(m.tokensAfter()),
                            Labels.count(m.callsBefore()),
                            Labels.count(m.callsAfter())));
        }
        List<HtmlPage.Table> tables = new ArrayList<>();
        tables.add(
                new HtmlPage.Table(
                        "Spend by model, USD",
                        true,
                        List.of(
                                "model",
                                "before",
                                "after",
                                "tokens before",
                                "tokens after",
                                "calls before",
                                "calls after"),
                        rows,
                        List.of()));
        if (!e.disputed().isEmpty()) {
            tables.add(
                    new HtmlPage.Table(
                            "Disputed prices, USD per Mtok in/out",
                            false,
                            List.of(
                                    "model",
                                    "used here",
                                    "spend before",
                                    "spend after",
                                    "what other sources say"),
                            e.disputed().stream()
                                    .map(d ->
                                            List.of(
                                                    d.product(),
                                                    d.price(),
                                                    cents(d.spend().getFirst().approximateUsd()),
                                                    cents(d.spend().getLast().approximateUsd()),
                                                    d.rivals()))
                                    .toList(),
                            List.of(4)));
        }
        if (!e.unpriced().isEmpty()) {
            tables.add(
                    new HtmlPage.Table(
                            "Not priced",
                            false,
                            List.of("model", "calls", "tokens", "why"),
                            e.unpriced().stream()
                                    .map(u ->
                                            List.of(
                                                    u.name(),
                                                    Labels.count(u.calls()),
                                                    Labels.count(u.tokens()),
                                                    u.reason()))
                                    .toList(),
                            List.of(3)));
        }
        return new HtmlPage.Section(
                "Models",
                "Every model of both periods, exact amounts rounded to the cent.",
                List.of(),
                tables);
    }

    private List<String> largest(Report.Series series) {
        Map<String, Double> usd = new TreeMap<>();
        for (Report.Point point : series.points()) {
            point.models().forEach(m -> usd.merge(m.model(), m.usd(), Double::sum));
        }
        return usd.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Double>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_MODELS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static double usd(Report.Point point, String model) {
        return point.models().stream()
                .filter(m -> m.model().equals(model))
                .mapToDouble(Explanation.Share::usd)
                .sum();
    }

    private static String cents(double usd) {
        return String.format(Locale.ROOT, "%,.2f", usd == 0 ? 0.0 : usd);
    }

    private ObjectNode data() {
        ObjectNode root = Json.object("steelyard.charts/1");
        ArrayNode bars = root.putArray("waterfall");
        total(bars, "before", e.before());
        for (Explanation.Effect effect : e.effects()) {
            ObjectNode bar =
                    bars.addObject()
                            .put("label", Labels.effect(effect.name()))
                            .put("meaning", Labels.meaning(effect.name()))
                            .put("usd", effect.usd());
            ArrayNode models = bar.putArray("models");
            effect.models().stream()
                    .limit(5)
                    .forEach(s ->
                            models.addObject()
                                    .put("model", TerminalReport.shortName(s.model()))
                                    .put("usd", s.usd()));
        }
        total(bars, "after", e.after());
        report.series().ifPresent(series -> series(root.putObject("series"), series));
        return root;
    }

    private static void total(ArrayNode bars, String label, Explanation.Totals t) {
        bars.addObject()
                .put("label", label)
                .put("meaning", t.period().label())
                .put("usd", t.spend().approximateUsd())
                .put("total", true);
    }

    private void series(ObjectNode node, Report.Series series) {
        ArrayNode labels = node.putArray("labels");
        ArrayNode perMtok = node.putArray("usdPerMtok");
        ArrayNode perUnit = node.putArray("usdPerUnit");
        for (Report.Point point : series.points()) {
            labels.add(point.totals().period().label());
            put(perMtok, point.totals().usdPerMtok());
            put(perUnit, point.totals().usdPerUnit());
        }
        ArrayNode models = node.putArray("models");
        List<String> names = largest(series);
        for (String name : names) {
            ObjectNode model = models.addObject().put("model", TerminalReport.shortName(name));
            ArrayNode usd = model.putArray("usd");
            series.points().forEach(point -> usd.add(usd(point, name)));
        }
        ObjectNode rest = models.addObject().put("model", "others").put("rest", true);
        ArrayNode usd = rest.putArray("usd");
        for (Report.Point point : series.points()) {
            usd.add(
                    Math.max(
                            0,
                            point.totals().spend().approximateUsd()
                                    - names.stream().mapToDouble(n -> usd(point, n)).sum()));
        }
    }

    private static void put(ArrayNode list, OptionalDouble value) {
        if (value.isPresent()) {
            list.add(value.getAsDouble());
        } else {
            list.addNull();
        }
    }
}
