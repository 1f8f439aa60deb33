package steelyard.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes what a terminal only shows: a control character of a name from a log is written out as
/// `\u001b` and steers nothing. Our own colours pass.
final class SafeWriter extends FilterWriter {
    /// Control characters but tab and line feed, and marks that turn the direction of writing; a
    /// colour of ours is met whole.
    private static final Pattern STEERING =
            Pattern.compile(
                    "\\u001b\\[(?:0|1|38;5;\\d{1,3})m|[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]");

    SafeWriter(Writer out) {
        super(out);
    }

    /// A text in which nothing steers.
    static String safe(String text) {
        return STEERING.matcher(text).replaceAll(SafeWriter::shown);
    }

    private static String shown(MatchResult met) {
        String text = met.group();
        return Matcher.quoteReplacement(
                text.length() > 1 ? text : "\\u%04x".formatted((int) text.charAt(0)));
    }

    @Override
    public void write(int c) throws IOException {
        write(String.valueOf((char) c), 0, 1);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        out.write(safe(text.substring(from, from + length)));
    }
}
