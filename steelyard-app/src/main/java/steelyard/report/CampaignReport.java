package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import steelyard.plan.Campaign;

/// A campaign as tables.
public final class CampaignReport {
    private static final Set<String> QUANTILES = Set.of("p10", "p50", "p90", "mean");

    private CampaignReport() {}

    /// The inputs with their ranges and reasons.
    public static TableReport inputs(Map<String, Campaign.Input> inputs) {
        return TableReport.of(
                "steelyard.campaign.inputs/1",
                new TableReport.Heading(
                        "Steelyard: inputs of a campaign",
                        "campaign",
                        "%d inputs; one case of ten is below low, one above high."
                                .formatted(inputs.size())),
                "Inputs",
                "State another with --input NAME=LOW..HIGH.",
                List.of("input", "low", "typical", "high", "unit", "what", "source"),
                inputs.values().stream()
                        .map(i ->
                                List.of(
                                        i.name(),
                                        Labels.figures(i.low()),
                                        Labels.figures(i.typical()),
                                        Labels.figures(i.high()),
                                        i.unit(),
                                        i.what(),
                                        i.source()))
                        .toList(),
                Set.of("low", "typical", "high"),
                List.of(),
                Optional.empty());
    }

    /// So many tokens of a mix.
    ///
    /// @param mix shares of `input`, `write`, `read` and `output`
    public static TableReport tokens(double tokens, Map<String, Double> mix, Campaign.Rates rates) {
        List<List<String>> rows = new ArrayList<>();
        double total = 0;
        for (Map.Entry<String, Double> e : mix.entrySet()) {
            double rate =
                    switch (e.getKey()) {
                        case "input" -> rates.input();
                        case "write" -> rates.write();
                        case "read" -> rates.read();
                        default -> rates.output();
                    };
            double usd = tokens * e.getValue() * rate / 1e6;
            total += usd;
            rows.add(
                    List.of(
                            e.getKey(),
                            Labels.figures(e.getValue()),
                            Labels.figures(tokens * e.getValue()),
                            Labels.figures(rate),
                            Labels.figures(usd)));
        }
        rows.add(
                List.of(
                        "all",
                        "1",
                        Labels.figures(tokens),
                        Labels.figures(total / tokens * 1e6),
                        Labels.figures(total)));
        return TableReport.of(
                "steelyard.campaign.tokens/1",
                new TableReport.Heading(
                        "Steelyard: tokens of a mix",
                        "campaign",
                        "%s tokens cost %s, $%s per million; a million dollars buys %s."
                                .formatted(
                                        Labels.count(tokens),
                                        Labels.money(total),
                                        Labels.figures(total / tokens * 1e6),
                                        Labels.count(tokens / total * 1e6))),
                "By class of token",
                "At list price.",
                List.of("tokens", "share", "count", "usd_mtok", "usd"),
                rows,
                Set.of("share", "count", "usd_mtok", "usd"),
                List.of("prices: " + rates.from()),
                Optional.empty());
    }

    /// @param budget USD; not a number for none
    /// @param worth of a task done, USD; not a number for none
    public static TableReport of(
            Campaign campaign, double budget, double worth, List<String> notes) {
        List<TableReport.Part> parts = new ArrayList<>();
        parts.add(answers(campaign));
        if (!Double.isNaN(budget)) {
            parts.add(budget(campaign, budget));
        }
        if (campaign.further().getFirst().success() < 1) {
            parts.add(attempts(campaign, worth));
        }
        parts.add(tornado(campaign));
        List<String> all = new ArrayList<>(notes);
        all.add(
                "p10: one case of ten is below; p90: one above. Inputs vary by themselves, each as --inputs says");
        return new TableReport(
                "steelyard.campaign/1",
                new TableReport.Heading(
                        "Steelyard: a campaign", "campaign", headline(campaign, budget)),
                parts,
                all);
    }

    private static String headline(Campaign campaign, double budget) {
        String cost =
                "%s: %s, %s to %s in four cases of five; %s per merged change"
                        .formatted(
                                Labels.plural(campaign.question().tasks(), "task"),
                                Labels.money(campaign.quantile(0.5, Campaign.Draw::usd)),
                                Labels.money(campaign.quantile(0.1, Campaign.Draw::usd)),
                                Labels.money(campaign.quantile(0.9, Campaign.Draw::usd)),
                                Labels.money(campaign.perMerged(0.5)));
        return Double.isNaN(budget)
                ? cost + "."
                : "%s; a chance of %s to finish within %s."
                        .formatted(
                                cost,
                                Labels.percent(campaign.within(budget)),
                                Labels.money(budget));
    }

