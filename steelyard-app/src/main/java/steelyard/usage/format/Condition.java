package steelyard.usage.format;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What must hold of a record: every one of some values.
///
/// A value is what stands there, one of a list of them, `"*"` for anything, null for nothing, or
/// `{not: …}`.
record Condition(List<Test> tests) {
    /// @param not whether it must not hold
    record Test(Field field, List<JsonNode> values, boolean not) {
        boolean holds(Scope scope) {
            JsonNode value = field.in(scope);
            boolean there = Field.isThere(value);
            boolean met = false;
            for (JsonNode wanted : values) {
                met |=
                        wanted.isNull()
                                ? !there
                                : there
                                        && (isAny(wanted)
                                                || Field.text(value).equals(Field.text(wanted)));
            }
            return met != not;
        }

        private static boolean isAny(JsonNode wanted) {
            return wanted.isString() && wanted.asString().equals("*");
        }
    }

    static final Condition NONE = new Condition(List.of());

    static Condition of(JsonNode said) {
        List<Test> tests = new ArrayList<>();
        said.properties()
                .forEach(e -> {
                    boolean not = e.getValue().isObject() && e.getValue().has("not");
                    JsonNode values = not ? e.getValue().get("not") : e.getValue();
                    List<JsonNode> all = new ArrayList<>();
                    if (values.isArray()) {
                        values.forEach(all::add);
                    } else {
                        all.add(values);
                    }
                    tests.add(new Test(new Field.At(Locator.of(e.getKey())), all, not));
                });
        return new Condition(List.copyOf(tests));
    }

    void wanted(Pruner pruner) {
        tests.forEach(test -> test.field().wanted(pruner));
    }

    boolean holds(Scope scope) {
        for (Test test : tests) {
            if (!test.holds(scope)) {
                return false;
            }
        }
        return true;
    }
}
