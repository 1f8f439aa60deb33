package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import steelyard.explain.Explanation;

/// The answer in sentences that can be read aloud.
final class Headline {
    private Headline() {}

    /// What was spent: `OpenRouter: $7.07M in the 4 weeks to 7 Dec 2025, $23.92M in ... (+239%).`
    static String spend(Report report) {
        Explanation e = report.explanation();
        double s0 = e.before().spend().approximateUsd();
        double s1 = e.after().spend().approximateUsd();
        return "%s: %s in %s, %s in %s (%s)."
                .formatted(
                        report.subject(),
                        Labels.money(s0),
                        period(e.before()),
                        Labels.money(s1),
                        period(e.after()),
                        Labels.change(s0, s1));
    }

    static String period(Explanation.Totals totals) {
        String label = totals.period().label();
        return label.matches("\\d+ (week|day)s? to .*") ? "the " + label : label;
    }

    /// Why: prices, volume, and the largest of the other reasons.
    static String why(Report report) {
        Explanation e = report.explanation();
        List<String> sentences = new ArrayList<>();
        sentences.add(unpriced(e));
        sentences.add(prices(e));
        sentences.add(volume(e));
        sentences.add(largest(e));
        sentences.removeIf(String::isEmpty);
        return String.join(" ", sentences);
    }

    /// A warning where so much has no price that the amounts may mislead.
    private static String unpriced(Explanation e) {
        double before = Report.unpricedShare(e.before());
        double after = Report.unpricedShare(e.after());
        return Math.max(before, after) < 0.05
                ? ""
                : "Beware: %s of the tokens before and %s of those after have no price and are not in these amounts."
                        .formatted(Labels.percent(before), Labels.percent(after));
    }

    private static String prices(Explanation e) {
        double usd = e.usd("list_price");
        double size =
                Math.max(e.before().spend().approximateUsd(), e.after().spend().approximateUsd());
        if (e.effect("replacement").isPresent() || e.effect("replacement_value").isPresent()) {
            return "No model was used in both periods, so list prices cannot be compared.";
        }
        if (usd == 0) {
            return "List prices did not move.";
        }
        return "List prices of the same models "
                + (Math.abs(usd) < 0.01 * size
                        ? "hardly moved (" + signed(usd) + ")."
                        : usd < 0
                                ? "fell, which saved " + Labels.money(-usd) + "."
                                : "rose, which added " + Labels.money(usd) + ".");
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
        double size =
                Math.max(e.before().spend().approximateUsd(), e.after().spend().approximateUsd());
        return Math.abs(usd) < 1e-4 * size ? "" : words + signed(usd);
    }

    private static String largest(Explanation e) {
        double models =
                e.usd("new", "gone", "mix", "replacement", "quality")
                        + e.usd("new_value", "gone_value", "mix_value", "replacement_value");
        double tokens = e.usdOf("tokens_");
        double discounts = e.usdOf("discount_");
        double most = Math.max(Math.abs(models), Math.max(Math.abs(tokens), Math.abs(discounts)));
        if (most == 0) {
            return "";
        }
        if (most == Math.abs(models)) {
            return models(e, models);
        }
        String unit = e.levels().unit();
        return most == Math.abs(tokens)
                ? "The same models used %s tokens a %s: %s."
                        .formatted(tokens > 0 ? "more" : "fewer", unit, signed(tokens))
                : "Discounts (caching, batch, contract) %s %s."
                        .formatted(
                                discounts < 0 ? "saved" : "shrank, which added",
                                Labels.money(Math.abs(discounts)));
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
                .formatted(usd > 0 ? "added" : "saved", Labels.money(Math.abs(usd)));
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
                        Labels.money(Math.abs(quality)),
                        Labels.money(
                                Math.min(Math.abs(read.effectLow()), Math.abs(read.effectHigh()))),
                        Labels.money(
                                Math.max(Math.abs(read.effectLow()), Math.abs(read.effectHigh()))),
                        !sure
                                ? "it cannot be told whether they cost more or less"
                                : value >= 0
                                        ? "they cost more, which added " + Labels.money(value)
                                        : "they were cheaper, which saved " + Labels.money(-value));
    }

    private static double ratio(double a, double b) {
        return a == 0 ? 1 : b / a;
    }

    private static String grew(double ratio) {
        double percent = (ratio - 1) * 100;
        return Math.abs(percent) < 0.5
                ? "stayed the same"
                : String.format(
                        Locale.ROOT,
                        percent > 0 ? "grew %.0f%%" : "fell %.0f%%",
                        Math.abs(percent));
    }

    private static String signed(double usd) {
        return (usd > 0 ? "+" : "") + Labels.money(usd);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
