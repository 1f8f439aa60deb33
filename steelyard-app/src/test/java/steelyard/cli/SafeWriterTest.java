package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// Names from a log never steer a terminal.
class SafeWriterTest {
    private static String written(String text) {
        StringWriter out = new StringWriter();
        try (PrintWriter writer = new PrintWriter(new SafeWriter(out))) {
            writer.print(text);
        }
        return out.toString();
    }

    @Test
    void controlCharactersAreWrittenOut() {
        assertThat(written("a\u001b]0;title\u0007b")).isEqualTo("a\\u001b]0;title\\u0007b");
        assertThat(written("a\u001b[2Jb\rc\u009bd")).isEqualTo("a\\u001b[2Jb\\u000dc\\u009bd");
        assertThat(written("gpt\u202e5-tpg")).isEqualTo("gpt\\u202e5-tpg");
    }

    @Test
    void coloursOfOurOwnAndLinesPass() {
        String text = "\u001b[1mbold\u001b[0m \u001b[38;5;208mup\u001b[0m\n\tnext µ €\n";
        assertThat(written(text)).isEqualTo(text);
    }

    /// Concealing, moving and blinking are no colours of ours.
    @Test
    void otherColoursDoNot() {
        assertThat(written("\u001b[8mhidden")).isEqualTo("\\u001b[8mhidden");
        assertThat(written("\u001b[38;5;1234m")).startsWith("\\u001b");
    }
}
