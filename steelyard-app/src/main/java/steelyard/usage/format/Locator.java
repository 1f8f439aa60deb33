package steelyard.usage.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steelyard.refusal.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The place of a value in a record.
///
/// `a.b` is a member of a member, `a["b.c"]` one with an odd name, `a[0]` and `a[-1]` an element,
/// `a{gen_ai.system}` the attribute of that name (of an object, or of a list of `key` and `value`
/// as OpenTelemetry writes it), `a!json` the value of a text that holds JSON, `a!stream` that of a
/// streamed response, its events laid over each other. It starts at the node at hand; `$` is the
/// whole record, `^` what the node was found in, `@name` what an earlier line or the file's name
/// said. Only where nodes are enumerated, `a[]` are all elements and `a.*` all members.
record Locator(String text, Start start, int up, String variable, List<Step> steps) {
    enum Start {
        NODE,
        RECORD,
        ABOVE,
        VARIABLE
    }

    sealed interface Step {
        record Member(String name) implements Step {}

        record Element(int index) implements Step {}

        record Attribute(String name) implements Step {}

        record Parsed() implements Step {}

        record Streamed() implements Step {}

        record Each() implements Step {}

        record Members() implements Step {}
    }

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\.?([A-Za-z_$][\\w$-]*|\\d+[A-Za-z_][\\w$-]*)|\\[\"([^\"]+)\"]|\\[(-?\\d+)]|\\{([^}]+)}|(!json)|(\\[])|\\.?(\\*)|(!stream)");

    /// @throws Refusal if it is none
    static Locator of(String text) {
        String rest = text;
        Start start = Start.NODE;
        int up = 0;
        String variable = "";
        if (rest.startsWith("@")) {
            Matcher name = Pattern.compile("@([A-Za-z_]+)").matcher(rest);
            if (!name.lookingAt()) {
                throw new Refusal("\"%s\" is no place in a record".formatted(text));
            }
            start = Start.VARIABLE;
            variable = name.group(1);
            rest = rest.substring(name.end());
        } else if (rest.startsWith("$")) {
            start = Start.RECORD;
            rest = rest.substring(1);
        } else {
            while (rest.startsWith("^")) {
                start = Start.ABOVE;
                up++;
                rest = rest.substring(1);
            }
        }
        List<Step> steps = new ArrayList<>();
        Matcher token = TOKEN.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            if (!token.find(at) || token.start() != at) {
                throw new Refusal("\"%s\" is no place in a record".formatted(text));
            }
            steps.add(
                    token.group(1) != null
                            ? new Step.Member(token.group(1))
                            : token.group(2) != null
                                    ? new Step.Member(token.group(2))
                                    : token.group(3) != null
                                            ? new Step.Element(Integer.parseInt(token.group(3)))
                                            : token.group(4) != null
                                                    ? new Step.Attribute(token.group(4))
                                                    : token.group(5) != null
                                                            ? new Step.Parsed()
                                                            : token.group(6) != null
                                                                    ? new Step.Each()
                                                                    : token.group(7) != null
                                                                            ? new Step.Members()
                                                                            : new Step.Streamed());
            at = token.end();
        }
        return new Locator(text, start, up, variable, List.copyOf(steps));
    }

    /// The value there; missing if there is none.
    JsonNode in(Scope scope) {
        JsonNode node =
                switch (start) {
                    case NODE -> scope.node();
                    case RECORD -> scope.record();
                    case ABOVE -> scope.above(up);
                    case VARIABLE -> scope.variable(variable);
                };
        for (Step step : steps) {
            node = step(node, step);
        }
        return node;
    }

    /// Passes on every node that it leads to, each with what it was found in.
    void forEach(Scope scope, BiConsumer<Scope, JsonNode> take) {
        JsonNode node =
                switch (start) {
                    case NODE -> scope.node();
                    case RECORD -> scope.record();
                    case ABOVE -> scope.above(up);
                    case VARIABLE -> scope.variable(variable);
                };
        each(scope, node, 0, take);
    }

    private void each(Scope scope, JsonNode from, int index, BiConsumer<Scope, JsonNode> take) {
        JsonNode node = from;
        for (int i = index; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case Step.Each _ -> {
                    int n = 0;
                    for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
                        each(scope.inside(element, String.valueOf(n++)), element, i + 1, take);
                    }
                    return;
                }
                case Step.Members _ -> {
                    for (var member : node.properties()) {
                        each(
                                scope.inside(member.getValue(), member.getKey()),
                                member.getValue(),
                                i + 1,
                                take);
                    }
                    return;
                }
                case Step step -> node = step(node, step);
            }
        }
        if (!node.isMissingNode() && !node.isNull()) {
            take.accept(scope.at(node), node);
        }
    }

    private static JsonNode step(JsonNode node, Step step) {
        return switch (step) {
            case Step.Member(String name) -> node.path(name);
            case Step.Element(int index) ->
                    node.path(index < 0 && node.isArray() ? node.size() + index : index);
            case Step.Attribute(String name) -> attribute(node, name);
            case Step.Streamed _ -> Stream.merged(node);
            case Step.Parsed _ -> node.isString() ? Json.parse(node.asString()) : node;
            case Step.Each _, Step.Members _ -> MissingNode.getInstance();
        };
    }

    private static JsonNode attribute(JsonNode node, String name) {
        if (node.isObject()) {
            return value(node.path(name));
        }
        for (JsonNode one : node.isArray() ? node : List.<JsonNode>of()) {
            if (one.path("key").isString() && one.path("key").asString().equals(name)) {
                return value(one.path("value"));
            }
        }
        return MissingNode.getInstance();
    }

    /// The value of `{"intValue": "5"}`.
    private static JsonNode value(JsonNode any) {
        for (String kind : List.of("stringValue", "intValue", "doubleValue", "boolValue")) {
            if (any.has(kind)) {
                return any.path(kind);
            }
        }
        return any;
    }
}
