package steelyard.report.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steelyard.plan.Design;
import steelyard.plan.Fit;
import steelyard.plan.Limit;
import steelyard.plan.Terms;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.show.Words;

/// Plans as tables: what they include, which one fits a log, and which could be sold.
public final class PlanReport {
    private PlanReport() {}

    /// Terms of plans, one row each.
    public static Answer list(List<Terms> terms, String title, List<String> notes) {
        Table<Terms> table =
                Table.of("rows", "Plans", "As of the day asked for.", terms)
                        .name("plan", "plan", Terms::plan)
                        .usd("usd_month", "a month", Terms::usd)
                        .name("in_force", "in force", PlanReport::inForce)
                        .name("meter", "meter", t -> t.allowance().word())
                        .usd("api_usd_month", "worth at list price", Terms::month)
                        .number("times_price", "times its price", Terms::timesPrice)
                        .name("overage", "overage", PlanReport::overage)
                        .name("confidence", "confidence", Terms::confidence)
                        .words("source", "source", PlanReport::remarks);
        long weighed = terms.stream().filter(t -> t.month().isPresent()).count();
        List<String> all = new ArrayList<>(notes);
        all.add(
                "api_usd_month: what the limits of a month let through, at list price; blank where nobody has measured it (%d of %d plans)"
                        .formatted(terms.size() - weighed, terms.size()));
        all.add(
                "kinds of window: anchored opens with the first use, fixed resets at a set hour, sliding is the last so many hours");
        all.add(
                "overage: what more usage costs; blank where no source says; confidence: good where the vendor says so, fair where users measured it, weak from third parties; prices in another currency are told in dollars at the European Central Bank's rate of the month in which the terms began");
        return new Answer(
                "steelyard.plan.list/1",
                new Answer.Heading("Steelyard: plans", "plans", title),
                List.of(table, limits(terms)),
                all);
    }

    /// From one day to another, as exactly as the source says.
    private static String inForce(Terms t) {
        String from =
                switch (t.dated()) {
                    case "year" -> t.from().toString().substring(0, 4);
                    case "month" -> t.from().toString().substring(0, 7);
                    default -> t.from().toString();
                };
        return from + " to " + t.to().map(LocalDate::toString).orElse("now");
    }

    private static String remarks(Terms t) {
        return t.source()
                + (t.billing().equals("month") ? "" : "; billed by " + t.billing())
                + (t.note().isEmpty() ? "" : " - " + t.note());
    }

    private static Table<?> limits(List<Terms> terms) {
        record Row(Terms terms, Limit limit) {}
        List<Row> rows =
                terms.stream().flatMap(t -> t.limits().stream().map(l -> new Row(t, l))).toList();
        return Table.of(
                        "limits",
                        "Their limits",
                        "Amounts in the plan's own unit, and what they are worth at list price.",
                        rows)
                .name("plan", "plan", r -> r.terms().plan())
                .date("from", "from", r -> r.terms().from())
                .name("window", "window", r -> r.limit().window())
                .name("kind", "kind", r -> r.limit().kind().word())
                .number("low", "low", r -> r.limit().low())
                .number("amount", "amount", r -> r.limit().amount())
                .number("high", "high", r -> r.limit().high())
                .name("unit", "unit", r -> r.limit().unit())
                .usd("usd_low", "worth, low", r -> r.limit().worthLow())
                .usd("usd", "worth", r -> r.limit().worth())
                .usd("usd_high", "worth, high", r -> r.limit().worthHigh())
                .words("basis", "basis", r -> r.limit().basis());
    }

    private static String overage(Terms t) {
        return switch (t.overage()) {
            case Terms.Overage.None() -> "waits";
            case Terms.Overage.Unknown() -> "";
            case Terms.Overage.AtListPrice() -> "list price";
            case Terms.Overage.PerUnit(double usd) -> "$%s a unit".formatted(Words.figures(usd));
        };
    }

