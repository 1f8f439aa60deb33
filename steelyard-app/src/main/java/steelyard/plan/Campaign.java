package steelyard.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.random.RandomDataGenerator;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;

/// What it takes to have agents do many tasks: money, tokens, days and energy, as distributions.
///
/// Formulas: docs/methods/plans.md, "Campaigns".
///
/// @param draws in the order in which they were drawn
/// @param tornado inputs that move the cost, the strongest first
public record Campaign(Question question, List<Draw> draws, List<Bar> tornado) {
    /// Draws of all inputs.
    private static final int DRAWS = 20_000;

    private static final NormalDistribution NORMAL = new NormalDistribution();
    private static final double NINETY = NORMAL.inverseCumulativeProbability(0.9);

    /// One input: most likely `typical`, below `low` in one case of ten and above `high` in one.
    public record Input(
            String name,
            double low,
            double typical,
            double high,
            double least,
            double most,
            String unit,
            String what,
            String source) {
        public Input {
            if (!(low >= least && low <= typical && typical <= high && high <= most)) {
                throw new Refusal(
                        "input %s of %s, %s, %s: from low to high, none below %s or above %s"
                                .formatted(name, low, typical, high, plain(least), plain(most)));
            }
        }

        private static String plain(double value) {
            return new BigDecimal(value)
                    .round(new MathContext(6))
                    .stripTrailingZeros()
                    .toPlainString();
        }

        /// With one value.
        public Input at(double value) {
            return at(value, value, value);
        }

        /// With another range.
        public Input at(double from, double middle, double to) {
            return new Input(name, from, middle, to, least, most, unit, what, "as stated");
        }

        /// At a quantile: two half-lognormals that meet at `typical`, or half-normals where the low
        /// end is zero; shares end at one.
        double quantile(double u) {
            if (low == high) {
                return typical;
            }
            double z = NORMAL.inverseCumulativeProbability(u) / NINETY;
            double end = z < 0 ? low : high;
            double value =
                    low > 0
                            ? typical * Math.pow(end / typical, Math.abs(z))
                            : Math.max(0, typical + (end - typical) * Math.abs(z));
            return Math.clamp(value, least, most);
        }
    }

    /// The bundled inputs, by name: `campaign.csv`.
    public static Map<String, Input> inputs() {
        Map<String, Input> all = new LinkedHashMap<>();
        TableFile.resource(
                Campaign.class,
                "/steelyard/plan/campaign.csv",
                List.of(
                        "input", "low", "typical", "high", "least", "most", "unit", "what",
                        "source"),
                row ->
                        all.put(
                                row.required("input"),
                                new Input(
                                        row.required("input"),
                                        row.number("low"),
                                        row.number("typical"),
                                        row.number("high"),
                                        row.number("least"),
                                        row.number("most"),
                                        row.text("unit"),
                                        row.required("what"),
                                        row.text("source"))));
        return all;
    }

    /// USD per million tokens.
    ///
    /// @param write what new context costs: the price of a cache write where it is one, else of
    ///   input
    public record Rates(double input, double write, double read, double output, String from) {
        /// The rate of a class: `input`, `write`, `read` or `output`.
        public double of(String kind) {
            return switch (kind) {
                case "input" -> input;
                case "write" -> write;
                case "read" -> read;
                default -> output;
            };
        }
    }

    /// @param inputs by name
    /// @param attempts at a task before it is given up
    /// @param compact tokens of context at which it is summed up to a fifth
    public record Question(
            Map<String, Input> inputs, Rates rates, int tasks, int attempts, long seed) {
        public Question {
            inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
            if (tasks < 1 || tasks > 1_000_000_000 || attempts < 1 || attempts > 1000) {
                throw new Refusal(
                        "%d tasks, %d attempts: 1 to a billion tasks, 1 to 1,000 attempts"
                                .formatted(tasks, attempts));
            }
        }

        /// @throws Refusal if a context is summed up to more than it may hold
        private void check() {
            if (typical("compact") < 2 * typical("context")) {
                throw new Refusal(
                        "input compact %s: at least twice the context that an attempt starts with, %s"
                                .formatted(typical("compact"), typical("context")));
            }
        }

        private double typical(String name) {
            Input input = inputs.get(name);
            if (input == null) {
                throw new Refusal("no input \"%s\"".formatted(name));
            }
            return input.typical();
        }

        Question with(Input input) {
            Map<String, Input> changed = new LinkedHashMap<>(inputs);
            changed.put(input.name(), input);
            return new Question(changed, rates, tasks, attempts, seed);
        }
    }

    /// One draw of the whole campaign.
    ///
    /// @param tokensUsd what the tokens cost
    /// @param otherUsd harness, checks and review
    /// @param merged tasks that succeed
    /// @param fresh tokens read anew
    /// @param cached tokens read from the cache
    /// @param output tokens
    /// @param attempts in all
    public record Draw(
            double tokensUsd,
            double otherUsd,
            double merged,
            double fresh,
            double cached,
            double output,
            double attempts,
            double days,
            double kwh) {
        public double usd() {
            return tokensUsd + otherUsd;
        }

        public double tokens() {
            return fresh + cached + output;
        }
    }

    /// @param low cost at the input's low end
    public record Bar(Input input, double low, double high) {
        public double swing() {
            return Math.abs(high - low);
        }
    }

    public Campaign {
        draws = List.copyOf(draws);
        tornado = List.copyOf(tornado);
    }

