package steelyard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import steelyard.chronicle.Chronicler;
import steelyard.chronicle.Evidence;
import steelyard.file.WholeFile;
import steelyard.sheet.Ability;
import steelyard.sheet.Sheet;
import steelyard.sheet.Sheets;
import steelyard.show.Table;

/// What the keepers of the bundled book do: add a look at a source, and make the sheets anew.
final class BookCommands {
    private static final String EVIDENCE = "prices/evidence";
    private static final String BOOK = "steelyard-core/src/main/resources/steelyard/price/book";

    private BookCommands() {}

    @Command(
            name = "sight",
            description = "Adds a look at a public sheet to the evidence of the bundled book.",
            mixinStandardHelpOptions = true)
    static final class Sight implements Callable<Integer> {
        @Parameters(paramLabel = "SHEET", description = "A public sheet: a file or a folder.")
        private Path sheet = Path.of("");

        @Option(
                names = "--seen",
                paramLabel = "DATE",
                required = true,
                description = "The day on which the sheet stood like this.")
        private LocalDate seen = LocalDate.EPOCH;

        @Option(
                names = "--commit",
                paramLabel = "VERSION",
                description = "Which version of the source it is.")
        private String commit = "";

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "The sheet's format (default: told by its content).")
        private @Nullable String format;

        @Option(
                names = "--evidence",
                paramLabel = "FOLDER",
                description = "Default: ${DEFAULT-VALUE}.")
        private Path evidence = Path.of(EVIDENCE);

        @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() {
            Sheet read = Sheets.read(sheet, Optional.ofNullable(format));
            Evidence all = Evidence.read(evidence);
            all.look(read.format(), seen, commit, read);
            all.write(evidence);
            spec.commandLine()
                    .getOut()
                    .println(
                            "%s: %d prices of %s seen on %s; left out: %s"
                                    .formatted(
                                            evidence,
                                            read.statements().size(),
                                            read.format(),
                                            seen,
                                            read.leftOut()));
            return 0;
        }
    }

    @Command(
            name = "build",
            description = "Makes the sheets of the bundled book from the evidence.",
            mixinStandardHelpOptions = true)
    static final class Build implements Callable<Integer> {
        @Option(
                names = "--evidence",
                paramLabel = "FOLDER",
                description = "Default: ${DEFAULT-VALUE}.")
        private Path evidence = Path.of(EVIDENCE);

        @Option(
                names = "--book",
                paramLabel = "FOLDER",
                description = "The book's folder (default: ${DEFAULT-VALUE}).")
        private Path to = Path.of(BOOK);

        @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() {
            Chronicler.Book book =
                    Chronicler.compile(
                            Evidence.read(evidence)
                                    .without(evidence.resolveSibling("set-aside.csv")));
            try {
                Path sheets = Files.createDirectories(to.resolve("sheets"));
                for (var sheet : book.sheets().entrySet()) {
                    WholeFile.write(sheets.resolve(sheet.getKey() + ".csv"), sheet.getValue());
                }
                WholeFile.write(to.resolve("aliases.csv"), book.aliases());
            } catch (IOException e) {
                throw new UncheckedIOException(to + ": cannot be written", e);
            }
            spec.commandLine()
                    .getOut()
                    .println(
                            "%d sheets, %d rows"
                                    .formatted(
                                            book.sheets().size(),
                                            book.sheets().values().stream()
                                                    .mapToLong(s -> s.lines().count() - 1)
                                                    .sum()));
            return 0;
        }
    }

    @Command(
            name = "abilities",
            description = {
                "Makes the table of what offers can do from public sheets: longest prompt and answer, pictures, tools, last day.",
                "",
                "Of sheets that differ the one named first is believed."
            },
            mixinStandardHelpOptions = true)
    static final class Abilities implements Callable<Integer> {
        @Parameters(arity = "1..*", paramLabel = "SHEET", description = "Public sheets.")
        private List<Path> sheets = new ArrayList<>();

        @Option(
                names = {"-o", "--to"},
                paramLabel = "FILE",
                description = "Where to write it (default: ${DEFAULT-VALUE}).")
        private OutputFile to =
                OutputFile.of("steelyard-app/src/main/resources/steelyard/market/abilities.csv");

        @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() {
            Map<String, Ability> all = new TreeMap<>();
            for (Path sheet : sheets) {
                for (Ability ability : Sheets.read(sheet, Optional.empty()).abilities()) {
                    all.merge(
                            ability.seller() + "/" + ability.model().toLowerCase(Locale.ROOT),
                            ability,
                            Ability::or);
                }
            }
            WholeFile.write(
                    to.path(),
                    Table.of("abilities", "", "", List.copyOf(all.values()))
                            .name("seller", "", Ability::seller)
                            .name("model", "", Ability::model)
                            .count("prompt_tokens", "", Ability::prompt)
                            .count("answer_tokens", "", Ability::answer)
                            .name("images", "", a -> a.images().map(Abilities::yes))
                            .name("tools", "", a -> a.tools().map(Abilities::yes))
                            .date("ends", "", Ability::ends)
                            .csv());
            spec.commandLine().getOut().println("%s: %d offers".formatted(to, all.size()));
            return 0;
        }

        private static String yes(boolean is) {
            return is ? "yes" : "no";
        }
    }
}
