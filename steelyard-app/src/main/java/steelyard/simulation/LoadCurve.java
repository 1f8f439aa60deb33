package steelyard.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Waiting against utilisation: the same requests, faster or slower, on the same fleet.
///
/// @param full requests a second that the fleet answers if there is always one waiting
/// @param rate requests a second of the arrivals as they are
/// @param points the lightest load first
/// @param highest the fullest at which the limits are kept; empty without limits, or if they never
///   are
public record LoadCurve(double full, double rate, List<Point> points, Optional<Point> highest) {
    /// @param utilisation requests that come, over those that a fleet that is never idle answers
    public record Point(double utilisation, Outcome outcome) {}

    private static final double[] SHARES = {
        0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1
    };

    /// Requests that a measurement of the full rate takes at least.
    private static final int ENOUGH = 20_000;

    private static final int HALVINGS = 10;

    /// So that blocks of a prompt that comes again are not those of the first.
    private static final long APART = 1L << 40;

    public LoadCurve {
        points = List.copyOf(points);
    }

    /// @throws IllegalArgumentException if there are too few requests to have a rate
    public static LoadCurve of(Arrivals arrivals, Fleet.Plan plan, Limits limits) {
        Span span = span(arrivals);
        if (span.count < 2 || !(span.last > 0)) {
            throw new IllegalArgumentException(
                    "%d requests in %s s have no rate; a curve takes at least two that come at different times"
                            .formatted(span.count, span.last));
        }
        double full = full(arrivals, span, plan);
        double rate = (span.count - 1) / span.last;
        List<Point> points = new ArrayList<>();
        for (double share : SHARES) {
            points.add(point(arrivals, share, full / rate, plan, limits));
        }
        return new LoadCurve(
                full, rate, points, highest(points, arrivals, full / rate, plan, limits));
    }

    /// How full the arrivals make the fleet as they are.
    public double utilisation() {
        return rate / full;
    }

    private static Point point(
            Arrivals arrivals, double share, double factor, Fleet.Plan plan, Limits limits) {
        return new Point(share, arrivals.faster(share * factor).through(plan, limits));
    }

    private static boolean keeps(Point point, Limits limits) {
        return point.outcome.goodShare() >= limits.share();
    }

    private static Optional<Point> highest(
            List<Point> points, Arrivals arrivals, double factor, Fleet.Plan plan, Limits limits) {
        if (!limits.any() || !keeps(points.getFirst(), limits)) {
            return Optional.empty();
        }
        int last = 0;
        while (last + 1 < points.size() && keeps(points.get(last + 1), limits)) {
            last++;
        }
        Point good = points.get(last);
        if (last + 1 == points.size()) {
            return Optional.of(good);
        }
        double bad = points.get(last + 1).utilisation;
        for (int i = 0; i < HALVINGS; i++) {
            Point middle = point(arrivals, (good.utilisation + bad) / 2, factor, plan, limits);
            if (keeps(middle, limits)) {
                good = middle;
            } else {
                bad = middle.utilisation;
            }
        }
        return Optional.of(good);
    }

    /// All at once, and over and over until there are enough: the middle half of them is answered
    /// by a fleet that is as full as it can be.
    private static double full(Arrivals arrivals, Span span, Fleet.Plan plan) {
        long times = Math.ceilDiv(ENOUGH, span.count);
        Fleet fleet = new Fleet(plan, Limits.NONE);
        for (long i = 0; i < times; i++) {
            long shift = i * APART;
            arrivals.forEach(r -> fleet.offer(again(r, shift)));
        }
        Outcome.Percentiles ends = fleet.finish().whole();
        return times * span.count / 2.0 / (ends.p75() - ends.p25());
    }

    private static Request again(Request r, long shift) {
        long[] ids = r.blocks();
        long[] others = ids == null ? null : ids.clone();
        for (int b = 0; others != null && b < others.length; b++) {
            others[b] += shift;
        }
        return new Request(0, r.input(), r.output(), r.cached(), others);
    }

    private static final class Span {
        private long count;
        private double last;
    }

    private static Span span(Arrivals arrivals) {
        Span span = new Span();
        arrivals.forEach(r -> {
            span.count++;
            span.last = r.at();
        });
        return span;
    }
}
