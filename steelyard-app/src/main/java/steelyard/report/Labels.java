package steelyard.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import steelyard.explain.Explanation;
import steelyard.quality.Ratings;

/// Words and numbers as people read them.
final class Labels {
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

    private Labels() {}

    static String effect(String name) {
        return EFFECTS.getOrDefault(name, name.replace("tokens_", "").replace('.', ' '));
    }

    static String meaning(String name) {
        return MEANINGS.getOrDefault(
                name, "tokens per " + name.replace("tokens_", "") + ", same models");
    }

    /// An amount in a sentence, e.g. `$7.07M`.
    static String money(double usd) {
        double size = Math.abs(usd);
        Scale scale = size >= 1e4 && size < 1e6 ? new Scale(1e3, "K", 1) : Scale.of(usd);
        return (usd < 0 ? "-$" : "$") + scale.shown(size);
    }

    /// A change in percent, e.g. `+239%`; beyond a hundredfold, as a factor.
    static String change(double before, double after) {
        if (before == 0) {
            return after == 0 ? "no change" : "from nothing";
        }
        double ratio = after / before;
        if (Math.abs(ratio - 1) < 0.0005) {
            return "unchanged";
        }
        return ratio >= 100
                ? String.format(Locale.ROOT, "%,.0f times as much", ratio)
                : String.format(Locale.ROOT, "%+.0f%%", (ratio - 1) * 100);
    }

    static String percent(double share) {
        double percent = share * 100;
        return percent > 0 && percent < 0.1
                ? "under 0.1%"
                : String.format(Locale.ROOT, percent < 10 ? "%.1f%%" : "%.0f%%", percent);
    }

    /// A count in at most four figures, e.g. `12.3M`.
    static String count(double n) {
        double size = Math.abs(n);
        return size >= 1e12
                ? String.format(Locale.ROOT, "%.2fT", n / 1e12)
                : size >= 1e9
                        ? String.format(Locale.ROOT, "%.2fB", n / 1e9)
                        : size >= 1e6
                                ? String.format(Locale.ROOT, "%.2fM", n / 1e6)
                                : size >= 1e4
                                        ? String.format(Locale.ROOT, "%.1fK", n / 1e3)
                                        : String.format(
                                                Locale.ROOT,
                                                size == Math.rint(size) ? "%,.0f" : "%,.1f",
                                                n);
    }

    /// A small price in three significant figures, e.g. `$0.0123`.
    static String price(OptionalDouble usd) {
        if (usd.isEmpty()) {
            return "-";
        }
        double value = usd.getAsDouble();
        int decimals =
                value == 0 ? 2 : (int) Math.max(2, 2 - Math.floor(Math.log10(Math.abs(value))));
        return String.format(Locale.ROOT, "$%,." + Math.min(decimals, 9) + "f", value);
    }

    /// Four significant figures, no exponent: more would pretend. Empty for what is not finite.
    static String figures(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString()
                : "";
    }

    /// A share in [#figures], but no finer than to a hundredth of a percent.
    static String share(double value) {
        return figures(Double.isFinite(value) ? Math.round(value * 1e4) / 1e4 : value);
    }

    static String plural(long n, String word) {
        return String.format(Locale.ROOT, "%,d %s%s", n, word, n == 1 ? "" : "s");
    }

    /// The rows of the panel: what is measured, before, after, change.
    static java.util.List<String[]> panel(Explanation e) {
        String unit = e.levels().unit();
        java.util.List<String[]> rows = new java.util.ArrayList<>();
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
                            ? change(100, b.matchedIndex().getAsDouble())
                            : "no priced model in both"
                });
        e.quality()
                .ifPresent(q -> {
                    rows.add(
                            new String[] {
                                "cost per " + unit + ", equal quality",
                                "100",
                                String.format(Locale.ROOT, "%.1f", q.equalQualityIndex()),
                                change(100, q.equalQualityIndex())
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
            java.util.List<String[]> rows,
            String label,
            OptionalDouble a,
            OptionalDouble b,
            boolean usd) {
        rows.add(
                new String[] {
                    label,
                    shown(a, usd),
                    shown(b, usd),
                    a.isPresent() && b.isPresent() ? change(a.getAsDouble(), b.getAsDouble()) : "-"
                });
    }

    private static String shown(OptionalDouble value, boolean usd) {
        if (value.isEmpty()) {
            return "-";
        }
        return usd
                ? Math.abs(value.getAsDouble()) >= 1000 ? money(value.getAsDouble()) : price(value)
                : count(value.getAsDouble());
    }

    /// A mark for a rating that rests on one test only.
    static String oneTest(Ratings.Rating rating) {
        return rating.isOnOneTest() ? ONE_TEST : "";
    }

    /// Stands behind what has been rated by one test only.
    static final String ONE_TEST = " (1 test)";
}
