package steelyard.price;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which listed model a name in a log stands for: by an alias of the time, by the list itself, or
/// by a rule.
final class Names {
    /// Rules may follow one another, a vendor's prefix on a dated name, but not for ever.
    private static final int DEEPEST = 6;

    /// No listed name is nearly as long; what is longer is not a name.
    private static final int LONGEST = 512;

    private final Map<String, Map<String, List<NameRule>>> aliases = new HashMap<>();
    private final Map<String, List<NameRule>> rules = new HashMap<>();
    private final Map<String, List<NameRule>> marks = new HashMap<>();

    Names(List<NameRule> all) {
        for (NameRule rule : all) {
            if (rule.kind() == NameRule.Kind.ALIAS) {
                aliases.computeIfAbsent(rule.provider(), p -> new HashMap<>())
                        .computeIfAbsent(rule.name().pattern(), n -> new ArrayList<>(1))
                        .add(rule);
            } else {
                (rule.kind() == NameRule.Kind.RULE ? rules : marks)
                        .computeIfAbsent(rule.provider(), p -> new ArrayList<>())
                        .add(rule);
            }
        }
    }

    /// What a name stands for at an instant.
    ///
    /// @param flags says so where a rule decided
    record Meaning(NameRule.Listed listed, int flags) {}

    Optional<Meaning> at(Sheets sheets, String provider, String name, Instant at) {
        for (NameRule alias : aliasesOf(provider, name)) {
            if (alias.validity().contains(at)) {
                return alias.apply(name.toLowerCase(Locale.ROOT))
                        .map(listed -> new Meaning(listed, alias.flags()));
            }
        }
        return sheets.lists(provider, name)
                ? Optional.of(new Meaning(new NameRule.Listed(name, ""), 0))
                : byRule(sheets, provider, name, DEEPEST);
    }

    /// All listed models that a name stands for at some time; empty if it is unknown.
    List<NameRule.Listed> ever(Sheets sheets, String provider, String name) {
        return ever(sheets, provider, name, DEEPEST);
    }

    private List<NameRule.Listed> ever(Sheets sheets, String provider, String name, int depth) {
        List<NameRule.Listed> listed = new ArrayList<>();
        for (NameRule alias : aliasesOf(provider, name)) {
            alias.apply(name.toLowerCase(Locale.ROOT)).ifPresent(listed::add);
        }
        if (sheets.lists(provider, name)) {
            listed.add(new NameRule.Listed(name, ""));
        }
        if (listed.isEmpty()) {
            byRule(sheets, provider, name, depth).map(Meaning::listed).ifPresent(listed::add);
        }
        return listed;
    }

    /// What a reader is to know of a listed name that comes without a region.
    int marks(String provider, String listed) {
        int flags = 0;
        for (NameRule mark : marks.getOrDefault(provider, List.of())) {
            flags |= mark.name().matcher(listed).matches() ? mark.flags() : 0;
        }
        return flags;
    }

    /// When a name's meaning may change.
    Set<Instant> changes(String provider, String name) {
        Set<Instant> changes = new LinkedHashSet<>();
        for (NameRule alias : aliasesOf(provider, name)) {
            changes.add(alias.validity().from());
            changes.add(alias.validity().to());
        }
        return changes;
    }

    private List<NameRule> aliasesOf(String provider, String name) {
        return aliases.getOrDefault(provider, Map.of())
                .getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /// The first rule that leads to a listed name, perhaps by way of others.
    private Optional<Meaning> byRule(Sheets sheets, String provider, String name, int depth) {
        if (depth == 0 || name.length() > LONGEST) {
            return Optional.empty();
        }
        for (NameRule rule : rules.getOrDefault(provider, List.of())) {
            Optional<NameRule.Listed> ruled = rule.apply(name).filter(l -> !l.model().equals(name));
            if (ruled.isPresent()) {
                List<NameRule.Listed> meant =
                        ever(sheets, provider, ruled.get().model(), depth - 1);
                if (!meant.isEmpty()) {
                    NameRule.Listed first = meant.getFirst();
                    return Optional.of(
                            new Meaning(
                                    first.region().isEmpty()
                                            ? new NameRule.Listed(
                                                    first.model(), ruled.get().region())
                                            : first,
                                    rule.flags()));
                }
            }
        }
        return Optional.empty();
    }
}
