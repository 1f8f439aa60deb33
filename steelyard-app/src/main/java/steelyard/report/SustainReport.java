package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import steelyard.plan.Assumptions;
import steelyard.plan.CapModel;
import steelyard.plan.Margin;
import steelyard.plan.Population;
import steelyard.plan.Spread;
import steelyard.plan.Sustain;
import steelyard.plan.Vendor;

/// The vendor's side of a plan as tables.
public final class SustainReport {
    private static final double[] UTILISATIONS = {0.02, 0.05, 0.10, 0.15, 0.20, 0.35, 0.50};

    private final Sustain sustain;
    private final Sustain.Question question;
    private final Margin margin;
    private final Population users;
    private final Vendor vendor;
    private final double month;

    private SustainReport(Sustain sustain) {
        this.sustain = sustain;
        question = sustain.question();
        margin = sustain.margin();
        users = margin.users();
        vendor = margin.vendor();
        month = question.terms().month().orElseThrow();
    }

    /// @param notes about the question
    public static TableReport of(Sustain sustain, List<String> notes) {
        return new SustainReport(sustain).report(notes);
    }

    private TableReport report(List<String> notes) {
        double breakEven = CapModel.breakEven(vendor.price(), vendor.fee(), vendor.cost(), month);
        double[] ends = costEnds();
        List<TableReport.Part> parts = new ArrayList<>();
        parts.add(answers(breakEven, ends));
        parts.add(byUtilisation(breakEven));
        if (!sustain.tiers().isEmpty()) {
            parts.add(tiers());
        }
        parts.add(tornado());
        parts.add(lorenz());
        parts.add(Walls.of(users));
        List<String> all = new ArrayList<>(notes);
        Margin.Gains gains = margin.gains();
        all.add(
                String.format(
                        Locale.ROOT,
                        "%,d active users, %d weeks; of the mean served: drawing users by strata takes %.1f times fewer of them for the same error, the closed form as control variate %.1f times, both %.1f times",
                        users.size(),
                        users.setting().weeks(),
                        gains.strata(),
                        gains.control(),
                        gains.both()));
        if (question.within() > 0 && 1.96 * margin.error() > question.within()) {
            all.add(
                    String.format(
                            Locale.ROOT,
                            "the interval is not as narrow as asked, %s either way: %,d users are the most that are drawn",
                            question.within(),
                            users.size()));
        }
        all.add("usage of active users: " + sustain.form().spread().words());
        if (sustain.form().spread() instanceof Spread.Pareto(double alpha) && alpha <= 2) {
            all.add(
                    "a Pareto law of alpha 2 or less has no finite variance: a few users decide, and intervals and books say too little");
        }
        all.add(
                "API dollars: what usage would cost at list price; cost is what it costs to serve over that; low and high of the first table are the ends of that ratio");
        all.add(
                "every assumption with its range and reason: steelyard plan assumptions; change one with --assume NAME=VALUE");
        return new TableReport(
                "steelyard.plan.sustain/1",
                new TableReport.Heading(
                        "Steelyard: can a plan be sustained",
                        "plans",
                        "%s at $%s: a margin of %s (%s to %s, by what serving costs); %s, and here they use %s."
                                .formatted(
                                        question.terms().plan(),
                                        Labels.figures(vendor.price()),
                                        Labels.percent(margin.margin()),
                                        Labels.percent(ends[1]),
                                        Labels.percent(ends[0]),
                                        breakEven > 1
                                                ? "it would not lose if subscribers used all of their allowance"
                                                : "it breaks even when subscribers use %s of their allowance on average"
                                                        .formatted(Labels.percent(breakEven)),
                                        Labels.percent(utilisation()))),
                parts,
                all);
    }

    /// Of all subscribers, dormant ones with them.
    private double utilisation() {
        return (1 - vendor.dormant()) * margin.mean(users::served) / month;
    }

    private double[] costEnds() {
        Assumptions.Assumption cost = question.given().assumption("cost");
        double spent = margin.cost() / vendor.cost() / margin.revenue();
        return new double[] {
            1 - vendor.fee() - cost.low() * spent, 1 - vendor.fee() - cost.high() * spent
        };
    }

