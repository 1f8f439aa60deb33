package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// docs/json.md names every field that a command prints.
class JsonDocTest {
    private static final Path DOC = Path.of("../docs/json.md");

    /// Names that stand for themselves: days, models, reasons, prices by meter, and columns of one
    /// seller's tiers.
    private static final Set<String> OPEN =
            Set.of(
                    "flags",
                    "excluded",
                    "rows",
                    "mix",
                    "usd_per_mtok",
                    "usd_per_thousand",
                    "usd_per_million",
                    "prices");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spend --by month,team --budget 5",
                "spend --before 2026-01 --after 2026-02",
                "spend --blocks",
                "explain --by month",
                "compare",
                "index --formula fisher --elasticity 4",
                "index frontier --at-least 80 --draws 20",
                "scores",
                "scores gpt-5",
                "serving cost llama-3.1-8b --on h100",
                "serving layout llama-3.1-8b --on h100",
                "serving breakeven llama-3.1-8b --on h100 --price 1/1",
                "serving margin gpt-5 --as llama-3.1-8b --on h100",
                "serving energy llama-3.1-8b --on h100",
                "serving stack llama-3.1-8b --on h100",
                "plan list --at 2026-06-01",
                "plan assumptions",
                "plan sustain claude-pro --users 200 --weeks 2",
                "plan design --price 20 --users 100 --weeks 2",
                "campaign --inputs",
                "campaign --tasks 100 --model gpt-5.2 --budget 100",
                "campaign --tokens 1e9 --mix input=1 --model gpt-5.2",
                "claims show r1-input-cost",
                "prices show o3",
                "prices history o3",
                "prices list --provider xai --at 2026-06-01",
                "prices diff bundled@2026-08-21 bundled --provider openai --at 2026-08-01",
                "prices check"
            })
    void everyFieldIsNamed(String line) throws IOException {
        TestingCommand run = TestingCommand.run((line + " --json").split(" "));
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode root = JsonMapper.shared().readTree(run.out());
        String schema = root.path("schema").asString();
        String section = section(Files.readString(DOC), schema);
        Set<String> missing = new TreeSet<>();
        fields(root, section, missing);
        assertThat(missing).as(schema).isEmpty();
    }

    /// From the heading that names a schema to the next heading, with what the document says of
    /// all.
    private static String section(String doc, String schema) {
        for (String section : doc.split("(?m)^## ")) {
            if (named(section.lines().findFirst().orElse("")).contains(schema)) {
                return section + doc.substring(0, doc.indexOf("## "));
            }
        }
        throw new AssertionError("docs/json.md has no heading for " + schema);
    }

    /// The schemas of a heading: in full, or what is other than in the one before.
    private static Set<String> named(String heading) {
        Set<String> all = new TreeSet<>();
        String group = "steelyard";
        for (String word : heading.split("[,; ]+")) {
            if (word.matches("steelyard\\..*/\\d+")) {
                all.add(word);
                group = word.substring(0, word.lastIndexOf('.'));
            } else if (word.matches("\\..*/\\d+")) {
                all.add(group + word);
            }
        }
        return all;
    }

    private static void fields(JsonNode node, String section, Set<String> missing) {
        node.properties()
                .forEach(e -> {
                    if (!section.contains("`" + e.getKey() + "`")
                            && !section.contains("`" + e.getKey() + "_")) {
                        missing.add(e.getKey());
                    }
                    boolean open = OPEN.contains(e.getKey()) && e.getValue().isObject();
                    if (e.getValue().isObject() && !open) {
                        fields(e.getValue(), section, missing);
                    } else if (e.getValue().isArray() && !e.getKey().equals("prices")) {
                        e.getValue().forEach(one -> fields(one, section, missing));
                    }
                });
    }
}
