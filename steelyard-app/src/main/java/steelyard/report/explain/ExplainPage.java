package steelyard.report.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import steelyard.explain.Explained;
import steelyard.explain.Explanation;
import steelyard.show.Json;
import steelyard.show.Page;
import steelyard.show.Words;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An explanation as one HTML file that needs nothing else: the chart library is inside it.
public final class ExplainPage {
    /// Models with bars of their own in the chart over time; the others are drawn together.
    private static final int MOST_MODELS = 8;

    private final ExplainReport report;
    private final Explanation e;

    private ExplainPage(ExplainReport report) {
        this.report = report;
        this.e = report.explanation();
    }

    /// The page of an explanation.
    public static Page of(ExplainReport report) {
        return new ExplainPage(report).page();
    }

    private Page page() {
        List<Page.Section> sections = new ArrayList<>();
        sections.add(waterfall());
        report.answer()
                .options()
                .filter(o -> !o.choices().isEmpty())
                .ifPresent(o ->
                        sections.add(
                                new Page.Section(
                                        "What could be done instead",
                                        OptionsTable.summary(o) + " " + OptionsTable.CAVEAT,
                                        List.of(),
                                        List.of(
                                                Page.Rows.of(
                                                        "For each model that was used",
                                                        true,
                                                        OptionsTable.HEADER,
                                                        OptionsTable.rows(o, 1000),
                                                        List.of(3, 4, 5))))));
        report.answer()
                .series()
                .filter(series -> series.points().size() > 1)
                .ifPresent(series -> {
                    sections.add(byModel(series));
                    sections.add(prices(series));
                });
        sections.add(models());
        return new Page(
                "Steelyard: " + report.subject(),
                "why spend changed",
                Headline.spend(report),
                Headline.why(report),
                tiles(),
                sections,
                Notes.of(report),
                Json.inline(data()));
    }

    private List<Page.Tile> tiles() {
        List<Page.Tile> tiles = new ArrayList<>();
        EffectLabels.panel(e).reversed().stream()
                .map(row -> new Page.Tile(row[0], row[2], "was " + row[1] + " · " + row[3]))
                .forEach(tiles::add);
        report.answer()
                .options()
                .filter(o -> o.saving().approximateUsd() > 0)
                .ifPresent(o ->
                        tiles.add(
                                Math.min(1, tiles.size()),
                                new Page.Tile(
                                        "could have been saved",
                                        Words.money(o.saving().approximateUsd()),
                                        "the same tokens at models with no lower score, prices of "
                                                + o.day())));
        return tiles;
    }

    private Page.Section waterfall() {
        List<List<String>> rows = new ArrayList<>();
        double before = e.before().spend().approximateUsd();
        rows.add(
                List.of("before: " + e.before().period().label(), Words.cents(before), "", "", ""));
        for (Explanation.Effect effect : e.effects()) {
            rows.add(
                    List.of(
                            EffectLabels.effect(effect.name()),
                            (effect.usd() > 0 ? "+" : "") + Words.cents(effect.usd()),
                            before == 0
                                    ? ""
                                    : String.format(
                                            Locale.ROOT, "%+.1f%%", effect.usd() / before * 100),
                            EffectLabels.meaning(effect.name()),
                            behind(effect)));
        }
        rows.add(
                List.of(
                        "after: " + e.after().period().label(),
                        Words.cents(e.after().spend().approximateUsd()),
                        "",
                        "",
                        ""));
        Page.Rows table =
                Page.Rows.of(
                        "The same as a table",
                        false,
                        List.of(
                                "effect",
                                "amount",
                                "of before",
                                "what it is",
                                "largest models behind it"),
                        rows,
                        List.of(3, 4));
        List<Page.Rows> tables = new ArrayList<>(List.of(table));
        if (!e.links().isEmpty()) {
            tables.add(links());
        }
        return new Page.Section(
                "From "
                        + Words.money(before)
                        + " to "
                        + Words.money(e.after().spend().approximateUsd()),
                "What each reason added or saved. The bars add up to the change exactly; their order does not change their size.",
                List.of(new Page.Picture("waterfall", "")),
                tables);
    }

    private static String behind(Explanation.Effect effect) {
        return String.join(
                ", ",
                effect.models().stream()
                        .limit(4)
                        .map(s ->
                                Words.shortName(s.model())
                                        + " "
                                        + (s.usd() > 0 ? "+" : "")
                                        + Words.money(s.usd()))
                        .toList());
    }

    private Page.Rows links() {
        List<List<String>> rows = new ArrayList<>();
        for (Explanation.Link link : e.links()) {
            rows.add(
                    List.of(
                            link.to().period().label(),
                            Words.cents(link.to().spend().approximateUsd()),
                            Words.cents(
                                    link.to().spend().minus(link.from().spend()).approximateUsd()),
                            String.join(
                                    ", ",
                                    link.effects().stream()
                                            .sorted((a, b) ->
                                                    Double.compare(
                                                            Math.abs(b.usd()), Math.abs(a.usd())))
                                            .limit(4)
                                            .map(x ->
                                                    EffectLabels.effect(x.name())
                                                            + " "
                                                            + (x.usd() > 0 ? "+" : "")
                                                            + Words.money(x.usd()))
                                            .toList())));
        }
        return Page.Rows.of(
                "Step by step; the bars are the sums of these",
                true,
                List.of("period", "spend", "change", "largest effects"),
                rows,
                List.of(3));
    }

