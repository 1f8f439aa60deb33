package steelyard.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import steelyard.refusal.Refusal;

/// Waiting against utilisation: the same requests, faster or slower, on the same fleet.
///
/// Only requests that can be answered count, in every rate.
///
/// @param full requests a second that the fleet answers if there is always one waiting
/// @param rate requests a second of the arrivals as they are
/// @param times how often the requests come, one round after another, so that the fleet fills
/// @param points the lightest load first
/// @param highest the fullest at which the limits are kept; empty without limits, or if they are
///   not at the lightest load
public record LoadCurve(
        double full, double rate, int times, List<Point> points, Optional<Point> highest) {
    /// @param utilisation requests that come, over those that a fleet that is never idle answers
    public record Point(double utilisation, Outcome outcome) {}

    private static final double[] SHARES = {
        0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1
    };

    /// Requests that a measurement of the full rate takes at least, and how many times those at
    /// work.
    private static final int ENOUGH = 20_000;

    private static final int ROUNDS = 20;

    /// Rounds of requests at work that each point takes at least.
    private static final int FILLS = 10;

    private static final int HALVINGS = 10;

    public LoadCurve {
        points = List.copyOf(points);
    }

    /// @throws Refusal if there are too few requests to have a rate
    public static LoadCurve of(Arrivals arrivals, Fleet.Plan plan, Limits limits) {
        return of(arrivals, plan, limits, _ -> {});
    }

    /// @param begun is told the utilisation of each run before it begins
    /// @throws Refusal if there are too few requests to have a rate
    public static LoadCurve of(
            Arrivals arrivals, Fleet.Plan plan, Limits limits, DoubleConsumer begun) {
        Span span = new Span();
        arrivals.forEach(span::take);
        if (span.count < 2 || !(span.last > 0)) {
            throw new Refusal(
                    "%d requests in %s s have no rate; a curve takes at least two that come at different times"
                            .formatted(span.count, span.last));
        }
        Full full = full(arrivals, span, plan);
        double rate = (span.count - 1) / span.last * full.answerable;
        int times =
                (int) Math.max(1, Math.ceil(FILLS * full.atWork / (span.count * full.answerable)));
        Search search =
                new Search(
                        times == 1 ? arrivals : arrivals.again(times, span.last + 1 / rate),
                        full.rate / rate,
                        plan,
                        limits,
                        begun);
        List<Point> points = new ArrayList<>();
        for (double share : SHARES) {
            points.add(search.point(share));
        }
        return new LoadCurve(full.rate, rate, times, points, search.highest(points));
    }

    /// How full the arrivals make the fleet as they are.
    public double utilisation() {
        return rate / full;
    }

    private record Search(
            Arrivals arrivals,
            double factor,
            Fleet.Plan plan,
            Limits limits,
            DoubleConsumer begun) {
        Point point(double share) {
            begun.accept(share);
            return new Point(share, arrivals.faster(share * factor).through(plan, limits));
        }

        private boolean keeps(Point point) {
            return point.outcome.goodShare() >= limits.share();
        }

        Optional<Point> highest(List<Point> points) {
            if (!limits.any() || !keeps(points.getFirst())) {
                return Optional.empty();
            }
            int last = 0;
            while (last + 1 < points.size() && keeps(points.get(last + 1))) {
                last++;
            }
            Point good = points.get(last);
            if (last + 1 == points.size()) {
                return Optional.of(good);
            }
            double bad = points.get(last + 1).utilisation;
            for (int i = 0; i < HALVINGS; i++) {
                Point middle = point((good.utilisation + bad) / 2);
                if (keeps(middle)) {
                    good = middle;
                } else {
                    bad = middle.utilisation;
                }
            }
            return Optional.of(good);
        }
    }

    /// @param rate requests a second
    /// @param atWork at a time
    /// @param answerable share of the requests
    private record Full(double rate, double atWork, double answerable) {}

    /// All at once, and over and over until there are many times those at work: the middle half of
    /// them is answered by a fleet that is as full as it can be. Replicas are as good as each
    /// other, so that a part of the fleet with the same mix will do.
    private static Full full(Arrivals arrivals, Span span, Fleet.Plan plan) {
        int parts = gcd(plan.replicas(), plan.readers());
        Fleet.Plan part =
                new Fleet.Plan(
                        plan.machine(),
                        plan.replicas() / parts,
                        plan.readers() / parts,
                        plan.routing(),
                        plan.blockTokens(),
                        plan.seed());
        long enough = ENOUGH;
        while (true) {
            int times = (int) Math.ceilDiv(enough, span.count);
            Arrivals flood = take -> arrivals.again(times, 0).forEach(r -> take.accept(r.at(0)));
            Outcome o = flood.through(part, Limits.NONE);
            if (o.done() == 0) {
                throw new Refusal(
                        "none of %d requests can be answered: each takes more cache than a replica has"
                                .formatted(span.count));
            }
            long wanted = (long) (ROUNDS * o.atWork() * o.arrived() / o.done());
            if (wanted <= times * span.count) {
                Outcome.Percentiles ends = o.whole();
                return new Full(
                        parts * o.done() / 2.0 / (ends.p75() - ends.p25()),
                        parts * o.atWork(),
                        (double) o.done() / o.arrived());
            }
            enough = wanted + wanted / 10;
        }
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static final class Span {
        private long count;
        private double last;

        void take(Request request) {
            count++;
            last = request.at();
        }
    }
}
