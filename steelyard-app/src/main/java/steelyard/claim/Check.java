package steelyard.claim;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.parser.ParseException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import steelyard.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/// Goes through the steps of one claim.
final class Check {
    /// Up to so many uncertain figures, every combination of their ends is tried; beyond, each
    /// alone.
    private static final int MOST_CORNERS = 6;

    /// An uncertain figure.
    private record Uncertain(String name, double low, double high) {}

    private final Claim claim;
    private final Map<String, Double> inputs = new LinkedHashMap<>();
    private final List<Uncertain> uncertain = new ArrayList<>();
    private final List<Map<String, Double>> corners = new ArrayList<>();

    private Check(Claim claim, Commands commands) {
        this.claim = claim;
        for (Step step : claim.steps()) {
            switch (step.kind()) {
                case GIVEN -> {
                    inputs.put(step.name(), Double.parseDouble(step.text()));
                    range(step, Step.number(step.low()), Step.number(step.high()));
                }
                case READ -> {
                    JsonNode answer = run(step, step.text(), commands);
                    inputs.put(step.name(), read(step, answer, step.path()));
                    range(
                            step,
                            step.low().isEmpty()
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(end(step, answer, step.low(), commands)),
                            step.high().isEmpty()
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(end(step, answer, step.high(), commands)));
                }
                case COMPUTE, CHECK, WHEN, MOST, LEAST, NEEDS -> {}
            }
        }
        corners();
    }

    static Finding of(Claim claim, Commands commands) {
        return new Check(claim, commands).finding();
    }

    private void range(Step step, OptionalDouble low, OptionalDouble high) {
        if (low.isPresent() || high.isPresent()) {
            double middle = of(inputs, step.name());
            uncertain.add(new Uncertain(step.name(), low.orElse(middle), high.orElse(middle)));
        }
    }

    private void corners() {
        if (uncertain.size() <= MOST_CORNERS) {
            for (int bits = 0; bits < 1 << uncertain.size(); bits++) {
                Map<String, Double> corner = new HashMap<>();
                for (int i = 0; i < uncertain.size(); i++) {
                    Uncertain u = uncertain.get(i);
                    corner.put(u.name(), (bits >> i & 1) == 0 ? u.low() : u.high());
                }
                corners.add(corner);
            }
        } else {
            for (Uncertain u : uncertain) {
                corners.add(Map.of(u.name(), u.low()));
                corners.add(Map.of(u.name(), u.high()));
            }
        }
    }

