package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every command's answer: its text as reviewed, and its JSON, every field of which docs/json.md
/// names.
class AnswersTest {
    private static final Path DOC = Path.of("../docs/json.md");

    /// The texts as reviewed, named by the command; `-Danswers.write=true` writes them anew, to be
    /// read before they are kept.
    private static final Path REVIEWED = Path.of("src/test/resources/steelyard/answers");

    private static final String SAMPLE = "../samples/openrouter-weekly.csv";

    /// Each asks one question; nothing in it depends on the day it is asked.
    private static final List<String> ANSWERS =
            List.of(
                    "spend --by month,team --budget 5",
                    "spend --before 2026-01 --after 2026-02",
                    "spend --blocks",
                    "explain",
                    "explain --by month",
                    "compare",
                    "index --formula fisher --elasticity 4",
                    "index " + SAMPLE,
                    "index compare " + SAMPLE,
                    "index frontier --at-least 80 --draws 20",
                    "scores --benchmark livebench@2026-01-08",
                    "scores gpt-5",
                    "serving cost llama-3.1-8b --on h100",
                    "serving layout llama-3.1-8b --on h100",
                    "serving breakeven llama-3.1-8b --on h100 --price 1/1",
                    "serving margin gpt-5 --as llama-3.1-8b --on h100",
                    "serving energy llama-3.1-8b --on h100",
                    "serving stack llama-3.1-8b --on h100",
                    "serving simulate --trace ../samples/azure-conv.csv.gz --model llama-3.1-8b --on h100 --replicas 2",
                    "serving accuracy",
                    "formats",
                    "formats show codex",
                    "plan list --at 2026-06-01 --vendor anthropic",
                    "plan assumptions",
                    "plan fit " + SAMPLE + " --any-model --months 20",
                    "plan sustain claude-pro --users 200 --weeks 2",
                    "plan design --price 20 --users 100 --weeks 2",
                    "campaign --inputs",
                    "campaign --tasks 100 --model gpt-5.2 --budget 100",
                    "campaign --tokens 1e9 --mix input=1 --model gpt-5.2",
                    "claims --topic plans",
                    "claims show r1-input-cost",
                    "claims check o3+output+8+on+2025-06-11",
                    "prices show claude-opus-4-5 --provider anthropic --at 2025-12-01",
                    "prices history o3",
                    "prices list --provider xai --at 2026-06-01",
                    "prices diff bundled@2026-08-21 bundled --provider openai --at 2026-08-01",
                    "prices check " + SAMPLE);

    /// Commands that write a file or change what is stored.
    private static final Set<String> NO_ANSWER =
            Set.of(
                    "rate",
                    "prices import",
                    "prices compare",
                    "prices update",
                    "prices sight",
                    "prices build",
                    "prices abilities");

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

    private static TestingCommand run(String line, String... more) {
        // A plus stands for a blank within an argument.
        TestingCommand run =
                TestingCommand.run(
                        Stream.concat(Stream.of(line.split(" ")), Stream.of(more))
                                .map(word -> word.replace('+', ' '))
                                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    static List<String> answers() {
        return ANSWERS;
    }

    @ParameterizedTest
    @MethodSource("answers")
    void theTextIsAsReviewed(String line) throws IOException {
        // The age of the price book is the one thing that every day changes.
        String text = run(line).out().replaceAll("\\d+ days old", "N days old");
        Path reviewed =
                REVIEWED.resolve(
                        line.replace(SAMPLE, "sample").replaceAll("[^A-Za-z0-9.]+", "-") + ".txt");
        if (Boolean.getBoolean("answers.write")) {
            Files.createDirectories(REVIEWED);
            Files.writeString(reviewed, text);
        }
        assertThat(text).isEqualTo(Files.readString(reviewed));
        assertThat(text.lines())
                .allSatisfy(l -> assertThat(l.codePointCount(0, l.length())).isLessThan(200));
    }

    @Test
    void everyCommandHasAnAnswerHere() {
        Set<String> missing = new TreeSet<>();
        leaves(Main.commandLine(), "", missing);
        missing.removeIf(
                command -> ANSWERS.stream().anyMatch(a -> (a + " ").startsWith(command + " ")));
        assertThat(missing).isEqualTo(new TreeSet<>(NO_ANSWER));
    }

    private static void leaves(CommandLine command, String name, Set<String> into) {
        for (var sub : command.getSubcommands().entrySet()) {
            if (!sub.getKey().equals("help")) {
                leaves(sub.getValue(), (name + " " + sub.getKey()).strip(), into);
            }
        }
        if (command.getSubcommands().isEmpty()) {
            into.add(name);
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyFieldOfTheJsonIsNamed(String line) throws IOException {
        JsonNode root = JsonMapper.shared().readTree(run(line, "--json").out());
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
