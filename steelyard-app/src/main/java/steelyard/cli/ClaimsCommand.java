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
import steelyard.refusal.Refusal;
import steelyard.report.ClaimsReport;
import steelyard.report.TableReport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `steelyard claims`: public claims, each recomputed.
@Command(
        name = "claims",
        description = {
            "Public claims about the cost of inference, each recomputed, with a verdict.",
            "",
            "Example: steelyard claims --topic plans",
            "         steelyard claims show r1-input-cost"
        },
        subcommands = ClaimsCommand.Show.class,
        mixinStandardHelpOptions = true)
final class ClaimsCommand extends PlanCommand.Question {
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
    TableReport report() {
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
    static final class Show extends PlanCommand.Question {
        @CommandLine.ParentCommand private ClaimsCommand parent = new ClaimsCommand();

        @Parameters(paramLabel = "CLAIM", description = "As steelyard claims lists them.")
        private String id = "";

        @Override
        TableReport report() {
            if (parent.topic != null) {
                throw new Refusal("--topic has no effect on one claim; leave it out");
            }
            return ClaimsReport.one(Claims.check(parent.claims().claim(id), new Own()));
        }
    }

    /// Steelyard's own commands, in this process; each line once.
    private static final class Own implements Commands {
        /// What a check may ask: nothing that writes a file.
        private static final Set<String> ASKED =
                Set.of("prices", "explain", "index", "compare", "serving", "plan", "campaign");

        private static final Set<String> WRITES = Set.of("--html", "--refit");

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
            CommandLine commands = Main.commandLine();
            commands.setOut(new PrintWriter(out));
            commands.setErr(new PrintWriter(err));
            if (commands.execute(words.toArray(String[]::new)) != 0) {
                throw new Refusal(err.toString().strip());
            }
            return JsonMapper.shared().readTree(out.toString());
        }
    }
}
