package steelyard.report.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import steelyard.plan.Assumptions;
import steelyard.plan.CapModel;
import steelyard.plan.Margin;
import steelyard.plan.Population;
import steelyard.plan.Spread;
import steelyard.plan.Sustain;
import steelyard.plan.Vendor;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Figure;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.show.Words;

/// The vendor's side of a plan as tables.
public final class SustainReport {
    private static final double[] UTILISATIONS = {0.02, 0.05, 0.10, 0.15, 0.20, 0.35, 0.50};

    private static final String REVENUE = "share of revenue";
    private static final String ALLOWANCE = "share of the allowance";
    private static final String SUBSCRIBERS = "share of subscribers";

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
    public static Answer of(Sustain sustain, List<String> notes) {
        return new SustainReport(sustain).report(notes);
    }

    private Answer report(List<String> notes) {
        double breakEven = CapModel.breakEven(vendor.price(), vendor.fee(), vendor.cost(), month);
        double[] ends = costEnds();
        List<Table<?>> parts = new ArrayList<>();
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
        return new Answer(
                "steelyard.plan.sustain/1",
                new Answer.Heading(
                        "Steelyard: can a plan be sustained",
                        "plans",
                        "%s at $%s: a margin of %s (%s to %s, by what serving costs); %s, and here they use %s."
                                .formatted(
                                        question.terms().plan(),
                                        Words.figures(vendor.price()),
                                        Words.percent(margin.margin()),
                                        Words.percent(ends[1]),
                                        Words.percent(ends[0]),
                                        breakEven > 1
                                                ? "it would not lose if subscribers used all of their allowance"
                                                : "it breaks even when subscribers use %s of their allowance on average"
                                                        .formatted(Words.percent(breakEven)),
                                        Words.percent(margin.utilisation(month)))),
                parts,
                all);
    }

    private double[] costEnds() {
        Assumptions.Assumption cost = question.given().assumption("cost");
        double spent = margin.cost() / vendor.cost() / margin.revenue();
        return new double[] {
            1 - vendor.fee() - cost.low() * spent, 1 - vendor.fee() - cost.high() * spent
        };
    }

    private Table<?> answers(double breakEven, double[] ends) {
        Assumptions.Assumption cost = question.given().assumption("cost");
        List<Figure> rows = new ArrayList<>();
        rows.add(Figure.of("price", Kind.USD, vendor.price(), "USD a month"));
        rows.add(Figure.of("allowance", Kind.USD, month, "API dollars a month"));
        rows.add(
                Figure.of("cost to serve over list price", Kind.NUMBER, vendor.cost(), "ratio")
                        .between(cost.low(), cost.high()));
        rows.add(share("margin, simulated", margin.margin(), REVENUE).between(ends[1], ends[0]));
        rows.add(
                share("95% interval of the simulation", margin.margin(), REVENUE)
                        .between(
                                margin.margin() - 1.96 * margin.error(),
                                margin.margin() + 1.96 * margin.error()));
        rows.add(
                share(
                        "margin if one monthly cap were all, and no more sold",
                        margin.underOneCap(month),
                        REVENUE));
        rows.add(share("margin after years of churn", sustain.steady().margin(), REVENUE));
        rows.add(
                Figure.of(
                        "mean stay of those who join", Kind.NUMBER, sustain.lifetime(), "months"));
        rows.add(
                share("break-even utilisation", breakEven, ALLOWANCE)
                        .between(
                                CapModel.breakEven(
                                        vendor.price(), vendor.fee(), cost.high(), month),
                                CapModel.breakEven(
                                        vendor.price(), vendor.fee(), cost.low(), month)));
        rows.add(share("utilisation, all subscribers", margin.utilisation(month), ALLOWANCE));
        rows.add(share("utilisation, active ones", margin.mean(users::served) / month, ALLOWANCE));
        rows.add(
                Figure.of(
                        "mean wanted by active ones",
                        Kind.USD,
                        margin.mean(users::wanted),
                        "API dollars a month"));
        rows.add(
                share(
                        "served of what is wanted",
                        margin.mean(users::served) / margin.mean(users::wanted),
                        "share"));
        fate(rows, "served after a wait", users::waited);
        fate(rows, "paid for on top", users::overage);
        fate(rows, "done by a cheaper model", users::downgraded);
        fate(rows, "done at another vendor", users::switched);
        fate(rows, "not done", users::lost);
        rows.add(Figure.of("revenue", Kind.USD, margin.revenue(), "USD a month and subscriber"));
        rows.add(
                Figure.of(
                        "cost of serving", Kind.USD, margin.cost(), "USD a month and subscriber"));
        rows.add(
                Figure.of(
                                "median active user",
                                Kind.USD,
                                margin.quantile(0.5, users::served),
                                "API dollars a month (low and high: 10% and 90% of users)")
                        .between(
                                margin.quantile(0.1, users::served),
                                margin.quantile(0.9, users::served)));
        rows.add(
                share(
                                "margin of one active user",
                                margin.quantile(0.5, margin::of),
                                "share of what the user pays (low and high: 10% and 90% of users)")
                        .between(
                                margin.quantile(0.1, margin::of),
                                margin.quantile(0.9, margin::of)));
        rows.add(share("get more than they pay for", margin.abovePrice(), SUBSCRIBERS));
        rows.add(share("cost more than they bring", margin.lossMaking(), SUBSCRIBERS));
        rows.add(Figure.of("Gini of what is served", Kind.NUMBER, margin.gini(), "0 to 1"));
        for (int top : new int[] {1, 10, 20}) {
            rows.add(
                    share(
                            "top %d%% of active users get".formatted(top),
                            margin.top(top / 100.0),
                            "share of what is served"));
        }
        stops(rows);
        for (int book : new int[] {10, 100, 1000}) {
            double[] q = margin.books(book, new double[] {0.05, 0.5, 0.95});
            rows.add(
                    share(
                                    String.format(Locale.ROOT, "margin of a book of %,d", book),
                                    q[1],
                                    "share of revenue (5% and 95% of such books)")
                            .between(q[0], q[2]));
        }
        return Figure.table(
                "rows", "The vendor's side", "Users with windows and weeks, one by one.", rows);
    }

