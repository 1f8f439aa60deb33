package steelyard.simulation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// A published trace of requests: the table of the Azure LLM inference traces (`TIMESTAMP`,
/// `ContextTokens`, `GeneratedTokens`), or the lines of the Mooncake traces (`timestamp` in
/// milliseconds, `input_length`, `output_length`, `hash_ids`); gzip or not. It is read anew each
/// time, line by line.
public final class TraceFile implements Arrivals {
    private static final int BEGINNING = 4096;
    private static final int MOST_PROBLEMS = 20;
    private static final double MICROS = 1e6;
    private static final Pattern ZONED = Pattern.compile("(Z|[+-]\\d\\d:?\\d\\d)$");
    private static final LocalDateTime EPOCH = LocalDateTime.of(2020, 1, 1, 0, 0);
    private static final String EXPECTED =
            "expected TIMESTAMP, ContextTokens, GeneratedTokens, or timestamp, input_length, output_length";

    private final Path file;
    private final boolean lines;

    private TraceFile(Path file, boolean lines) {
        this.file = file;
        this.lines = lines;
    }

    /// Whether a file begins like one of these traces.
    ///
    /// @throws UncheckedIOException if it cannot be read
    public static boolean isOne(Path file) {
        String beginning = beginning(file);
        return beginning.contains("contexttokens") || beginning.contains("input_length");
    }

    public static TraceFile of(Path file) {
        return new TraceFile(file, beginning(file).startsWith("{"));
    }

    private static String beginning(Path file) {
        try (InputStream in = open(file)) {
            return new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8)
                    .replace("\uFEFF", "")
                    .strip()
                    .toLowerCase(Locale.ROOT);
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": not readable: " + e.getMessage(), e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }

    /// @throws Refusal with the first faults, each with file and line
    @Override
    public void forEach(Consumer<Request> take) {
        Clock clock = new Clock();
        if (lines) {
            lines(clock, take);
        } else {
            TableFile.read(
                    file,
                    List.of(),
                    row -> {
                        double at = clock.seconds(first(row, "timestamp"));
                        take.accept(
                                new Request(
                                        at,
                                        whole(first(row, "contexttokens", "input_length")),
                                        whole(first(row, "generatedtokens", "output_length")),
                                        0,
                                        null));
                    });
        }
    }

    private void lines(Clock clock, Consumer<Request> take) {
        List<String> problems = new ArrayList<>();
        int line = 1;
        try (InputStream in = open(file);
                MappingIterator<JsonNode> nodes =
                        JsonMapper.shared().readerFor(JsonNode.class).readValues(in)) {
            while (nodes.hasNext() && problems.size() < MOST_PROBLEMS) {
                line = nodes.currentLocation().getLineNr();
                JsonNode node = nodes.next();
                try {
                    take.accept(
                            new Request(
                                    clock.seconds(text(node, "timestamp")),
                                    whole(text(node, "input_length")),
                                    whole(text(node, "output_length")),
                                    0,
                                    ids(node)));
                } catch (IllegalArgumentException e) {
                    problems.add("%s:%d: %s".formatted(file, line, e.getMessage()));
                }
            }
        } catch (JacksonException e) {
            problems.add(
                    "%s:%d or after: not readable as JSON: %s"
                            .formatted(file, line, e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": not readable: " + e.getMessage(), e);
        }
        if (!problems.isEmpty()) {
            throw new Refusal(String.join(System.lineSeparator(), problems));
        }
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isValueNode() || value.isNull()) {
            throw new Refusal("no %s; %s".formatted(name, EXPECTED));
        }
        return value.asString();
    }

    private static long[] ids(JsonNode node) {
        JsonNode list = node.path("hash_ids");
        if (!list.isMissingNode() && !list.isArray()) {
            throw new Refusal("hash_ids is no list");
        }
        long[] ids = new long[list.size()];
        for (int i = 0; i < ids.length; i++) {
            if (!list.get(i).isIntegralNumber() || !list.get(i).canConvertToLong()) {
                throw new Refusal("hash_ids: an entry is no whole number of 64 bits");
            }
            ids[i] = list.get(i).asLong();
        }
        return ids;
    }

    private static String first(TableFile.Row row, String... columns) {
        for (String column : columns) {
            if (!row.text(column).isEmpty()) {
                return row.text(column);
            }
        }
        throw new Refusal("no %s; %s".formatted(columns[0], EXPECTED));
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refusal("\"%s\" is no whole number of tokens".formatted(text), e);
        }
    }

    /// Seconds since the first time of a file.
    private static final class Clock {
        private double start = Double.NaN;

        double seconds(String text) {
            double time = parsed(text);
            if (Double.isNaN(start)) {
                start = time;
            }
            if (time < start) {
                throw new Refusal(
                        "timestamp %s is before the first; sort the trace by time".formatted(text));
            }
            return time - start;
        }

        private static double parsed(String text) {
            if (text.indexOf('-') > 0) {
                try {
                    String time = text.replace(' ', 'T');
                    LocalDateTime utc =
                            ZONED.matcher(time).find()
                                    ? OffsetDateTime.parse(time)
                                            .withOffsetSameInstant(ZoneOffset.UTC)
                                            .toLocalDateTime()
                                    : LocalDateTime.parse(time);
                    return ChronoUnit.MICROS.between(EPOCH, utc) / MICROS;
                } catch (DateTimeParseException e) {
                    throw new Refusal(
                            "timestamp \"%s\" is no time; write 2023-11-16 18:15:46.680, or milliseconds from 0 on"
                                    .formatted(text),
                            e);
                }
            }
            double millis;
            try {
                millis = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new Refusal(
                        "timestamp \"%s\" is no time; write 2023-11-16 18:15:46.680, or milliseconds from 0 on"
                                .formatted(text),
                        e);
            }
            if (!(millis >= 0) || Double.isInfinite(millis)) {
                throw new Refusal("timestamp %s: milliseconds count from 0 on".formatted(text));
            }
            return millis / 1e3;
        }
    }
}
