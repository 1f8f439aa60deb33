package steelyard.usage;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import steelyard.usage.format.Formats;
import steelyard.usage.format.Mapping;

/// Tells a file's format by how it begins; names and endings count for nothing.
final class Detection {
    private static final int PEEK = 64 * 1024;
    private static final Pattern KEY = Pattern.compile("\"([A-Za-z_][A-Za-z0-9_]*)\"\\s*:");

    /// Either a format, or why there is none.
    record Result(Optional<LogFormat> format, String why) {}

    private Detection() {}

    static Result detect(Path file) {
        byte[] head;
        try {
            head = head(file);
        } catch (EOFException | ZipException | ZstdIOException e) {
            return none("the compressed file is broken or cut off: " + e.getMessage());
        } catch (IOException e) {
            return none(
                    Files.isReadable(file)
                            ? "not readable: " + e.getMessage()
                            : "no permission to read it");
        }
        if (head.length == 0) {
            return none("the file is empty");
        }
        String text = new String(head, StandardCharsets.UTF_8);
        if (text.startsWith("PAR1")) {
            return new Result(Optional.of(LogFormat.PARQUET), "");
        }
        if (text.startsWith("SQLite format 3\0")) {
            return SqliteRecords.format(file)
                    .map(mapping -> new Result(Optional.of(LogFormat.of(mapping)), ""))
                    .orElseGet(() -> none("a SQLite database of no known agent"));
        }
        if (text.startsWith("PK")) {
            return none("a zip archive; unpack it first");
        }
        String start = text.stripLeading().replaceFirst("^\uFEFF", "").stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            return json(start, file);
        }
        if (text.indexOf('\0') >= 0) {
            return none("a binary file; usage is CSV, JSON lines or Parquet, gzip or not");
        }
        // Of a CSV file the header alone says what it is.
        return Formats.fitting(
                        start.lines().findFirst().orElse(""),
                        file.toAbsolutePath().toString().replace('\\', '/'))
                .map(mapping -> new Result(Optional.of(LogFormat.of(mapping)), ""))
                .orElseGet(() -> csv(start));
    }

    private static Result none(String why) {
        return new Result(Optional.empty(), why);
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = LineReader.open(file)) {
            return in.readNBytes(PEEK);
        }
    }

    /// The texts that stand in the first lines tell one JSON log from another.
    private static Result json(String text, Path file) {
        Optional<Mapping> mapping =
                Formats.fitting(text, file.toAbsolutePath().toString().replace('\\', '/'));
        if (mapping.isPresent()) {
            return new Result(mapping.map(LogFormat::of), "");
        }
        if (text.startsWith("[")) {
            return none(
                    "a JSON array of no known log; write one object a line instead (jq -c '.[]')");
        }
        Set<String> keys = new HashSet<>();
        Matcher m = KEY.matcher(text);
        while (m.find()) {
            keys.add(m.group(1));
        }
        Columns columns = Columns.of(keys);
        return columns.has("time") && columns.has("model")
                ? new Result(Optional.of(LogFormat.JSONL), "")
                : none("JSON lines of no known usage log; " + Columns.NEEDED);
    }

    private static Result csv(String text) {
        String header = text.lines().findFirst().orElse("");
        Set<String> names = new HashSet<>();
        for (String name : header.split("[,;\t|]")) {
            names.add(name.strip().replaceAll("^\"|\"$", "").toLowerCase(Locale.ROOT));
        }
        Columns columns = Columns.of(names);
        return columns.has("time") || columns.has("model") || columns.hasCounts()
                ? new Result(Optional.of(LogFormat.CSV), "")
                : none("the first line names no column of a usage table; " + Columns.NEEDED);
    }
}