    private static Figure share(String what, double value, String of) {
        return Figure.of(what, Kind.SHARE, value, of);
    }

    /// How often each limit stops a user.
    private void stops(List<Figure> rows) {
        for (int l = 0; l < users.setting().limits().size(); l++) {
            int limit = l;
            String window = users.setting().limits().get(l).window();
            rows.add(
                    Figure.of(
                            "stopped by the %s limit".formatted(window),
                            Kind.NUMBER,
                            margin.mean(u -> users.stopped(limit, u)),
                            "sessions a week and active user"));
            rows.add(
                    share(
                            "users stopped by the %s limit in a week".formatted(window),
                            margin.mean(u -> users.weeksStopped(limit, u)),
                            "share of their weeks"));
        }
    }

    /// What became of work that the limits stopped, if any did.
    private void fate(List<Figure> rows, String what, IntToDoubleFunction of) {
        double share = margin.mean(of) / margin.mean(users::wanted);
        if (share > 0) {
            rows.add(share(what, share, "share of what is wanted"));
        }
    }

    private Table<?> byUtilisation(double breakEven) {
        Assumptions.Assumption cost = question.given().assumption("cost");
        double active = 1 - vendor.dormant();
        List<CapModel> rows =
                Arrays.stream(UTILISATIONS)
                        .mapToObj(u ->
                                CapModel.at(u, sustain.form().spread(), month, vendor.dormant()))
                        .toList();
        Chart.Lines chart =
                new Chart.Lines(
                        "Margin by utilisation",
                        Kind.SHARE,
                        Arrays.stream(UTILISATIONS).mapToObj(Words::percent).toList(),
                        DoubleStream.of(cost.low(), vendor.cost(), cost.high())
                                .mapToObj(c ->
                                        new Chart.Line(
                                                "cost " + Words.figures(c),
                                                rows.stream().map(m -> margin(m, c)).toList()))
                                .toList());
        return Table.of(
                        "by_utilisation",
                        "If active users used more, or less",
                        breakEven > 1
                                ? "One monthly cap in closed form."
                                : "One monthly cap in closed form; break-even at %s of the allowance over all subscribers."
                                        .formatted(Words.percent(breakEven)),
                        rows)
                .share("utilisation", "utilisation", m -> UTILISATIONS[rows.indexOf(m)])
                .usd("mean_wanted", "mean wanted", CapModel::mean)
                .usd("median_wanted", "median wanted", CapModel::median)
                .usd("cost_usd", "cost", m -> vendor.cost() * active * m.served())
                .share("margin", "margin", m -> margin(m, vendor.cost()))
                .share("above_price", "get more", m -> active * m.above(vendor.price()))
                .share(
                        "loss_making",
                        "loss-making",
                        m -> m.lossMaking(vendor.price(), vendor.fee(), vendor.cost()))
                .share("capped", "capped", m -> active * m.above(month))
                .with(chart);
    }

    private double margin(CapModel m, double cost) {
        return m.margin(vendor.price(), vendor.fee(), cost);
    }

    private Table<?> tiers() {
        return Table.of(
                        "tiers",
                        "Who chooses what",
                        "Developers with their own forecasts choose among the tiers, the API and nothing; a tier's margin is that of those who choose it.",
                        sustain.tiers())
                .name("plan", "plan", t -> t.plan())
                .share("share", "share", t -> t.share())
                .usd("mean_wanted", "mean wanted", t -> t.wanted())
                .share("margin", "margin", t -> t.margin().map(Margin::margin))
                .share("loss_making", "loss-making", t -> t.margin().map(Margin::lossMaking));
    }

    private Table<?> tornado() {
        Chart.Bars chart =
                new Chart.Bars(
                        "Margin",
                        Kind.SHARE,
                        sustain.trial(),
                        sustain.tornado().stream()
                                .limit(10)
                                .map(b ->
                                        new Chart.Bar(
                                                b.assumption().name()
                                                        + ": "
                                                        + b.assumption().what(),
                                                b.low(),
                                                b.high()))
                                .toList());
        return Table.of(
                        "tornado",
                        "What the margin hangs on",
                        "Each assumption alone from its low to its high end, usage otherwise as it is.",
                        sustain.tornado())
                .name("assumption", "assumption", b -> b.assumption().name())
                .number("at_low", "low", b -> b.assumption().low())
                .number("at_high", "high", b -> b.assumption().high())
                .share("margin_at_low", "margin at low", b -> b.low())
                .share("margin_at_high", "margin at high", b -> b.high())
                .words("what", "what", b -> b.assumption().what())
                .with(chart);
    }

    private Table<?> lorenz() {
        List<double[]> curve = margin.lorenz(10);
        Chart.Lines chart =
                new Chart.Lines(
                        "Share of what is served",
                        Kind.SHARE,
                        curve.stream().map(p -> Words.percent(p[0])).toList(),
                        List.of(
                                new Chart.Line("served", curve.stream().map(p -> p[1]).toList()),
                                new Chart.Line(
                                        "if all got alike",
                                        curve.stream().map(p -> p[0]).toList())));
        return Table.of(
                        "lorenz",
                        "Who gets what is served",
                        "Lorenz curve of active users: the share of the lower so many.",
                        curve)
                .share("users", "users", p -> p[0])
                .share("share", "served", p -> p[1])
                .with(chart);
    }
}