    public static Campaign of(Question q) {
        q.check();
        RandomDataGenerator random = new RandomDataGenerator(q.seed());
        List<Draw> draws = new ArrayList<>();
        for (int d = 0; d < DRAWS; d++) {
            Map<String, Double> values = new LinkedHashMap<>();
            q.inputs()
                    .forEach((name, input) ->
                            values.put(
                                    name,
                                    input.quantile(
                                            Math.clamp(random.nextDouble(), 1e-9, 1 - 1e-9))));
            // Sizes of tasks differ; over many of them that evens out.
            double size = of(values, "task.sigma");
            double spread = Math.sqrt(Math.expm1(size * size) / q.tasks());
            draws.add(
                    draw(
                            q,
                            values,
                            Attempts.Outcome.drawn(
                                    q.tasks(),
                                    of(values, "success"),
                                    of(values, "alike"),
                                    q.attempts(),
                                    random),
                            Math.exp(spread * random.nextNormal(0, 1) - spread * spread / 2)));
        }
        List<Bar> bars = new ArrayList<>();
        for (Input input : q.inputs().values()) {
            if (input.low() < input.high()) {
                bars.add(
                        new Bar(
                                input,
                                typical(q.with(input.at(input.low()))).usd(),
                                typical(q.with(input.at(input.high()))).usd()));
            }
        }
        bars.sort(Comparator.comparingDouble(Bar::swing).reversed());
        return new Campaign(q, draws, bars.stream().filter(b -> b.swing() > 0).toList());
    }

    /// With every input at its typical value.
    public Draw typical() {
        return typical(question);
    }

    private static Draw typical(Question q) {
        Map<String, Double> values = new LinkedHashMap<>();
        q.inputs().forEach((name, input) -> values.put(name, input.typical()));
        return draw(
                q,
                values,
                Attempts.Outcome.expected(
                        q.tasks(), of(values, "success"), of(values, "alike"), q.attempts()),
                1);
    }

    /// @param size of the tasks over the mean
    private static Draw draw(
            Question q, Map<String, Double> v, Attempts.Outcome outcome, double size) {
        Attempts.Attempt attempt =
                Attempts.attempt(
                        of(v, "turns"),
                        of(v, "context"),
                        of(v, "growth"),
                        of(v, "answer"),
                        Math.max(of(v, "compact"), 2 * of(v, "context")));
        double merged = outcome.merged();
        double attempts = outcome.attempts() * (1 + of(v, "rework"));
        // Work in attempts of mean size.
        double all = attempts * size;
        double hit = of(v, "hit");
        double fresh = all * attempt.fresh();
        double missed = all * attempt.old() * (1 - hit);
        double cached = all * attempt.old() * hit;
        double output = all * attempt.output();
        double tokens =
                1e-6
                        * (fresh * (hit > 0 ? q.rates().write() : q.rates().input())
                                + missed * q.rates().input()
                                + cached * q.rates().read()
                                + output * q.rates().output());
        double other =
                attempts * (of(v, "harness") + of(v, "checks"))
                        + merged * of(v, "review") * of(v, "wage");
        double busy =
                all * (attempt.output() / of(v, "speed") + of(v, "turns") * of(v, "tool.seconds"));
        double limited = (fresh + missed + output) / of(v, "tokens.per.minute") * 60;
        double joules =
                ((fresh + missed) * of(v, "joules.input") + output * of(v, "joules.output"))
                        * of(v, "site");
        return new Draw(
                tokens,
                other,
                merged,
                fresh + missed,
                cached,
                output,
                attempts,
                Math.max(busy / Math.min(of(v, "agents"), q.tasks()), limited) / 86400,
                joules / 3.6e6);
    }

    private static double of(Map<String, Double> values, String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new Refusal("no input \"%s\"".formatted(name));
        }
        return value;
    }

    /// A quantile over the draws.
    public double quantile(double q, ToDoubleFunction<Draw> of) {
        double[] sorted = draws.stream().mapToDouble(of).sorted().toArray();
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    /// A quantile of the cost over merged changes, among the draws that merge any; not a number if
    /// none does.
    public double perMerged(double q) {
        double[] sorted =
                draws.stream()
                        .filter(d -> d.merged() > 0)
                        .mapToDouble(d -> d.usd() / d.merged())
                        .sorted()
                        .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    /// Chance that the whole campaign costs no more.
    public double within(double budget) {
        return draws.stream().filter(d -> d.usd() <= budget).count() / (double) draws.size();
    }

    /// Tasks done for a budget, if work stops when it is spent: quantiles.
    public double[] mergedWithin(double budget, double[] quantiles) {
        double[] merged =
                draws.stream()
                        .mapToDouble(d -> d.merged() * Math.min(1, budget / d.usd()))
                        .sorted()
                        .toArray();
        return Arrays.stream(quantiles)
                .map(q -> merged[(int) Math.round(q * (merged.length - 1))])
                .toArray();
    }

    /// One more attempt at a task that failed so often.
    ///
    /// @param attempt 1 for the first
    /// @param success chance that it succeeds, given that those before failed
    /// @param usd what one more success costs by then
    public record Further(int attempt, double success, double usd) {}

    /// What a success costs at each attempt: where that passes what a task is worth, give it up.
    public List<Further> further() {
        double success = question.typical("success");
        double alike = question.typical("alike");
        Draw typical = typical();
        double review = question.typical("review") * question.typical("wage");
        double each =
                (typical.usd() - typical.merged() * review)
                        / typical.attempts()
                        * (1 + question.typical("rework"));
        List<Further> list = new ArrayList<>();
        for (int j = 1; j <= Math.max(question.attempts(), 6); j++) {
            double chance = alike * success / (alike + j - 1);
            list.add(
                    new Further(
                            j,
                            chance,
                            chance == 0 ? Double.POSITIVE_INFINITY : each / chance + review));
        }
        return list;
    }
}
