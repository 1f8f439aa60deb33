package steelyard.usage.format;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A format of logs: how it is recognised, which records matter and how events are read from them.
///
/// @param name as people call it
/// @param about what is special, and what cannot be known from it
/// @param where its files lie, below a home folder
/// @param source where the facts come from
/// @param marks texts that a file of it has near its start: all of one of the lists
/// @param general whether its marks are common, so that every other format that fits comes first
/// @param needles texts of which a line has one, or it does not matter; none if all do
/// @param path what its files' paths look like, if content alone does not tell
/// @param keep which of the records of one response stands
/// @param carried what a record says for those after it
/// @param besides other files that say something of a file's records
/// @param tables of a database whose rows are records
/// @param samples records made up, with the events that must come out
public record Mapping(
        String id,
        String name,
        String about,
        List<String> where,
        String source,
        List<List<String>> marks,
        boolean general,
        List<String> needles,
        Pattern path,
        Keep keep,
        List<Carried> carried,
        List<Beside> besides,
        List<Table> tables,
        List<Rule> rules,
        JsonNode samples,
        JsonNode said) {

    /// Which record of a response stands.
    public enum Keep {
        /// The one with most output.
        LARGEST,
        /// The last in its file.
        LAST,
        /// The first.
        FIRST
    }

    /// @param set fields by the name under which later records find them
    record Carried(Condition when, Map<String, Field> set) {}

    /// Another file that says something of the records of a file.
    ///
    /// @param match the part of the file's path that is replaced
    /// @param file by what
    /// @param each its records, where it is one JSON value; blank for the value or its lines
    public record Beside(Pattern match, String file, String each, Map<String, Field> set) {}

    /// @param columns that it must have
    /// @param parse columns that hold JSON
    public record Table(String name, List<String> columns, List<String> parse) {}

    private static final Set<String> PARTS =
            Set.of(
                    "id", "name", "about", "where", "source", "marks", "general", "lines", "path",
                    "keep", "carry", "beside", "tables", "all", "events", "samples");

    /// @param from where it stands, for messages
    /// @throws Refusal if it is none
    public static Mapping read(byte[] text, String from) {
        JsonNode said;
        try {
            said = Json.MAPPINGS.readTree(text);
        } catch (JacksonException e) {
            throw new Refusal(
                    "%s:%d: %s"
                            .formatted(
                                    from,
                                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        }
        try {
            return of(said);
        } catch (IllegalArgumentException e) {
            throw new Refusal(from + ": " + e.getMessage(), e);
        }
    }

    private static Mapping of(JsonNode said) {
        for (String name : said.propertyNames()) {
            if (!PARTS.contains(name)) {
                throw new Refusal(
                        "\"%s\" is no part of a mapping; there are %s"
                                .formatted(
                                        name, String.join(", ", PARTS.stream().sorted().toList())));
            }
        }
        List<List<String>> marks = new ArrayList<>();
        said.path("marks").forEach(list -> marks.add(texts(list)));
        List<Carried> carried = new ArrayList<>();
        said.path("carry")
                .forEach(one -> {
                    Map<String, Field> set = new LinkedHashMap<>();
                    one.path("set")
                            .properties()
                            .forEach(e -> set.put(e.getKey(), Field.of(e.getValue())));
                    carried.add(
                            new Carried(
                                    one.has("when")
                                            ? Condition.of(one.get("when"))
                                            : Condition.NONE,
                                    set));
                });
        List<Beside> besides = new ArrayList<>();
        said.path("beside")
                .forEach(one -> {
                    Map<String, Field> set = new LinkedHashMap<>();
                    one.path("set")
                            .properties()
                            .forEach(e -> set.put(e.getKey(), Field.of(e.getValue())));
                    besides.add(
                            new Beside(
                                    pattern(required(one, "match")),
                                    required(one, "file"),
                                    one.path("each").asString(""),
                                    set));
                });
        List<Table> tables = new ArrayList<>();
        said.path("tables")
                .forEach(one ->
                        tables.add(
                                new Table(
                                        required(one, "table"),
                                        texts(one.path("columns")),
                                        texts(one.path("parse")))));
        List<Rule> rules = new ArrayList<>();
        JsonNode common = said.has("all") ? said.get("all") : Json.MAPPINGS.createObjectNode();
        said.path("events").forEach(one -> rules.add(Rule.of(one, common)));
        if (rules.isEmpty()) {
            throw new Refusal("no events: which records are calls, and how each is read");
        }
        String id = required(said, "id");
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new Refusal("id \"%s\": small letters, digits and dashes".formatted(id));
        }
        return new Mapping(
                id,
                said.path("name").asString(id),
                said.path("about").asString(""),
                texts(said.path("where")),
                said.path("source").asString(""),
                marks,
                said.path("general").asBoolean(false),
                texts(said.path("lines")),
                pattern(said.path("path").asString("")),
                Keep.valueOf(said.path("keep").asString("largest").toUpperCase(Locale.ROOT)),
                List.copyOf(carried),
                besides,
                tables,
                List.copyOf(rules),
                said.has("samples") ? said.get("samples") : MissingNode.getInstance(),
                said);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new Refusal("\"%s\": %s".formatted(text, e.getDescription()), e);
        }
    }

    private static String required(JsonNode said, String name) {
        if (!said.path(name).isString()) {
            throw new Refusal("no " + name);
        }
        return said.get(name).asString();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asString()));
        return List.copyOf(texts);
    }

    /// The meters that events of it may count.
    public Set<Meter> meters() {
        Set<Meter> meters = EnumSet.noneOf(Meter.class);
        rules.forEach(rule -> meters.addAll(rule.counts().keySet()));
        return meters;
    }

    /// Whether some events stand only where no others tell of their task.
    public boolean hasFallback() {
        return rules.stream().anyMatch(Rule::fallback);
    }

    /// What parses of a record all that the mapping may look at.
    Pruner pruner() {
        Pruner pruner = new Pruner();
        for (Carried one : carried) {
            one.when().wanted(pruner);
            one.set().values().forEach(field -> field.wanted(pruner));
        }
        rules.forEach(rule -> rule.wanted(pruner));
        return pruner;
    }

    /// How a field of an event is read.
    ///
    /// @param event which of the kinds of event, as `1`
    /// @param inside the meter that it is counted inside as well, `?` if the total decides
    public record Said(String event, String field, String from, String inside) {}

    /// Every field of every kind of event, as the mapping says it.
    public List<Said> fields() {
        List<Said> fields = new ArrayList<>();
        JsonNode all = said.path("all");
        int event = 0;
        for (JsonNode one : said.path("events")) {
            event++;
            String number = String.valueOf(event);
            for (String part : List.of("each", "when")) {
                if (one.has(part)) {
                    fields.add(new Said(number, part, text(one.get(part)), ""));
                }
            }
            for (String name : Rule.NAMES) {
                JsonNode from = one.has(name) ? one.get(name) : all.path(name);
                if (!from.isMissingNode()) {
                    fields.add(new Said(number, name, text(from), ""));
                }
            }
            JsonNode inside = one.has("inside") ? one.get("inside") : all.path("inside");
            (one.has("counts") ? one.get("counts") : all.path("counts"))
                    .properties()
                    .forEach(e ->
                            fields.add(
                                    new Said(
                                            number,
                                            e.getKey(),
                                            text(e.getValue()),
                                            inside.path(e.getKey()).asString(""))));
        }
        return fields;
    }

    private static String text(JsonNode from) {
        return from.isString() ? from.asString() : from.toString();
    }

    /// How well the start of a file fits: the number of marks found, 0 if it does not.
    public int fits(String head, String file) {
        if (!path.pattern().isEmpty() && !path.matcher(file).find()) {
            return 0;
        }
        int best = 0;
        for (List<String> all : marks) {
            if (all.size() > best && all.stream().allMatch(head::contains)) {
                best = all.size();
            }
        }
        return best;
    }
}
