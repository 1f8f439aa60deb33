package steelyard.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Plans that could be sold: what each keeps, and how often its users are stopped.
///
/// @param points every design that was tried
/// @param common how many times fewer users tell two neighbours apart on the same work than on
///   different work
public record Design(Question question, List<Point> points, double common) {
    /// Weekly allowances tried, as multiples of a week of the price.
    private static final double[] WEEKS = {0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16};

    /// Windows of five hours tried, as shares of the weekly allowance; infinite for none.
    private static final double[] WINDOWS = {1 / 12.0, 1 / 7.5, 1 / 4.0, Double.POSITIVE_INFINITY};

    /// @param prices USD a month to try
    /// @param mean API dollars a month that active subscribers would use, whoever they are; 0 if
    ///   developers choose between the plan, the API and nothing
    public record Question(
            List<Double> prices,
            String spread,
            double mean,
            Assumptions given,
            Unmet unmet,
            int users,
            int weeks,
            long seed,
            int threads) {
        public Question {
            prices = List.copyOf(prices);
        }
    }

    /// One design.
    ///
    /// @param week API dollars a week
    /// @param window API dollars in five hours; infinite for no such limit
    /// @param takeUp share of developers who subscribe
    /// @param profit USD a month per 1,000 developers
    /// @param margin share of the revenue
    /// @param stops sessions a week that a limit stops, per active subscriber
    /// @param stoppedWeeks share of their weeks with a stop
    /// @param served share of the usage wanted that the limits let through
    /// @param utilisation of the weekly allowance
    /// @param lossMaking share of subscribers
    /// @param efficient whether no other design of the same price keeps more and stops less
    public record Point(
            double price,
            double week,
            double window,
            double takeUp,
            double profit,
            double margin,
            double stops,
            double stoppedWeeks,
            double served,
            double utilisation,
            double lossMaking,
            boolean efficient) {
        Point efficient(boolean is) {
            return new Point(
                    price,
                    week,
                    window,
                    takeUp,
                    profit,
                    margin,
                    stops,
                    stoppedWeeks,
                    served,
                    utilisation,
                    lossMaking,
                    is);
        }
    }

    public Design {
        points = List.copyOf(points);
    }

    public static Design of(Question q) {
        List<Point> points = new ArrayList<>();
        double gain = 0;
        for (double price : q.prices()) {
            List<Point> same = new ArrayList<>();
            List<Double> before = List.of();
            for (double week : WEEKS) {
                for (double window : WINDOWS) {
                    Trial trial =
                            trial(q, price, price * week * Demand.WEEK / Demand.MONTH, window);
                    same.add(trial.point());
                    if (!before.isEmpty() && gain == 0) {
                        gain = gain(before, trial.kept());
                    }
                    before = trial.kept();
                }
            }
            for (Point p : same) {
                points.add(
                        p.efficient(
                                same.stream()
                                        .noneMatch(o ->
                                                o.margin() >= p.margin()
                                                        && o.stops() <= p.stops()
                                                        && (o.margin() > p.margin()
                                                                || o.stops() < p.stops()))));
            }
        }
        return new Design(q, points, gain);
    }

    /// A design with what each user leaves.
    private record Trial(Point point, List<Double> kept) {}

    private static Trial trial(Question q, double price, double week, double window) {
        List<Limit> limits = new ArrayList<>();
        limits.add(Limit.usd("week", Limit.Kind.FIXED, Demand.WEEK, week));
        if (Double.isFinite(window)) {
            limits.addFirst(Limit.usd("5h", Limit.Kind.ANCHORED, 5, week * window));
        }
        Population users =
                Population.run(
                        new Population.Setting(
                                new Demand(
                                        Spread.named(q.spread(), q.given()),
                                        q.mean() > 0 ? q.mean() : q.given().of("prospect"),
                                        Demand.Habits.of(q.given())),
                                limits,
                                1,
                                0,
                                q.unmet(),
                                q.users(),
                                q.weeks(),
                                q.seed(),
                                q.threads()),
                        0);
        double month = week * Demand.MONTH / Demand.WEEK;
        Choice choice = Choice.of(q.given());
        List<Choice.Tier> tier = List.of(new Choice.Tier("this", price, new Choice.Found(users)));
        double[] weights =
                IntStream.range(0, users.size())
                        .mapToDouble(u -> q.mean() > 0 ? 1 : choice.shares(users.usual(u), tier)[0])
                        .toArray();
        Vendor vendor = Vendor.of(price, q.unmet().overage() > 0 ? 1 : 0, q.given());
        Margin margin = new Margin(users, vendor, weights);
        double takeUp = Arrays.stream(weights).sum() / users.size();
        double wanted = margin.mean(users::wanted);
        double served = margin.mean(users::served);
        return new Trial(
                new Point(
                        price,
                        week,
                        week * window,
                        takeUp,
                        1000 * takeUp * margin.revenue() * margin.margin(),
                        margin.margin(),
                        margin.mean(u -> Churn.hits(users, u)),
                        margin.mean(users::weeksStopped),
                        wanted == 0 ? 1 : served / wanted,
                        served / month,
                        margin.lossMaking(),
                        false),
                IntStream.range(0, users.size())
                        .mapToObj(u -> weights[u] * vendor.kept(users, u))
                        .toList());
    }

    /// The variance of a difference of means on different work, over that on the same.
    private static double gain(List<Double> a, List<Double> b) {
        double together =
                variance(IntStream.range(0, a.size()).mapToObj(i -> a.get(i) - b.get(i)).toList());
        return together == 0 ? 1 : (variance(a) + variance(b)) / together;
    }

    /// Of a mean under the strata: from neighbours, which differ by chance.
    private static double variance(List<Double> x) {
        double sum = 0;
        for (int u = 0; u + 1 < x.size(); u += 2) {
            sum += (x.get(u) - x.get(u + 1)) * (x.get(u) - x.get(u + 1));
        }
        return sum;
    }

    /// The design with the most profit per developer.
    public Point best() {
        return points.stream()
                .max(java.util.Comparator.comparingDouble(Point::profit))
                .orElseThrow();
    }
}
