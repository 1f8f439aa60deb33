package steelyard.price;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import steelyard.refusal.Refusal;
import steelyard.token.Validity;

/// How a name in a log becomes a listed name: an alias for one name, or a rule for all that fit a
/// pattern; or a mark on listed names that do not say which of two regions' prices applies.
///
/// @param name the whole name, for an alias in lower case
/// @param model the listed name; in a rule `$1` stands for what the first group matched
/// @param region what the name says of the region; empty if nothing
/// @param flags bits of what a reader is to know of the choice
record NameRule(
        String provider,
        Kind kind,
        Pattern name,
        String model,
        String region,
        Validity validity,
        int flags) {

    /// What a row of `names.csv` does.
    enum Kind {
        ALIAS,
        RULE,
        MARK
    }

    /// A listed name, and the region that the log's name gave.
    record Listed(String model, String region) {}

    static NameRule of(CsvTable.Row row) {
        Kind kind =
                switch (row.required("kind")) {
                    case "alias" -> Kind.ALIAS;
                    case "rule" -> Kind.RULE;
                    case "mark" -> Kind.MARK;
                    default ->
                            throw new Refusal(
                                    "kind \"%s\" is neither alias, rule nor mark"
                                            .formatted(row.text("kind")));
                };
        boolean alias = kind == Kind.ALIAS;
        String name = row.required("name");
        try {
            return new NameRule(
                    row.required("provider"),
                    kind,
                    alias
                            ? Pattern.compile(name.toLowerCase(Locale.ROOT), Pattern.LITERAL)
                            : Pattern.compile(name, Pattern.CASE_INSENSITIVE),
                    kind == Kind.MARK ? "" : row.required("model"),
                    row.text("region"),
                    new Validity(
                            PriceSheet.instant("from", row.text("from"), Instant.MIN),
                            PriceSheet.instant("to", row.text("to"), Instant.MAX)),
                    (kind == Kind.RULE ? Flag.NAME_BY_RULE.bit() : 0) | flag(row.text("flag")));
        } catch (PatternSyntaxException e) {
            throw new Refusal(
                    "name \"%s\" is not a pattern: %s".formatted(name, e.getDescription()), e);
        }
    }

    private static int flag(String text) {
        return switch (text) {
            case "" -> 0;
            case "ambiguous" -> Flag.NAME_AMBIGUOUS.bit();
            default -> throw new Refusal("flag \"%s\" is not ambiguous".formatted(text));
        };
    }

    Optional<Listed> apply(String text) {
        Matcher m = name.matcher(text);
        return m.matches()
                ? Optional.of(
                        kind == Kind.ALIAS
                                ? new Listed(model, region)
                                : new Listed(expand(m, model), expand(m, region)))
                : Optional.empty();
    }

    private static String expand(Matcher m, String template) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '$' && i + 1 < template.length()) {
                String group = m.group(Character.digit(template.charAt(++i), 10));
                out.append(group == null ? "" : group);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
