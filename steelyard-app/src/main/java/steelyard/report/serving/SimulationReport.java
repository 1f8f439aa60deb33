package steelyard.report.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import steelyard.serving.Deployment;
import steelyard.serving.ServingCost;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Figure;
import steelyard.show.Kind;
import steelyard.show.Measure;
import steelyard.show.Table;
import steelyard.show.Words;
import steelyard.simulation.Fleet;
import steelyard.simulation.Limits;
import steelyard.simulation.LoadCurve;
import steelyard.simulation.Outcome;
import steelyard.simulation.Routing;

/// What became of requests on a fleet, as tables.
public final class SimulationReport {
    private static final double HOUR = 3600;

    /// A figure of a run; of a time, how it is spread.
    private record Row(
            String what,
            Kind kind,
            double value,
            Optional<Outcome.Percentiles> spread,
            String unit) {
        static Row of(String what, Kind kind, double value, String unit) {
            return new Row(what, kind, value, Optional.empty(), unit);
        }

        static Row times(String what, Kind kind, Outcome.Percentiles p, String unit) {
            return new Row(what, kind, p.mean() * scale(kind), Optional.of(p), unit);
        }

        private static double scale(Kind kind) {
            return kind == Kind.MILLIS ? 1e3 : 1;
        }

        Object at(ToDoubleFunction<Outcome.Percentiles> quantile) {
            return spread.map(p -> new Measure(quantile.applyAsDouble(p) * scale(kind), kind));
        }
    }

    /// What was asked.
    ///
    /// @param from where the requests come from, in words
    public record Question(
            Deployment deployment,
            Fleet.Plan plan,
            Limits limits,
            ServingCost.Rent rent,
            String from,
            List<String> notes) {
        public Question {
            notes = List.copyOf(notes);
        }

        private int gpus() {
            return (plan.replicas() + plan.readers()) * deployment.layout().gpus();
        }

        private double perSecond() {
            return gpus() * rent.typical() / HOUR;
        }

        private String fleet() {
            String replicas = Words.plural(plan.replicas(), "replica");
            return "%s in %s on %s of %d x %s (%s)%s"
                    .formatted(
                            deployment.model().id(),
                            deployment.weights().id(),
                            replicas,
                            deployment.layout().gpus(),
                            deployment.accelerator().id(),
                            deployment.layout(),
                            plan.readers() > 0
                                    ? " and %d more for prompts".formatted(plan.readers())
                                    : "");
        }
    }

    private SimulationReport() {}

    /// One run.
    public static Answer run(Outcome o, Question q) {
        Table<Row> table =
                Table.of(
                                "rows",
                                "Requests",
                                "Simulated request by request: %s. In the chart, requests that wait to start and that are at work, by seconds since the first."
                                        .formatted(q.from()),
                                rows(o, q))
                        .name("what", "", Row::what)
                        .number("value", "value", r -> new Measure(r.value(), r.kind()))
                        .number("p50", "P50", r -> r.at(Outcome.Percentiles::p50))
                        .number("p90", "P90", r -> r.at(Outcome.Percentiles::p90))
                        .number("p95", "P95", r -> r.at(Outcome.Percentiles::p95))
                        .number("p99", "P99", r -> r.at(Outcome.Percentiles::p99))
                        .number("most", "most", r -> r.at(Outcome.Percentiles::most))
                        .words("unit", "", Row::unit)
                        .forPrograms()
                        .words("", "", r -> Figure.remark(r.unit()))
                        .forReaders()
                        .with(
                                new Chart.Lines(
                                        "Requests by seconds since the first",
                                        Kind.COUNT,
                                        o.timeline().stream()
                                                .map(m -> Words.figures(m.seconds()))
                                                .toList(),
                                        List.of(
                                                line(o, "at work", m -> (double) m.working()),
                                                line(o, "waiting", m -> (double) m.waiting()))));
        List<String> notes = new ArrayList<>(q.notes());
        if (o.found() == 0 && q.plan().routing() == Routing.PREFIX) {
            notes.add(
                    "nothing was found in the prefix cache: requests went where there were fewest");
        }
        if (o.refused() > 0) {
            notes.add(
                    "%s (%s) can never be answered: prompt and answer take more cache than a replica has"
                            .formatted(
                                    Words.plural(o.refused(), "request"),
                                    Words.percent((double) o.refused() / o.arrived())));
        }
        String headline =
                "%s: first token after %s (median), %s (95%%), the last after %s (median); busy %s of the time%s."
                        .formatted(
                                q.fleet(),
                                seconds(o.firstToken().p50()),
                                seconds(o.firstToken().p95()),
                                seconds(o.whole().p50()),
                                Words.percent(o.busy()),
                                q.limits().any()
                                        ? "; %s of requests within the limits"
                                                .formatted(Words.percent(o.goodShare()))
                                        : "");
        return new Answer(
                "steelyard.serving.simulate/1",
                new Answer.Heading("Steelyard: who waits", "serving", headline),
                List.of(table),
                notes);
    }

