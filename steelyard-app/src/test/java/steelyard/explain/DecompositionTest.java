package steelyard.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.index.LogMean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The worked cases of the method, which an independent implementation computed, and the laws that
/// it must obey.
class DecompositionTest {
    static Stream<JsonNode> cases() throws IOException {
        try (InputStream in =
                DecompositionTest.class.getResourceAsStream("decomposition-vectors.json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(in))
                    .get("cases")
                    .valueStream()
                    .toList()
                    .stream();
        }
    }

    private static Snapshot snapshot(JsonNode period) {
        SortedMap<String, Snapshot.Model> models = new TreeMap<>();
        period.get("models")
                .properties()
                .forEach(m -> {
                    double tasks = m.getValue().get("tasks").asDouble();
                    SortedMap<String, Snapshot.BillingClass> classes = new TreeMap<>();
                    m.getValue()
                            .get("classes")
                            .properties()
                            .forEach(c -> {
                                Map<String, Double> kinds = new HashMap<>();
                                double tokens = 0;
                                for (var kind : c.getValue().get("kinds").properties()) {
                                    kinds.put(
                                            c.getKey() + "." + kind.getKey(),
                                            kind.getValue().asDouble() * tasks);
                                    tokens += kind.getValue().asDouble() * tasks;
                                }
                                JsonNode mult = c.getValue().get("mult");
                                double list =
                                        tokens * c.getValue().get("list_per_mtok").asDouble() / 1e6;
                                double cache = list * mult.get("cache").asDouble();
                                double batch = cache * mult.get("batch").asDouble();
                                classes.put(
                                        c.getKey(),
                                        new Snapshot.BillingClass(
                                                kinds,
                                                list,
                                                list,
                                                cache,
                                                batch,
                                                batch * mult.get("contract").asDouble()));
                            });
                    models.put(m.getKey(), new Snapshot.Model(tasks, classes));
                });
        return new Snapshot(period.get("users").asDouble(), models);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theVectorsAreReproduced(JsonNode vector) {
        Snapshot before = snapshot(vector.get("period0"));
        Snapshot after = snapshot(vector.get("period1"));
        Effects effects = Decomposition.of(before, after);
        JsonNode expected = vector.get("expected").get("effects");
        JsonNode detail = vector.get("expected").get("detail");
        double tolerance = 1e-9 * Math.max(before.spend(), after.spend());
        for (String same :
                new String[] {
                    "users",
                    "tasks_per_user",
                    "list_price",
                    "discount_cache",
                    "discount_batch",
                    "discount_contract",
                    "tokens_input.prompt",
                    "tokens_output.visible",
                    "tokens_output.reasoning"
                }) {
            if (expected.has(same)) {
                assertThat(effects.usd(same))
                        .as(same)
                        .isCloseTo(expected.get(same).asDouble(), within(tolerance));
            }
        }
        if (detail.has("mix_total")) {
            assertThat(effects.usd("mix"))
                    .isCloseTo(detail.get("mix_total").asDouble(), within(tolerance));
            assertThat(effects.usd("new"))
                    .isCloseTo(detail.get("new_total").asDouble(), within(tolerance));
            assertThat(effects.usd("gone"))
                    .isCloseTo(detail.get("gone_total").asDouble(), within(tolerance));
            assertThat(effects.usd("replacement")).isZero();
        } else {
            assertThat(effects.usd("replacement"))
                    .isCloseTo(
                            expected.get("quality").asDouble()
                                    + expected.get("replacement_value").asDouble(),
                            within(tolerance));
        }
        assertThat(effects.sum()).isCloseTo(detail.get("delta").asDouble(), within(tolerance));
    }

    private static Map<String, Double> reference(JsonNode vector) {
        Map<String, Double> reference = new TreeMap<>();
        vector.get("reference_cost_per_task")
                .properties()
                .forEach(m -> reference.put(m.getKey(), m.getValue().asDouble()));
        return reference;
    }

    /// All effects of every case, quality among them; the curve is that of the vectors.
    @ParameterizedTest
    @MethodSource("cases")
    void theVectorsAreReproducedWithQuality(JsonNode vector) {
        Snapshot before = snapshot(vector.get("period0"));
        Snapshot after = snapshot(vector.get("period1"));
        Effects effects = Decomposition.of(before, after, reference(vector));
        double tolerance = 1e-9 * Math.max(before.spend(), after.spend());
        vector.get("expected")
                .get("effects")
                .properties()
                .forEach(e ->
                        assertThat(effects.usd(e.getKey()))
                                .as(e.getKey())
                                .isCloseTo(e.getValue().asDouble(), within(tolerance)));
        assertThat(effects.sum())
                .isCloseTo(
                        vector.get("expected").get("detail").get("delta").asDouble(),
                        within(tolerance));
    }

    /// z of the worked example by hand: h = 0.01326579 exp(0.08 (q - 60)) with scores A 65, B 45, C
    /// 55, D 72 (research note behind docs/methods/explain.md).
    @Test
    void theReferenceCurveIsScaledToWhatTheModelsCost() throws IOException {
        JsonNode worked = cases().findFirst().orElseThrow();
        Map<String, Double> scores = Map.of("A", 65.0, "B", 45.0, "C", 55.0, "D", 72.0);
        List<Snapshot> periods =
                List.of(snapshot(worked.get("period0")), snapshot(worked.get("period1")));
        ReferenceCurve curve =
                ReferenceCurve.of(periods, 0.08, m -> java.util.OptionalDouble.of(scores.get(m)));
        reference(worked)
                .forEach((m, h) -> assertThat(curve.byModel().get(m)).isCloseTo(h, within(1e-9)));
        assertThat(curve.usdPerTask() * Math.exp(0.08 * (60 - curve.at())))
                .isCloseTo(0.01326579, within(1e-8));
        assertThat(curve.mean(periods.getFirst())).isCloseTo(0.0112928, within(1e-7));
        assertThat(curve.mean(periods.getLast())).isCloseTo(0.0225737, within(1e-7));
    }

    @Test
    void anUnscoredModelStandsAtItsOwnMeanAndTheOthersScaleWithoutIt() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200; i++) {
            List<Snapshot> periods = List.of(random(random, true), random(random, true));
            ReferenceCurve curve =
                    ReferenceCurve.of(
                            periods,
                            0.05,
                            m ->
                                    m.equals("a")
                                            ? java.util.OptionalDouble.empty()
                                            : java.util.OptionalDouble.of(50 + m.charAt(0) % 7));
            if (!curve.byModel().isEmpty()) {
                double expected = 0;
                double paid = 0;
                for (Snapshot p : periods) {
                    expected += curve.mean(p) * p.tasks();
                    paid += p.spend();
                }
                assertThat(expected).isCloseTo(paid, within(1e-9 * paid));
            }
        }
    }

