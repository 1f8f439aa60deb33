package steelyard.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steelyard.plan.Design;
import steelyard.plan.Fit;
import steelyard.plan.Limit;
import steelyard.plan.Terms;

/// Plans as tables: what they include, which one fits a log, and which could be sold.
public final class PlanReport {
    private PlanReport() {}

    /// Terms of plans, one row each.
    public static TableReport list(List<Terms> terms, String title, List<String> notes) {
        List<List<String>> rows =
                terms.stream()
                        .map(t ->
                                List.of(
                                        t.plan(),
                                        figures(t.usd()),
                                        inForce(t),
                                        t.allowance().word(),
                                        figures(t.month()),
                                        t.usd().isPresent()
                                                        && t.usd().getAsDouble() > 0
                                                        && t.month().isPresent()
                                                ? Labels.figures(
                                                        t.month().getAsDouble()
                                                                / t.usd().getAsDouble())
                                                : "",
                                        overage(t),
                                        t.confidence(),
                                        remarks(t)))
                        .toList();
        long weighed = terms.stream().filter(t -> t.month().isPresent()).count();
        List<String> all = new ArrayList<>(notes);
        all.add(
                "api_usd_month: what the limits of a month let through, at list price; blank where nobody has measured it (%d of %d plans)"
                        .formatted(terms.size() - weighed, terms.size()));
        all.add(
                "kinds of window: anchored opens with the first use, fixed resets at a set hour, sliding is the last so many hours");
        all.add(
                "overage: what more usage costs; blank where no source says; confidence: good where the vendor says so, fair where users measured it, weak from third parties; prices in another currency are told in dollars at the European Central Bank's rate of the month in which the terms began");
        return new TableReport(
                "steelyard.plan.list/1",
                new TableReport.Heading("Steelyard: plans", "plans", title),
                List.of(
                        new TableReport.Part(
                                "rows",
                                "Plans",
                                "As of the day asked for.",
                                List.of(
                                        "plan",
                                        "usd_month",
                                        "in_force",
                                        "meter",
                                        "api_usd_month",
                                        "times_price",
                                        "overage",
                                        "confidence",
                                        "source"),
                                rows,
                                Set.of("usd_month", "api_usd_month", "times_price"),
                                Optional.empty()),
                        limits(terms)),
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

    private static TableReport.Part limits(List<Terms> terms) {
        List<List<String>> rows = new ArrayList<>();
        for (Terms t : terms) {
            for (Limit l : t.limits()) {
                rows.add(
                        List.of(
                                t.plan(),
                                t.from().toString(),
                                l.window(),
                                l.kind().word(),
                                figures(l.low()),
                                figures(l.amount()),
                                figures(l.high()),
                                l.unit(),
                                figures(l.worthLow()),
                                figures(l.worth()),
                                figures(l.worthHigh()),
                                l.basis()));
            }
        }
        return new TableReport.Part(
                "limits",
                "Their limits",
                "Amounts in the plan's own unit, and what they are worth at list price.",
                List.of(
                        "plan",
                        "from",
                        "window",
                        "kind",
                        "low",
                        "amount",
                        "high",
                        "unit",
                        "usd_low",
                        "usd",
                        "usd_high",
                        "basis"),
                rows,
                Set.of("low", "amount", "high", "usd_low", "usd", "usd_high"),
                Optional.empty());
    }

    private static String figures(OptionalDouble value) {
        return value.isEmpty() ? "" : Labels.figures(value.getAsDouble());
    }

    private static String overage(Terms t) {
        return switch (t.overage()) {
            case Terms.Overage.None() -> "waits";
            case Terms.Overage.Unknown() -> "";
            case Terms.Overage.AtListPrice() -> "list price";
            case Terms.Overage.PerUnit(double usd) -> "$%s a unit".formatted(Labels.figures(usd));
        };
    }

    /// Plans for one log, the cheapest first.
    ///
    /// @param subject whose log
    public static TableReport fit(Fit fit, String subject, List<String> notes) {
        Fit.Offer best = fit.offers().getFirst();
        Fit.Offer api =
                fit.offers().stream().filter(o -> o.terms().isEmpty()).findFirst().orElseThrow();
        List<List<String>> rows =
                fit.offers().stream()
                        .map(o ->
                                List.of(
                                        o.plan(),
                                        o.terms().map(t -> figures(t.usd())).orElse(""),
                                        Labels.figures(o.mean()),
                                        Labels.figures(o.p10()),
                                        Labels.figures(o.p50()),
                                        Labels.figures(o.p90()),
                                        Labels.figures(o.cheapest()),
                                        Labels.figures(o.served()),
                                        o.paysOff().isPresent()
                                                ? Labels.figures(o.paysOff().getAsDouble())
                                                : "",
                                        stops(o)))
                        .toList();
        List<List<String>> stops =
                fit.offers().stream()
                        .flatMap(o ->
                                o.hits().stream()
                                        .map(h ->
                                                List.of(
                                                        o.plan(),
                                                        h.window(),
                                                        Labels.figures(h.months()),
                                                        Labels.figures(h.low()),
                                                        Labels.figures(h.high()))))
                        .toList();
        Map<String, List<String>> reasons = new TreeMap<>();
        fit.left()
                .forEach(l ->
                        reasons.computeIfAbsent(l.why(), why -> new ArrayList<>()).add(l.plan()));
        List<List<String>> left =
                reasons.entrySet().stream()
                        .map(e -> List.of(e.getKey(), String.join(" ", e.getValue())))
                        .toList();
        List<String> all = new ArrayList<>(notes);
        all.add(
                "a month is 30 days of weeks drawn from the log, with a fresh allowance; what the limits stop is paid at the plan's overage, or at list price elsewhere, so that every row does the same work");
        all.add(
                "p10 to p90 hold four months of five; cheapest: share of the months in which no other row is; served: share of the work within the plan's limits; pays_off: the month by whose end it has cost less than the API (blank: not within 60)");
        List<TableReport.Part> parts = new ArrayList<>();
        parts.add(
                TableReport.Part.worded(
                        "rows",
                        "Plans, the cheapest first",
                        "USD a month for the same work.",
                        List.of(
                                "plan",
                                "usd_month",
                                "mean",
                                "p10",
                                "p50",
                                "p90",
                                "cheapest",
                                "served",
                                "pays_off",
                                "limits_hit"),
                        rows,
                        Set.of("plan", "limits_hit"),
                        Optional.of(
                                new TableReport.Bars(
                                        "USD a month, four months of five",
                                        false,
                                        Double.NaN,
                                        fit.offers().stream()
                                                .limit(12)
                                                .map(o ->
                                                        new TableReport.Bar(
                                                                o.plan(), o.p10(), o.p90()))
                                                .toList()))));
        parts.add(
                TableReport.Part.worded(
                        "limits",
                        "Chance of hitting each limit in a month",
                        "With 95% intervals of the replay alone.",
                        List.of("plan", "limit", "months", "low", "high"),
                        stops,
                        Set.of("plan", "limit"),
                        Optional.empty()));
        if (!left.isEmpty()) {
            parts.add(
                    new TableReport.Part(
                            "not_weighed",
                            "Plans that could not be weighed",
                            "They may well be cheaper.",
                            List.of("why", "plans"),
                            left,
                            Set.of(),
                            Optional.empty()));
        }
        return new TableReport(
                "steelyard.plan.fit/1",
                new TableReport.Heading(
                        "Steelyard: which plan fits",
                        "plans",
                        (best.terms().isEmpty()
                                        ? "%s: no plan that could be weighed beats paying per token, %s a month (%s to %s)"
                                                .formatted(
                                                        subject,
                                                        Labels.money(api.mean()),
                                                        Labels.money(api.p10()),
                                                        Labels.money(api.p90()))
                                        : "%s: %s costs least, %s a month on average (%s to %s), where the API costs %s"
                                                .formatted(
                                                        subject,
                                                        best.plan(),
                                                        Labels.money(best.mean()),
                                                        Labels.money(best.p10()),
                                                        Labels.money(best.p90()),
                                                        Labels.money(api.mean())))
                                + "; the log by itself is %s in 30 days at list price."
                                        .formatted(
                                                Labels.money(
                                                        fit.use().usd() * 30 / fit.use().days()))),
                parts,
                all);
    }

    private static String stops(Fit.Offer o) {
        return o.hits().stream()
                        .map(h -> "%s %s".formatted(h.window(), Labels.percent(h.months())))
                        .collect(Collectors.joining(", "))
                + (o.unknown().isEmpty()
                        ? ""
                        : (o.hits().isEmpty() ? "" : ", ")
                                + String.join(", ", o.unknown())
                                + " not known");
    }

    /// Designs of plans: margin against how often users are stopped.
    public static TableReport design(Design design, List<String> notes) {
        Design.Point best = design.best();
        List<List<String>> rows =
                design.points().stream()
                        .map(p ->
                                List.of(
                                        p.efficient() ? "*" : "",
                                        Labels.figures(p.price()),
                                        Labels.figures(p.week()),
                                        Labels.figures(p.window()),
                                        Labels.share(p.margin()),
                                        Labels.figures(p.stops()),
                                        Labels.figures(p.stoppedWeeks()),
                                        Labels.figures(p.served()),
                                        Labels.figures(p.utilisation()),
                                        Labels.share(p.lossMaking()),
                                        Labels.share(p.takeUp()),
                                        Labels.figures(p.profit())))
                        .toList();
        List<Design.Point> front =
                design.points().stream()
                        .filter(Design.Point::efficient)
                        .filter(p -> p.price() == best.price())
                        .sorted(java.util.Comparator.comparingDouble(Design.Point::stops))
                        .toList();
        List<String> all = new ArrayList<>(notes);
        all.add(
                "*: no other design of the same price keeps a larger margin and stops users less; stops: sessions a week per active subscriber; stopped_weeks: share of their weeks with one; served: share of the usage they want; profit: USD a month per 1,000 developers");
        all.add(
                String.format(
                        Locale.ROOT,
                        "all designs are tried on the same users and work: for the first two, that tells them apart with %.0f times fewer users",
                        design.common()));
        return TableReport.of(
                "steelyard.plan.design/1",
                new TableReport.Heading(
                        "Steelyard: plans that could be sold",
                        "plans",
                        "At $%s a month, a weekly allowance of $%s%s keeps most: a margin of %s, %s a month per 1,000 developers; its users are stopped in %s of their weeks."
                                .formatted(
                                        Labels.figures(best.price()),
                                        Labels.figures(best.week()),
                                        Double.isInfinite(best.window())
                                                ? " without a shorter window"
                                                : " with $%s in five hours"
                                                        .formatted(Labels.figures(best.window())),
                                        Labels.percent(best.margin()),
                                        Labels.money(best.profit()),
                                        Labels.percent(best.stoppedWeeks()))),
                "Margin against limits hit",
                "Allowances in API dollars: what the usage would cost at list price. The line joins the designs that nothing beats on both: margin, over sessions a week that are stopped.",
                List.of(
                        "frontier",
                        "usd_month",
                        "week",
                        "window_5h",
                        "margin",
                        "stops",
                        "stopped_weeks",
                        "served",
                        "utilisation",
                        "loss_making",
                        "take_up",
                        "profit_per_1000"),
                rows,
                Set.of(
                        "usd_month",
                        "week",
                        "window_5h",
                        "margin",
                        "stops",
                        "stopped_weeks",
                        "served",
                        "utilisation",
                        "loss_making",
                        "take_up",
                        "profit_per_1000"),
                all,
                Optional.of(
                        new TableReport.Lines(
                                "Margin by stopped sessions a week, designs on the frontier",
                                false,
                                front.stream()
                                        .map(p ->
                                                Labels.figures(Math.round(p.stops() * 100) / 100.0))
                                        .toList(),
                                List.of(
                                        new TableReport.Line(
                                                "margin",
                                                front.stream()
                                                        .map(Design.Point::margin)
                                                        .toList())))));
    }
}
