package steelyard.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import steelyard.index.MarketIndex;
import steelyard.index.MarketPanel;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A market's indices, frontiers and sellers as a page.
final class MarketPage {
    private MarketPage() {}

    static HtmlPage of(MarketReport report) {
        return new HtmlPage(
                "Steelyard: the price of inference",
                "the price of inference",
                report.headline(),
                MarketReport.WHICH,
                List.of(),
                List.of(
                        new HtmlPage.Section(
                                "The market, first month 100",
                                "On a logarithmic axis: a straight line is a steady fall. The mean of list prices is drawn beside the indices to show how far it strays.",
                                List.of(new HtmlPage.Chart("indices", "")),
                                List.of(
                                        new HtmlPage.Table(
                                                "Which question each answers",
                                                true,
                                                MarketReport.indexHeader(),
                                                report.indexRows(),
                                                List.of(4)),
                                        new HtmlPage.Table(
                                                "Behind the matched index, month by month",
                                                false,
                                                List.of(
                                                        "month",
                                                        "matched",
                                                        "new",
                                                        "gone",
                                                        "largest contributions, in log points x 100"),
                                                months(report.market().panel()),
                                                List.of(4)))),
                        new HtmlPage.Section(
                                "The cheapest price that reaches a score, at each month's end",
                                FrontierReport.HOW,
                                List.of(new HtmlPage.Chart("frontier", "")),
                                List.of(
                                        new HtmlPage.Table(
                                                "How fast it falls",
                                                true,
                                                MarketReport.frontierHeader(),
                                                report.frontierRows(),
                                                List.of(4)))),
                        new HtmlPage.Section(
                                "By seller",
                                "What the models of one seller cost; matched and hedonic as for the market, by what prices were divided a year.",
                                List.of(),
                                List.of(
                                        new HtmlPage.Table(
                                                "Sellers",
                                                true,
                                                report.sellerHeader(),
                                                report.sellerRows(),
                                                List.of())))),
                report.notes(),
                Json.inline(data(report)));
    }

    private static List<List<String>> months(MarketPanel panel) {
        return panel.flows().stream()
                .map(f ->
                        List.of(
                                f.month().toString(),
                                Labels.percent(f.matchedShare()),
                                String.valueOf(f.entered().size()),
                                String.valueOf(f.left().size()),
                                f.contributions().stream()
                                        .limit(3)
                                        .map(c ->
                                                String.format(
                                                        Locale.ROOT,
                                                        "%s %+.2f",
                                                        c.product(),
                                                        c.log() * 100))
                                        .collect(Collectors.joining(", "))))
                .toList();
    }

    private static ObjectNode data(MarketReport report) {
        ObjectNode root = Json.object("steelyard.charts/1");
        ObjectNode lines = root.putObject("lines");
        ObjectNode indices = lines.putObject("indices").put("log", true);
        ArrayNode labels = indices.putArray("labels");
        report.market().panel().months().forEach(m -> labels.add(m.toString()));
        ArrayNode series = indices.putArray("series");
        for (MarketIndex index : report.market().indices()) {
            ArrayNode values =
                    series.addObject().put("name", index.kind().title()).putArray("data");
            index.levels()
                    .forEach(l -> {
                        if (Double.isFinite(l)) {
                            values.add(l * 100);
                        } else {
                            values.addNull();
                        }
                    });
        }
        FrontierReport.chart(
                lines.putObject("frontier"), report.frontiers(), report.first(), report.last());
        return root;
    }
}
