package steelyard.report.market;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.index.MarketIndex;
import steelyard.index.MarketPanel;
import steelyard.index.MarketStudy;
import steelyard.index.Spread;
import steelyard.show.Json;

/// What programs get of a study of the market beside its tables: every group with its indices,
/// spread, gap and frontier, month by month.
final class MarketFacts {
    private final MarketStudy study;

    private MarketFacts(MarketStudy study) {
        this.study = study;
    }

    static Map<String, Object> of(MarketStudy study) {
        return new MarketFacts(study).facts();
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("basket", study.question().basket().id());
        facts.put("quality", study.ratings().id());
        facts.put("from", study.first());
        facts.put("until", study.last());
        facts.put("seed", study.question().seed());
        facts.put("groups", study.groups().stream().map(this::facts).toList());
        facts.put(
                "frontiers",
                study.frontiers().stream()
                        .map(r -> FrontierReport.facts(r, study.last()))
                        .toList());
        return facts;
    }

    private Map<String, Object> facts(MarketStudy.Group g) {
        MarketPanel panel = g.panel();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", g.name());
        facts.put("since", panel.months().getFirst());
        facts.put("unscored_models", panel.unscored());
        facts.put("price_changes", panel.changes().size());
        facts.put(
                "confirmed_price_changes",
                panel.changes().stream().filter(MarketPanel.Change::confirmed).count());
        facts.put("months", panel.months());
        List<Map<String, Object>> indices = new ArrayList<>();
        g.indices().forEach(i -> indices.add(facts(i, i.kind().id())));
        if (g.name().equals(study.market().name())) {
            indices.add(facts(study.confirmed(), "matched-confirmed"));
        }
        facts.put("indices", indices);
        facts.put("matched_months", panel.flows().stream().map(MarketFacts::facts).toList());
        MarketPanel.Gap gap = panel.gap(MarketStudy.NEAR);
        facts.put(
                "gap",
                Json.fields(
                        "best", gap.best().seller(),
                        "near", gap.near().seller(),
                        "factor", gap.factor()));
        Spread s = g.spread();
        facts.put(
                "spread",
                Json.fields(
                        "models", s.prices(),
                        "max_to_min", s.maxToMin(),
                        "p90_to_p10", s.p90ToP10(),
                        "p75_to_p25", s.p75ToP25(),
                        "log_deviation", s.logDeviation()));
        g.frontier().ifPresent(r -> facts.put("frontier", FrontierReport.facts(r, study.last())));
        g.paid()
                .ifPresent(p -> {
                    Map<String, Object> paid = new LinkedHashMap<>();
                    p.before().ifPresent(v -> paid.put("before", v));
                    p.after().ifPresent(v -> paid.put("after", v));
                    facts.put("average_paid_usd_per_mtok", paid);
                });
        return facts;
    }

    private static Map<String, Object> facts(MarketPanel.Flow flow) {
        return Json.fields(
                "month", flow.month(),
                "matched_share", flow.matchedShare(),
                "entered", flow.entered(),
                "left", flow.left(),
                "contributions",
                        flow.contributions().stream()
                                .map(c -> Json.fields("model", c.product(), "log", c.log()))
                                .toList());
    }

    private static Map<String, Object> facts(MarketIndex index, String id) {
        Map<String, Object> facts = Json.fields("index", id);
        index.factorPerYear().ifPresent(f -> facts.put("factor_per_year", f));
        facts.put("low", index.interval().low());
        facts.put("high", index.interval().high());
        facts.put("draws", index.interval().draws());
        facts.put("undefined", index.interval().undefined());
        facts.put("levels", index.levels());
        return facts;
    }
}
