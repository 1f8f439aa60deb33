package steelyard.sheet;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A public sheet that has been read.
///
/// @param format the id of its format
/// @param statements the prices of sellers that are known here
/// @param abilities what it says that offers can do, apart from what they cost
/// @param otherSellers how many entries each other seller has, by its name in the sheet
/// @param unread why entries, or prices in them, were left out, and how many
public record Sheet(
        String format,
        List<Statement> statements,
        List<Ability> abilities,
        Map<String, Integer> otherSellers,
        Map<String, Integer> unread) {
    public Sheet {
        statements = List.copyOf(statements);
        abilities = List.copyOf(abilities);
        otherSellers = Map.copyOf(otherSellers);
        unread = Map.copyOf(unread);
    }

    /// What was left out, in words, the most frequent first.
    public String leftOut() {
        return unread.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }
}
