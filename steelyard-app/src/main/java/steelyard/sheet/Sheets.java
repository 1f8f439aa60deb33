package steelyard.sheet;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads public sheets: a JSON file, gzipped or not, a folder or a tar archive of such.
public final class Sheets {
    /// No public sheet is a tenth as large; what is larger is not one, or not meant well.
    public static final long LARGEST = 64L << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// Between these lies the median price of a prompt token on any sheet, in USD per million.
    private static final BigDecimal LEAST_MEDIAN = new BigDecimal("0.005");

    private static final BigDecimal MOST_MEDIAN = new BigDecimal("500");

    private Sheets() {}

    /// A document of a sheet and the name that it has.
    @SuppressWarnings("ArrayRecordComponent") // bytes to be parsed, never compared
    private record Document(String name, byte[] bytes) {}

    /// The ids of all formats.
    public static List<String> formats() {
        return SheetFormat.ALL.stream().map(SheetFormat::id).toList();
    }

    /// Reads a sheet.
    ///
    /// @param format its id; empty to tell it by the content
    /// @throws Refusal if it is none, is cut off, or states what no price list does
    public static Sheet read(Path path, Optional<String> format) {
        try {
            return read(documents(path), path.toString(), format);
        } catch (IOException e) {
            throw new Refusal(path + ": not readable: " + e.getMessage(), e);
        }
    }

    /// The same from bytes at hand.
    ///
    /// @param name of the file that they would be
    public static Sheet read(String name, byte[] bytes, Optional<String> format) {
        try {
            return read(unpacked(name, new ByteArrayInputStream(bytes)), name, format);
        } catch (IOException e) {
            throw new Refusal(name + ": not readable: " + e.getMessage(), e);
        }
    }

    private static Sheet read(List<Document> documents, String name, Optional<String> format) {
        List<JsonNode> roots = new ArrayList<>();
        for (Document document : documents) {
            roots.add(parse(document));
        }
        SheetFormat told = format.map(id -> named(id)).orElseGet(() -> recognised(name, roots));
        Reading reading = new Reading(told.id(), Sellers.bundled());
        for (int i = 0; i < roots.size(); i++) {
            JsonNode root = roots.get(i);
            String file = documents.get(i).name().replaceAll("^.*/|\\.json.*$", "");
            if (told.recognises(root)) {
                try {
                    told.read(root, file, reading);
                } catch (Refusal | java.time.DateTimeException e) {
                    throw new Refusal(documents.get(i).name() + ": " + e.getMessage(), e);
                }
            } else if (documents.size() == 1) {
                throw new Refusal(
                        "%s: not a sheet of %s, which has %s"
                                .formatted(name, told.id(), told.looksLike()));
            } else {
                reading.unread("files of another kind");
            }
        }
        Sheet sheet = reading.sheet();
        requireUnits(name, sheet);
        return sheet;
    }

    private static SheetFormat named(String id) {
        return SheetFormat.ALL.stream()
                .filter(f -> f.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                "format \"%s\" is none of %s"
                                        .formatted(id, String.join(", ", formats()))));
    }

    private static SheetFormat recognised(String name, List<JsonNode> roots) {
        for (SheetFormat format : SheetFormat.ALL) {
            if (roots.stream().anyMatch(format::recognises)) {
                return format;
            }
        }
        throw new Refusal(
                name
                        + ": no price sheet that is known here; those are "
                        + SheetFormat.ALL.stream()
                                .map(f -> f.id() + " (" + f.looksLike() + ")")
                                .collect(Collectors.joining(", ")));
    }

    private static JsonNode parse(Document document) {
        try {
            return JSON.readTree(document.bytes());
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new Refusal(
                    "%s%s not whole JSON: %s"
                            .formatted(
                                    document.name(),
                                    at == null ? ":" : ":" + at.getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        }
    }

    /// A sheet whose usual price is a thousandth or a thousandfold of any market's is in other
    /// units.
    private static void requireUnits(String name, Sheet sheet) {
        List<BigDecimal> prompts =
                sheet.statements().stream()
                        .map(s -> s.dollars(s.from().orElse(Instant.EPOCH)).get(Meter.INPUT))
                        .filter(Objects::nonNull)
                        .filter(p -> p.signum() > 0)
                        .sorted()
                        .toList();
        if (sheet.statements().isEmpty()) {
            throw new Refusal(
                    "%s: read as %s, and no price of a seller that is known here is in it%s"
                            .formatted(
                                    name,
                                    sheet.format(),
                                    sheet.unread().isEmpty()
                                            ? ""
                                            : "; left out: " + sheet.leftOut()));
        }
        if (prompts.isEmpty()) {
            return;
        }
        BigDecimal median = prompts.get(prompts.size() / 2);
        if (median.compareTo(LEAST_MEDIAN) < 0 || median.compareTo(MOST_MEDIAN) > 0) {
            throw new Refusal(
                    "%s: read as %s, half of its prompt prices are %s %s USD per million tokens; is it in other units?"
                            .formatted(
                                    name,
                                    sheet.format(),
                                    median.compareTo(MOST_MEDIAN) > 0 ? "over" : "under",
                                    median.toPlainString()));
        }
    }

    private static List<Document> documents(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            if (Files.size(path) > LARGEST) {
                throw new Refusal(
                        "%s: %d MB; no price sheet is larger than %d MB"
                                .formatted(path, Files.size(path) >> 20, LARGEST >> 20));
            }
            try (InputStream in = Files.newInputStream(path)) {
                return unpacked(path.toString(), in);
            }
        }
        List<Document> documents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file :
                    files.filter(f -> f.toString().matches(".*\\.json(\\.gz)?"))
                            .sorted()
                            .toList()) {
                documents.addAll(documents(file));
            }
        }
        if (documents.isEmpty()) {
            throw new Refusal(path + ": no .json in this folder");
        }
        return documents;
    }

    private static List<Document> unpacked(String name, InputStream bytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(bytes);
        in.mark(2);
        boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        InputStream plain = gzipped ? new GZIPInputStream(in) : in;
        if (!name.matches(".*\\.(tar|tgz|tar\\.gz)")) {
            return List.of(new Document(name, limited(name, plain)));
        }
        List<Document> documents = new ArrayList<>();
        long sum = 0;
        TarArchiveInputStream tar = new TarArchiveInputStream(plain);
        for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
            if (e.isFile() && e.getName().endsWith(".json")) {
                byte[] document = limited(name + " " + e.getName(), tar);
                sum += document.length;
                if (sum > LARGEST) {
                    throw tooLarge(name);
                }
                documents.add(new Document(name + "/" + e.getName(), document));
            }
        }
        return documents;
    }

    private static byte[] limited(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes((int) LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw tooLarge(name);
        }
        return bytes;
    }

    private static Refusal tooLarge(String name) {
        return new Refusal(
                "%s: more than %d MB; no price sheet is as large".formatted(name, LARGEST >> 20));
    }
}
