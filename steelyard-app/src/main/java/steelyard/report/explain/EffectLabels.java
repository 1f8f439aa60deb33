package steelyard.report.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import steelyard.explain.Explanation;
import steelyard.show.Words;

/// The effects of an explanation in words, and the panel of numbers beside them.
final class EffectLabels {
    private static final Map<String, String> EFFECTS =
            Map.ofEntries(
                    Map.entry("users", "users"),
                    Map.entry("tasks", "tasks"),
                    Map.entry("tasks_per_user", "tasks per user"),
                    Map.entry("requests", "requests"),
                    Map.entry("requests_per_user", "requests per user"),
                    Map.entry("team_entry", "teams that came"),
                    Map.entry("team_exit", "teams that left"),
                    Map.entry("team_mix", "shift between teams"),
                    Map.entry("tokens_input.prompt", "prompt tokens"),
                    Map.entry("tokens_output.visible", "visible output"),
                    Map.entry("tokens_output.reasoning", "reasoning output"),
                    Map.entry("tokens_input.audio", "audio input"),
                    Map.entry("tokens_output.audio", "audio output"),
                    Map.entry("tokens_input.image", "image input"),
                    Map.entry("tokens_output.image", "image output"),
                    Map.entry("quality", "quality chosen"),
                    Map.entry("mix_value", "shift, equal quality"),
                    Map.entry("gone_value", "left, equal quality"),
                    Map.entry("new_value", "new, equal quality"),
                    Map.entry("replacement_value", "replaced, equal quality"),
                    Map.entry("mix", "shift between models"),
                    Map.entry("gone", "models that left"),
                    Map.entry("new", "new models"),
                    Map.entry("replacement", "all models replaced"),
                    Map.entry("list_price", "list prices"),
                    Map.entry("discount_conditions", "context, region, hour"),
                    Map.entry("discount_cache", "caching"),
                    Map.entry("discount_batch", "batch and tiers"),
                    Map.entry("discount_contract", "contract discounts"),
                    Map.entry("fees", "fees per call"));

    private static final Map<String, String> MEANINGS =
            Map.ofEntries(
                    Map.entry("users", "more or fewer people"),
                    Map.entry("tasks", "more or fewer tasks"),
                    Map.entry("tasks_per_user", "how much each person did"),
                    Map.entry("requests", "more or fewer calls"),
                    Map.entry("requests_per_user", "how much each person called"),
                    Map.entry("team_entry", "spend of teams seen only after"),
                    Map.entry("team_exit", "spend of teams seen only before"),
                    Map.entry("team_mix", "teams whose head count grew unlike the company's"),
                    Map.entry("tokens_input.prompt", "prompt length, cached or not, same models"),
                    Map.entry("tokens_output.visible", "answer length, same models"),
                    Map.entry("tokens_output.reasoning", "hidden reasoning, same models"),
                    Map.entry(
                            "quality",
                            "models with a higher score, at what such scores cost on the market"),
                    Map.entry(
                            "mix_value", "work moved to models dearer or cheaper than their score"),
                    Map.entry(
                            "gone_value",
                            "models that left, against those that stayed, score for score"),
                    Map.entry(
                            "new_value",
                            "models that came, against those that stayed, score for score"),
                    Map.entry("replacement_value", "all models replaced, score for score"),
                    Map.entry("mix", "work moved between models used in both periods"),
                    Map.entry("gone", "models used only before, against those that stayed"),
                    Map.entry("new", "models used only after, against those that stayed"),
                    Map.entry("replacement", "no model was used in both periods"),
                    Map.entry("list_price", "price changes of the same models"),
                    Map.entry(
                            "discount_conditions", "long-context, regional or time-of-day prices"),
                    Map.entry("discount_cache", "how much of the prompt was cached, and its price"),
                    Map.entry("discount_batch", "share of work in batch, flex or priority"),
                    Map.entry("discount_contract", "prices below or above the list"),
                    Map.entry("fees", "web searches and fees per call"));

    private EffectLabels() {}

    static String effect(String name) {
        return EFFECTS.getOrDefault(name, name.replace("tokens_", "").replace('.', ' '));
    }

    static String meaning(String name) {
        return MEANINGS.getOrDefault(
                name, "tokens per " + name.replace("tokens_", "") + ", same models");
    }

    /// The rows of the panel: what is measured, before, after, change.
    static List<String[]> panel(Explanation e) {
        String unit = e.levels().unit();
        List<String[]> rows = new ArrayList<>();
        Explanation.Totals a = e.before();
        Explanation.Totals b = e.after();
        row(rows, "average price paid per Mtok", a.usdPerMtok(), b.usdPerMtok(), true);
        rows.add(
                new String[] {
                    "list prices, same models",
                    "100",
                    b.matchedIndex().isPresent()
                            ? String.format(Locale.ROOT, "%.1f", b.matchedIndex().getAsDouble())
                            : "-",
                    b.matchedIndex().isPresent()
                            ? Words.change(100, b.matchedIndex().getAsDouble())
                            : "no priced model in both"
                });
        e.quality()
                .ifPresent(q -> {
                    rows.add(
                            new String[] {
                                "cost per " + unit + ", equal quality",
                                "100",
                                String.format(Locale.ROOT, "%.1f", q.equalQualityIndex()),
                                Words.change(100, q.equalQualityIndex())
                            });
                    rows.add(
                            new String[] {
                                "mean score of the " + unit + "s",
                                String.format(Locale.ROOT, "%.1f", q.scoreBefore()),
                                String.format(Locale.ROOT, "%.1f", q.scoreAfter()),
                                String.format(
                                        Locale.ROOT, "%+.1f", q.scoreAfter() - q.scoreBefore())
                            });
                });
        row(rows, "tokens per " + unit, a.tokensPerUnit(), b.tokensPerUnit(), false);
        row(rows, "cost per " + unit, a.usdPerUnit(), b.usdPerUnit(), true);
        if (e.levels().users()) {
            row(rows, "spend per user", a.usdPerUser(), b.usdPerUser(), true);
        }
        row(
                rows,
                "total spend",
                OptionalDouble.of(a.spend().approximateUsd()),
                OptionalDouble.of(b.spend().approximateUsd()),
                true);
        return rows;
    }

    private static void row(
            List<String[]> rows, String label, OptionalDouble a, OptionalDouble b, boolean usd) {
        rows.add(
                new String[] {
                    label,
                    shown(a, usd),
                    shown(b, usd),
                    a.isPresent() && b.isPresent()
                            ? Words.change(a.getAsDouble(), b.getAsDouble())
                            : "-"
                });
    }

    private static String shown(OptionalDouble value, boolean usd) {
        if (value.isEmpty()) {
            return "-";
        }
        return usd
                ? Math.abs(value.getAsDouble()) >= 1000
                        ? Words.money(value.getAsDouble())
                        : Words.price(value)
                : Words.count(value.getAsDouble());
    }
}
