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
    private final Map<String, Map<String, List<NameRule>>> aliases = new HashMap<>();
    private final Map<String, List<NameRule>> rules = new HashMap<>();

    Names(List<NameRule> all) {
        for (NameRule rule : all) {
            if (rule.alias()) {
                aliases.computeIfAbsent(rule.provider(), p -> new HashMap<>())
                        .computeIfAbsent(rule.name().pattern(), n -> new ArrayList<>(1))
                        .add(rule);
            } else {
                rules.computeIfAbsent(rule.provider(), p -> new ArrayList<>()).add(rule);
            }
        }
    }

    /// What a name stands for at an instant.
    ///
    /// @param flags says so where a rule decided
    record Meaning(NameRule.Listed listed, int flags) {}

    Optional<Meaning> at(Sheets sheets, String provider, String name, Instant at) {
        Optional<NameRule.Listed> alias =
                aliasesOf(provider, name).stream()
                        .filter(a -> a.validity().contains(at))
                        .findFirst()
                        .flatMap(a -> a.apply(name.toLowerCase(Locale.ROOT)));
        if (alias.isPresent()) {
            return alias.map(listed -> new Meaning(listed, 0));
        }
        return sheets.lists(provider, name)
                ? Optional.of(new Meaning(new NameRule.Listed(name, ""), 0))
                : byRule(sheets, provider, name)
                        .map(listed -> new Meaning(listed, Flag.NAME_BY_RULE.bit()));
    }

    /// All listed models that a name stands for at some time; empty if it is unknown.
    List<NameRule.Listed> ever(Sheets sheets, String provider, String name) {
        List<NameRule.Listed> listed = new ArrayList<>();
        for (NameRule alias : aliasesOf(provider, name)) {
            alias.apply(name.toLowerCase(Locale.ROOT)).ifPresent(listed::add);
        }
        if (sheets.lists(provider, name)) {
            listed.add(new NameRule.Listed(name, ""));
        }
        if (listed.isEmpty()) {
            byRule(sheets, provider, name).ifPresent(listed::add);
        }
        return listed;
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

    private Optional<NameRule.Listed> byRule(Sheets sheets, String provider, String name) {
        for (NameRule rule : rules.getOrDefault(provider, List.of())) {
            Optional<NameRule.Listed> ruled = rule.apply(name).filter(l -> !l.model().equals(name));
            if (ruled.isPresent()) {
                List<NameRule.Listed> meant = ever(sheets, provider, ruled.get().model());
                if (!meant.isEmpty()) {
                    NameRule.Listed first = meant.getFirst();
                    return Optional.of(
                            first.region().isEmpty()
                                    ? new NameRule.Listed(first.model(), ruled.get().region())
                                    : first);
                }
            }
        }
        return Optional.empty();
    }
}
