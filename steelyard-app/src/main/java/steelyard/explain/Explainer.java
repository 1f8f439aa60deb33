package steelyard.explain;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import steelyard.cell.Cell;
import steelyard.cell.Crowd;
import steelyard.cell.Sums;
import steelyard.cell.Unpriced;
import steelyard.index.Formula;
import steelyard.index.Method;
import steelyard.index.PriceIndex;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.token.Meter;

/// Explains the change from the first of some periods to the last, step by step where there are
/// more than two.
public final class Explainer {
    /// The order in which effects are told: volume first, decisions next, prices last.
    private static final List<String> ORDER =
            List.of(
                    Effects.USERS,
                    "tasks",
                    Effects.TASKS,
                    "requests",
                    "requests_per_user",
                    Effects.TEAM_ENTRY,
                    Effects.TEAM_EXIT,
                    Effects.TEAM_MIX,
                    "tokens_input.prompt",
                    "tokens_output.visible",
                    "tokens_output.reasoning",
                    Effects.TOKENS,
                    Effects.QUALITY,
                    Effects.MIX,
                    Effects.MIX_VALUE,
                    Effects.GONE,
                    Effects.GONE_VALUE,
                    Effects.NEW,
                    Effects.NEW_VALUE,
                    Effects.REPLACEMENT,
                    Effects.REPLACEMENT_VALUE,
                    Effects.LIST,
                    Effects.CONDITIONS,
                    Effects.CACHE,
                    Effects.BATCH,
                    Effects.CONTRACT,
                    Effects.FEES);

    private final Sums sums;
    private final boolean teams;
    private final Explanation.Levels levels;
    private final Optional<Quality> quality;
    private Map<String, Double> reference = Map.of();
    private String cannotTell = "";

    private Explainer(Sums sums, boolean teams, Optional<Quality> quality) {
        this.quality = quality;
        this.sums = sums;
        this.teams = teams;
        this.levels = levels();
    }

    /// @param sums of at least two periods
    /// @param teams whether the sums keep teams apart, to be explained team by team
    /// @param quality to tell choosing better models from paying more; empty to leave it inside
    public static Explanation explain(Sums sums, boolean teams, Optional<Quality> quality) {
        return new Explainer(sums, teams, quality).explanation();
    }

    /// The numbers of one period by itself.
    public static Explanation.Totals totals(Sums sums, int period) {
        return new Explainer(sums, false, Optional.empty()).totals(period, OptionalDouble.empty());
    }

    /// Spend of one period by model, the largest first.
    public static List<Explanation.Share> spendByModel(Sums sums, int period) {
        Map<String, Double> usd = new TreeMap<>();
        for (Cell cell : sums.cells()) {
            if (cell.period() == period) {
                usd.merge(cell.product(), cell.spend().approximateUsd(), Double::sum);
            }
        }
        return shares(usd);
    }

    private static List<Explanation.Share> shares(Map<String, Double> usd) {
        return usd.entrySet().stream()
                .map(m -> new Explanation.Share(m.getKey(), m.getValue()))
                .sorted(
                        Comparator.comparingDouble((Explanation.Share s) -> -Math.abs(s.usd()))
                                .thenComparing(Explanation.Share::model))
                .toList();
    }

    private Explanation.Levels levels() {
        long rows = 0;
        long withoutUser = 0;
        long withoutTask = 0;
        for (Crowd crowd : sums.crowds()) {
            rows += crowd.rows();
            withoutUser += crowd.withoutUser();
            withoutTask += crowd.withoutTask();
        }
        return new Explanation.Levels(
                rows > 0 && withoutUser == 0,
                rows > 0 && withoutTask == 0,
                teams,
                rows == 0 ? 1 : (double) withoutUser / rows,
                rows == 0 ? 1 : (double) withoutTask / rows);
    }

