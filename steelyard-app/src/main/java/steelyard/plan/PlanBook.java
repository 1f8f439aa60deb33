package steelyard.plan;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;
import steelyard.table.TableFile.Row;

/// The terms of plans over time: the bundled ones, and a user's own.
///
/// @param terms by plan, the oldest first
public record PlanBook(Map<String, List<Terms>> terms) {
    /// The day on which the sources of the bundled terms were last looked at.
    public static final LocalDate AS_OF = LocalDate.of(2026, 11, 21);

    private static final List<String> PLANS =
            List.of(
                    "plan",
                    "name",
                    "vendor",
                    "price",
                    "currency",
                    "from",
                    "to",
                    "allowance",
                    "overage",
                    "models",
                    "evidence",
                    "source");
    private static final List<String> LIMITS =
            List.of("plan", "from", "window", "kind", "hours", "amount", "unit", "usd");

    public PlanBook {
        Map<String, List<Terms>> copy = new LinkedHashMap<>();
        terms.forEach((plan, list) -> copy.put(plan, List.copyOf(list)));
        terms = java.util.Collections.unmodifiableMap(copy);
    }

    public static PlanBook bundled() {
        return read(
                take ->
                        TableFile.resource(
                                PlanBook.class, "/steelyard/plan/limits.csv", LIMITS, take),
                take ->
                        TableFile.resource(
                                PlanBook.class, "/steelyard/plan/plans.csv", PLANS, take),
                "plans.csv",
                "limits.csv");
    }

    /// With the plans of a folder, `plans.csv` and `limits.csv`; a plan that is bundled too is
    /// taken from the folder alone.
    ///
    /// @throws Refusal with file and line of what is wrong
    public PlanBook with(Path folder) {
        Path plans = folder.resolve("plans.csv");
        Path limits = folder.resolve("limits.csv");
        PlanBook own =
                read(
                        take -> TableFile.read(limits, LIMITS, take),
                        take -> TableFile.read(plans, PLANS, take),
                        plans.toString(),
                        limits.toString());
        Map<String, List<Terms>> all = new LinkedHashMap<>(terms);
        all.putAll(own.terms);
        return new PlanBook(all);
    }

    private record Limited(int line, Limit limit) {}

    private static PlanBook read(
            Consumer<Consumer<Row>> limitRows,
            Consumer<Consumer<Row>> planRows,
            String plansFile,
            String limitsFile) {
        Map<String, List<Limited>> limits = new HashMap<>();
        limitRows.accept(row ->
                limits.computeIfAbsent(
                                row.required("plan") + " " + row.required("from"),
                                key -> new ArrayList<>())
                        .add(new Limited(row.line(), Limit.of(row))));
        Map<String, List<Terms>> terms = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        planRows.accept(row -> {
            String key = row.required("plan") + " " + row.required("from");
            if (!used.add(key)) {
                throw new Refusal("%s is there twice from the same day".formatted(key));
            }
            terms.computeIfAbsent(row.required("plan"), plan -> new ArrayList<>())
                    .add(
                            Terms.of(
                                    row,
                                    limits.getOrDefault(key, List.of()).stream()
                                            .map(Limited::limit)
                                            .toList(),
                                    plansFile + ":" + row.line()));
        });
        limits.forEach((key, list) -> {
            if (!used.contains(key)) {
                throw new Refusal(
                        "%s:%d: no plan %s in %s"
                                .formatted(limitsFile, list.getFirst().line(), key, plansFile));
            }
        });
        terms.values().forEach(list -> list.sort(Comparator.comparing(Terms::from)));
        for (List<Terms> list : terms.values()) {
            for (int i = 1; i < list.size(); i++) {
                Terms before = list.get(i - 1);
                if (before.to().isEmpty() || before.to().get().isAfter(list.get(i).from())) {
                    throw new Refusal(
                            "%s: still in force when %s begins; give it an end"
                                    .formatted(before.at(), list.get(i).at()));
                }
            }
        }
        return new PlanBook(terms);
    }

    /// The terms in force on a day, by vendor and price.
    public List<Terms> on(LocalDate day) {
        return terms.values().stream()
                .flatMap(List::stream)
                .filter(t -> t.on(day))
                .sorted(
                        Comparator.comparing(Terms::vendor)
                                .thenComparingDouble(t -> t.usd().orElse(0))
                                .thenComparing(Terms::plan))
                .toList();
    }

    /// A plan's terms on a day.
    ///
    /// @throws Refusal naming like plans, or when there were terms
    public Terms on(LocalDate day, String plan) {
        List<Terms> all = regimes(plan);
        return all.stream()
                .filter(t -> t.on(day))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                "no terms of %s on %s are known; there are those of %s"
                                        .formatted(plan, day, spans(all))));
    }

    /// The last terms of a plan that are known.
    public Terms last(String plan) {
        return regimes(plan).getLast();
    }

    /// All terms of a plan, the oldest first.
    ///
    /// @throws Refusal naming like plans
    public List<Terms> regimes(String plan) {
        List<Terms> found = terms.get(plan);
        if (found == null) {
            List<String> near =
                    terms.keySet().stream()
                            .filter(p -> p.split("-", 2)[0].equals(plan.split("-", 2)[0]))
                            .toList();
            throw new Refusal(
                    "no plan \"%s\"; %s %s"
                            .formatted(
                                    plan,
                                    near.isEmpty() ? "there are" : "close to it:",
                                    String.join(", ", near.isEmpty() ? terms.keySet() : near)));
        }
        return found;
    }

    private static String spans(List<Terms> all) {
        return all.stream()
                .map(t -> t.from() + " to " + t.to().map(LocalDate::toString).orElse("now"))
                .collect(Collectors.joining("; "));
    }

    /// What the plan became: the newest terms whose name says so.
    public Optional<Terms> onAfter(Terms ended) {
        return ended.to()
                .flatMap(to ->
                        on(to).stream()
                                .filter(t -> t.vendor().equals(ended.vendor()))
                                .filter(t -> t.name().contains("former"))
                                .filter(t -> t.usd().equals(ended.usd()))
                                .findFirst());
    }
}