    /// Plans for one log, the cheapest first.
    ///
    /// @param subject whose log
    public static Answer fit(Fit fit, String subject, List<String> notes) {
        Fit.Offer best = fit.offers().getFirst();
        Fit.Offer api =
                fit.offers().stream().filter(o -> o.terms().isEmpty()).findFirst().orElseThrow();
        List<String> all = new ArrayList<>(notes);
        all.add(
                "a month is 30 days of weeks drawn from the log, with a fresh allowance; what the limits stop is paid at the plan's overage, or at list price elsewhere, so that every row does the same work");
        all.add(
                "p10 to p90 hold four months of five; cheapest: share of the months in which no other row is; served: share of the work within the plan's limits; pays_off: the month by whose end it has cost less than the API (blank: not within 60)");
        List<Table<?>> parts = new ArrayList<>();
        parts.add(offers(fit));
        parts.add(hits(fit));
        if (!fit.left().isEmpty()) {
            parts.add(left(fit));
        }
        return new Answer(
                "steelyard.plan.fit/1",
                new Answer.Heading(
                        "Steelyard: which plan fits",
                        "plans",
                        (best.terms().isEmpty()
                                        ? "%s: no plan that could be weighed beats paying per token, %s a month (%s to %s)"
                                                .formatted(
                                                        subject,
                                                        Words.money(api.mean()),
                                                        Words.money(api.p10()),
                                                        Words.money(api.p90()))
                                        : "%s: %s costs least, %s a month on average (%s to %s), where the API costs %s"
                                                .formatted(
                                                        subject,
                                                        best.plan(),
                                                        Words.money(best.mean()),
                                                        Words.money(best.p10()),
                                                        Words.money(best.p90()),
                                                        Words.money(api.mean())))
                                + "; the log by itself is %s in 30 days, paid by the token."
                                        .formatted(
                                                Words.money(
                                                        fit.use().usd() * 30 / fit.use().days()))),
                parts,
                all);
    }

    private static Table<?> offers(Fit fit) {
        Chart.Bars chart =
                new Chart.Bars(
                        "A month, four of five",
                        Kind.USD,
                        Double.NaN,
                        fit.offers().stream()
                                .limit(12)
                                .map(o -> new Chart.Bar(o.plan(), o.p10(), o.p90()))
                                .toList());
        return Table.of(
                        "rows",
                        "Plans, the cheapest first",
                        "A month of the same work.",
                        fit.offers())
                .name("plan", "plan", Fit.Offer::plan)
                .usd(
                        "usd_month",
                        "fee",
                        o -> o.terms().map(Terms::usd).orElse(OptionalDouble.empty()))
                .usd("mean", "mean", Fit.Offer::mean)
                .usd("p10", "P10", Fit.Offer::p10)
                .usd("p50", "P50", Fit.Offer::p50)
                .usd("p90", "P90", Fit.Offer::p90)
                .share("cheapest", "cheapest", Fit.Offer::cheapest)
                .share("served", "served", Fit.Offer::served)
                .count("pays_off", "pays off, month", Fit.Offer::paysOff)
                .words("limits_hit", "limits hit", PlanReport::stops)
                .with(chart);
    }

    private static Table<?> hits(Fit fit) {
        record Chance(String plan, Fit.Hit hit) {}
        List<Chance> rows =
                fit.offers().stream()
                        .flatMap(o -> o.hits().stream().map(h -> new Chance(o.plan(), h)))
                        .toList();
        return Table.of(
                        "limits",
                        "Chance of hitting each limit in a month",
                        "With 95% intervals of the replay alone.",
                        rows)
                .name("plan", "plan", Chance::plan)
                .name("limit", "limit", r -> r.hit().window())
                .share("months", "months", r -> r.hit().months())
                .share("low", "low", r -> r.hit().low())
                .share("high", "high", r -> r.hit().high());
    }

