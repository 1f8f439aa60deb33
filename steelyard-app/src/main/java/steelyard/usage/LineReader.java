package steelyard.usage;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads a text file, gzip or not, line by line with a limit on the length of a line.
///
/// A longer line is skipped and reported, never held in memory; a file that is cut off or cannot be
/// read ends in a problem after the lines that could be read.
final class LineReader implements AutoCloseable {
    /// Bytes of the longest line that is read: agents log whole files, but not more than this.
    static final int LONGEST = 64 << 20;

    private static final int CHUNK = 1 << 16;

    /// One line.
    ///
    /// @param bytes its bytes without the line end; empty if there is a problem
    record Line(
            long number,
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
            @Nullable String problem) {}

    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final List<byte[]> needles;
    private final int longest;
    private @Nullable InputStream in;
    private @Nullable String ending;
    private byte[] buffer = new byte[CHUNK];
    private int start;
    private int end;
    private boolean exhausted;
    private long number;

    /// @param needles a line that looks like a whole JSON object is passed over unless one of these
    ///   texts stands in it; none if every line matters
    LineReader(Path file, List<String> needles, int longest) {
        this.needles = needles.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        this.longest = longest;
        try {
            in = open(file);
        } catch (IOException e) {
            ending = describe(e);
            exhausted = true;
        }
    }

    static InputStream open(Path file) throws IOException {
        PushbackInputStream raw = new PushbackInputStream(Files.newInputStream(file), 4);
        byte[] magic = raw.readNBytes(4);
        raw.unread(magic);
        if (magic.length >= 2 && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new GZIPInputStream(raw, CHUNK);
        }
        return magic.length == 4
                        && magic[0] == 0x28
                        && (magic[1] & 0xff) == 0xb5
                        && magic[2] == 0x2f
                        && (magic[3] & 0xff) == 0xfd
                ? new ZstdInputStream(raw)
                : raw;
    }

    /// What a failure to read on means to the reader of a log.
    static String describe(IOException e) {
        return switch (e) {
            case EOFException _ -> "the gzip file is cut off here; what follows is lost";
            case ZstdIOException _ ->
                    "the zstd file is broken or cut off here; what follows is lost";
            case ZipException _ -> "the gzip file is broken here; what follows is lost";
            default -> "cannot be read on from here: " + e.getMessage();
        };
    }

    /// The next line that matters, or null at the end.
    @Nullable Line next() {
        while (true) {
            int newline = find();
            if (newline < 0 && end == start) {
                return atEnd();
            }
            number++;
            if (newline < 0) {
                newline = end;
            }
            if (newline - start > longest) {
                return tooLong(newline);
            }
            int from = number == 1 && startsWithBom(newline) ? start + BOM.length : start;
            int to = newline > from && buffer[newline - 1] == '\r' ? newline - 1 : newline;
            start = Math.min(newline + 1, end);
            if (matters(from, to)) {
                return new Line(number, Arrays.copyOfRange(buffer, from, to), null);
            }
        }
    }

    private @Nullable Line atEnd() {
        if (ending == null) {
            return null;
        }
        Line last = new Line(number + 1, new byte[0], ending);
        ending = null;
        return last;
    }

    /// The index of the next line end, reading on as needed; -1 if the file ends without one.
    private int find() {
        int seen = start;
        while (true) {
            for (int i = seen; i < end; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            if (exhausted || end - start > longest) {
                return end - start > longest ? end : -1;
            }
            int length = end - start;
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, length);
                start = 0;
                end = length;
            }
            if (end == buffer.length) {
                buffer =
                        Arrays.copyOf(
                                buffer, (int) Math.min(2L * buffer.length, longest + (long) CHUNK));
            }
            seen = end;
            fill();
        }
    }

    private void fill() {
        try {
            int read = in == null ? -1 : in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                exhausted = true;
            } else {
                end += read;
            }
        } catch (IOException e) {
            ending = describe(e);
            exhausted = true;
        }
    }

    private Line tooLong(int upTo) {
        long bytes = (long) upTo - start;
        start = upTo;
        boolean found = upTo < end && buffer[upTo] == '\n';
        while (!found && !(exhausted && start == end)) {
            start = 0;
            end = 0;
            fill();
            int i = 0;
            while (i < end && buffer[i] != '\n') {
                i++;
            }
            bytes += i;
            found = i < end;
            start = i;
        }
        start = Math.min(start + 1, end);
        buffer = buffer.length > 1 << 20 && end == 0 ? new byte[CHUNK] : buffer;
        return new Line(
                number,
                new byte[0],
                "a line of %,d bytes; the longest that is read has %,d".formatted(bytes, longest));
    }

    private boolean matters(int from, int to) {
        int first = from;
        while (first < to && (buffer[first] == ' ' || buffer[first] == '\t')) {
            first++;
        }
        if (first == to) {
            return false;
        }
        if (needles.isEmpty() || buffer[first] != '{' || buffer[to - 1] != '}') {
            return true;
        }
        for (byte[] needle : needles) {
            if (holds(needle, first, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(byte[] needle, int from, int to) {
        int last = needle.length - 1;
        byte middle = needle[last / 2];
        byte end = needle[last];
        // Two bytes from inside tell most places apart; the first, a quotation mark, is common.
        for (int i = from; i <= to - needle.length; i++) {
            if (buffer[i + last / 2] == middle
                    && buffer[i + last] == end
                    && Arrays.equals(buffer, i, i + needle.length, needle, 0, needle.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWithBom(int newline) {
        return newline - start >= BOM.length
                && Arrays.equals(buffer, start, start + BOM.length, BOM, 0, BOM.length);
    }

    @Override
    public void close() {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException _) {
            // What was read is read.
        }
    }
}
