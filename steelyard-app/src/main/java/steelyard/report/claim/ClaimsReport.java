package steelyard.report.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steelyard.claim.Claims;
import steelyard.claim.Finding;
import steelyard.claim.Verdict;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.show.Tone;
import steelyard.show.Words;

/// Claims with their verdicts, as tables.
public final class ClaimsReport {
    private ClaimsReport() {}

    /// Every claim in a line.
    public static Answer all(List<Finding> findings) {
        Map<String, Integer> counts = new TreeMap<>();
        findings.forEach(f -> counts.merge(counted(f.verdict()), 1, Integer::sum));
        Table<Finding> table =
                Table.of(
                                "rows",
                                "Claims",
                                "Each recomputed; steelyard claims show CLAIM has every figure and the commands.",
                                findings)
                        .name("claim", "claim", f -> f.claim().id())
                        .name("topic", "topic", f -> f.claim().topic())
                        .name("verdict", "verdict", f -> f.verdict().word())
                        .number("factor", "factor", f -> factor(f.verdict()))
                        .words("says", "says", f -> f.claim().says() + condition(f.verdict()))
                        .toned(f -> tone(f.verdict()))
                        .with(verdicts(findings));
        String headline =
                "%s: %s."
                        .formatted(
                                Words.plural(findings.size(), "claim"),
                                counts.entrySet().stream()
                                        .map(e -> e.getValue() + " " + e.getKey())
                                        .collect(Collectors.joining(", ")));
        return new Answer(
                "steelyard.claims/1",
                new Answer.Heading("Steelyard: public claims", "claims", headline),
                List.of(table),
                List.of(
                        "off by: the claimed figure that is furthest from ours, as a factor; a figure within 5% counts as met, a round one within 10%",
                        "impossible: beyond what the machines could do at their peak; true only if: under a condition that the claim leaves out; not checkable: no source states what it would take"));
    }

    /// How many of each topic hold, and how many do not.
    private static Chart verdicts(List<Finding> findings) {
        List<String> topics = findings.stream().map(f -> f.claim().topic()).distinct().toList();
        List<Chart.Line> parts = new ArrayList<>();
        for (String verdict : COUNTED) {
            List<Double> counts =
                    topics.stream()
                            .map(topic ->
                                    (double)
                                            findings.stream()
                                                    .filter(f ->
                                                            f.claim().topic().equals(topic)
                                                                    && counted(f.verdict())
                                                                            .equals(verdict))
                                                    .count())
                            .toList();
            if (counts.stream().anyMatch(n -> n > 0)) {
                parts.add(new Chart.Line(verdict, counts));
            }
        }
        return new Chart.Stacks("", Kind.COUNT, topics, parts);
    }

    private static final List<String> COUNTED =
            List.of(
                    "hold",
                    "within the range",
                    "true only under a condition",
                    "are off by some factor",
                    "impossible",
                    "not checkable");

    private static String counted(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Holds(boolean narrowly) -> narrowly ? "within the range" : "hold";
            case Verdict.Off _ -> "are off by some factor";
            case Verdict.Impossible _ -> "impossible";
            case Verdict.OnlyIf _ -> "true only under a condition";
            case Verdict.NotCheckable _ -> "not checkable";
        };
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Holds _ -> Tone.GOOD;
            case Verdict.Off _, Verdict.Impossible _ -> Tone.BAD;
            case Verdict.OnlyIf _, Verdict.NotCheckable _ -> Tone.OPEN;
        };
    }

    private static OptionalDouble factor(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Off(double factor) -> OptionalDouble.of(factor);
            case Verdict.Impossible(double factor) -> OptionalDouble.of(factor);
            case Verdict.Holds _, Verdict.OnlyIf _, Verdict.NotCheckable _ ->
                    OptionalDouble.empty();
        };
    }

    private static String condition(Verdict verdict) {
        return verdict instanceof Verdict.OnlyIf(String condition) ? " - only if " + condition : "";
    }

    /// One claim with all that its verdict rests on.
    public static Answer one(Finding f) {
        List<Table<?>> parts = new ArrayList<>();
        parts.add(
                Table.of(
                                "rows",
                                "The figures",
                                "From the first to the one that decides.",
                                f.lines())
                        .name("figure", "figure", Finding.Line::name)
                        .number("value", "value", Finding.Line::value)
                        .number("low", "low", l -> l.low() == l.high() ? null : l.low())
                        .number("high", "high", l -> l.low() == l.high() ? null : l.high())
                        .number("claimed_low", "claimed, low", Finding.Line::claimedLow)
                        .number("claimed_high", "claimed, high", Finding.Line::claimedHigh)
                        .name("unit", "unit", Finding.Line::unit)
                        .name("verdict", "verdict", Finding.Line::verdict)
                        .words("how", "how", ClaimsReport::how));
        if (!f.sensitivities().isEmpty()) {
            parts.add(
                    Table.of(
                                    "sensitivity",
                                    "What it hangs on",
                                    "Figures that decide, with each uncertain one alone at its ends.",
                                    f.sensitivities())
                            .name("figure", "figure", s -> s.decides())
                            .name("by", "by", s -> s.by())
                            .number("at_low", "low", s -> s.at())
                            .number("at_high", "high", s -> s.to())
                            .number("then_low", "figure at low", s -> s.low())
                            .number("then_high", "figure at high", s -> s.high()));
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                String.format(
                        Locale.ROOT,
                        "%s, %s (%s)",
                        f.claim().who(),
                        f.claim().when(),
                        f.claim().source()));
        if (!f.claim().remark().isEmpty()) {
            notes.add(f.claim().remark());
        }
        f.claim().commands().forEach(c -> notes.add("run it: steelyard " + c));
        return new Answer(
                "steelyard.claims.show/1",
                new Answer.Heading(
                        "Steelyard: a public claim",
                        "claims",
                        "%s: \"%s\" %s."
                                .formatted(
                                        f.claim().id(),
                                        f.claim().says(),
                                        capital(Claims.words(f.verdict())))),
                parts,
                notes);
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String how(Finding.Line l) {
        return l.how().isEmpty() || l.note().isEmpty()
                ? l.how() + l.note()
                : l.how() + " - " + l.note();
    }
}
