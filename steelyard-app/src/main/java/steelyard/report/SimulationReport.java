package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import steelyard.serving.Deployment;
import steelyard.serving.ServingCost;
import steelyard.simulation.Fleet;
import steelyard.simulation.Limits;
import steelyard.simulation.LoadCurve;
import steelyard.simulation.Outcome;
import steelyard.simulation.Routing;

/// What became of requests on a fleet, as tables.
public final class SimulationReport {
    private static final double HOUR = 3600;

    private static final List<String> CURVE =
            List.of(
                    "utilisation",
                    "requests_per_s",
                    "busy",
                    "ttft_p50_s",
                    "ttft_p95_s",
                    "ttft_p99_s",
                    "tpot_p50_ms",
                    "tpot_p95_ms",
                    "within_limits",
                    "usd_per_1000");

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
            String replicas = Labels.plural(plan.replicas(), "replica");
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
    public static TableReport run(Outcome o, Question q) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(count("requests", o.arrived(), "in all"));
        rows.add(count("answered", o.done(), "to the last token"));
        rows.add(count("refused", o.refused(), "longer than the cache of a replica"));
        rows.add(one("time", o.seconds(), "s, first arrival to last token"));
        rows.add(
                times("waiting to start", o.queued(), 1, "s, in all: memory, or a step under way"));
        rows.add(times("time to first token", o.firstToken(), 1, "s, waiting included"));
        rows.add(times("time per output token", o.perToken(), 1e3, "ms, mean of each answer"));
        rows.add(times("end to end", o.whole(), 1, "s"));
        if (q.limits().any()) {
            rows.add(one("within the limits", o.goodShare(), "share of all requests"));
            rows.add(one("goodput", o.goodput(), "requests per second within the limits"));
        }
        rows.add(one("input rate", o.asked() / o.seconds(), "tokens per second"));
        rows.add(one("output rate", o.output() / o.seconds(), "tokens per second"));
        rows.add(
                one(
                        "found in prefix cache",
                        (double) o.found() / o.input(),
                        "share of prompt tokens"));
        rows.add(count("put back", o.putBack(), "times, memory having run out"));
        rows.add(one("busy", o.busy(), "share of the replicas' time"));
        if (q.plan().readers() > 0) {
            rows.add(one("busy with prompts", o.busyReaders(), "the same, those that only read"));
        }
        rows.add(one("at work", o.atWork(), "requests on average"));
        rows.add(count("longest queue", o.longestQueue(), "requests, as seen on arrival"));
        rows.add(one("cache in use", o.memory(), "share, while busy"));
        rows.add(one("cache at its fullest", o.fullest(), "share"));
        double usd = q.perSecond() * o.seconds();
        rows.add(one("accelerators", q.perSecond() * HOUR, "USD per hour"));
        rows.add(one("request", usd / o.done(), "USD, idle time included"));
        rows.add(one("output, all costs", usd / o.output() * 1e6, "USD per million tokens"));
        List<String> notes = new ArrayList<>(q.notes());
        if (o.found() == 0 && q.plan().routing() == Routing.PREFIX) {
            notes.add(
                    "nothing was found in the prefix cache: requests went where there were fewest");
        }
        if (o.refused() > 0) {
            notes.add(
                    "%s (%s) can never be answered: prompt and answer take more cache than a replica has"
                            .formatted(
                                    Labels.plural(o.refused(), "request"),
                                    Labels.percent((double) o.refused() / o.arrived())));
        }
        return TableReport.of(
                "steelyard.serving.simulate/1",
                new TableReport.Heading(
                        "Steelyard: who waits",
                        "serving",
                        "%s: first token after %s (median), %s (95%%), the last after %s (median); busy %s of the time%s."
                                .formatted(
                                        q.fleet(),
                                        seconds(o.firstToken().p50()),
                                        seconds(o.firstToken().p95()),
                                        seconds(o.whole().p50()),
                                        Labels.percent(o.busy()),
                                        q.limits().any()
                                                ? "; %s of requests within the limits"
                                                        .formatted(Labels.percent(o.goodShare()))
                                                : "")),
                "Requests",
                "Simulated request by request: %s. In the chart, requests that wait to start and that are at work, by seconds since the first."
                        .formatted(q.from()),
                List.of("what", "value", "p50", "p90", "p95", "p99", "most", "unit"),
                rows,
                Set.of("value", "p50", "p90", "p95", "p99", "most"),
                notes,
                Optional.of(
                        new TableReport.Lines(
                                "",
                                false,
                                o.timeline().stream()
                                        .map(m -> Labels.figures(m.seconds()))
                                        .toList(),
                                List.of(
                                        new TableReport.Line(
                                                "at work",
                                                o.timeline().stream()
                                                        .map(m -> (double) m.working())
                                                        .toList()),
                                        new TableReport.Line(
                                                "waiting",
                                                o.timeline().stream()
                                                        .map(m -> (double) m.waiting())
                                                        .toList())))));
    }

    /// Waiting against utilisation.
    ///
    /// @param price USD for a request of the mean length; empty if none was asked about
    /// @param priceFrom where it comes from, in words
    public static TableReport curve(
            LoadCurve curve, OptionalDouble price, String priceFrom, Question q) {
        List<List<String>> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<Double> p50 = new ArrayList<>();
        List<Double> p95 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        double atFull = q.perSecond() / curve.full();
        for (LoadCurve.Point point : curve.points()) {
            Outcome o = point.outcome();
            labels.add(Labels.percent(point.utilisation()));
            p50.add(above(o.firstToken().p50()));
            p95.add(above(o.firstToken().p95()));
            p99.add(above(o.firstToken().p99()));
            rows.add(
                    List.of(
                            Labels.figures(point.utilisation()),
                            Labels.figures(point.utilisation() * curve.full()),
                            Labels.figures(o.busy()),
                            Labels.figures(o.firstToken().p50()),
                            Labels.figures(o.firstToken().p95()),
                            Labels.figures(o.firstToken().p99()),
                            Labels.figures(o.perToken().p50() * 1e3),
                            Labels.figures(o.perToken().p95() * 1e3),
                            q.limits().any() ? Labels.figures(o.goodShare()) : "",
                            Labels.figures(atFull / point.utilisation() * 1e3)));
        }
        List<String> notes = new ArrayList<>(q.notes());
        notes.add(
                "utilisation: requests that come, over those that this fleet answers if one is always waiting, %s a second; the same requests, faster or slower"
                        .formatted(Labels.figures(curve.full())));
        if (curve.times() > 1) {
            notes.add(
                    "the requests come %d times over, one round after another: once is too short to fill this fleet"
                            .formatted(curve.times()));
        }
        notes.add(
                "as they come, %s a second, the utilisation is %s"
                        .formatted(
                                Labels.figures(curve.rate()), Labels.percent(curve.utilisation())));
        StringBuilder said = new StringBuilder(q.fleet()).append(": ").append(highest(curve, q));
        if (price.isPresent()) {
            double even = atFull / price.getAsDouble();
            said.append(
                    even <= 1
                            ? "; it breaks even at " + Labels.percent(even)
                            : "; it never breaks even: it would have to be used at "
                                    + Labels.percent(even));
            notes.add("price: " + priceFrom);
            notes.add(
                    "break-even for rents of $%s to $%s: %s to %s"
                            .formatted(
                                    Labels.figures(q.rent().low()),
                                    Labels.figures(q.rent().high()),
                                    Labels.percent(even * q.rent().low() / q.rent().typical()),
                                    Labels.percent(even * q.rent().high() / q.rent().typical())));
        }
        return TableReport.of(
                "steelyard.serving.curve/1",
                new TableReport.Heading(
                        "Steelyard: how full before users wait",
                        "serving",
                        said.append('.').toString()),
                "Time to first token by utilisation",
                "Seconds, on a logarithmic axis, waiting included: %s.".formatted(q.from()),
                CURVE,
                rows,
                Set.copyOf(CURVE),
                notes,
                Optional.of(
                        new TableReport.Lines(
                                "",
                                true,
                                labels,
                                List.of(
                                        new TableReport.Line("median", p50),
                                        new TableReport.Line("95%", p95),
                                        new TableReport.Line("99%", p99)))));
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
        String share = Labels.percent(q.limits().share());
        return curve.highest()
                .map(p ->
                        "%s of requests keep the limits up to a utilisation of %s"
                                .formatted(share, Labels.percent(p.utilisation())))
                .orElse(
                        "even at a utilisation of %s fewer than %s of requests keep the limits"
                                .formatted(
                                        Labels.percent(curve.points().getFirst().utilisation()),
                                        share));
    }

    /// Nothing has no place on a logarithmic axis.
    private static double above(double seconds) {
        return seconds > 0 ? seconds : Double.NaN;
    }

    private static String seconds(double s) {
        return s < 1
                ? String.format(Locale.ROOT, "%.0f ms", s * 1e3)
                : String.format(Locale.ROOT, s < 100 ? "%.1f s" : "%,.0f s", s);
    }

    private static List<String> one(String what, double value, String unit) {
        return List.of(what, Labels.figures(value), "", "", "", "", "", unit);
    }

    private static List<String> count(String what, long value, String unit) {
        return List.of(what, String.valueOf(value), "", "", "", "", "", unit);
    }

    private static List<String> times(
            String what, Outcome.Percentiles p, double scale, String unit) {
        return List.of(
                what,
                Labels.figures(p.mean() * scale),
                Labels.figures(p.p50() * scale),
                Labels.figures(p.p90() * scale),
                Labels.figures(p.p95() * scale),
                Labels.figures(p.p99() * scale),
                Labels.figures(p.most() * scale),
                unit);
    }
}
