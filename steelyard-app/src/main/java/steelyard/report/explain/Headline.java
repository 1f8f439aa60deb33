package steelyard.report.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import steelyard.explain.Explained;
import steelyard.explain.Explanation;
import steelyard.show.Words;

/// The answer in sentences that can be read aloud.
public final class Headline {
    /// Below this share of the spend an effect is what is left of arithmetic.
    private static final double NOTHING = 1e-9;

    private Headline() {}

    private static double size(Explanation e) {
        return Math.max(e.before().spend().approximateUsd(), e.after().spend().approximateUsd());
    }

    /// What was spent: `OpenRouter: $7.07M in the 4 weeks to 7 Dec 2025, $23.92M in ... (+239%).`
    static String spend(ExplainReport report) {
        Explanation e = report.explanation();
        double s0 = e.before().spend().approximateUsd();
        double s1 = e.after().spend().approximateUsd();
        return "%s: %s in %s, %s in %s (%s)."
                .formatted(
                        report.subject(),
                        Words.money(s0),
                        period(e.before()),
                        Words.money(s1),
                        period(e.after()),
                        Words.change(s0, s1));
    }

    static String period(Explanation.Totals totals) {
        String label = totals.period().label();
        return label.matches("\\d+ (week|day)s? to .*") ? "the " + label : label;
    }

    /// Why: prices, volume, and the largest of the other reasons.
    static String why(ExplainReport report) {
        Explanation e = report.explanation();
        List<String> sentences = new ArrayList<>();
        sentences.add(unpriced(report));
        sentences.add(prices(e));
        sentences.add(volume(e));
        sentences.add(largest(e));
        sentences.removeIf(String::isEmpty);
        return String.join(" ", sentences);
    }

    /// A warning where so much has no price that the amounts may mislead.
    private static String unpriced(ExplainReport report) {
        double before = Explained.unpricedShare(List.of(report.explanation().before()));
        double after = Explained.unpricedShare(List.of(report.explanation().after()));
        double between = Explained.unpricedShare(report.answer().between());
        return Math.max(between, Math.max(before, after)) < 0.05
                ? ""
                : "Beware: %s of the tokens before%s and %s of those after have no price and are not in these amounts."
                        .formatted(
                                Words.percent(before),
                                between == 0
                                        ? ""
                                        : ", %s of those between".formatted(Words.percent(between)),
                                Words.percent(after));
    }

    private static String prices(Explanation e) {
        double usd = e.usd("list_price");
        double size = size(e);
        if (e.effect("replacement").isPresent() || e.effect("replacement_value").isPresent()) {
            return "No model was used in both periods, so list prices cannot be compared.";
        }
        if (Math.abs(usd) <= NOTHING * size) {
            return "List prices did not move.";
        }
        return "List prices of the same models "
                + (Math.abs(usd) < 0.01 * size
                        ? "hardly moved (" + signed(usd) + ")."
                        : usd < 0
                                ? "fell, which saved " + Words.money(-usd) + "."
                                : "rose, which added " + Words.money(usd) + ".");
    }

    private static String volume(Explanation e) {
        String unit = e.levels().unit() + "s";
        double growth = ratio(e.before().units(), e.after().units());
        if (e.before().units() == 0 || e.after().units() == 0) {
            return "";
        }
        String work = capital(unit) + " " + grew(growth);
        if (e.before().users().isPresent()
                && e.after().users().isPresent()
                && e.before().users().getAsLong() > 0) {
            double users = ratio(e.before().users().getAsLong(), e.after().users().getAsLong());
            double usd =
                    e.usd(
                            "users",
                            "tasks_per_user",
                            "requests_per_user",
                            "team_mix",
                            "team_entry",
                            "team_exit");
            return "%s, users %s%s.".formatted(work, grew(users), amount(e, ": together ", usd));
        }
        return work + amount(e, ", which accounts for ", e.usd("tasks", "requests")) + ".";
    }

    /// An amount behind its words, or nothing where it is too small to tell of.
    private static String amount(Explanation e, String words, double usd) {
        double size = size(e);
        return Math.abs(usd) < 1e-4 * size ? "" : words + signed(usd);
    }

