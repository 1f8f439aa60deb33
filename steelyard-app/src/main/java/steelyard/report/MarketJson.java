package steelyard.report;

import steelyard.index.MarketIndex;
import steelyard.index.MarketPanel;
import steelyard.index.Spread;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A market's indices as JSON, schema `steelyard.market/1` (docs/json.md).
final class MarketJson {
    private MarketJson() {}

    static String of(MarketReport report) {
        ObjectNode root =
                Json.object("steelyard.market/1")
                        .put("basket", report.basket().id())
                        .put("quality", report.ratings().id())
                        .put("from", report.first().toString())
                        .put("until", report.last().toString())
                        .put("seed", report.seed());
        ArrayNode all = root.putArray("groups");
        for (MarketReport.Group g : report.groups()) {
            ObjectNode node =
                    all.addObject()
                            .put("name", g.name())
                            .put("since", g.panel().months().getFirst().toString())
                            .put("unscored_models", g.panel().unscored())
                            .put("price_changes", g.panel().changes().size())
                            .put(
                                    "confirmed_price_changes",
                                    g.panel().changes().stream()
                                            .filter(MarketPanel.Change::confirmed)
                                            .count());
            ArrayNode months = node.putArray("months");
            g.panel().months().forEach(m -> months.add(m.toString()));
            ArrayNode indices = node.putArray("indices");
            g.indices().forEach(i -> index(indices.addObject(), i, i.kind().id()));
            if (node.get("name").asString().equals(report.market().name())) {
                index(indices.addObject(), report.confirmed(), "matched-confirmed");
            }
            ArrayNode flows = node.putArray("matched_months");
            g.panel().flows().forEach(f -> flow(flows.addObject(), f));
            MarketPanel.Gap gap = g.panel().gap(MarketReport.NEAR);
            node.putObject("gap")
                    .put("best", gap.best().seller())
                    .put("near", gap.near().seller())
                    .put("factor", gap.factor());
            Spread s = g.spread();
            node.putObject("spread")
                    .put("models", s.prices())
                    .put("max_to_min", s.maxToMin())
                    .put("p90_to_p10", s.p90ToP10())
                    .put("p75_to_p25", s.p75ToP25())
                    .put("log_deviation", s.logDeviation());
            g.frontier()
                    .ifPresent(
                            r -> FrontierReport.row(node.putObject("frontier"), r, report.last()));
            g.paid()
                    .ifPresent(p -> {
                        ObjectNode paid = node.putObject("average_paid_usd_per_mtok");
                        p.before().ifPresent(v -> paid.put("before", v));
                        p.after().ifPresent(v -> paid.put("after", v));
                    });
        }
        ArrayNode rows = root.putArray("frontiers");
        report.frontiers().forEach(r -> FrontierReport.row(rows.addObject(), r, report.last()));
        return Json.text(root);
    }

    private static void flow(ObjectNode node, MarketPanel.Flow flow) {
        node.put("month", flow.month().toString()).put("matched_share", flow.matchedShare());
        ArrayNode entered = node.putArray("entered");
        flow.entered().forEach(entered::add);
        ArrayNode left = node.putArray("left");
        flow.left().forEach(left::add);
        ArrayNode parts = node.putArray("contributions");
        flow.contributions()
                .forEach(c -> parts.addObject().put("model", c.product()).put("log", c.log()));
    }

    private static void index(ObjectNode node, MarketIndex index, String id) {
        node.put("index", id);
        index.factorPerYear().ifPresent(f -> node.put("factor_per_year", f));
        FrontierReport.put(node, "low", index.interval().low());
        FrontierReport.put(node, "high", index.interval().high());
        node.put("draws", index.interval().draws()).put("undefined", index.interval().undefined());
        ArrayNode levels = node.putArray("levels");
        index.levels()
                .forEach(l -> {
                    if (Double.isFinite(l)) {
                        levels.add(l);
                    } else {
                        levels.addNull();
                    }
                });
    }
}