    private Explanation explanation() {
        int last = sums.periods().size() - 1;
        List<Explanation.Totals> totals = new ArrayList<>();
        double[] index = PriceIndex.levels(UsedPrices.of(sums), new Method.Chained(Formula.FISHER));
        for (int i = 0; i <= last; i++) {
            totals.add(
                    totals(
                            i,
                            Double.isNaN(index[i])
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(100 * index[i])));
        }
        Optional<Explanation.QualityRead> read = quality.flatMap(this::curve);
        Effects all = new Effects();
        List<Explanation.Link> links = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            Effects step = effects(i, i + 1);
            all.addAll(step);
            if (last > 1) {
                links.add(new Explanation.Link(totals.get(i), totals.get(i + 1), list(step)));
            }
        }
        Explanation.Totals before = totals.getFirst();
        Explanation.Totals after = totals.getLast();
        return new Explanation(
                before,
                after,
                list(all),
                after.spend().minus(before.spend()).approximateUsd() - all.sum(),
                levels,
                links,
                models(0, last),
                sums.unpriced(),
                sums.disputed(),
                flagged(),
                sums.recorded(),
                sums.duplicates().stream().reduce(MoneyTotal.ZERO, MoneyTotal::plus),
                arrivals(0, last),
                read,
                cannotTell);
    }

    /// Fits the reference curve to all periods and says what it is; empty if it cannot tell.
    private Optional<Explanation.QualityRead> curve(Quality scored) {
        List<Snapshot> periods = new ArrayList<>();
        for (int i = 0; i < sums.periods().size(); i++) {
            periods.add(snapshot(cells(i), users(i)));
        }
        LocalDate day =
                LocalDate.ofInstant(sums.periods().getLast().to().minusMillis(1), ZoneOffset.UTC);
        Snapshot first = periods.getFirst();
        Snapshot last = periods.getLast();
        cannotTell = scored.cannotTell(first, last, day);
        if (!cannotTell.isEmpty()) {
            return Optional.empty();
        }
        double low = qualityEffect(scored.curve(periods, scored.price().interval().low(), day));
        double high = qualityEffect(scored.curve(periods, scored.price().interval().high(), day));
        ReferenceCurve curve = scored.curve(periods, scored.price().slope(), day);
        reference = curve.byModel();
        return Optional.of(scored.read(curve, first, last, day, low, high));
    }

    private double qualityEffect(ReferenceCurve curve) {
        reference = curve.byModel();
        double sum = 0;
        for (int i = 0; i + 1 < sums.periods().size(); i++) {
            sum += effects(i, i + 1).usd(Effects.QUALITY);
        }
        return sum;
    }

    private List<Cell> cells(int period) {
        return sums.cells().stream().filter(cell -> cell.period() == period).toList();
    }

    private Explanation.Totals totals(int period, OptionalDouble index) {
        MoneyTotal spend = MoneyTotal.ZERO;
        long tokens = 0;
        long calls = 0;
        double tasks = 0;
        for (Cell cell : cells(period)) {
            spend = spend.plus(cell.spend());
            tokens += cell.counts().tokens();
            calls += cell.calls();
            tasks += cell.tasks();
        }
        long unpriced =
                sums.unpriced().stream()
                        .filter(u -> u.period() == period)
                        .mapToLong(Unpriced::tokens)
                        .sum();
        return new Explanation.Totals(
                sums.periods().get(period),
                spend,
                tokens,
                calls,
                levels.tasks() ? OptionalDouble.of(tasks) : OptionalDouble.empty(),
                levels.users() ? OptionalLong.of(users(period)) : OptionalLong.empty(),
                unpriced,
                index);
    }

    private long users(int period) {
        return sums.crowds().stream()
                .filter(c -> c.period() == period)
                .mapToLong(Crowd::users)
                .sum();
    }

    private Effects effects(int from, int to) {
        Effects effects =
                teams
                        ? Decomposition.ofTeams(byTeam(from), byTeam(to), reference)
                        : Decomposition.of(
                                snapshot(cells(from), users(from)),
                                snapshot(cells(to), users(to)),
                                reference);
        fees(effects, from, -1);
        fees(effects, to, 1);
        if (!levels.users()) {
            effects.rename(Effects.USERS, Effects.TASKS);
            effects.rename(Effects.TASKS, levels.tasks() ? "tasks" : "requests");
        } else if (!levels.tasks()) {
            effects.rename(Effects.TASKS, "requests_per_user");
        }
        return effects;
    }

    private void fees(Effects effects, int period, int sign) {
        for (Cell cell : cells(period)) {
            if (!cell.fees().isZero()) {
                effects.add(Effects.FEES, cell.product(), sign * cell.fees().approximateUsd());
            }
        }
    }

    private Map<String, Snapshot> byTeam(int period) {
        Map<String, List<Cell>> cells = new TreeMap<>();
        for (Cell cell : cells(period)) {
            cells.computeIfAbsent(cell.team(), t -> new ArrayList<>()).add(cell);
        }
        Map<String, Long> users = new HashMap<>();
        for (Crowd crowd : sums.crowds()) {
            if (crowd.period() == period) {
                users.put(crowd.team(), crowd.users());
            }
        }
        Map<String, Snapshot> teamsOf = new TreeMap<>();
        cells.forEach(
                (team, own) -> teamsOf.put(team, snapshot(own, users.getOrDefault(team, 0L))));
        return teamsOf;
    }

    private Snapshot snapshot(List<Cell> cells, long users) {
        SortedMap<String, Snapshot.Model> models = new TreeMap<>();
        for (Cell cell : cells) {
            if (cell.tasks() > 0) {
                models.merge(
                        cell.product(),
                        new Snapshot.Model(cell.tasks(), classes(cell)),
                        Snapshot.Model::plus);
            }
        }
        return new Snapshot(levels.users() ? users : 1, models);
    }

    private static SortedMap<String, Snapshot.BillingClass> classes(Cell cell) {
        SortedMap<String, Snapshot.BillingClass> classes = new TreeMap<>();
        cell.classes()
                .forEach((billingClass, stages) -> {
                    Map<String, Double> kinds = new HashMap<>();
                    for (Meter meter : Meter.all()) {
                        if (meter.billingClass() == billingClass) {
                            kinds.merge(kind(meter), (double) cell.counts().of(meter), Double::sum);
                        }
                    }
                    classes.put(
                            billingClass.name(),
                            new Snapshot.BillingClass(
                                    kinds,
                                    apart(cell, billingClass),
                                    stages.list().approximateUsd(),
                                    stages.conditions().approximateUsd(),
                                    stages.cache().approximateUsd(),
                                    stages.service().approximateUsd(),
                                    stages.paid().approximateUsd()));
                });
        return classes;
    }

    private static Map<String, Snapshot.Apart> apart(Cell cell, Meter.BillingClass billingClass) {
        Map<String, Snapshot.Apart> apart = new HashMap<>();
        cell.conditions()
                .getOrDefault(billingClass, Map.of())
                .forEach((key, c) ->
                        apart.put(
                                key,
                                new Snapshot.Apart(
                                        c.list().approximateUsd(),
                                        c.conditions().approximateUsd())));
        return apart;
    }

    /// Tokens are told by what they are, cached or not: the cache is a discount, not another kind.
    private static String kind(Meter meter) {
        return switch (meter.billingClass()) {
            case INPUT -> "input.prompt";
            case OUTPUT -> meter == Meter.REASONING ? "output.reasoning" : "output.visible";
            case AUDIO_INPUT -> "input.audio";
            case AUDIO_OUTPUT -> "output.audio";
            case IMAGE_INPUT -> "input.image";
            case VIDEO_INPUT -> "input.video";
            case IMAGE_OUTPUT -> "output.image";
            case FEE -> "fee";
        };
    }

    private static List<Explanation.Effect> list(Effects effects) {
        double size = effects.usd().values().stream().mapToDouble(Math::abs).max().orElse(0);
        return effects.usd().entrySet().stream()
                .filter(e -> !isChoice(e.getKey()) || Math.abs(e.getValue()) > NOTHING * size)
                .sorted(
                        Comparator.<Map.Entry<String, Double>>comparingInt(e -> order(e.getKey()))
                                .thenComparing(Map.Entry::getKey))
                .map(e ->
                        new Explanation.Effect(
                                e.getKey(), e.getValue(), shares(effects.models(e.getKey()))))
                .toList();
    }

    /// Effects of choosing models that come to this share of the largest effect are noise.
    private static final double NOTHING = 1e-12;

    private static boolean isChoice(String effect) {
        return effect.equals(Effects.QUALITY) || effect.endsWith("_value");
    }

    private static int order(String name) {
        int exact = ORDER.indexOf(name);
        return exact >= 0 ? exact : ORDER.indexOf(Effects.TOKENS);
    }

    private List<Explanation.ModelSpend> models(int first, int last) {
        Set<String> names = new TreeSet<>();
        sums.cells().forEach(cell -> names.add(cell.product()));
        List<Explanation.ModelSpend> list = new ArrayList<>();
        for (String name : names) {
            MoneyTotal[] spend = {MoneyTotal.ZERO, MoneyTotal.ZERO};
            long[] tokens = new long[2];
            long[] calls = new long[2];
            for (Cell cell : sums.cells()) {
                int side = cell.period() == first ? 0 : cell.period() == last ? 1 : -1;
                if (side >= 0 && cell.product().equals(name)) {
                    spend[side] = spend[side].plus(cell.spend());
                    tokens[side] += cell.counts().tokens();
                    calls[side] += cell.calls();
                }
            }
            if (calls[0] + calls[1] > 0) {
                list.add(
                        new Explanation.ModelSpend(
                                name, spend[0], spend[1], tokens[0], tokens[1], calls[0],
                                calls[1]));
            }
        }
        list.sort(
                Comparator.comparing((Explanation.ModelSpend m) -> m.before().plus(m.after()))
                        .reversed()
                        .thenComparing(Explanation.ModelSpend::model));
        return list;
    }

    private Map<Flag, MoneyTotal> flagged() {
        Map<Flag, MoneyTotal> flagged = new EnumMap<>(Flag.class);
        for (Cell cell : sums.cells()) {
            cell.flagged().forEach((flag, amount) -> flagged.merge(flag, amount, MoneyTotal::plus));
        }
        return flagged;
    }

    private Explanation.Arrivals arrivals(int first, int last) {
        Set<String> before = products(first);
        Set<String> after = products(last);
        return new Explanation.Arrivals(perTask(last, before), perTask(first, after));
    }

    private Set<String> products(int period) {
        Set<String> products = new TreeSet<>();
        cells(period).forEach(cell -> products.add(cell.product()));
        return products;
    }

    /// Mean cost per task of a period's models that are not among `others`.
    private OptionalDouble perTask(int period, Set<String> others) {
        double usd = 0;
        double tasks = 0;
        for (Cell cell : cells(period)) {
            if (!others.contains(cell.product())) {
                usd += cell.spend().approximateUsd();
                tasks += cell.tasks();
            }
        }
        return tasks > 0 ? OptionalDouble.of(usd / tasks) : OptionalDouble.empty();
    }
}
