package steelyard.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import steelyard.claim.Claim;
import steelyard.claim.Claims;
import steelyard.claim.Commands;
import steelyard.claim.Finding;
import steelyard.claim.Stated;
import steelyard.claim.Verdict;
import steelyard.refusal.Refusal;
import steelyard.report.claim.ClaimsReport;
import steelyard.show.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `steelyard claims`: public claims, each recomputed.
@Command(
        name = "claims",
        description = {
            "Public claims about the cost of inference, each recomputed, with a verdict.",
            "",
            "Example: steelyard claims --topic plans",
            "         steelyard claims show r1-input-cost",
            "         steelyard claims check \"o3 output 8 on 2025-06-11\""
        },
        subcommands = {ClaimsCommand.Show.class, ClaimsCommand.OfOnesOwn.class},
        mixinStandardHelpOptions = true)
final class ClaimsCommand extends AnswerCommand {
    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Only prices, serving, plans or markets.")
    private @Nullable String topic;

    @Option(
            names = "--claims",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description =
                    "Claims of your own in place of the bundled ones: claims.csv and steps.csv (docs/methods/claims.md).")
    private @Nullable Path folder;

    private Claims claims() {
        return folder == null ? Claims.bundled() : Claims.of(folder);
    }

    @Override
    Answer answer() {
        List<Claim> there =
                claims().all().values().stream()
                        .filter(c -> topic == null || c.topic().equals(topic))
                        .toList();
        if (there.isEmpty()) {
            throw new Refusal(
                    "no claim about %s; there are %s"
                            .formatted(
                                    topic,
                                    String.join(
                                            ", ",
                                            claims().all().values().stream()
                                                    .map(Claim::topic)
                                                    .distinct()
                                                    .toList())));
        }
        Commands commands = new Own();
        List<Finding> findings = new ArrayList<>();
        for (Claim claim : there) {
            if (Terminal.watched()) {
                System.err.printf("\r\u001b[K%s ...", claim.id());
            }
            findings.add(Claims.check(claim, commands));
        }
        if (Terminal.watched()) {
            System.err.print("\r\u001b[K");
        }
        return ClaimsReport.all(findings);
    }

    @Command(
            name = "show",
            description = {
                "One claim: every figure on the way, the commands that they come from, and what the verdict hangs on.",
                "",
                "Example: steelyard claims show r1-input-cost"
            },
            mixinStandardHelpOptions = true)
    static final class Show extends AnswerCommand {
        @CommandLine.ParentCommand private ClaimsCommand parent = new ClaimsCommand();

        @Parameters(paramLabel = "CLAIM", description = "As steelyard claims lists them.")
        private String id = "";

        @Override
        Answer answer() {
            if (parent.topic != null) {
                throw new Refusal("--topic has no effect on one claim; leave it out");
            }
            return ClaimsReport.one(Claims.check(parent.claims().claim(id), new Own()));
        }
    }

    @Command(
            name = "check",
            description = {
                "A claim of your own about a list price, in a line, with a verdict.",
                "",
                "Write " + Stated.FORMS + ".",
                "",
                "Example: steelyard claims check \"o3 output 8 on 2025-06-11\"",
                "         steelyard claims check o3 input fell 80% from 2025-06-01 to 2025-06-11",
                "         steelyard claims check \"gpt-5-nano output at most 0.5 on 2026-01-01 at openai\""
            },
            mixinStandardHelpOptions = true)
    static final class OfOnesOwn extends AnswerCommand {
        @CommandLine.ParentCommand private ClaimsCommand parent = new ClaimsCommand();

        @Parameters(paramLabel = "WORD", arity = "1..*", description = "The claim.")
        private List<String> words = List.of();

        @Option(
                names = "--fail-on-off",
                description = "Exit with 1 unless the claim holds, for scripts.")
        private boolean failOnOff;

        private boolean holds;

        @Override
        boolean fails() {
            return failOnOff && !holds;
        }

        @Override
        Answer answer() {
            if (parent.topic != null || parent.folder != null) {
                throw new Refusal(
                        "--topic and --claims have no effect on a claim in a line; leave them out");
            }
            Finding finding = Claims.check(Stated.claim(String.join(" ", words)), new Own());
            holds = finding.verdict() instanceof Verdict.Holds;
            return ClaimsReport.one(finding);
        }
    }

    /// Steelyard's own commands, in this process; each line once.
    private static final class Own implements Commands {
        /// What a check may ask: nothing that writes a file.
        private static final Set<String> ASKED =
                Set.of(
                        "prices",
                        "spend",
                        "explain",
                        "index",
                        "compare",
                        "serving",
                        "plan",
                        "campaign");

        private static final Set<String> WRITES = Set.of("--html", "--refit", "-o", "--to");

        private final Map<String, JsonNode> known = new ConcurrentHashMap<>();

        @Override
        public JsonNode run(String line) {
            return known.computeIfAbsent(line, Own::answer);
        }

        private static JsonNode answer(String line) {
            List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
            if (!ASKED.contains(words.getFirst())
                    || words.stream().anyMatch(w -> WRITES.contains(w.split("=", 2)[0]))) {
                throw new Refusal(
                        "a check may ask %s, and write no file"
                                .formatted(String.join(", ", ASKED.stream().sorted().toList())));
            }
            words.add("--json");
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine commands = Main.commandLine().setExpandAtFiles(false);
            commands.setOut(new PrintWriter(out));
            commands.setErr(new PrintWriter(err));
            if (commands.execute(words.toArray(String[]::new)) != 0) {
                throw new Refusal(err.toString().strip());
            }
            return JsonMapper.shared().readTree(out.toString());
        }
    }
}
