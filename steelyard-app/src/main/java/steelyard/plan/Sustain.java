package steelyard.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import steelyard.refusal.Refusal;

/// Can a plan be sustained: the vendor's margin on a plan's users, and what it hangs on.
///
/// @param margin of the users as they subscribe
/// @param steady the same after users have joined and left for long
/// @param form one monthly cap in closed form, of the same usage
/// @param tornado the assumptions that move the margin, the strongest first, on fewer users
/// @param trial the margin of those fewer users with nothing moved
/// @param tiers what is chosen instead, where users choose
public record Sustain(
        Question question,
        Margin margin,
        Margin steady,
        double lifetime,
        CapModel form,
        List<Bar> tornado,
        double trial,
        List<Chosen> tiers) {
    private static final int TRIAL_USERS = 1000;
    private static final int TRIAL_WEEKS = 8;
    private static final int MOST_USERS = 400_000;

    /// Assumptions that need no new simulation.
    private static final Set<String> ARITHMETIC = Set.of("cost", "fee", "dormant");

    /// Who uses how much.
    public sealed interface Usage {
        /// Active users use a share of the allowance on average: the assumption `utilisation`.
        record OfAllowance() implements Usage {}

        /// Active users would use so many API dollars a month on average.
        record Mean(double usd) implements Usage {}

        /// Developers choose among the tiers, the API and nothing: the assumption `prospect`.
        record Choosing(List<Terms> tiers) implements Usage {
            public Choosing {
                tiers = List.copyOf(tiers);
            }
        }
    }

    /// @param price USD a month
    /// @param before USD a month before a change of the price; the same if it did not change
    /// @param spread `lognormal`, `pareto` or `gamma`
    /// @param seats that share the allowance
    /// @param within half-width of the margin's 95% interval to reach by drawing more users; 0 for
    ///   the users as they are
    public record Question(
            Terms terms,
            double price,
            double before,
            String spread,
            Usage usage,
            Assumptions given,
            Unmet unmet,
            int users,
            int seats,
            int weeks,
            long seed,
            int threads,
            double within) {
        public Question {
            if (!(before > 0)) {
                throw new Refusal("a price of %s before: above zero".formatted(before));
            }
            if (terms.weighed().isEmpty()) {
                throw new Refusal(
                        "%s: nobody has measured what its limits are worth; state a weekly limit in API dollars with --week"
                                .formatted(terms.plan()));
            }
        }

        double month() {
            return terms.month().orElseThrow();
        }
    }

    /// What one assumption does.
    ///
    /// @param low margin at its low end
    /// @param high margin at its high end
    public record Bar(Assumptions.Assumption assumption, double low, double high) {
        /// How far it moves the margin.
        public double swing() {
            return Math.abs(high - low);
        }
    }

    /// A tier beside the others.
    ///
    /// @param share of developers who take it
    /// @param wanted API dollars that its users would use in a month
    /// @param margin empty for the API and for nothing
    public record Chosen(String plan, double share, double wanted, Optional<Margin> margin) {}

    public Sustain {
        tornado = List.copyOf(tornado);
        tiers = List.copyOf(tiers);
    }

    /// The assumptions that such a question looks at.
    ///
    /// @param allowance whether usage is stated as a share of the allowance
    public static Set<String> reads(
            String spread, boolean allowance, boolean choosing, Unmet unmet) {
        Set<String> names =
                new HashSet<>(
                        Set.of(
                                "cost",
                                "fee",
                                "dormant",
                                "week.sigma",
                                "week.carry",
                                "sessions",
                                "session.power",
                                "session.sigma",
                                "session.hours",
                                "burst",
                                "peak.hour",
                                "hour.sigma",
                                "weekend",
                                "churn.base",
                                "churn.wall",
                                "churn.idle",
                                "churn.price"));
        names.add(
                switch (spread) {
                    case "pareto" -> "alpha";
                    case "gamma" -> "shape";
                    default -> "sigma";
                });
        if (allowance) {
            names.add("utilisation");
        }
        if (unmet.downgraded() > 0) {
            names.add("downgrade");
        }
        if (choosing) {
            names.addAll(
                    Set.of(
                            "prospect",
                            "bias",
                            "forecast.sigma",
                            "value",
                            "curve",
                            "wall.cost",
                            "taste"));
        }
        return Set.copyOf(names);
    }

    /// Simulates until the interval is narrow enough.
    public static Sustain of(Question q) {
        Case base = new Case(q, q.given(), q.terms());
        int users = q.users();
        Margin margin = base.margin(users, q.weeks());
        while (q.within() > 0 && 1.96 * margin.error() > q.within() && users * 2 <= MOST_USERS) {
            users *= 2;
            margin = base.margin(users, q.weeks());
        }
        Margin trial =
                base.margin(Math.min(TRIAL_USERS, q.users()), Math.min(TRIAL_WEEKS, q.weeks()));
        Churn churn = Churn.of(q.given());
        double[] joining = margin.weights();
        double raise = q.price() / q.before();
        double[] staying = churn.steady(margin.users(), joining, q.month(), raise);
        double stay = Arrays.stream(staying).sum();
        // Those who use nothing leave too.
        double dormant = margin.vendor().dormant();
        double idle = dormant / churn.hazard(0, 0, raise);
        double lifetime = (1 - dormant) * stay + idle;
        Margin steady =
                new Margin(margin.users(), margin.vendor().withDormant(idle / lifetime), staying);
        return new Sustain(
                q,
                margin,
                steady,
                lifetime,
                new CapModel(
                        Spread.named(q.spread(), q.given()),
                        base.mean(),
                        q.month(),
                        q.given().of("dormant")),
                base.tornado(trial),
                trial.margin(),
                base.tiers(margin.users()));
    }

    /// The question under certain assumptions and limits.
    private record Case(Question q, Assumptions given, Terms terms) {
        double mean() {
            return switch (q.usage()) {
                case Usage.Mean(double usd) -> usd;
                case Usage.Choosing(var tiers) -> given.of("prospect");
                case Usage.OfAllowance() ->
                        // Against the question's own allowance and spread: usage stays what it is
                        // when the allowance or the spread is varied.
                        CapModel.at(
                                        given.of("utilisation"),
                                        Spread.named(q.spread(), q.given()),
                                        q.month(),
                                        0)
                                .mean();
            };
        }

        Population population(Terms of, int users, int weeks) {
            Demand demand =
                    new Demand(Spread.named(q.spread(), given), mean(), Demand.Habits.of(given));
            return Population.run(
                    new Population.Setting(
                            demand,
                            of.weighed(),
                            of.plan().equals(terms.plan()) || of.allowance() == Terms.Allowance.POOL
                                    ? q.seats()
                                    : 1,
                            given.of("dormant"),
                            q.unmet().where(of),
                            users,
                            weeks,
                            q.seed(),
                            q.threads()),
                    0);
        }

        Vendor vendor(Terms of, double price) {
            return Vendor.of(price, of.overagePerApiDollar().orElse(0), given);
        }

        double[] weights(Population users) {
            return switch (q.usage()) {
                case Usage.Mean _, Usage.OfAllowance _ -> Margin.ones(users.size());
                case Usage.Choosing(var tiers) -> shares(users, tiers)[index(tiers)];
            };
        }

        private int index(List<Terms> tiers) {
            return IntStream.range(0, tiers.size())
                    .filter(i -> tiers.get(i).plan().equals(terms.plan()))
                    .findFirst()
                    .orElseThrow();
        }

        /// The share of each user who takes each tier.
        ///
        /// @param own users of this question's plan
        private double[][] shares(Population own, List<Terms> tiers) {
            Choice choice = Choice.of(given);
            List<Choice.Tier> offers =
                    tiers.stream()
                            .map(t ->
                                    new Choice.Tier(
                                            t.plan(),
                                            t.plan().equals(terms.plan())
                                                    ? q.price()
                                                    : t.usd().orElseThrow(),
                                            new Choice.Found(
                                                    t.plan().equals(terms.plan())
                                                            ? own
                                                            : population(
                                                                    t,
                                                                    Math.min(
                                                                            TRIAL_USERS,
                                                                            own.size()),
                                                                    own.setting().weeks()))))
                            .toList();
            double[][] shares = new double[tiers.size() + 2][own.size()];
            for (int u = 0; u < own.size(); u++) {
                double[] each = choice.shares(own.usual(u), offers);
                for (int j = 0; j < each.length; j++) {
                    shares[j][u] = each[j];
                }
            }
            return shares;
        }

        Margin margin(int users, int weeks) {
            Population population = population(terms, users, weeks);
            return new Margin(population, vendor(terms, q.price()), weights(population));
        }

        /// @param trial with nothing moved
        List<Bar> tornado(Margin trial) {
            int users = trial.users().size();
            int weeks = trial.users().setting().weeks();
            List<Bar> bars = new ArrayList<>();
            for (Assumptions.Assumption a : given.all().values()) {
                if (a.low() == a.high() || !relevant(a.name())) {
                    continue;
                }
                double[] ends = new double[2];
                for (int end = 0; end < 2; end++) {
                    double value = end == 0 ? a.low() : a.high();
                    Case other = new Case(q, given.with(a.name(), value), terms);
                    ends[end] =
                            (ARITHMETIC.contains(a.name())
                                                    && !(q.seats() > 1
                                                            && a.name().equals("dormant"))
                                            ? trial.with(other.vendor(terms, q.price()))
                                            : other.margin(users, weeks))
                                    .margin();
                }
                bars.add(new Bar(a, ends[0], ends[1]));
            }
            double low = new Case(q, given, terms.worthAt(-1)).margin(users, weeks).margin();
            double high = new Case(q, given, terms.worthAt(1)).margin(users, weeks).margin();
            if (low != high) {
                bars.add(
                        new Bar(
                                new Assumptions.Assumption(
                                        "allowance",
                                        terms.worthAt(-1).month().orElseThrow(),
                                        q.month(),
                                        terms.worthAt(1).month().orElseThrow(),
                                        "USD per month",
                                        "what the limits are worth at list price",
                                        "see plan list"),
                                low,
                                high));
            }
            bars.sort(Comparator.comparingDouble(Bar::swing).reversed());
            return bars.stream().filter(b -> b.swing() > 5e-4).toList();
        }

        /// Churn and the hour of the day do not move the margin.
        private boolean relevant(String name) {
            return !name.startsWith("churn.")
                    && reads(
                                    q.spread(),
                                    q.usage() instanceof Usage.OfAllowance,
                                    q.usage() instanceof Usage.Choosing,
                                    q.unmet())
                            .contains(name);
        }

        /// @param own users of this question's plan
        List<Chosen> tiers(Population own) {
            if (!(q.usage() instanceof Usage.Choosing(var tiers))) {
                return List.of();
            }
            double[][] shares = shares(own, tiers);
            List<Chosen> chosen = new ArrayList<>();
            for (int j = 0; j < shares.length; j++) {
                double[] weights = shares[j];
                double sum = Arrays.stream(weights).sum();
                double wanted = 0;
                for (int u = 0; u < weights.length; u++) {
                    wanted += weights[u] * own.usual(u) / sum;
                }
                Optional<Margin> margin = Optional.empty();
                if (j < tiers.size()) {
                    Terms tier = tiers.get(j);
                    boolean same = tier.plan().equals(terms.plan());
                    margin =
                            Optional.of(
                                    new Margin(
                                            same
                                                    ? own
                                                    : population(
                                                            tier,
                                                            own.size(),
                                                            own.setting().weeks()),
                                            vendor(
                                                    tier,
                                                    same ? q.price() : tier.usd().orElseThrow()),
                                            weights));
                }
                chosen.add(
                        new Chosen(
                                j < tiers.size()
                                        ? tiers.get(j).plan()
                                        : j == tiers.size() ? "the API" : "nothing",
                                sum / weights.length,
                                wanted,
                                margin));
            }
            return chosen;
        }
    }
}