    /// The laws of the split: it adds up, it moves nothing but what models chosen cost, and its
    /// quality part does not depend on who is matched.
    @Test
    void qualitySplitsWhatModelsChosenCostAndNothingElse() {
        SplittableRandom random = new SplittableRandom(20260101);
        for (int i = 0; i < 5_000; i++) {
            Snapshot before = random(random, true);
            Snapshot after = random(random, true);
            Map<String, Double> curve = new TreeMap<>();
            for (String name : NAMES) {
                curve.put(name, random.nextDouble(0.01, 5));
            }
            Effects whole = Decomposition.of(before, after);
            Effects split = Decomposition.of(before, after, curve);
            double size = Math.max(before.spend(), after.spend());
            assertThat(split.sum()).isCloseTo(after.spend() - before.spend(), within(1e-8 * size));
            double models = 0;
            for (String effect : new String[] {"mix", "new", "gone", "replacement"}) {
                models += split.usd(effect + "_value");
                assertThat(split.usd(effect)).isZero();
            }
            assertThat(models + split.usd("quality"))
                    .isCloseTo(
                            whole.usd("mix")
                                    + whole.usd("new")
                                    + whole.usd("gone")
                                    + whole.usd("replacement"),
                            within(1e-8 * size));
            if (before.spend() > 0 && after.spend() > 0) {
                ReferenceCurve h = new ReferenceCurve(0, 1, 0, curve);
                double n =
                        steelyard.index.LogMean.of(after.spend(), before.spend())
                                / steelyard.index.LogMean.of(
                                        after.spend() / after.tasks(),
                                        before.spend() / before.tasks());
                assertThat(split.usd("quality"))
                        .isCloseTo(n * (h.mean(after) - h.mean(before)), within(1e-8 * size));
            }
        }
    }