    private TableReport.Part answers(double breakEven, double[] ends) {
        Assumptions.Assumption cost = question.given().assumption("cost");
        List<List<String>> rows = new ArrayList<>();
        row(rows, "price", vendor.price(), "USD a month");
        row(rows, "allowance", month, "API dollars a month");
        row(rows, "cost to serve over list price", vendor.cost(), cost.low(), cost.high(), "ratio");
        row(rows, "margin, simulated", margin.margin(), ends[1], ends[0], "share of revenue");
        row(
                rows,
                "95% interval of the simulation",
                margin.margin(),
                margin.margin() - 1.96 * margin.error(),
                margin.margin() + 1.96 * margin.error(),
                "share of revenue");
        row(
                rows,
                "margin if one monthly cap were all, and no more sold",
                1
                        - vendor.fee()
                        - vendor.cost()
                                * (1 - vendor.dormant())
                                * margin.mean(u -> Math.min(users.usual(u), month))
                                / vendor.price(),
                "share of revenue");
        row(rows, "margin after years of churn", sustain.steady().margin(), "share of revenue");
        row(rows, "mean stay of those who join", sustain.lifetime(), "months");
        row(
                rows,
                "break-even utilisation",
                breakEven,
                CapModel.breakEven(vendor.price(), vendor.fee(), cost.high(), month),
                CapModel.breakEven(vendor.price(), vendor.fee(), cost.low(), month),
                "share of the allowance");
        row(rows, "utilisation, all subscribers", utilisation(), "share of the allowance");
        row(
                rows,
                "utilisation, active ones",
                margin.mean(users::served) / month,
                "share of the allowance");
        row(rows, "mean wanted by active ones", margin.mean(users::wanted), "API dollars a month");
        row(
                rows,
                "served of what is wanted",
                margin.mean(users::served) / margin.mean(users::wanted),
                "share");
        fate(rows, "served after a wait", users::waited);
        fate(rows, "paid for on top", users::overage);
        fate(rows, "done by a cheaper model", users::downgraded);
        fate(rows, "done at another vendor", users::switched);
        fate(rows, "not done", users::lost);
        row(rows, "revenue", margin.revenue(), "USD a month and subscriber");
        row(rows, "cost of serving", margin.cost(), "USD a month and subscriber");
        row(
                rows,
                "median active user",
                margin.quantile(0.5, users::served),
                margin.quantile(0.1, users::served),
                margin.quantile(0.9, users::served),
                "API dollars a month (low and high: 10% and 90% of users)");
        row(
                rows,
                "margin of one active user",
                margin.quantile(0.5, margin::of),
                margin.quantile(0.1, margin::of),
                margin.quantile(0.9, margin::of),
                "share of what the user pays (low and high: 10% and 90% of users)");
        row(rows, "get more than they pay for", margin.abovePrice(), "share of subscribers");
        row(rows, "cost more than they bring", margin.lossMaking(), "share of subscribers");
        row(rows, "Gini of what is served", margin.gini(), "0 to 1");
        for (int top : new int[] {1, 10, 20}) {
            row(
                    rows,
                    "top %d%% of active users get".formatted(top),
                    margin.top(top / 100.0),
                    "share of what is served");
        }
        for (int l = 0; l < users.setting().limits().size(); l++) {
            int limit = l;
            String window = users.setting().limits().get(l).window();
            row(
                    rows,
                    "stopped by the %s limit".formatted(window),
                    margin.mean(u -> users.stopped(limit, u)),
                    "sessions a week and active user");
            row(
                    rows,
                    "users stopped by the %s limit in a week".formatted(window),
                    margin.mean(u -> users.weeksStopped(limit, u)),
                    "share of their weeks");
        }
        for (int book : new int[] {10, 100, 1000}) {
            double[] q = margin.books(book, new double[] {0.05, 0.5, 0.95});
            row(
                    rows,
                    String.format(Locale.ROOT, "margin of a book of %,d", book),
                    q[1],
                    q[0],
                    q[2],
                    "share of revenue (5% and 95% of such books)");
        }
        return TableReport.Part.worded(
                "rows",
                "The vendor's side",
                "Users with windows and weeks, one by one.",
                List.of("what", "value", "low", "high", "unit"),
                rows,
                Set.of("what", "unit"),
                Optional.empty());
    }

    /// What became of work that the limits stopped, if any did.
    private void fate(List<List<String>> rows, String what, IntToDoubleFunction of) {
        double share = margin.mean(of) / margin.mean(users::wanted);
        if (share > 0) {
            row(rows, what, share, "share of what is wanted");
        }
    }

    private static void row(List<List<String>> rows, String what, double value, String unit) {
        rows.add(List.of(what, Labels.figures(value), "", "", unit));
    }

    private static void row(
            List<List<String>> rows,
            String what,
            double value,
            double low,
            double high,
            String unit) {
        rows.add(
                List.of(
                        what,
                        Labels.figures(value),
                        Labels.figures(low),
                        Labels.figures(high),
                        unit));
    }