    private Page.Section byModel(Explained.Series series) {
        List<String> names = largest(series);
        List<String> header = new ArrayList<>(List.of(series.unit()));
        names.forEach(name -> header.add(Words.shortName(name)));
        header.add("others");
        header.add("all");
        List<List<String>> rows = new ArrayList<>();
        for (Explained.Point point : series.points()) {
            List<String> row = new ArrayList<>(List.of(point.totals().period().label()));
            double rest = point.totals().spend().approximateUsd();
            for (String name : names) {
                double usd = usd(point, name);
                rest -= usd;
                row.add(Words.cents(usd));
            }
            row.add(Words.cents(Math.max(0, rest)));
            row.add(Words.cents(point.totals().spend().approximateUsd()));
            rows.add(row);
        }
        return new Page.Section(
                "Spend by model, by " + series.unit(),
                "The models with the largest spend; all others together in grey.",
                List.of(new Page.Picture("by-model", "")),
                List.of(Page.Rows.of("The same as a table", false, header, rows, List.of())));
    }

    private Page.Section prices(Explained.Series series) {
        String unit = e.levels().unit();
        List<List<String>> rows = new ArrayList<>();
        for (Explained.Point point : series.points()) {
            Explanation.Totals t = point.totals();
            rows.add(
                    List.of(
                            t.period().label(),
                            Words.price(t.usdPerMtok()),
                            Words.price(t.usdPerUnit()),
                            t.tokensPerUnit().isPresent()
                                    ? Words.count(t.tokensPerUnit().getAsDouble())
                                    : "-",
                            Words.count(t.units())));
        }
        return new Page.Section(
                "What a token and a " + unit + " cost",
                "The average price paid moves with what is bought; it is not a price index. A "
                        + unit
                        + " can get dearer while tokens get cheaper.",
                List.of(
                        new Page.Picture("price", "average price paid per Mtok"),
                        new Page.Picture("unit", "cost per " + unit)),
                List.of(
                        Page.Rows.of(
                                "The same as a table",
                                false,
                                List.of(
                                        series.unit(),
                                        "per Mtok",
                                        "per " + unit,
                                        "tokens per " + unit,
                                        unit + "s"),
                                rows,
                                List.of())));
    }

    private Page.Section models() {
        List<List<String>> rows = new ArrayList<>();
        for (Explanation.ModelSpend m : e.models()) {
            rows.add(
                    List.of(
                            m.model(),
                            Words.cents(m.before().approximateUsd()),
                            Words.cents(m.after().approximateUsd()),
                            Words.count(m.tokensBefore()),
                            Words.count(m.tokensAfter()),
                            Words.count(m.callsBefore()),
                            Words.count(m.callsAfter())));
        }
        List<Page.Rows> tables = new ArrayList<>();
        tables.add(
                Page.Rows.of(
                        "Spend by model",
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
                    Page.Rows.of(
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
                                                    Words.cents(
                                                            d.spend().getFirst().approximateUsd()),
                                                    Words.cents(
                                                            d.spend().getLast().approximateUsd()),
                                                    d.rivals()))
                                    .toList(),
                            List.of(4)));
        }
        if (!report.answer().unpriced().isEmpty()) {
            tables.add(
                    Page.Rows.of(
                            "Not priced",
                            false,
                            List.of("model", "calls", "tokens", "why"),
                            report.answer().unpriced().stream()
                                    .map(u ->
                                            List.of(
                                                    u.name(),
                                                    Words.count(u.calls()),
                                                    Words.count(u.tokens()),
                                                    u.reason()))
                                    .toList(),
                            List.of(3)));
        }
        return new Page.Section(
                "Models",
                "Every model of both periods, exact amounts rounded to the cent.",
                List.of(),
                tables);
    }

    private List<String> largest(Explained.Series series) {
        Map<String, Double> usd = new TreeMap<>();
        for (Explained.Point point : series.points()) {
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

    private static double usd(Explained.Point point, String model) {
        return point.models().stream()
                .filter(m -> m.model().equals(model))
                .mapToDouble(Explanation.Share::usd)
                .sum();
    }

    private ObjectNode data() {
        ObjectNode root = Json.object("steelyard.charts/1");
        ArrayNode bars = root.putArray("waterfall");
        total(bars, "before", e.before());
        for (Explanation.Effect effect : e.effects()) {
            ObjectNode bar =
                    bars.addObject()
                            .put("label", EffectLabels.effect(effect.name()))
                            .put("meaning", EffectLabels.meaning(effect.name()))
                            .put("usd", effect.usd());
            ArrayNode models = bar.putArray("models");
            effect.models().stream()
                    .limit(5)
                    .forEach(s ->
                            models.addObject()
                                    .put("model", Words.shortName(s.model()))
                                    .put("usd", s.usd()));
        }
        total(bars, "after", e.after());
        report.answer().series().ifPresent(series -> series(root.putObject("series"), series));
        return root;
    }

    private static void total(ArrayNode bars, String label, Explanation.Totals t) {
        bars.addObject()
                .put("label", label)
                .put("meaning", t.period().label())
                .put("usd", t.spend().approximateUsd())
                .put("total", true);
    }

    private void series(ObjectNode node, Explained.Series series) {
        ArrayNode labels = node.putArray("labels");
        ArrayNode perMtok = node.putArray("usdPerMtok");
        ArrayNode perUnit = node.putArray("usdPerUnit");
        for (Explained.Point point : series.points()) {
            labels.add(point.totals().period().label());
            put(perMtok, point.totals().usdPerMtok());
            put(perUnit, point.totals().usdPerUnit());
        }
        ArrayNode models = node.putArray("models");
        List<String> names = largest(series);
        for (String name : names) {
            ObjectNode model = models.addObject().put("model", Words.shortName(name));
            ArrayNode usd = model.putArray("usd");
            series.points().forEach(point -> usd.add(usd(point, name)));
        }
        ObjectNode rest = models.addObject().put("model", "others").put("rest", true);
        ArrayNode usd = rest.putArray("usd");
        for (Explained.Point point : series.points()) {
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
