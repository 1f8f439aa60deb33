package steelyard.report.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import steelyard.explain.Explained;
import steelyard.explain.Explanation;
import steelyard.explain.Options;
import steelyard.money.Money;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.show.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An explanation as JSON, schema `steelyard.explain/1` (docs/json.md).
///
/// Amounts are decimal strings. The effects and the residual, as printed, add up to the change
/// exactly.
public final class ExplainJson {
    private ExplainJson() {}

    public static String of(ExplainReport report) {
        Explanation e = report.explanation();
        ObjectNode root = Json.object("steelyard.explain/1");
        root.put("subject", report.subject()).put("zone", report.zone().getId());
        totals(root.putObject("before"), e.before());
        totals(root.putObject("after"), e.after());
        root.put("change_usd", e.change().usd().toPlainString());
        effects(root.putArray("effects"), e.effects());
        root.put("residual_usd", residual(e.change(), e.effects()).toPlainString());
        levels(root.putObject("levels"), e.levels());
        ArrayNode links = root.putArray("links");
        for (Explanation.Link link : e.links()) {
            ObjectNode node = links.addObject();
            node.put("from", link.from().period().label()).put("to", link.to().period().label());
            totals(node.putObject("after"), link.to());
            effects(node.putArray("effects"), link.effects());
            node.put(
                    "residual_usd",
                    residual(link.to().spend().minus(link.from().spend()), link.effects())
                            .toPlainString());
        }
        models(root.putArray("models"), e.models());
        unpriced(root.putObject("unpriced"), report);
        disputed(root.putObject("disputed"), e);
        recorded(root.putArray("recorded"), e);
        root.putObject("outside")
                .put("spend_usd", report.answer().outside().spend().usd().toPlainString())
                .put("calls", report.answer().outside().calls())
                .put("tokens", report.answer().outside().tokens())
                .put("unpriced_tokens", report.answer().outside().unpricedTokens());
        root.put("duplicates_usd", e.duplicates().usd().toPlainString());
        ObjectNode flags = root.putObject("flags");
        Map<String, MoneyTotal> byName = new TreeMap<>();
        e.flagged().forEach((Flag flag, MoneyTotal usd) -> byName.put(flag.toString(), usd));
        byName.forEach((name, usd) -> flags.put(name, usd.usd().toPlainString()));
        read(root.putObject("read"), report);
        root.put("price_book_as_of", report.bookAsOf().toString());
        if (!e.cannotTellQuality().isEmpty()) {
            root.put("quality_not_told", e.cannotTellQuality());
        }
        e.quality().ifPresent(q -> quality(root.putObject("quality"), q));
        report.answer().options().ifPresent(o -> options(root.putObject("options"), o));
        report.answer().series().ifPresent(series -> series(root.putObject("series"), series));
        return Json.text(root);
    }

