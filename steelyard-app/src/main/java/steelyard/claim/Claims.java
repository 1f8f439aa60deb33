package steelyard.claim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;
import steelyard.table.TableFile.Row;

/// Claims with the steps that check them: the bundled ones, or a folder's.
public record Claims(Map<String, Claim> all) {
    private static final List<String> COLUMNS =
            List.of("claim", "topic", "who", "when", "says", "source", "remark");

    public Claims {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    public static Claims bundled() {
        return read(
                take ->
                        TableFile.resource(
                                Claims.class, "/steelyard/claim/claims.csv", COLUMNS, take),
                take ->
                        TableFile.resource(
                                Claims.class, "/steelyard/claim/steps.csv", Step.COLUMNS, take),
                "claim/steps.csv");
    }

    /// Those of a folder: `claims.csv` and `steps.csv`.
    ///
    /// @throws Refusal with file and line of what is wrong
    public static Claims of(Path folder) {
        Path steps = folder.resolve("steps.csv");
        return read(
                take -> TableFile.read(folder.resolve("claims.csv"), COLUMNS, take),
                take -> TableFile.read(steps, Step.COLUMNS, take),
                steps.toString());
    }

    private static Claims read(
            Consumer<Consumer<Row>> claimRows, Consumer<Consumer<Row>> stepRows, String file) {
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        Map<String, String> first = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        stepRows.accept(row -> {
            Step step = Step.of(row, file);
            String claim = row.required("claim");
            if (!names.add(claim + " " + step.name())) {
                throw new Refusal("%s has two steps \"%s\"".formatted(claim, step.name()));
            }
            first.putIfAbsent(claim, step.at());
            steps.computeIfAbsent(claim, c -> new ArrayList<>()).add(step);
        });
        Map<String, Claim> all = new LinkedHashMap<>();
        claimRows.accept(row -> {
            String id = row.required("claim");
            Claim claim =
                    new Claim(
                            id,
                            row.required("topic"),
                            row.required("who"),
                            row.required("when"),
                            row.required("says"),
                            row.required("source"),
                            row.text("remark"),
                            steps.getOrDefault(id, List.of()));
            if (all.put(id, claim) != null) {
                throw new Refusal("%s is there twice".formatted(id));
            }
        });
        steps.keySet()
                .forEach(id -> {
                    if (!all.containsKey(id)) {
                        throw new Refusal("%s: no claim \"%s\"".formatted(first.get(id), id));
                    }
                });
        return new Claims(all);
    }

    /// @throws Refusal naming those there are
    public Claim claim(String id) {
        Claim found = all.get(id);
        if (found == null) {
            throw new Refusal(
                    "no claim \"%s\"; there are %s".formatted(id, String.join(", ", all.keySet())));
        }
        return found;
    }

    /// A claim, recomputed.
    ///
    /// @throws Refusal if a step cannot be followed, with file and line
    public static Finding check(Claim claim, Commands commands) {
        return Check.of(claim, commands);
    }

    /// A verdict in words.
    public static String words(Verdict verdict) {
        return Check.words(verdict);
    }
}