    private static double of(Map<String, Double> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    private static double read(Step step, JsonNode answer, String path) {
        try {
            return Answer.number(answer, path);
        } catch (Refusal e) {
            throw new Refusal(
                    "%s: steelyard %s --json %s".formatted(step.at(), step.text(), e.getMessage()),
                    e);
        }
    }

    /// An end of a figure's range: a path of the same answer, or `COMMAND : PATH` of another.
    private static double end(Step step, JsonNode answer, String text, Commands commands) {
        int colon = text.indexOf(" : ");
        return colon < 0
                ? read(step, answer, text)
                : read(
                        step,
                        run(step, text.substring(0, colon), commands),
                        text.substring(colon + 3));
    }

    private static JsonNode run(Step step, String command, Commands commands) {
        try {
            return commands.run(command);
        } catch (Refusal e) {
            throw new Refusal(
                    "%s: steelyard %s: %s".formatted(step.at(), command, e.getMessage()), e);
        }
    }

    /// All figures with some inputs at other values.
    private Map<String, Double> figures(Map<String, Double> other) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Step step : claim.steps()) {
            figures.put(
                    step.name(),
                    switch (step.kind()) {
                        case GIVEN, READ ->
                                other.getOrDefault(step.name(), of(inputs, step.name()));
                        case COMPUTE, CHECK, WHEN, MOST, LEAST, NEEDS -> evaluate(step, figures);
                    });
        }
        return figures;
    }

    private static double evaluate(Step step, Map<String, Double> figures) {
        try {
            Expression expression = new Expression(step.text());
            for (String name : expression.getUndefinedVariables()) {
                Double value = figures.get(name);
                if (value == null) {
                    throw new Refusal(
                            "%s: %s: no step \"%s\" before it"
                                    .formatted(step.at(), step.text(), name));
                }
                expression.with(name, value);
            }
            double value = expression.evaluate().getNumberValue().doubleValue();
            if (!Double.isFinite(value)) {
                throw new Refusal("%s: %s is %s".formatted(step.at(), step.text(), value));
            }
            return value;
        } catch (EvaluationException | ParseException | ArithmeticException e) {
            throw new Refusal("%s: %s: %s".formatted(step.at(), step.text(), e.getMessage()), e);
        }
    }

    private Finding finding() {
        Map<String, Double> middle = figures(Map.of());
        List<Map<String, Double>> others = corners.stream().map(this::figures).toList();
        List<Finding.Line> lines = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        String condition = "";
        for (Step step : claim.steps()) {
            double value = of(middle, step.name());
            double low = value;
            double high = value;
            for (Map<String, Double> corner : others) {
                low = Math.min(low, of(corner, step.name()));
                high = Math.max(high, of(corner, step.name()));
            }
            Verdict own =
                    switch (step.kind()) {
                        case CHECK, WHEN -> compare(step, value, low, high);
                        case MOST -> bound(end(step.low()) / high);
                        case LEAST -> bound(low / end(step.low()));
                        case GIVEN, READ, COMPUTE, NEEDS -> new Verdict.NotCheckable();
                    };
            if (!(own instanceof Verdict.NotCheckable) && step.kind() != Step.Kind.WHEN) {
                verdicts.add(own);
            }
            String note = step.note();
            if (step.kind() == Step.Kind.NEEDS) {
                note = note.replace("{}", figure(value));
                condition = condition.isEmpty() ? note : condition + "; " + note;
            }
            boolean claimed =
                    switch (step.kind()) {
                        case CHECK, WHEN, MOST, LEAST -> true;
                        case GIVEN, READ, COMPUTE, NEEDS -> false;
                    };
            lines.add(
                    new Finding.Line(
                            step.name(),
                            step.kind().name().toLowerCase(Locale.ROOT),
                            step.kind() == Step.Kind.READ
                                    ? "steelyard " + step.text() + " : " + step.path()
                                    : step.kind() == Step.Kind.GIVEN ? "" : step.text(),
                            value,
                            low,
                            high,
                            claimed ? Step.number(step.low()) : OptionalDouble.empty(),
                            claimed ? Step.number(step.high()) : OptionalDouble.empty(),
                            step.unit(),
                            note,
                            own instanceof Verdict.NotCheckable ? "" : words(own)));
        }
        return new Finding(claim, worst(verdicts, condition), lines, sensitivities());
    }

    private static double end(String text) {
        return Double.parseDouble(text);
    }

    private static Verdict compare(Step step, double value, double low, double high) {
        double from = end(step.low()) - step.tolerance() * Math.abs(end(step.low()));
        double to = end(step.high()) + step.tolerance() * Math.abs(end(step.high()));
        if (value >= from && value <= to) {
            return new Verdict.Holds(false);
        }
        if (high >= from && low <= to) {
            return new Verdict.Holds(true);
        }
        return new Verdict.Off(value > to ? value / end(step.high()) : end(step.low()) / value);
    }

    private static Verdict bound(double over) {
        return over > 1 ? new Verdict.Impossible(over) : new Verdict.NotCheckable();
    }

    /// Impossible before all; then the figure that is furthest off; then a condition.
    private static Verdict worst(List<Verdict> verdicts, String condition) {
        Verdict worst = new Verdict.NotCheckable();
        for (Verdict v : verdicts) {
            worst = rank(v) > rank(worst) ? v : worst;
        }
        return worst instanceof Verdict.Impossible
                        || worst instanceof Verdict.Off
                        || condition.isEmpty()
                ? worst
                : new Verdict.OnlyIf(condition);
    }

    private static double rank(Verdict v) {
        return switch (v) {
            case Verdict.NotCheckable() -> -3;
            case Verdict.Holds(boolean narrowly) -> narrowly ? -1 : -2;
            case Verdict.OnlyIf(String _) -> 0;
            // Negative: of another sign than what is claimed, so further off than any factor.
            case Verdict.Off(double factor) -> factor > 0 ? factor : 1e100;
            case Verdict.Impossible(double factor) -> 1e200 * factor;
        };
    }

    static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Off(double factor) ->
                    Double.isInfinite(factor)
                            ? "off: one of the two is zero"
                            : factor > 0
                                    ? "off by a factor of " + figure(factor)
                                    : "of another sign";
            case Verdict.Impossible(double factor) ->
                    "impossible: %s times what can be".formatted(figure(factor));
            case Verdict.OnlyIf(String condition) -> "true only if " + condition;
            case Verdict.Holds _, Verdict.NotCheckable _ -> verdict.word();
        };
    }

    private static String figure(double value) {
        return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }

    /// How each figure that decides moves with each uncertain one alone.
    private List<Finding.Sensitivity> sensitivities() {
        List<Finding.Sensitivity> all = new ArrayList<>();
        for (Uncertain u : uncertain) {
            Map<String, Double> low = figures(Map.of(u.name(), u.low()));
            Map<String, Double> high = figures(Map.of(u.name(), u.high()));
            for (Step step : claim.steps()) {
                boolean decides =
                        step.kind() == Step.Kind.CHECK
                                || step.kind() == Step.Kind.WHEN
                                || step.kind() == Step.Kind.NEEDS;
                if (decides && of(low, step.name()) != of(high, step.name())) {
                    all.add(
                            new Finding.Sensitivity(
                                    step.name(),
                                    u.name(),
                                    u.low(),
                                    u.high(),
                                    of(low, step.name()),
                                    of(high, step.name())));
                }
            }
        }
        all.sort(
                Comparator.comparingDouble((Finding.Sensitivity s) ->
                                Math.abs(Math.log(Math.abs(s.high() / s.low()))))
                        .reversed());
        return all;
    }
}