    static BigDecimal usd(double amount) {
        return new BigDecimal(amount).setScale(Money.SCALE, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal residual(MoneyTotal change, List<Explanation.Effect> effects) {
        BigDecimal rest = change.usd();
        for (Explanation.Effect effect : effects) {
            rest = rest.subtract(usd(effect.usd()));
        }
        return rest;
    }

    private static void totals(ObjectNode node, Explanation.Totals t) {
        node.put("label", t.period().label());
        node.put("from", t.period().from().toString()).put("to", t.period().to().toString());
        node.put("spend_usd", t.spend().usd().toPlainString());
        node.put("tokens", t.tokens()).put("calls", t.calls());
        if (t.tasks().isPresent()) {
            node.put("tasks", t.tasks().getAsDouble());
        } else {
            node.putNull("tasks");
        }
        if (t.users().isPresent()) {
            node.put("users", t.users().getAsLong());
        } else {
            node.putNull("users");
        }
        node.put("unpriced_tokens", t.unpricedTokens());
        t.usdPerMtok().ifPresent(v -> node.put("usd_per_mtok", v));
        t.tokensPerUnit().ifPresent(v -> node.put("tokens_per_unit", v));
        t.usdPerUnit().ifPresent(v -> node.put("usd_per_unit", v));
        t.usdPerUser().ifPresent(v -> node.put("usd_per_user", v));
        t.matchedIndex().ifPresent(v -> node.put("matched_list_price_index", v));
    }

    private static void quality(ObjectNode node, Explanation.QualityRead q) {
        node.put("ratings", q.ratings());
        node.putObject("reference_curve")
                .put("slope_per_point", q.price().slope())
                .put("slope_low", q.price().interval().low())
                .put("slope_high", q.price().interval().high())
                .put("models", q.price().models())
                .put("from", q.price().from().toString())
                .put("until", q.price().to().toString())
                .put("usd_per_task", q.usdPerTask())
                .put("at_score", q.at());
        node.put("effect_low_usd", q.effectLow()).put("effect_high_usd", q.effectHigh());
        node.put("score_before", q.scoreBefore())
                .put("score_after", q.scoreAfter())
                .put("unscored_share_before", q.unscoredBefore())
                .put("unscored_share_after", q.unscoredAfter())
                .put("equal_quality_index", q.equalQualityIndex());
    }

    private static void options(ObjectNode node, Options options) {
        node.put("prices_of", options.day().toString())
                .put("saving_usd", options.saving().usd().toPlainString())
                .put("unscored_usd", options.unscored().usd().toPlainString());
        ArrayNode list = node.putArray("products");
        for (Options.Choice c : options.choices()) {
            ObjectNode choice =
                    list.addObject()
                            .put("product", c.product())
                            .put("score", c.rating().score())
                            .put("spend_usd", c.spend().usd().toPlainString())
                            .put("saving_usd", c.saving().usd().toPlainString());
            if (!Double.isNaN(c.rating().error())) {
                choice.put("score_error", c.rating().error());
            }
            choice.put("score_on_one_test", c.rating().isOnOneTest());
            c.less().ifPresent(a -> alternative(choice.putObject("less"), a));
            c.better().ifPresent(a -> alternative(choice.putObject("better"), a));
            c.best().ifPresent(a -> alternative(choice.putObject("best"), a));
        }
    }

    private static void alternative(ObjectNode node, Options.Alternative a) {
        node.put("product", a.quote().listing().product())
                .put("usd", a.quote().paid().usd().toPlainString())
                .put("score", a.rating().score());
        if (!Double.isNaN(a.rating().error())) {
            node.put("score_error", a.rating().error());
        }
        node.put("score_on_one_test", a.rating().isOnOneTest())
                .put("score_difference_sure", a.sure())
                .put("price_standing", a.quote().standing().name().toLowerCase(Locale.ROOT));
        ArrayNode flags = node.putArray("price_flags");
        a.quote().flags().stream().map(Flag::toString).sorted().forEach(flags::add);
        a.verbosity().ifPresent(v -> node.put("tokens_per_task_ratio", v));
    }

    private static void effects(ArrayNode list, List<Explanation.Effect> effects) {
        for (Explanation.Effect effect : effects) {
            ObjectNode node = list.addObject();
            node.put("name", effect.name()).put("usd", usd(effect.usd()).toPlainString());
            ArrayNode models = node.putArray("models");
            for (Explanation.Share share : effect.models()) {
                models.addObject()
                        .put("model", share.model())
                        .put("usd", usd(share.usd()).toPlainString());
            }
        }
    }

    private static void levels(ObjectNode node, Explanation.Levels levels) {
        node.put("users", levels.users()).put("tasks", levels.tasks()).put("teams", levels.teams());
        node.put("unit", levels.unit());
        node.put("share_without_user", levels.withoutUser())
                .put("share_without_task", levels.withoutTask());
    }

    private static void models(ArrayNode list, List<Explanation.ModelSpend> models) {
        for (Explanation.ModelSpend m : models) {
            list.addObject()
                    .put("model", m.model())
                    .put("before_usd", m.before().usd().toPlainString())
                    .put("after_usd", m.after().usd().toPlainString())
                    .put("before_tokens", m.tokensBefore())
                    .put("after_tokens", m.tokensAfter())
                    .put("before_calls", m.callsBefore())
                    .put("after_calls", m.callsAfter());
        }
    }

    private static void unpriced(ObjectNode node, ExplainReport report) {
        node.put("share_of_tokens", report.answer().unpricedShare());
        ArrayNode list = node.putArray("models");
        report.answer()
                .unpriced()
                .forEach(u ->
                        list.addObject()
                                .put("period", u.period())
                                .put("name", u.name())
                                .put("reason", u.reason())
                                .put("rows", u.rows())
                                .put("calls", u.calls())
                                .put("tokens", u.tokens()));
    }

    private static void disputed(ObjectNode node, Explanation e) {
        MoneyTotal before = MoneyTotal.ZERO;
        MoneyTotal after = MoneyTotal.ZERO;
        ArrayNode list = node.putArray("prices");
        for (var d : e.disputed()) {
            before = before.plus(d.spend().getFirst());
            after = after.plus(d.spend().getLast());
            list.addObject()
                    .put("model", d.product())
                    .put("usd_per_mtok", d.price())
                    .put("rivals", d.rivals())
                    .put("before_usd", d.spend().getFirst().usd().toPlainString())
                    .put("after_usd", d.spend().getLast().usd().toPlainString());
        }
        node.put("before_usd", before.usd().toPlainString())
                .put("after_usd", after.usd().toPlainString());
    }

    private static void recorded(ArrayNode list, Explanation e) {
        e.recorded()
                .forEach(r ->
                        list.addObject()
                                .put("period", r.period())
                                .put(
                                        "recorded_usd",
                                        new BigDecimal(r.recordedUsd())
                                                .setScale(6, RoundingMode.HALF_EVEN)
                                                .toPlainString())
                                .put("rated_usd", r.rated().usd().toPlainString())
                                .put("rows", r.rows()));
    }

    private static void read(ObjectNode node, ExplainReport report) {
        var read = report.read();
        node.put("files", read.files());
        ObjectNode rows = node.putObject("rows");
        new TreeMap<>(read.rows()).forEach(rows::put);
        node.put("times_without_zone", read.zoneless());
        ArrayNode problems = node.putArray("problems");
        read.problems()
                .forEach(p ->
                        problems.addObject()
                                .put("first", p.first())
                                .put("reason", p.reason())
                                .put("rows", p.rows()));
        ArrayNode skipped = node.putArray("skipped_files");
        read.skipped().forEach(skipped::add);
        ArrayNode ignored = node.putArray("columns_not_used");
        read.ignoredColumns().forEach(ignored::add);
    }

    private static void series(ObjectNode node, Explained.Series series) {
        node.put("unit", series.unit());
        ArrayNode points = node.putArray("points");
        for (Explained.Point point : series.points()) {
            ObjectNode p = points.addObject();
            totals(p, point.totals());
            ArrayNode models = p.putArray("models");
            point.models()
                    .forEach(m ->
                            models.addObject()
                                    .put("model", m.model())
                                    .put("usd", usd(m.usd()).toPlainString()));
        }
    }
}
