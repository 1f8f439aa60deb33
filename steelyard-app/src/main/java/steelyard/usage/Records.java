package steelyard.usage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// The JSON records of a file: its lines, or the whole of it where its first line is no whole
/// value.
final class Records implements RecordReader {
    private static final JsonFactory JSON = new JsonFactory();

    /// Bytes of the longest file that is one record.
    private static final int LONGEST = 512 << 20;

    private final Path file;
    private final @Nullable LineReader lines;
    private boolean over;

    Records(Path file, List<String> needles) {
        this.file = file;
        this.lines =
                firstLineIsWhole(file) ? new LineReader(file, needles, LineReader.LONGEST) : null;
    }

    @Override
    public LineReader.@Nullable Line next() {
        if (lines != null) {
            return lines.next();
        }
        if (over) {
            return null;
        }
        over = true;
        try (InputStream in = LineReader.open(file)) {
            byte[] bytes = in.readNBytes(LONGEST);
            return in.read() < 0
                    ? new LineReader.Line(1, withoutBom(bytes), null)
                    : new LineReader.Line(
                            1,
                            new byte[0],
                            "a record of over %,d bytes; longer ones are not read"
                                    .formatted(LONGEST));
        } catch (IOException e) {
            return new LineReader.Line(1, new byte[0], LineReader.describe(e));
        }
    }

    private static byte[] withoutBom(byte[] bytes) {
        boolean bom =
                bytes.length > 2
                        && bytes[0] == (byte) 0xef
                        && bytes[1] == (byte) 0xbb
                        && bytes[2] == (byte) 0xbf;
        return bom ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }

    /// Lines that are looked at behind a first one that ends inside a value.
    private static final int AHEAD = 50;

    /// A line that ends inside a value is the start of a file that is one record, unless whole
    /// objects follow at the starts of lines: then it is a line that was cut off, among others. A
    /// line that is no JSON at all is a broken line.
    private static boolean firstLineIsWhole(Path file) {
        try (LineReader reader = new LineReader(file, List.of(), LineReader.LONGEST)) {
            LineReader.Line line = reader.next();
            if (line == null || line.problem() != null || !endsInside(line.bytes())) {
                return true;
            }
            if (line.bytes()[0] != '{') {
                return false;
            }
            for (int i = 0; i < AHEAD; i++) {
                line = reader.next();
                if (line == null || line.problem() != null) {
                    return false;
                }
                if (line.bytes()[0] == '{' && isWhole(line.bytes())) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean endsInside(byte[] line) {
        try {
            skip(line);
            return false;
        } catch (UnexpectedEndOfInputException _) {
            return true;
        } catch (JacksonException _) {
            return false;
        }
    }

    private static boolean isWhole(byte[] line) {
        try {
            return skip(line);
        } catch (JacksonException _) {
            return false;
        }
    }

    /// Passes over a value.
    ///
    /// @return whether nothing stands behind it
    private static boolean skip(byte[] line) {
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), new ByteArrayInputStream(line))) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.currentToken() != null && parser.currentToken().isStructStart()) {
                throw new UnexpectedEndOfInputException(parser, parser.currentToken(), "cut off");
            }
            return parser.nextToken() == null;
        }
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.close();
        }
    }
}