    private TableReport.Part byUtilisation(double breakEven) {
        List<List<String>> rows = new ArrayList<>();
        List<Double> likely = new ArrayList<>();
        List<Double> cheap = new ArrayList<>();
        List<Double> dear = new ArrayList<>();
        Assumptions.Assumption cost = question.given().assumption("cost");
        for (double utilisation : UTILISATIONS) {
            CapModel m = CapModel.at(utilisation, sustain.form().spread(), month, vendor.dormant());
            rows.add(
                    List.of(
                            Labels.figures(utilisation),
                            Labels.figures(m.mean()),
                            Labels.figures(m.median()),
                            Labels.figures(vendor.cost() * (1 - vendor.dormant()) * m.served()),
                            Labels.figures(m.margin(vendor.price(), vendor.fee(), vendor.cost())),
                            Labels.figures((1 - vendor.dormant()) * m.above(vendor.price())),
                            Labels.figures(
                                    m.lossMaking(vendor.price(), vendor.fee(), vendor.cost())),
                            Labels.share((1 - vendor.dormant()) * m.above(month))));
            likely.add(m.margin(vendor.price(), vendor.fee(), vendor.cost()));
            cheap.add(m.margin(vendor.price(), vendor.fee(), cost.low()));
            dear.add(m.margin(vendor.price(), vendor.fee(), cost.high()));
        }
        return TableReport.Part.worded(
                "by_utilisation",
                "If active users used more, or less",
                breakEven > 1
                        ? "One monthly cap in closed form."
                        : "One monthly cap in closed form; break-even at %s of the allowance over all subscribers."
                                .formatted(Labels.percent(breakEven)),
                List.of(
                        "utilisation",
                        "mean_wanted",
                        "median_wanted",
                        "cost_usd",
                        "margin",
                        "above_price",
                        "loss_making",
                        "capped"),
                rows,
                Set.of(),
                Optional.of(
                        new TableReport.Lines(
                                "Margin by utilisation",
                                false,
                                java.util.Arrays.stream(UTILISATIONS)
                                        .mapToObj(Labels::percent)
                                        .toList(),
                                List.of(
                                        new TableReport.Line(
                                                "cost " + Labels.figures(cost.low()), cheap),
                                        new TableReport.Line(
                                                "cost " + Labels.figures(vendor.cost()), likely),
                                        new TableReport.Line(
                                                "cost " + Labels.figures(cost.high()), dear)))));
    }

    private TableReport.Part tiers() {
        List<List<String>> rows =
                sustain.tiers().stream()
                        .map(t ->
                                List.of(
                                        t.plan(),
                                        Labels.figures(t.share()),
                                        Labels.figures(t.wanted()),
                                        t.margin().map(m -> Labels.figures(m.margin())).orElse(""),
                                        t.margin()
                                                .map(m -> Labels.figures(m.lossMaking()))
                                                .orElse("")))
                        .toList();
        return TableReport.Part.worded(
                "tiers",
                "Who chooses what",
                "Developers with their own forecasts choose among the tiers, the API and nothing; a tier's margin is that of those who choose it.",
                List.of("plan", "share", "mean_wanted", "margin", "loss_making"),
                rows,
                Set.of("plan"),
                Optional.empty());
    }

    private TableReport.Part tornado() {
        List<List<String>> rows =
                sustain.tornado().stream()
                        .map(b ->
                                List.of(
                                        b.assumption().name(),
                                        Labels.figures(b.assumption().low()),
                                        Labels.figures(b.assumption().high()),
                                        Labels.figures(b.low()),
                                        Labels.figures(b.high()),
                                        b.assumption().what()))
                        .toList();
        return TableReport.Part.worded(
                "tornado",
                "What the margin hangs on",
                "Each assumption alone from its low to its high end, usage otherwise as it is.",
                List.of(
                        "assumption",
                        "at_low",
                        "at_high",
                        "margin_at_low",
                        "margin_at_high",
                        "what"),
                rows,
                Set.of("assumption", "what"),
                Optional.of(
                        new TableReport.Bars(
                                "Margin",
                                true,
                                sustain.trial(),
                                sustain.tornado().stream()
                                        .limit(10)
                                        .map(b ->
                                                new TableReport.Bar(
                                                        b.assumption().name()
                                                                + ": "
                                                                + b.assumption().what(),
                                                        b.low(),
                                                        b.high()))
                                        .toList())));
    }

    private TableReport.Part lorenz() {
        List<double[]> curve = margin.lorenz(10);
        List<List<String>> rows =
                curve.stream()
                        .map(p -> List.of(Labels.figures(p[0]), Labels.figures(p[1])))
                        .toList();
        return TableReport.Part.worded(
                "lorenz",
                "Who gets what is served",
                "Lorenz curve of active users: the share of the lower so many.",
                List.of("users", "share"),
                rows,
                Set.of(),
                Optional.of(
                        new TableReport.Lines(
                                "Share of what is served",
                                false,
                                curve.stream().map(p -> Labels.percent(p[0])).toList(),
                                List.of(
                                        new TableReport.Line(
                                                "served", curve.stream().map(p -> p[1]).toList()),
                                        new TableReport.Line(
                                                "if all got alike",
                                                curve.stream().map(p -> p[0]).toList())))));
    }
}