    private static TableReport.Part answers(Campaign campaign) {
        List<List<String>> rows = new ArrayList<>();
        row(rows, campaign, "cost", Campaign.Draw::usd, "USD");
        row(rows, campaign, "of it for tokens", Campaign.Draw::tokensUsd, "USD");
        row(rows, campaign, "of it for machines, checks, review", Campaign.Draw::otherUsd, "USD");
        row(rows, campaign, "merged", Campaign.Draw::merged, "tasks");
        row(rows, campaign, "attempts", Campaign.Draw::attempts, "attempts, rework with them");
        rows.add(
                List.of(
                        "cost per merged change",
                        Labels.figures(campaign.perMerged(0.1)),
                        Labels.figures(campaign.perMerged(0.5)),
                        Labels.figures(campaign.perMerged(0.9)),
                        "",
                        "USD, where anything is merged"));
        row(rows, campaign, "tokens in all", Campaign.Draw::tokens, "tokens");
        row(rows, campaign, "tokens read anew", Campaign.Draw::fresh, "tokens");
        row(rows, campaign, "tokens from the cache", Campaign.Draw::cached, "tokens");
        row(rows, campaign, "tokens written", Campaign.Draw::output, "tokens");
        row(rows, campaign, "time", Campaign.Draw::days, "days");
        row(rows, campaign, "energy", Campaign.Draw::kwh, "kWh, the site with it");
        return new TableReport.Part(
                "rows",
                "What it takes",
                "Every input drawn from its range, %,d times.".formatted(campaign.draws().size()),
                List.of("what", "p10", "p50", "p90", "mean", "unit"),
                rows,
                QUANTILES,
                Optional.empty());
    }

    private static void row(
            List<List<String>> rows,
            Campaign campaign,
            String what,
            ToDoubleFunction<Campaign.Draw> of,
            String unit) {
        rows.add(
                List.of(
                        what,
                        Labels.figures(campaign.quantile(0.1, of)),
                        Labels.figures(campaign.quantile(0.5, of)),
                        Labels.figures(campaign.quantile(0.9, of)),
                        Labels.figures(
                                campaign.draws().stream().mapToDouble(of).average().orElse(0)),
                        unit));
    }

    private static TableReport.Part budget(Campaign campaign, double budget) {
        List<List<String>> rows = new ArrayList<>();
        for (double part : new double[] {0.25, 0.5, 0.75, 1, 1.5, 2}) {
            double[] merged = campaign.mergedWithin(part * budget, new double[] {0.1, 0.5, 0.9});
            rows.add(
                    List.of(
                            Labels.figures(part * budget),
                            Labels.figures(campaign.within(part * budget)),
                            Labels.figures(merged[0]),
                            Labels.figures(merged[1]),
                            Labels.figures(merged[2])));
        }
        return TableReport.Part.worded(
                "budget",
                "If work stops when the money is spent",
                "The chance that all is done by then, and how many tasks are.",
                List.of("budget_usd", "finished", "merged_p10", "merged_p50", "merged_p90"),
                rows,
                Set.of(),
                Optional.empty());
    }

    private static TableReport.Part attempts(Campaign campaign, double worth) {
        List<Campaign.Further> further = campaign.further();
        Optional<Campaign.Further> last =
                further.stream().filter(f -> f.usd() <= worth).reduce((a, b) -> b);
        String lead =
                Double.isNaN(worth)
                        ? "What failed is likelier to fail again; --worth says when to stop."
                        : last.isEmpty()
                                ? "A task worth %s is not worth even a first attempt."
                                        .formatted(Labels.money(worth))
                                : last.get().attempt() == further.size()
                                        ? "A task worth %s is worth all of these."
                                                .formatted(Labels.money(worth))
                                        : "A task worth %s is to be given up after %s."
                                                .formatted(
                                                        Labels.money(worth),
                                                        Labels.plural(
                                                                last.get().attempt(), "failure"));
        return TableReport.Part.worded(
                "attempts",
                "When to give a task up",
                lead,
                List.of("attempt", "success", "usd_per_success"),
                further.stream()
                        .map(f ->
                                List.of(
                                        String.format(Locale.ROOT, "%d", f.attempt()),
                                        Labels.figures(f.success()),
                                        Labels.figures(f.usd())))
                        .toList(),
                Set.of(),
                Optional.empty());
    }

    private static TableReport.Part tornado(Campaign campaign) {
        return TableReport.Part.worded(
                "tornado",
                "What the cost hangs on",
                "Each input alone from its low to its high end, the others typical.",
                List.of("input", "at_low", "at_high", "usd_at_low", "usd_at_high", "what"),
                campaign.tornado().stream()
                        .map(b ->
                                List.of(
                                        b.input().name(),
                                        Labels.figures(b.input().low()),
                                        Labels.figures(b.input().high()),
                                        Labels.figures(b.low()),
                                        Labels.figures(b.high()),
                                        b.input().what()))
                        .toList(),
                Set.of("input", "what"),
                Optional.of(
                        new TableReport.Bars(
                                "USD",
                                false,
                                campaign.typical().usd(),
                                campaign.tornado().stream()
                                        .map(b ->
                                                new TableReport.Bar(
                                                        b.input().name() + ": " + b.input().what(),
                                                        b.low(),
                                                        b.high()))
                                        .toList())));
    }
}
