package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import steelyard.refusal.Refusal;

/// What is the user's to mend is told from what is ours.
class MainTest {
    @Command(name = "fail")
    private record Failing(RuntimeException failure) implements Callable<Integer> {
        @Override
        public Integer call() {
            throw failure;
        }
    }

    private record Ran(int code, String err) {}

    private static Ran run(RuntimeException failure) {
        StringWriter err = new StringWriter();
        CommandLine main = Main.commandLine();
        main.addSubcommand(new Failing(failure));
        main.setErr(new PrintWriter(err));
        return new Ran(main.execute("fail"), err.toString());
    }

    @Test
    void aRefusalSaysWhatIsWrongAndNoMore() {
        assertThat(run(new Refusal("log.csv:3: no time")))
                .isEqualTo(new Ran(2, "steelyard: log.csv:3: no time" + System.lineSeparator()));
        assertThat(
                        run(
                                new UncheckedIOException(
                                        "log.csv: not readable",
                                        new NoSuchFileException("log.csv"))))
                .isEqualTo(new Ran(2, "steelyard: log.csv: not readable" + System.lineSeparator()));
    }

    /// Also where the Java library says that an argument is illegal: it does not know whose.
    @Test
    void aFaultOfOursShowsAsOneWithItsTrace() {
        for (RuntimeException fault :
                new RuntimeException[] {
                    new IllegalStateException("found after all"),
                    new IllegalArgumentException("bound must be positive"),
                    new NumberFormatException("For input string: \"x\""),
                    new NullPointerException()
                }) {
            Ran ran = run(fault);
            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.err())
                    .startsWith("steelyard: this is a fault of the program and none of yours")
                    .contains(fault.getClass().getName())
                    .contains("at steelyard.cli.MainTest");
        }
    }

    @Test
    void aZoneThatIsNoneIsToldInWords() {
        TestingCommand ran = TestingCommand.run("explain", "--zone=CET+1");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("\"CET+1\" is not a time zone; write Europe/Berlin, UTC or +01:00")
                .doesNotContain("java.");
    }

    @Test
    void helpIsACommandToo() {
        TestingCommand help = TestingCommand.run("help", "explain");
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: steelyard explain ");
        assertThat(TestingCommand.run("help", "nonsense").code()).isEqualTo(2);
    }

    @Test
    void theCodesAreDocumented() {
        assertThat(Main.commandLine().getUsageMessage())
                .contains(
                        "0   fine",
                        "1   a finding",
                        "2   wrong usage",
                        "3   a fault of the program");
    }
}