    @Test
    void theWorkedExampleTellsItsStory() throws IOException {
        JsonNode worked =
                cases().filter(c -> c.get("name").asString().equals("worked-example"))
                        .findFirst()
                        .orElseThrow();
        Effects effects =
                Decomposition.of(snapshot(worked.get("period0")), snapshot(worked.get("period1")));
        assertThat(effects.usd("list_price")).isCloseTo(-127.587149, within(1e-6));
        assertThat(effects.models("list_price")).containsOnlyKeys("A");
        assertThat(effects.models("new")).containsOnlyKeys("D");
        assertThat(effects.models("gone")).containsOnlyKeys("C");
    }

    private static final String[] NAMES = {"a", "b", "c", "d", "e"};

    /// A random period: models come and go, prices, tokens and multipliers are sometimes zero.
    private static Snapshot random(SplittableRandom random, boolean zeros) {
        SortedMap<String, Snapshot.Model> models = new TreeMap<>();
        while (models.isEmpty()) {
            for (String name : NAMES) {
                if (random.nextInt(3) > 0) {
                    SortedMap<String, Snapshot.BillingClass> classes = new TreeMap<>();
                    for (String c : new String[] {"input", "output", "image"}) {
                        if (!zeros || random.nextInt(4) > 0) {
                            classes.put(c, billingClass(random, c, zeros));
                        }
                    }
                    models.put(name, new Snapshot.Model(1 + random.nextInt(1_000), classes));
                }
            }
        }
        return new Snapshot(1 + random.nextInt(100), models);
    }

    private static Snapshot.BillingClass billingClass(
            SplittableRandom random, String name, boolean zeros) {
        Map<String, Double> kinds = new HashMap<>();
        double tokens = 0;
        for (String kind : new String[] {".x", ".y"}) {
            double count = zeros && random.nextInt(5) == 0 ? 0 : random.nextDouble() * 1e6;
            kinds.put(name + kind, count);
            tokens += count;
        }
        double list = tokens * (zeros && random.nextInt(6) == 0 ? 0 : random.nextDouble() * 1e-5);
        double conditions = list * (1 + random.nextDouble());
        double cache = conditions * (zeros && random.nextInt(8) == 0 ? 0 : random.nextDouble());
        double service = cache * (random.nextInt(2) == 0 ? 0.5 : 1);
        return new Snapshot.BillingClass(
                kinds, list, conditions, cache, service, service * (0.5 + random.nextDouble()));
    }

    @Test
    void theEffectsAddUpOnAnything() {
        SplittableRandom random = new SplittableRandom(20251109);
        for (int i = 0; i < 20_000; i++) {
            Snapshot before = random(random, true);
            Snapshot after = random(random, true);
            Effects effects = Decomposition.of(before, after);
            double size = Math.max(before.spend(), after.spend());
            assertThat(effects.sum())
                    .as("case %d", i)
                    .isCloseTo(after.spend() - before.spend(), within(1e-9 * size));
            effects.usd()
                    .forEach((name, usd) -> {
                        assertThat(usd).as(name).isFinite();
                        if (!effects.models(name).isEmpty()) {
                            assertThat(
                                            effects.models(name).values().stream()
                                                    .mapToDouble(d -> d)
                                                    .sum())
                                    .as(name)
                                    .isCloseTo(usd, within(1e-9 * size));
                        }
                    });
        }
    }

