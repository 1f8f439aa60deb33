package steelyard.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.file.WholeFile;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.report.price.RevisionReport;
import steelyard.revision.BookStore;
import steelyard.revision.Difference;
import steelyard.revision.Fetch;
import steelyard.revision.Import;
import steelyard.revision.PriceList;
import steelyard.sheet.Sheet;
import steelyard.sheet.Sheets;
import steelyard.show.Answer;
import steelyard.table.TableFile;

/// `steelyard prices import | diff | update`: what is new beside the book.
final class RevisionCommands {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private RevisionCommands() {}

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /// Models whose doubtful prices are taken: `seller/model`, `*` for any text.
    private static Predicate<String> accepted(List<String> globs) {
        return product ->
                globs.stream()
                        .anyMatch(glob ->
                                product.toLowerCase(Locale.ROOT)
                                        .matches(
                                                ("\\Q" + glob.toLowerCase(Locale.ROOT) + "\\E")
                                                        .replace("*", "\\E.*\\Q")));
    }

    @Command(
            name = "import",
            description = {
                "Reads a public price sheet and writes what the book does not have, as a sheet to lay over it.",
                "",
                "A price keeps its stated start, or begins on the day on which the sheet was seen. Nothing is",
                "closed because a name vanished. What breaks what holds in every price list, or moves",
                "five-fold, is held back until --accept."
            },
            mixinStandardHelpOptions = true)
    static final class ImportSheet extends AnswerCommand {
        @Parameters(
                paramLabel = "SHEET",
                description =
                        "A file (.json, .json.gz), a folder or a tar archive of LiteLLM, genai-prices, models.dev, OpenRouter, Portkey or llm-prices.")
        private Path sheet = Path.of("");

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "The sheet's format (default: told by its content).")
        private @Nullable String format;

        @Option(
                names = "--seen",
                paramLabel = "DATE",
                description = "The day on which the sheet stood like this (default: today).")
        private @Nullable LocalDate seen;

        @Option(
                names = {"-o", "--to"},
                paramLabel = "FILE",
                description = "Where to write the overlay; without it, it is only shown.")
        private @Nullable OutputFile to;

        @Option(
                names = "--accept",
                paramLabel = "MODEL",
                description =
                        "Take doubtful prices of these models, as seller/model; * for any. May be repeated.")
        private List<String> accept = new ArrayList<>();

        @CommandLine.Mixin private BookOptions options = new BookOptions();

        @Override
        Answer answer() {
            LocalDate day = seen == null ? today() : seen;
            Sheet read = Sheets.read(sheet, Optional.ofNullable(format));
            Import made = Import.of(options.book(), read, day, accepted(accept));
            if (to != null) {
                WholeFile.write(to.path(), made.overlay());
                say("written: " + to);
            }
            return RevisionReport.of(made, sheet.toString());
        }
    }

    @Command(
            name = "diff",
            description = {
                "Compares two lists of prices on a day: what was added, what is gone, what changed.",
                "",
                "A list is bundled (the book that comes with Steelyard), bundled@DATE (as it stood then),",
                "a public sheet, or a sheet of one's own laid over the book."
            },
            mixinStandardHelpOptions = true)
    static final class Diff extends AnswerCommand {
        @Parameters(index = "0", paramLabel = "A", description = "The list before.")
        private String a = "";

        @Parameters(index = "1", paramLabel = "B", description = "The list after.")
        private String b = "";

        @Option(
                names = "--at",
                paramLabel = "DATE",
                description = "The day whose prices are compared (default: today).")
        private @Nullable LocalDate at;

        @Option(
                names = "--provider",
                paramLabel = "NAME",
                description = "Only this seller. May be repeated.")
        private List<String> providers = new ArrayList<>();

        @Option(
                names = "--fail-on-change",
                description = "End with 1 if a price of both lists differs.")
        private boolean fail;

        private boolean changed;

        @Override
        Answer answer() {
            LocalDate day = at == null ? today() : at;
            PriceBook names = PriceBook.bundled();
            Set<String> only =
                    providers.stream()
                            .map(p -> names.provider(p).orElse(p))
                            .collect(Collectors.toSet());
            Predicate<String> wanted = id -> only.isEmpty() || only.contains(id);
            Difference difference =
                    Difference.of(list(a, day, names).of(wanted), list(b, day, names).of(wanted));
            changed = difference.count(Difference.Kind.CHANGED) > 0;
            return RevisionReport.of(difference, a, b, day);
        }

        @Override
        boolean fails() {
            return fail && changed;
        }

        private static PriceList list(String name, LocalDate day, PriceBook names) {
            Path path = Path.of(name);
            if (Books.isNamed(name) || name.endsWith(".csv")) {
                return PriceList.of(name, Books.named(name), day);
            }
            if (!Files.exists(path)) {
                throw new Refusal(
                        name
                                + ": no such file, and no list of that name; write bundled, bundled@2026-08-21 or a file");
            }
            return PriceList.of(name, Sheets.read(path, Optional.empty()), day, names);
        }
    }

    @Command(
            name = "update",
            description = {
                "Fetches a public price sheet and lays what is new over the book on this machine.",
                "",
                "Nothing else that Steelyard does goes to the network. The sheet is kept with its hash and",
                "date; --undo takes the last update back."
            },
            mixinStandardHelpOptions = true)
    static final class Update extends AnswerCommand {
        @Option(
                names = "--source",
                paramLabel = "URL|NAME",
                description =
                        "An https:// address, or litellm, genai-prices, models.dev, openrouter (default: ${DEFAULT-VALUE}).")
        private String source = "litellm";

        @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
        private boolean dryRun;

        @Option(names = "--undo", description = "Take the last update back.")
        private boolean undo;

        @Option(
                names = "--accept",
                paramLabel = "MODEL",
                description = "Take doubtful prices of these models: see prices import.")
        private List<String> accept = new ArrayList<>();

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                description = "How long everything may take (default: ${DEFAULT-VALUE}).")
        private int seconds = 60;

        @Override
        public Integer call() {
            if (undo) {
                Path undone =
                        BookStore.ofUser()
                                .undo()
                                .orElseThrow(() -> new Refusal("there is no update to take back"));
                say("taken back: " + undone);
                return 0;
            }
            return super.call();
        }

        @Override
        Answer answer() {
            if (seconds < 1 || seconds > 3_600) {
                throw new Refusal("--timeout %d is not 1 to 3600 seconds".formatted(seconds));
            }
            BookStore store = BookStore.ofUser();
            URI address = address(source);
            byte[] bytes = new Fetch(CONNECT, Duration.ofSeconds(seconds)).get(address);
            Sheet sheet = Sheets.read(address.toString(), bytes, Optional.empty());
            Import made =
                    Import.of(store.over(PriceBook.bundled()), sheet, today(), accepted(accept));
            if (!dryRun && !made.changes().isEmpty()) {
                say("written: " + store.keep(made, address.toString(), bytes));
            }
            return RevisionReport.of(made, address.toString());
        }

        private static URI address(String source) {
            Map<String, String> known = new HashMap<>();
            TableFile.resource(
                    RevisionCommands.class,
                    "/steelyard/revision/sources.csv",
                    List.of("name", "address"),
                    row -> known.put(row.text("name"), row.text("address")));
            String address = known.getOrDefault(source, source);
            try {
                URI uri = URI.create(address);
                if (uri.getHost() != null) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                throw new Refusal("--source %s is no address".formatted(source), e);
            }
            throw new Refusal(
                    "--source %s is neither an https:// address nor one of %s"
                            .formatted(source, String.join(", ", known.keySet())));
        }
    }
}
