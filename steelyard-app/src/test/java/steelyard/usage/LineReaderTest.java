package steelyard.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {
    @TempDir private Path folder;

    private List<String> read(byte[] content, String needle, int longest) throws IOException {
        Path file = folder.resolve("log");
        Files.write(file, content);
        List<String> lines = new ArrayList<>();
        try (LineReader reader =
                new LineReader(file, needle.isEmpty() ? List.of() : List.of(needle), longest)) {
            for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
                lines.add(
                        line.number()
                                + ":"
                                + (line.problem() == null
                                        ? new String(line.bytes(), StandardCharsets.UTF_8)
                                        : line.problem()));
            }
        }
        return lines;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void linesKeepTheirNumbersWhateverStandsBetween() throws IOException {
        assertThat(read(utf8("a\n\nb\r\n  \nc"), "", 100)).containsExactly("1:a", "3:b", "5:c");
        assertThat(read(utf8(""), "", 100)).isEmpty();
        assertThat(read(utf8("\n\n"), "", 100)).isEmpty();
        assertThat(read(utf8("ü\n"), "", 100)).containsExactly("1:ü");
    }

    @Test
    void wholeObjectsWithoutTheNeedleArePassedOverAndBrokenOnesAreNot() throws IOException {
        assertThat(
                        read(
                                utf8("{\"usage\":1}\n{\"other\":1}\n{\"other\":\nusage\n"),
                                "\"usage\"",
                                100))
                .containsExactly("1:{\"usage\":1}", "3:{\"other\":", "4:usage");
    }

    @Test
    void aLineThatIsTooLongIsReportedAndTheNextOneRead() throws IOException {
        String big = "x".repeat(300_000);
        assertThat(read(utf8("a\n" + big + "\nb\n" + big), "", 100_000))
                .containsExactly(
                        "1:a",
                        "2:a line of 300,000 bytes; the longest that is read has 100,000",
                        "3:b",
                        "4:a line of 300,000 bytes; the longest that is read has 100,000");
        assertThat(read(utf8("12345\n123456\n"), "", 5))
                .containsExactly("1:12345", "2:a line of 6 bytes; the longest that is read has 5");
    }

    @Test
    void longLinesWithinTheLimitAreWhole() throws IOException {
        String big = "y".repeat(500_000);
        assertThat(read(utf8(big + "\nz\n"), "", 1 << 20)).containsExactly("1:" + big, "2:z");
    }

    @Test
    void aTruncatedGzipGivesWhatItHasAndThenSaysSo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 20_000; i++) {
                gzip.write(utf8("line " + i + " " + Integer.toHexString(i * 0x9E3779B9) + "\n"));
            }
        }
        byte[] whole = bytes.toByteArray();
        assertThat(read(whole, "", 100)).hasSize(20_000);
        List<String> half = read(Arrays.copyOf(whole, whole.length / 2), "", 100);
        assertThat(half.getFirst()).startsWith("1:line 0 ");
        assertThat(half.getLast()).endsWith("the gzip file is cut off here; what follows is lost");
        assertThat(half.size()).isBetween(5_000, 15_000);
    }
}
