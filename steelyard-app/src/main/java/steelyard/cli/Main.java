package steelyard.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;
import steelyard.file.UserPath;
import steelyard.price.PriceFileException;
import steelyard.refusal.Refusal;

/// The program.
@Command(
        name = "steelyard",
        description = {
            "Weighs what LLM inference costs: exactly, reproducibly, offline.",
            "",
            "Try: steelyard explain"
        },
        version = "steelyard 0.1.0",
        mixinStandardHelpOptions = true,
        subcommands = {
            SpendCommand.class,
            ExplainCommand.class,
            CompareCommand.class,
            IndexCommand.class,
            ScoresCommand.class,
            ServingCommand.class,
            PlanCommand.class,
            CampaignCommand.class,
            ClaimsCommand.class,
            FormatsCommand.class,
            RateCommand.class,
            PricesCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:a finding that you asked to fail on",
            "2:wrong usage or bad input",
            "3:a fault of the program"
        })
public final class Main implements Runnable {
    private static final String FAULT =
            "this is a fault of the program and none of yours; please report what follows, and the command: ";

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /// Runs a command and gives its exit code.
    static int run(String... args) {
        CommandLine commands = commandLine();
        int code = commands.execute(args);
        boolean lost = commands.getOut().checkError();
        if (System.out.checkError() || lost) {
            if (!readEnough()) {
                commands.getErr()
                        .println(
                                "steelyard: standard output cannot be written: it is full or closed");
            }
            return code == 3 ? 3 : 2;
        }
        return code;
    }

    /// Whether what read a pipe has gone, as `head` does when it has enough: no news to anybody.
    private static boolean readEnough() {
        try {
            // Not closed: the descriptor is not ours.
            new FileOutputStream(FileDescriptor.out).write('\n');
            return false;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("pipe");
        }
    }

    private static PrintWriter printer(PrintStream stream) {
        return new PrintWriter(
                new SafeWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), true);
    }

    static CommandLine commandLine() {
        // Numbers are for machines, in whatever language the desk is.
        Locale.setDefault(Locale.ROOT);
        CommandLine commands = new CommandLine(new Main());
        commands.setOut(printer(System.out));
        commands.setErr(printer(System.err));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        Terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commands.registerConverter(
                LocalDate.class,
                text -> parse(LocalDate::parse, text, "a date; write it as 2026-01-31"));
        commands.registerConverter(
                YearMonth.class,
                text -> parse(YearMonth::parse, text, "a month; write it as 2026-01"));
        commands.registerConverter(Path.class, UserPath::of);
        commands.registerConverter(OutputFile.class, OutputFile::of);
        commands.setExecutionStrategy(parsed -> {
            try {
                Outputs.check(parsed);
            } catch (Refusal e) {
                throw new CommandLine.ExecutionException(commands, e.getMessage(), e);
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        commands.registerConverter(
                ZoneId.class,
                text -> parse(ZoneId::of, text, "a time zone; write Europe/Berlin, UTC or +01:00"));
        commands.setExitCodeExceptionMapper(e -> 2);
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            boolean refused = e instanceof Refusal || e instanceof UncheckedIOException;
            command.getErr().println("steelyard: " + (refused ? message(e) : FAULT + e));
            if (!refused || System.getenv("STEELYARD_DEBUG") != null) {
                e.printStackTrace(command.getErr());
            }
            return refused ? 2 : 3;
        });
        return commands;
    }

    private static <T> T parse(Function<String, T> parser, String text, String form) {
        try {
            return parser.apply(text);
        } catch (DateTimeException e) {
            throw new CommandLine.TypeConversionException("\"%s\" is not %s".formatted(text, form));
        }
    }

    private static String message(Exception e) {
        return e instanceof PriceFileException p
                ? "the price file cannot be used:"
                        + System.lineSeparator()
                        + String.join(System.lineSeparator(), p.problems())
                : String.valueOf(e.getMessage());
    }
}