    private static String largest(Explanation e) {
        double models =
                e.usd("new", "gone", "mix", "replacement", "quality")
                        + e.usd("new_value", "gone_value", "mix_value", "replacement_value");
        double tokens = e.usdOf("tokens_");
        double discounts = e.usdOf("discount_");
        double most = Math.max(Math.abs(models), Math.max(Math.abs(tokens), Math.abs(discounts)));
        if (most <= NOTHING * size(e)) {
            return "";
        }
        if (most == Math.abs(models)) {
            return models(e, models);
        }
        return most == Math.abs(tokens)
                ? tokens(e, tokens)
                : "Discounts (caching, batch, contract) %s %s."
                        .formatted(
                                discounts < 0 ? "saved" : "shrank, which added",
                                Words.money(Math.abs(discounts)));
    }

    /// What longer or shorter calls of the same models came to; how many tokens a call has on
    /// average is another figure, and may have gone the other way.
    private static String tokens(Explanation e, double usd) {
        String unit = e.levels().unit();
        String cost =
                "Longer and shorter %ss of the same models %s %s"
                        .formatted(unit, usd > 0 ? "added" : "saved", Words.money(Math.abs(usd)));
        if (e.before().tokensPerUnit().isEmpty() || e.after().tokensPerUnit().isEmpty()) {
            return cost + ".";
        }
        double ratio =
                ratio(
                        e.before().tokensPerUnit().getAsDouble(),
                        e.after().tokensPerUnit().getAsDouble());
        return "%s; tokens a %s over all models %s.".formatted(cost, unit, grew(ratio));
    }

    private static String models(Explanation e, double usd) {
        if (e.quality().isPresent()) {
            return quality(e, e.quality().get(), usd);
        }
        var arrivals = e.arrivals();
        String unit = e.levels().unit();
        if (arrivals.newUsd().isPresent()
                && arrivals.goneUsd().isPresent()
                && arrivals.goneUsd().getAsDouble() > 0
                && arrivals.newUsd().getAsDouble() > 0) {
            double times = arrivals.newUsd().getAsDouble() / arrivals.goneUsd().getAsDouble();
            String compared =
                    times >= 1.05
                            ? String.format(Locale.ROOT, "%.1f times as much", times)
                            : times <= 0.95
                                    ? String.format(Locale.ROOT, "%.0f%% less", (1 - times) * 100)
                                    : "about as much";
            return "The models that came cost %s a %s %s those that left; changing models comes to %s in all."
                    .formatted(compared, unit, times <= 0.95 ? "than" : "as", signed(usd));
        }
        return "Moving between models %s %s."
                .formatted(usd > 0 ? "added" : "saved", Words.money(Math.abs(usd)));
    }

    /// Better models and what they cost beyond their score, with no more certainty than there is.
    private static String quality(Explanation e, Explanation.QualityRead read, double usd) {
        double quality = e.usd("quality");
        double value = usd - quality;
        boolean sure = (usd - read.effectLow() > 0) == (usd - read.effectHigh() > 0);
        return "%s models were chosen, which %s %s (%s to %s); score for score %s."
                .formatted(
                        quality >= 0 ? "Better" : "Weaker",
                        quality >= 0 ? "added" : "saved",
                        Words.money(Math.abs(quality)),
                        Words.money(
                                Math.min(Math.abs(read.effectLow()), Math.abs(read.effectHigh()))),
                        Words.money(
                                Math.max(Math.abs(read.effectLow()), Math.abs(read.effectHigh()))),
                        !sure
                                ? "it cannot be told whether they cost more or less"
                                : value >= 0
                                        ? "they cost more, which added " + Words.money(value)
                                        : "they were cheaper, which saved " + Words.money(-value));
    }

    private static double ratio(double a, double b) {
        return a == 0 ? 1 : b / a;
    }

    private static String grew(double ratio) {
        double percent = (ratio - 1) * 100;
        return Math.abs(percent) < 1e-9
                ? "stayed the same"
                : Math.abs(percent) < 0.5
                        ? "hardly changed"
                        : String.format(
                                Locale.ROOT,
                                percent > 0 ? "grew %.0f%%" : "fell %.0f%%",
                                Math.abs(percent));
    }

    private static String signed(double usd) {
        return (usd > 0 ? "+" : "") + Words.money(usd);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
