package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import steelyard.claim.Claims;
import steelyard.claim.Finding;
import steelyard.claim.Verdict;

/// Claims with their verdicts, as tables.
public final class ClaimsReport {
    private ClaimsReport() {}

    /// Every claim in a line.
    public static TableReport all(List<Finding> findings) {
        Map<String, Integer> counts = new TreeMap<>();
        findings.forEach(f -> counts.merge(counted(f.verdict()), 1, Integer::sum));
        return TableReport.of(
                "steelyard.claims/1",
                new TableReport.Heading(
                        "Steelyard: public claims",
                        "claims",
                        "%s: %s."
                                .formatted(
                                        Labels.plural(findings.size(), "claim"),
                                        String.join(
                                                ", ",
                                                counts.entrySet().stream()
                                                        .map(e -> e.getValue() + " " + e.getKey())
                                                        .toList()))),
                "Claims",
                "Each recomputed; steelyard claims show CLAIM has every figure and the commands.",
                List.of("claim", "topic", "verdict", "factor", "says"),
                findings.stream()
                        .map(f ->
                                List.of(
                                        f.claim().id(),
                                        f.claim().topic(),
                                        kind(f.verdict()),
                                        factor(f.verdict()),
                                        f.claim().says() + condition(f.verdict())))
                        .toList(),
                Set.of("factor"),
                List.of(
                        "off by: the claimed figure that is furthest from ours, as a factor; a figure within 5% counts as met, a round one within 10%",
                        "impossible: beyond what the machines could do at their peak; true only if: under a condition that the claim leaves out; not checkable: no source states what it would take"),
                Optional.empty());
    }

    private static String counted(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Holds(boolean narrowly) -> narrowly ? "within the range" : "hold";
            case Verdict.Off _ -> "are off by some factor";
            case Verdict.Impossible _ -> "impossible";
            case Verdict.OnlyIf _ -> "true only under a condition";
            case Verdict.NotCheckable _ -> "not checkable";
        };
    }

    private static String kind(Verdict verdict) {
        return verdict.word();
    }

    private static String factor(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Off(double factor) -> Labels.figures(factor);
            case Verdict.Impossible(double factor) -> Labels.figures(factor);
            case Verdict.Holds _, Verdict.OnlyIf _, Verdict.NotCheckable _ -> "";
        };
    }

    private static String condition(Verdict verdict) {
        return verdict instanceof Verdict.OnlyIf(String condition) ? " - only if " + condition : "";
    }

    /// One claim with all that its verdict rests on.
    public static TableReport one(Finding f) {
        List<TableReport.Part> parts = new ArrayList<>();
        parts.add(
                TableReport.Part.worded(
                        "rows",
                        "The figures",
                        "From the first to the one that decides.",
                        List.of(
                                "figure",
                                "value",
                                "low",
                                "high",
                                "claimed_low",
                                "claimed_high",
                                "unit",
                                "verdict",
                                "how"),
                        f.lines().stream()
                                .map(l ->
                                        List.of(
                                                l.name(),
                                                Labels.figures(l.value()),
                                                l.low() == l.high() ? "" : Labels.figures(l.low()),
                                                l.low() == l.high() ? "" : Labels.figures(l.high()),
                                                figures(l.claimedLow()),
                                                figures(l.claimedHigh()),
                                                l.unit(),
                                                l.verdict(),
                                                how(l)))
                                .toList(),
                        Set.of("figure", "unit", "verdict", "how"),
                        Optional.empty()));
        if (!f.sensitivities().isEmpty()) {
            parts.add(
                    TableReport.Part.worded(
                            "sensitivity",
                            "What it hangs on",
                            "Figures that decide, with each uncertain one alone at its ends.",
                            List.of("figure", "by", "at_low", "at_high", "then_low", "then_high"),
                            f.sensitivities().stream()
                                    .map(s ->
                                            List.of(
                                                    s.decides(),
                                                    s.by(),
                                                    Labels.figures(s.at()),
                                                    Labels.figures(s.to()),
                                                    Labels.figures(s.low()),
                                                    Labels.figures(s.high())))
                                    .toList(),
                            Set.of("figure", "by"),
                            Optional.empty()));
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
        return new TableReport(
                "steelyard.claims.show/1",
                new TableReport.Heading(
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

    private static String figures(OptionalDouble value) {
        return value.isEmpty() ? "" : Labels.figures(value.getAsDouble());
    }
}
