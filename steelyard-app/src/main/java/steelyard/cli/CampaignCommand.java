package steelyard.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.plan.Campaign;
import steelyard.refusal.Refusal;
import steelyard.report.plan.CampaignReport;
import steelyard.show.Answer;

/// `steelyard campaign`: what it takes to have agents do many tasks.
@Command(
        name = "campaign",
        description = {
            "What a campaign of agents takes: money, tokens, days, energy, and the chance to finish within a budget.",
            "",
            "Example: steelyard campaign --tasks 5000 --model gpt-5.2 --budget 2000",
            "         steelyard campaign --tasks 300 --model claude-opus-4-5 --assume turns=30..60 --review 0.5 --worth 200",
            "         steelyard campaign --tokens 1e12 --mix read=0.948,write=0.042,input=0.008,output=0.002 --model gpt-5.2"
        },
        mixinStandardHelpOptions = true)
final class CampaignCommand extends AnswerCommand {
    @Mixin private TokenRates rates = new TokenRates();

    @Option(names = "--tasks", paramLabel = "N", description = "How many tasks are to be done.")
    private @Nullable Integer tasks;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "3",
            description = "At a task before it is given up (default: ${DEFAULT-VALUE}).")
    private int attempts = 3;

    @Option(
            names = "--assume",
            paramLabel = "NAME=VALUE",
            description =
                    "Another value for an input, as turns=30..60 (one case of ten is below, one above) or success=0.7; --inputs lists them. May be repeated.")
    private List<String> stated = new ArrayList<>();

    @Option(names = "--inputs", description = "List the inputs with their ranges and reasons.")
    private boolean list;

    @Option(
            names = "--agents",
            paramLabel = "N",
            description = "That work at a time; short for --assume agents=.")
    private @Nullable String agents;

    @Option(
            names = "--review",
            paramLabel = "HOURS",
            description = "Of people per merged change, as 0.25..1; short for --assume review=.")
    private @Nullable String review;

    @Option(
            names = "--budget",
            paramLabel = "AMOUNT",
            description = "The chance to finish within it, and how far it goes.")
    private @Nullable Double budget;

    @Option(
            names = "--worth",
            paramLabel = "USD",
            description = "What a task done is worth: after how many failures to give one up.")
    private @Nullable Double worth;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "In place of --tasks: so many tokens of a stated --mix, as 1e12.")
    private @Nullable Double tokens;

    @Option(
            names = "--mix",
            paramLabel = "SHARES",
            split = ",",
            description =
                    "With --tokens: shares of input, write, read (cache) and output that add up to 1.")
    private List<String> mix = new ArrayList<>();

    @Mixin private Seed seed = new Seed();

    @Override
    Answer answer() {
        if (list) {
            Conflicts.refuse(
                    spec(),
                    "on the list of inputs",
                    List.of(
                            "--tasks",
                            "--attempts",
                            "--assume",
                            "--agents",
                            "--review",
                            "--budget",
                            "--worth",
                            "--tokens",
                            "--mix",
                            "--seed",
                            "--model",
                            "--at"));
            return CampaignReport.inputs(Campaign.inputs());
        }
        Campaign.Rates price = rates.of(spec());
        if (tokens != null) {
            if (tasks != null) {
                throw new Refusal("--tasks and --tokens: say one of the two");
            }
            Conflicts.refuse(
                    spec(),
                    "with --tokens",
                    List.of(
                            "--attempts",
                            "--assume",
                            "--agents",
                            "--review",
                            "--budget",
                            "--worth",
                            "--seed"));
            return CampaignReport.tokens(tokens, mix(), price);
        }
        Conflicts.refuse(spec(), "without --tokens", List.of("--mix"));
        if (tasks == null) {
            throw new Refusal(
                    "how much is to be done? --tasks 5000, or --tokens 1e12 with its --mix");
        }
        positive("--budget", budget);
        positive("--worth", worth);
        Map<String, Campaign.Input> inputs = new LinkedHashMap<>(Campaign.inputs());
        List<String> said = new ArrayList<>(stated);
        if (agents != null) {
            said.add("agents=" + agents);
        }
        if (review != null) {
            said.add("review=" + review);
        }
        Set<String> seen = new HashSet<>();
        for (String one : said) {
            int at = one.indexOf('=');
            String name = at < 1 ? one : one.substring(0, at);
            Campaign.Input old = inputs.get(name);
            if (at < 1 || old == null) {
                throw new Refusal(
                        "--assume %s: write NAME=VALUE; there are %s"
                                .formatted(one, String.join(", ", inputs.keySet())));
            }
            if (!seen.add(name)) {
                throw new Refusal("--assume %s: %s is stated twice".formatted(one, name));
            }
            double[] range = Assuming.range(one.substring(at + 1), "--assume " + one);
            inputs.put(name, old.at(range[0], range[1], range[2]));
        }
        List<String> notes = new ArrayList<>();
        notes.add("prices: " + price.from());
        if (!said.isEmpty()) {
            notes.add("stated: " + String.join(", ", said));
        }
        Campaign campaign =
                Campaign.of(new Campaign.Question(inputs, price, tasks, attempts, seed.value()));
        return CampaignReport.of(
                campaign,
                budget == null ? Double.NaN : budget,
                worth == null ? Double.NaN : worth,
                notes);
    }

    private static void positive(String option, @Nullable Double value) {
        if (value != null && !(value > 0 && Double.isFinite(value))) {
            throw new Refusal("%s %s: an amount above zero".formatted(option, value));
        }
    }

    private Map<String, Double> mix() {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String name : List.of("input", "write", "read", "output")) {
            shares.put(name, 0.0);
        }
        for (String one : mix) {
            String[] parts = one.split("=", 2);
            if (parts.length < 2 || !shares.containsKey(parts[0])) {
                throw new Refusal(
                        "--mix %s: write input=, write=, read= or output= and a share"
                                .formatted(one));
            }
            if (shares.put(parts[0], Assuming.number(parts[1], "--mix " + one)) != 0) {
                throw new Refusal("--mix %s: %s is stated twice".formatted(one, parts[0]));
            }
        }
        double sum = shares.values().stream().mapToDouble(s -> s).sum();
        if (Math.abs(sum - 1) > 1e-9) {
            throw new Refusal(
                    String.format(
                            Locale.ROOT, "--mix: the shares add up to %.4f; they must to 1", sum));
        }
        if (!(tokens != null && tokens > 0 && Double.isFinite(tokens))) {
            throw new Refusal("--tokens %s: above zero".formatted(tokens));
        }
        return shares;
    }
}
