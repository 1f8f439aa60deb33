package steelyard.report.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import steelyard.plan.Campaign;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Figure;
import steelyard.show.Kind;
import steelyard.show.Measure;
import steelyard.show.Table;
import steelyard.show.Words;

/// A campaign as tables.
public final class CampaignReport {
    private CampaignReport() {}

    /// The inputs with their ranges and reasons.
    public static Answer inputs(Map<String, Campaign.Input> inputs) {
        Table<Campaign.Input> table =
                Table.of(
                                "rows",
                                "Inputs",
                                "State another with --assume NAME=LOW..HIGH.",
                                List.copyOf(inputs.values()))
                        .name("input", "input", Campaign.Input::name)
                        .number("low", "low", Campaign.Input::low)
                        .number("typical", "typical", Campaign.Input::typical)
                        .number("high", "high", Campaign.Input::high)
                        .name("unit", "unit", Campaign.Input::unit)
                        .words("what", "what", Campaign.Input::what)
                        .words("source", "source", Campaign.Input::source);
        return new Answer(
                "steelyard.campaign.inputs/1",
                new Answer.Heading(
                        "Steelyard: inputs of a campaign",
                        "campaign",
                        "%d inputs; one case of ten is below low, one above high."
                                .formatted(inputs.size())),
                List.of(table),
                List.of());
    }

    /// So many tokens of a mix.
    ///
    /// @param mix shares of `input`, `write`, `read` and `output`
    public static Answer tokens(double tokens, Map<String, Double> mix, Campaign.Rates rates) {
        record Part(String what, double share, double count, double rate) {
            double usd() {
                return count * rate / 1e6;
            }
        }
        List<Part> rows = new ArrayList<>();
        mix.forEach(
                (what, share) -> rows.add(new Part(what, share, tokens * share, rates.of(what))));
        double total = rows.stream().mapToDouble(Part::usd).sum();
        rows.add(new Part("all", 1, tokens, total / tokens * 1e6));
        Table<Part> table =
                Table.of("rows", "By class of token", "At list price.", rows)
                        .name("tokens", "tokens", Part::what)
                        .share("share", "share", Part::share)
                        .tokens("count", "count", Part::count)
                        .rate("usd_mtok", "per Mtok", Part::rate)
                        .usd("usd", "cost", Part::usd);
        return new Answer(
                "steelyard.campaign.tokens/1",
                new Answer.Heading(
                        "Steelyard: tokens of a mix",
                        "campaign",
                        "%s tokens cost %s, $%s per million; a million dollars buys %s."
                                .formatted(
                                        Words.count(tokens),
                                        Words.money(total),
                                        Words.figures(total / tokens * 1e6),
                                        Words.count(tokens / total * 1e6))),
                List.of(table),
                List.of("prices: " + rates.from()));
    }

    /// @param budget USD; not a number for none
    /// @param worth of a task done, USD; not a number for none
    public static Answer of(Campaign campaign, double budget, double worth, List<String> notes) {
        List<Table<?>> parts = new ArrayList<>();
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
        return new Answer(
                "steelyard.campaign/1",
                new Answer.Heading("Steelyard: a campaign", "campaign", headline(campaign, budget)),
                parts,
                all);
    }

    private static String headline(Campaign campaign, double budget) {
        String cost =
                "%s: %s, %s to %s in four cases of five; %s per merged change"
                        .formatted(
                                Words.plural(campaign.question().tasks(), "task"),
                                Words.money(campaign.quantile(0.5, Campaign.Draw::usd)),
                                Words.money(campaign.quantile(0.1, Campaign.Draw::usd)),
                                Words.money(campaign.quantile(0.9, Campaign.Draw::usd)),
                                Words.money(campaign.perMerged(0.5)));
        return Double.isNaN(budget)
                ? cost + "."
                : "%s; a chance of %s to finish within %s."
                        .formatted(
                                cost, Words.percent(campaign.within(budget)), Words.money(budget));
    }

    /// A quantity of the campaign with its quantiles.
    private record Row(
            String what, Kind kind, double p10, double p50, double p90, double mean, String unit) {
        static Row of(
                Campaign campaign,
                String what,
                Kind kind,
                ToDoubleFunction<Campaign.Draw> of,
                String unit) {
            return new Row(
                    what,
                    kind,
                    campaign.quantile(0.1, of),
                    campaign.quantile(0.5, of),
                    campaign.quantile(0.9, of),
                    campaign.draws().stream().mapToDouble(of).average().orElse(0),
                    unit);
        }

        Measure measure(double value) {
            return new Measure(value, kind);
        }
    }