    @Test
    void swappingThePeriodsFlipsEverySign() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            Snapshot a = random(random, true);
            Snapshot b = random(random, true);
            Effects there = Decomposition.of(a, b);
            Effects back = Decomposition.of(b, a);
            double size = Math.max(a.spend(), b.spend());
            there.usd()
                    .forEach((name, usd) -> {
                        String mirrored =
                                name.equals("new") ? "gone" : name.equals("gone") ? "new" : name;
                        assertThat(back.usd(mirrored))
                                .as("%d %s", i(a), name)
                                .isCloseTo(-usd, within(1e-8 * size));
                    });
        }
    }

    private static int i(Snapshot s) {
        return s.models().size();
    }

    @Test
    void scalingAllPricesScalesAllEffects() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 500; i++) {
            Snapshot a = random(random, true);
            Snapshot b = random(random, true);
            Effects one = Decomposition.of(a, b);
            Effects ten = Decomposition.of(prices(a, 10), prices(b, 10));
            double size = 10 * Math.max(a.spend(), b.spend());
            one.usd()
                    .forEach((name, usd) ->
                            assertThat(ten.usd(name))
                                    .as(name)
                                    .isCloseTo(10 * usd, within(1e-8 * size)));
        }
    }

    private static Snapshot classes(Snapshot s, UnaryOperator<Snapshot.BillingClass> change) {
        SortedMap<String, Snapshot.Model> models = new TreeMap<>();
        s.models()
                .forEach((name, m) -> {
                    SortedMap<String, Snapshot.BillingClass> changed = new TreeMap<>();
                    m.classes().forEach((c, x) -> changed.put(c, change.apply(x)));
                    models.put(name, new Snapshot.Model(m.tasks(), changed));
                });
        return new Snapshot(s.users(), models);
    }

    private static Snapshot prices(Snapshot s, double by) {
        return classes(
                s,
                x ->
                        new Snapshot.BillingClass(
                                x.kinds(),
                                by * x.list(),
                                by * x.conditions(),
                                by * x.cache(),
                                by * x.service(),
                                by * x.paid()));
    }

    private static void onlyEffect(Snapshot a, Snapshot b, String name) {
        Effects effects = Decomposition.of(a, b);
        double size = Math.max(a.spend(), b.spend());
        effects.usd()
                .forEach((other, usd) ->
                        assertThat(usd)
                                .as(other)
                                .isCloseTo(
                                        other.equals(name) ? b.spend() - a.spend() : 0,
                                        within(1e-9 * size)));
    }

    @Test
    void whatAloneChangesTakesAllOfTheChange() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 500; i++) {
            Snapshot a = random(random, false);
            onlyEffect(a, prices(a, 0.2), "list_price");
            onlyEffect(
                    a,
                    classes(
                            a,
                            x ->
                                    new Snapshot.BillingClass(
                                            x.kinds(),
                                            x.list(),
                                            2 * x.conditions(),
                                            2 * x.cache(),
                                            2 * x.service(),
                                            2 * x.paid())),
                    "discount_conditions");
            onlyEffect(
                    a,
                    classes(
                            a,
                            x ->
                                    new Snapshot.BillingClass(
                                            x.kinds(),
                                            x.list(),
                                            x.conditions(),
                                            0.7 * x.cache(),
                                            0.7 * x.service(),
                                            0.7 * x.paid())),
                    "discount_cache");
            onlyEffect(
                    a,
                    classes(
                            a,
                            x ->
                                    new Snapshot.BillingClass(
                                            x.kinds(),
                                            x.list(),
                                            x.conditions(),
                                            x.cache(),
                                            0.5 * x.service(),
                                            0.5 * x.paid())),
                    "discount_batch");
            onlyEffect(
                    a,
                    classes(
                            a,
                            x ->
                                    new Snapshot.BillingClass(
                                            x.kinds(),
                                            x.list(),
                                            x.conditions(),
                                            x.cache(),
                                            x.service(),
                                            0.9 * x.paid())),
                    "discount_contract");
            onlyEffect(a, grown(a, 3, 3), "users");
            onlyEffect(a, grown(a, 1, 2), "tasks_per_user");
        }
    }

    /// More users and more of everything.
    private static Snapshot grown(Snapshot s, double users, double tasks) {
        SortedMap<String, Snapshot.Model> models = new TreeMap<>();
        s.models()
                .forEach((name, m) -> {
                    SortedMap<String, Snapshot.BillingClass> more = new TreeMap<>();
                    m.classes()
                            .forEach((c, x) -> {
                                Map<String, Double> kinds = new HashMap<>();
                                x.kinds()
                                        .forEach((kind, tokens) -> kinds.put(kind, tokens * tasks));
                                more.put(
                                        c,
                                        new Snapshot.BillingClass(
                                                kinds,
                                                x.list() * tasks,
                                                x.conditions() * tasks,
                                                x.cache() * tasks,
                                                x.service() * tasks,
                                                x.paid() * tasks));
                            });
                    models.put(name, new Snapshot.Model(m.tasks() * tasks, more));
                });
        return new Snapshot(s.users() * users, models);
    }

    @Test
    void splittingAModelIntoClonesLeavesTheTotals() {
        SplittableRandom random = new SplittableRandom(10);
        for (int i = 0; i < 500; i++) {
            Snapshot a = random(random, true);
            Snapshot b = random(random, true);
            Effects whole = Decomposition.of(a, b);
            Effects split = Decomposition.of(cloned(a), cloned(b));
            double size = Math.max(a.spend(), b.spend());
            whole.usd()
                    .forEach((name, usd) ->
                            assertThat(split.usd(name))
                                    .as(name)
                                    .isCloseTo(usd, within(1e-8 * size)));
        }
    }

    /// The first model in two halves of a third and two thirds of its tasks.
    private static Snapshot cloned(Snapshot s) {
        SortedMap<String, Snapshot.Model> models = new TreeMap<>(s.models());
        Snapshot.Model a = models.remove("a");
        if (a != null) {
            models.put("a1", part(a, 1 / 3.0));
            models.put("a2", part(a, 2 / 3.0));
        }
        return new Snapshot(s.users(), models);
    }

    private static Snapshot.Model part(Snapshot.Model m, double share) {
        return grown(new Snapshot(1, new TreeMap<>(Map.of("m", m))), 1, share).models().get("m");
    }

    @Test
    void renamingAModelLeavesVolumeUnchanged() throws IOException {
        JsonNode worked = cases().findFirst().orElseThrow();
        Snapshot before = snapshot(worked.get("period0"));
        Snapshot after = snapshot(worked.get("period1"));
        SortedMap<String, Snapshot.Model> renamed = new TreeMap<>(after.models());
        renamed.put("A-2", renamed.remove("A"));
        Effects effects = Decomposition.of(before, new Snapshot(after.users(), renamed));
        assertThat(effects.usd("users")).isCloseTo(24.520131, within(1e-6));
        assertThat(effects.usd("tasks_per_user")).isCloseTo(20.854628, within(1e-6));
        assertThat(effects.usd("list_price")).as("which is why names need a crosswalk").isZero();
    }

    @Test
    void spendFromNothingIsVolume() {
        Snapshot free =
                new Snapshot(1, new TreeMap<>(Map.of("a", new Snapshot.Model(5, new TreeMap<>()))));
        Snapshot paid = random(new SplittableRandom(1), false);
        assertThat(Decomposition.of(free, paid).usd("tasks_per_user")).isEqualTo(paid.spend());
        assertThat(Decomposition.of(paid, free).usd("tasks_per_user")).isEqualTo(-paid.spend());
        Snapshot nobody = new Snapshot(0, new TreeMap<>());
        assertThat(Decomposition.of(nobody, paid).usd("users")).isEqualTo(paid.spend());
    }

    @Test
    void teamsAddUpWithTheirOwnMixEntryAndExit() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 500; i++) {
            Snapshot stay0 = random(random, true);
            Snapshot stay1 = random(random, true);
            Snapshot leave = random(random, true);
            Snapshot come = random(random, true);
            Effects effects =
                    Decomposition.ofTeams(
                            Map.of("stay", stay0, "leave", leave),
                            Map.of("stay", stay1, "come", come),
                            Map.of());
            double change = stay1.spend() + come.spend() - stay0.spend() - leave.spend();
            assertThat(effects.sum())
                    .isCloseTo(
                            change,
                            within(
                                    1e-8
                                            * (stay0.spend()
                                                    + stay1.spend()
                                                    + leave.spend()
                                                    + come.spend())));
            assertThat(effects.usd("team_entry")).isEqualTo(come.spend());
            assertThat(effects.usd("team_exit")).isEqualTo(-leave.spend());
        }
    }

    @Test
    void oneTeamGivesTheCompanyAgain() {
        SplittableRandom random = new SplittableRandom(12);
        Snapshot a = random(random, false);
        Snapshot b = random(random, false);
        Effects company = Decomposition.of(a, b);
        Effects team = Decomposition.ofTeams(Map.of("t", a), Map.of("t", b), Map.of());
        company.usd()
                .forEach((name, usd) ->
                        assertThat(team.usd(name))
                                .as(name)
                                .isCloseTo(usd, within(1e-9 * a.spend())));
        assertThat(team.usd("team_mix")).isCloseTo(0, within(1e-9 * a.spend()));
    }

    @Test
    void twoTeamsWorkedByHand() {
        // Both teams spend $100 before and after; one grows from 10 to 30 users, the other stays at
        // 10: the company doubles.
        Effects effects =
                Decomposition.ofTeams(
                        Map.of("x", flat(10), "y", flat(10)),
                        Map.of("x", flat(30), "y", flat(10)),
                        Map.of());
        assertThat(effects.usd("users")).isCloseTo(200 * Math.log(2), within(1e-9));
        assertThat(effects.models("team_mix").get("x"))
                .isCloseTo(100 * Math.log(1.5), within(1e-9));
        assertThat(effects.models("team_mix").get("y"))
                .isCloseTo(100 * Math.log(0.5), within(1e-9));
        assertThat(effects.usd("tasks_per_user")).isCloseTo(-100 * Math.log(3), within(1e-9));
    }

    private static Snapshot flat(double users) {
        return new Snapshot(
                users,
                new TreeMap<>(
                        Map.of(
                                "m",
                                new Snapshot.Model(
                                        50,
                                        new TreeMap<>(
                                                Map.of(
                                                        "input",
                                                        new Snapshot.BillingClass(
                                                                Map.of("input.prompt", 1e6),
                                                                100,
                                                                100,
                                                                100,
                                                                100,
                                                                100)))))));
    }

    @Test
    void theLogarithmicMeanHasItsLimits() {
        assertThat(LogMean.of(2, 1)).isCloseTo(1 / Math.log(2), within(1e-15));
        assertThat(LogMean.of(3, 3)).isEqualTo(3);
        assertThat(LogMean.of(0, 3)).isZero();
        assertThat(LogMean.of(3, 0)).isZero();
        assertThat(LogMean.of(1 + 1e-12, 1)).isCloseTo(1 + 5e-13, within(1e-15));
    }
}