    private static Table<?> left(Fit fit) {
        Map<String, List<String>> reasons = new TreeMap<>();
        fit.left()
                .forEach(l ->
                        reasons.computeIfAbsent(l.why(), _ -> new ArrayList<>()).add(l.plan()));
        return Table.of(
                        "not_weighed",
                        "Plans that could not be weighed",
                        "They may well be cheaper.",
                        List.copyOf(reasons.entrySet()))
                .words("why", "why", Map.Entry::getKey)
                .words("plans", "plans", e -> String.join(" ", e.getValue()));
    }

    private static String stops(Fit.Offer o) {
        return o.hits().stream()
                        .map(h -> "%s %s".formatted(h.window(), Words.percent(h.months())))
                        .collect(Collectors.joining(", "))
                + (o.unknown().isEmpty()
                        ? ""
                        : (o.hits().isEmpty() ? "" : ", ")
                                + String.join(", ", o.unknown())
                                + " not known");
    }

    /// Designs of plans: margin against how often users are stopped.
    public static Answer design(Design design, List<String> notes) {
        Design.Point best = design.best();
        List<Design.Point> front =
                design.points().stream()
                        .filter(Design.Point::efficient)
                        .filter(p -> p.price() == best.price())
                        .sorted(Comparator.comparingDouble(Design.Point::stops))
                        .toList();
        Chart.Lines chart =
                new Chart.Lines(
                        "Margin by stopped sessions a week, designs on the frontier",
                        Kind.SHARE,
                        front.stream()
                                .map(p -> Words.figures(Math.round(p.stops() * 100) / 100.0))
                                .toList(),
                        List.of(
                                new Chart.Line(
                                        "margin",
                                        front.stream().map(Design.Point::margin).toList())));
        Table<Design.Point> table =
                Table.of(
                                "rows",
                                "Margin against limits hit",
                                "Allowances in API dollars: what the usage would cost at list price. The line joins the designs that nothing beats on both: margin, over sessions a week that are stopped.",
                                design.points())
                        .name("frontier", "", p -> p.efficient() ? "*" : "")
                        .usd("usd_month", "a month", Design.Point::price)
                        .usd("week", "a week's worth", Design.Point::week)
                        .usd("window_5h", "five hours' worth", Design.Point::window)
                        .share("margin", "margin", Design.Point::margin)
                        .number("stops", "stops a week", Design.Point::stops)
                        .share("stopped_weeks", "weeks with one", Design.Point::stoppedWeeks)
                        .share("served", "served", Design.Point::served)
                        .share("utilisation", "utilisation", Design.Point::utilisation)
                        .share("loss_making", "loss-making", Design.Point::lossMaking)
                        .share("take_up", "take-up", Design.Point::takeUp)
                        .usd("profit_per_1000", "profit per 1,000", Design.Point::profit)
                        .with(chart);
        List<String> all = new ArrayList<>(notes);
        all.add(
                "*: no other design of the same price keeps a larger margin and stops users less; stops: sessions a week per active subscriber; served: share of the usage they want; profit: a month per 1,000 developers");
        all.add(
                String.format(
                        Locale.ROOT,
                        "all designs are tried on the same users and work: for the first two, that tells them apart with %.0f times fewer users",
                        design.common()));
        String headline =
                "At $%s a month, a weekly allowance of $%s%s keeps most: a margin of %s, %s a month per 1,000 developers; its users are stopped in %s of their weeks."
                        .formatted(
                                Words.figures(best.price()),
                                Words.figures(best.week()),
                                Double.isInfinite(best.window())
                                        ? " without a shorter window"
                                        : " with $%s in five hours"
                                                .formatted(Words.figures(best.window())),
                                Words.percent(best.margin()),
                                Words.money(best.profit()),
                                Words.percent(best.stoppedWeeks()));
        return new Answer(
                "steelyard.plan.design/1",
                new Answer.Heading("Steelyard: plans that could be sold", "plans", headline),
                List.of(table),
                all);
    }
}