    private static Table<?> answers(Campaign c) {
        List<Row> rows =
                List.of(
                        Row.of(c, "cost", Kind.USD, Campaign.Draw::usd, "USD"),
                        Row.of(c, "of it for tokens", Kind.USD, Campaign.Draw::tokensUsd, "USD"),
                        Row.of(
                                c,
                                "of it for machines, checks, review",
                                Kind.USD,
                                Campaign.Draw::otherUsd,
                                "USD"),
                        Row.of(c, "merged", Kind.NUMBER, Campaign.Draw::merged, "tasks"),
                        Row.of(
                                c,
                                "attempts",
                                Kind.NUMBER,
                                Campaign.Draw::attempts,
                                "attempts, rework with them"),
                        new Row(
                                "cost per merged change",
                                Kind.USD,
                                c.perMerged(0.1),
                                c.perMerged(0.5),
                                c.perMerged(0.9),
                                Double.NaN,
                                "USD, where anything is merged"),
                        Row.of(c, "tokens in all", Kind.TOKENS, Campaign.Draw::tokens, "tokens"),
                        Row.of(c, "tokens read anew", Kind.TOKENS, Campaign.Draw::fresh, "tokens"),
                        Row.of(
                                c,
                                "tokens from the cache",
                                Kind.TOKENS,
                                Campaign.Draw::cached,
                                "tokens"),
                        Row.of(c, "tokens written", Kind.TOKENS, Campaign.Draw::output, "tokens"),
                        Row.of(c, "time", Kind.NUMBER, Campaign.Draw::days, "days"),
                        Row.of(
                                c,
                                "energy",
                                Kind.NUMBER,
                                Campaign.Draw::kwh,
                                "kWh, the site with it"));
        return Table.of(
                        "rows",
                        "What it takes",
                        "Every input drawn from its range, %,d times.".formatted(c.draws().size()),
                        rows)
                .name("what", "", Row::what)
                .number("p10", "P10", r -> r.measure(r.p10()))
                .number("p50", "P50", r -> r.measure(r.p50()))
                .number("p90", "P90", r -> r.measure(r.p90()))
                .number("mean", "mean", r -> r.measure(r.mean()))
                .words("unit", "", Row::unit)
                .forPrograms()
                .words("", "", r -> Figure.remark(r.unit()))
                .forReaders();
    }

    private static Table<?> budget(Campaign campaign, double budget) {
        record Stage(double usd, double finished, double p10, double p50, double p90) {}
        List<Stage> rows = new ArrayList<>();
        for (double part : new double[] {0.25, 0.5, 0.75, 1, 1.5, 2}) {
            double usd = part * budget;
            double[] merged = campaign.mergedWithin(usd, new double[] {0.1, 0.5, 0.9});
            rows.add(new Stage(usd, campaign.within(usd), merged[0], merged[1], merged[2]));
        }
        return Table.of(
                        "budget",
                        "If work stops when the money is spent",
                        "The chance that all is done by then, and how many tasks are.",
                        rows)
                .usd("budget_usd", "budget", Stage::usd)
                .share("finished", "all done", Stage::finished)
                .number("merged_p10", "merged, P10", Stage::p10)
                .number("merged_p50", "P50", Stage::p50)
                .number("merged_p90", "P90", Stage::p90);
    }

    private static Table<?> attempts(Campaign campaign, double worth) {
        List<Campaign.Further> further = campaign.further();
        Optional<Campaign.Further> last =
                further.stream().filter(f -> f.usd() <= worth).reduce((a, b) -> b);
        String lead =
                Double.isNaN(worth)
                        ? "What failed is likelier to fail again; --worth says when to stop."
                        : last.isEmpty()
                                ? "A task worth %s is not worth even a first attempt."
                                        .formatted(Words.money(worth))
                                : last.get().attempt() == further.size()
                                        ? "A task worth %s is worth all of these."
                                                .formatted(Words.money(worth))
                                        : "A task worth %s is to be given up after %s."
                                                .formatted(
                                                        Words.money(worth),
                                                        Words.plural(
                                                                last.get().attempt(), "failure"));
        return Table.of("attempts", "When to give a task up", lead, further)
                .count("attempt", "attempt", Campaign.Further::attempt)
                .share("success", "success", Campaign.Further::success)
                .usd("usd_per_success", "cost of a success", Campaign.Further::usd);
    }

    private static Table<?> tornado(Campaign campaign) {
        Chart.Bars chart =
                new Chart.Bars(
                        "Cost of the campaign",
                        Kind.USD,
                        campaign.typical().usd(),
                        campaign.tornado().stream()
                                .map(b ->
                                        new Chart.Bar(
                                                b.input().name() + ": " + b.input().what(),
                                                b.low(),
                                                b.high()))
                                .toList());
        return Table.of(
                        "tornado",
                        "What the cost hangs on",
                        "Each input alone from its low to its high end, the others typical.",
                        campaign.tornado())
                .name("input", "input", b -> b.input().name())
                .number("at_low", "low", b -> b.input().low())
                .number("at_high", "high", b -> b.input().high())
                .usd("usd_at_low", "cost at low", b -> b.low())
                .usd("usd_at_high", "cost at high", b -> b.high())
                .words("what", "what", b -> b.input().what())
                .with(chart);
    }
}