    private static List<Row> rows(Outcome o, Question q) {
        double usd = q.perSecond() * o.seconds();
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("requests", Kind.COUNT, o.arrived(), "in all"));
        rows.add(Row.of("answered", Kind.COUNT, o.done(), "to the last token"));
        rows.add(Row.of("refused", Kind.COUNT, o.refused(), "longer than the cache of a replica"));
        rows.add(Row.of("time", Kind.SECONDS, o.seconds(), "s, first arrival to last token"));
        rows.add(
                Row.times(
                        "waiting to start",
                        Kind.SECONDS,
                        o.queued(),
                        "s, in all: memory, or a step under way"));
        rows.add(
                Row.times(
                        "time to first token",
                        Kind.SECONDS,
                        o.firstToken(),
                        "s, waiting included"));
        rows.add(
                Row.times(
                        "time per output token",
                        Kind.MILLIS,
                        o.perToken(),
                        "ms, mean of each answer"));
        rows.add(Row.times("end to end", Kind.SECONDS, o.whole(), "s"));
        if (q.limits().any()) {
            rows.add(
                    Row.of(
                            "within the limits",
                            Kind.SHARE,
                            o.goodShare(),
                            "share of all requests"));
            rows.add(
                    Row.of(
                            "goodput",
                            Kind.NUMBER,
                            o.goodput(),
                            "requests per second within the limits"));
        }
        rows.add(Row.of("input rate", Kind.NUMBER, o.asked() / o.seconds(), "tokens per second"));
        rows.add(Row.of("output rate", Kind.NUMBER, o.output() / o.seconds(), "tokens per second"));
        rows.add(
                Row.of(
                        "found in prefix cache",
                        Kind.SHARE,
                        (double) o.found() / o.input(),
                        "share of prompt tokens"));
        rows.add(Row.of("put back", Kind.COUNT, o.putBack(), "times, memory having run out"));
        rows.add(Row.of("busy", Kind.SHARE, o.busy(), "share of the replicas' time"));
        if (q.plan().readers() > 0) {
            rows.add(
                    Row.of(
                            "busy with prompts",
                            Kind.SHARE,
                            o.busyReaders(),
                            "the same, those that only read"));
        }
        rows.add(Row.of("at work", Kind.NUMBER, o.atWork(), "requests on average"));
        rows.add(
                Row.of(
                        "longest queue",
                        Kind.COUNT,
                        o.longestQueue(),
                        "requests, as seen on arrival"));
        rows.add(Row.of("cache in use", Kind.SHARE, o.memory(), "share, while busy"));
        rows.add(Row.of("cache at its fullest", Kind.SHARE, o.fullest(), "share"));
        rows.add(Row.of("accelerators", Kind.USD, q.perSecond() * HOUR, "USD per hour"));
        rows.add(Row.of("request", Kind.USD, usd / o.done(), "USD, idle time included"));
        rows.add(
                Row.of(
                        "output, all costs",
                        Kind.RATE,
                        usd / o.output() * 1e6,
                        "USD per million tokens"));
        return rows;
    }

    private static Chart.Line line(
            Outcome o, String name, Function<Outcome.Moment, Double> requests) {
        return new Chart.Line(name, o.timeline().stream().map(requests).toList());
    }

    /// Waiting against utilisation.
    ///
    /// @param price USD for a request of the mean length; empty if none was asked about
    /// @param priceFrom where it comes from, in words
    public static Answer curve(
            LoadCurve curve, OptionalDouble price, String priceFrom, Question q) {
        List<LoadCurve.Point> points = curve.points();
        double atFull = q.perSecond() / curve.full();
        Table<LoadCurve.Point> table =
                Table.of(
                                "rows",
                                "Time to first token by utilisation",
                                "On a logarithmic axis, waiting included: %s.".formatted(q.from()),
                                points)
                        .share("utilisation", "utilisation", LoadCurve.Point::utilisation)
                        .number("requests_per_s", "requests/s", p -> p.utilisation() * curve.full())
                        .share("busy", "busy", p -> p.outcome().busy())
                        .seconds(
                                "ttft_p50_s",
                                "first token P50",
                                p -> p.outcome().firstToken().p50())
                        .seconds("ttft_p95_s", "P95", p -> p.outcome().firstToken().p95())
                        .seconds("ttft_p99_s", "P99", p -> p.outcome().firstToken().p99())
                        .millis(
                                "tpot_p50_ms",
                                "per token P50",
                                p -> p.outcome().perToken().p50() * 1e3)
                        .millis("tpot_p95_ms", "P95", p -> p.outcome().perToken().p95() * 1e3)
                        .share(
                                "within_limits",
                                "within limits",
                                p -> q.limits().any() ? p.outcome().goodShare() : null)
                        .usd("usd_per_1000", "1,000 requests", p -> atFull / p.utilisation() * 1e3)
                        .with(
                                new Chart.Lines(
                                        "Time to first token",
                                        Kind.SECONDS,
                                        true,
                                        false,
                                        points.stream()
                                                .map(p -> Words.percent(p.utilisation()))
                                                .toList(),
                                        List.of(
                                                line(points, "median", Outcome.Percentiles::p50),
                                                line(points, "95%", Outcome.Percentiles::p95),
                                                line(points, "99%", Outcome.Percentiles::p99))));
        List<String> notes = new ArrayList<>(q.notes());
        notes.add(
                "utilisation: requests that come, over those that this fleet answers if one is always waiting, %s a second; the same requests, faster or slower"
                        .formatted(Words.figures(curve.full())));
        if (curve.times() > 1) {
            notes.add(
                    "the requests come %d times over, one round after another: once is too short to fill this fleet"
                            .formatted(curve.times()));
        }
        notes.add(
                "as they come, %s a second, the utilisation is %s"
                        .formatted(
                                Words.figures(curve.rate()), Words.percent(curve.utilisation())));
        StringBuilder said = new StringBuilder(q.fleet()).append(": ").append(highest(curve, q));
        if (price.isPresent()) {
            double even = atFull / price.getAsDouble();
            said.append(
                    even <= 1
                            ? "; it breaks even at " + Words.percent(even)
                            : "; it never breaks even: it would have to be used at "
                                    + Words.percent(even));
            notes.add("price: " + priceFrom);
            notes.add(
                    "break-even for rents of $%s to $%s: %s to %s"
                            .formatted(
                                    Words.figures(q.rent().low()),
                                    Words.figures(q.rent().high()),
                                    Words.percent(even * q.rent().low() / q.rent().typical()),
                                    Words.percent(even * q.rent().high() / q.rent().typical())));
        }
        return new Answer(
                "steelyard.serving.curve/1",
                new Answer.Heading(
                        "Steelyard: how full before users wait",
                        "serving",
                        said.append('.').toString()),
                List.of(table),
                notes);
    }

    /// Nothing has no place on a logarithmic axis.
    private static Chart.Line line(
            List<LoadCurve.Point> points,
            String name,
            ToDoubleFunction<Outcome.Percentiles> quantile) {
        return new Chart.Line(
                name,
                points.stream()
                        .map(p -> quantile.applyAsDouble(p.outcome().firstToken()))
                        .map(s -> s > 0 ? s : Double.NaN)
                        .toList());
    }

    private static String highest(LoadCurve curve, Question q) {
        if (!q.limits().any()) {
            LoadCurve.Point most = curve.points().getLast();
            return "first token after %s (95%%) at half load, %s at full"
                    .formatted(
                            curve.points().stream()
                                    .filter(p -> p.utilisation() >= 0.5)
                                    .findFirst()
                                    .map(p -> seconds(p.outcome().firstToken().p95()))
                                    .orElse("?"),
                            seconds(most.outcome().firstToken().p95()));
        }
        String share = Words.percent(q.limits().share());
        return curve.highest()
                .map(p ->
                        "%s of requests keep the limits up to a utilisation of %s"
                                .formatted(share, Words.percent(p.utilisation())))
                .orElse(
                        "even at a utilisation of %s fewer than %s of requests keep the limits"
                                .formatted(
                                        Words.percent(curve.points().getFirst().utilisation()),
                                        share));
    }

    private static String seconds(double s) {
        return s < 1
                ? String.format(Locale.ROOT, "%.0f ms", s * 1e3)
                : String.format(Locale.ROOT, s < 100 ? "%.1f s" : "%,.0f s", s);
    }
}
