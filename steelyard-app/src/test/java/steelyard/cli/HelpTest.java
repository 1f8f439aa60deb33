package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The help of every command: the same option takes the same thing everywhere, in the same words
/// where nothing but the command differs.
class HelpTest {
    private record Said(String command, CommandLine.Model.OptionSpec option) {}

    /// Options whose words tell of another subject in another command, with the subject.
    private static final Map<String, String> OTHER_WORDS =
            Map.ofEntries(
                    Map.entry("--agents", "whose logs are read, or how many are at work"),
                    Map.entry("--at", "a price, a term of a plan, an instant of a price"),
                    Map.entry("--before", "what is told of it: a change, or both amounts"),
                    Map.entry("--after", "the same"),
                    Map.entry("--budget", "spend that was, or that is to come"),
                    Map.entry("--by", "steps of an explanation, of an index, rows of spend"),
                    Map.entry("--details", "what more there is to list"),
                    Map.entry("--fail-on-change", "prices, or calls"),
                    Map.entry("--format", "usage logs, or price sheets"),
                    Map.entry("--accept", "prices import has the whole of it"),
                    Map.entry("--assume", "of plans, or of a campaign"),
                    Map.entry("--mean", "of a design, or of one plan"),
                    Map.entry("--model", "that is served, or whose list price"),
                    Map.entry("--on", "an accelerator, where machines are supposed"),
                    Map.entry("--price", "of tokens, or of a plan to be sold"),
                    Map.entry("--provider", "needed, or the likeliest"),
                    Map.entry("--seed", "what is drawn"),
                    Map.entry("--seen", "needed, or today"),
                    Map.entry("--to", "what is written"),
                    Map.entry("-o", "what is written"),
                    Map.entry("--utilisation", "of machines, or of an allowance"));

    private static Map<String, List<Said>> options() {
        Map<String, List<Said>> options = new TreeMap<>();
        walk(Main.commandLine(), options);
        return options;
    }

    private static void walk(CommandLine command, Map<String, List<Said>> into) {
        String name = command.getCommandSpec().qualifiedName();
        for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden() && !option.usageHelp()) {
                for (String spelling : option.names()) {
                    into.computeIfAbsent(spelling, _ -> new ArrayList<>())
                            .add(new Said(name, option));
                }
            }
        }
        Set.copyOf(command.getSubcommands().values()).forEach(sub -> walk(sub, into));
    }

    @Test
    void theSameOptionTakesTheSameThingEverywhere() {
        options()
                .forEach((name, said) ->
                        assertThat(
                                        said.stream()
                                                .filter(s -> s.option().arity().max() > 0)
                                                .map(s -> s.option().paramLabel())
                                                .distinct())
                                .as(name + " in " + said.stream().map(Said::command).toList())
                                .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void theSameOptionIsToldInTheSameWords() {
        Set<String> different = new TreeSet<>();
        options()
                .forEach((name, said) -> {
                    if (said.stream()
                                    .map(s -> String.join(" ", s.option().description()))
                                    .distinct()
                                    .count()
                            > 1) {
                        different.add(name);
                    }
                });
        assertThat(different).isEqualTo(new TreeSet<>(OTHER_WORDS.keySet()));
    }

    @Test
    void everyOptionAndEveryCommandSaysWhatItIs() {
        options()
                .forEach((name, said) ->
                        said.forEach(s ->
                                assertThat(String.join(" ", s.option().description()))
                                        .as(s.command() + " " + name)
                                        .isNotBlank()
                                        .endsWith(".")));
    }

    /// Every command that reads a log takes it, a range of it and a zone by the same names.
    @Test
    void everyCommandThatReadsALogHasARange() {
        Map<String, List<Said>> options = options();
        Set<String> logs = commands(options, "--zone");
        assertThat(commands(options, "--until")).containsAll(logs);
        assertThat(commands(options, "--from")).containsAll(logs);
    }

    private static Set<String> commands(Map<String, List<Said>> options, String name) {
        return options.getOrDefault(name, List.of()).stream()
                .map(Said::command)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
