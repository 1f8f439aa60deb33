package steelyard.usage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;

/// Which column of a file is which column of the usage table, by the names in `columns.csv`.
///
/// @param found the file's own spellings by the table's name: mostly one; of several, one row has
///   one and another the other
/// @param ignored columns of the file that the table does not have
record Columns(Map<String, List<String>> found, List<String> ignored) {
    static final String NEEDED =
            "a usage table needs time, model and tokens, e.g. time,provider,model,input_tokens,output_tokens,user"
                    + " (docs/usage-formats.md has all columns)";

    /// The meter that a column counts, by the table's name.
    private static final Map<String, Meter> METERS = new LinkedHashMap<>();

    /// The columns that count a meter and have nothing to do with others.
    private static final List<String> PLAIN = new ArrayList<>();

    /// The column that counts a meter alone: of several the last.
    private static final Map<Meter, String> ALONE = new EnumMap<>(Meter.class);

    /// The table's name by every spelling of it.
    private static final Map<String, String> SPELLINGS = spellings();

    private static Map<String, String> spellings() {
        Map<String, String> spellings = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        Columns.class.getResourceAsStream(
                                                "/steelyard/usage/columns.csv")),
                                StandardCharsets.UTF_8))) {
            lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(cells -> {
                        spellings.put(cells[0], cells[0]);
                        if (!cells[2].isEmpty()) {
                            Meter meter = Meter.ofColumn(cells[2]).orElseThrow();
                            METERS.put(cells[0], meter);
                            ALONE.put(meter, cells[0]);
                        }
                        if (cells[3].equals("yes")) {
                            PLAIN.add(cells[0]);
                        }
                        for (String other : cells[1].split(" ")) {
                            if (!other.isEmpty()) {
                                spellings.put(other, cells[0]);
                            }
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return spellings;
    }

    /// @throws Refusal if two columns mean the same
    static Columns of(Collection<String> names) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        for (String name : names) {
            String column = SPELLINGS.get(snake(name));
            if (column == null) {
                ignored.add(name);
            } else {
                found.computeIfAbsent(column, _ -> new ArrayList<>()).add(name);
            }
        }
        return new Columns(found, ignored);
    }

    /// A name in small letters with underscores, however it was written: `promptTokens`, `Prompt
    /// Tokens`, `prompt-tokens`.
    private static String snake(String name) {
        return name.strip()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .replaceAll("[\\s.-]+", "_")
                .toLowerCase(Locale.ROOT);
    }

    /// All columns of the table, in order.
    static List<String> all() {
        return SPELLINGS.values().stream().distinct().toList();
    }

    static boolean isPlain(String column) {
        return PLAIN.contains(column);
    }

    /// Whether a column holds whole numbers.
    static boolean isCount(String column) {
        return METERS.containsKey(column) || column.equals("calls");
    }

    /// The column in which a meter is counted alone.
    static String of(Meter meter) {
        return Objects.requireNonNull(ALONE.get(meter), meter::column);
    }

    /// Counts that `prompt_tokens` holds as well, for it is OpenAI's name and means all of it.
    private static final List<String> INSIDE_PROMPT =
            List.of(
                    "audio_input_tokens",
                    "audio_cache_read_tokens",
                    "image_input_tokens",
                    "image_cache_read_tokens",
                    "video_input_tokens");

    /// The same of `completion_tokens`.
    private static final List<String> INSIDE_ANSWER =
            List.of("audio_output_tokens", "image_output_tokens");

    private String parts(List<String> columns) {
        return columns.stream()
                .filter(this::has)
                .map("coalesce(n_%s, 0)"::formatted)
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining(" + "), t -> t.isEmpty() ? "0" : t));
    }

    /// The rows of `canonical.sql` that its plain columns stand for.
    String canonical(String sql) {
        List<String> plain = PLAIN.stream().filter(this::has).toList();
        return sql.replace("{prompt_parts}", has("prompt_tokens") ? parts(INSIDE_PROMPT) : "0")
                .replace(
                        "{answer_parts}",
                        found.getOrDefault("output_tokens", List.of()).stream()
                                        .anyMatch(name -> snake(name).equals("completion_tokens"))
                                ? parts(INSIDE_ANSWER)
                                : "0")
                .replace("{blank}", each(plain, "AND n_%s IS NULL"))
                .replace(
                        "{no_prompt}",
                        each(
                                plain.stream()
                                        .filter(c ->
                                                Objects.requireNonNull(METERS.get(c)).isPrompt())
                                        .toList(),
                                "AND n_%s IS NULL"))
                .replace("{problems}", each(plain, "count_problem('%1$s', %1$s, n_%1$s),"))
                .replace("{fine}", each(plain, "AND count_fine(%1$s, n_%1$s)"))
                .replace(
                        "{counts}",
                        METERS.entrySet().stream()
                                .filter(c ->
                                        isUsual(c.getValue())
                                                ? isPlain(c.getKey())
                                                : has(c.getKey()))
                                .map(c ->
                                        (has(c.getKey())
                                                        ? "coalesce(n_" + c.getKey() + ", 0)"
                                                        : "0::BIGINT")
                                                + " AS "
                                                + c.getValue().column())
                                .collect(Collectors.joining(", ")));
    }

    /// Whether every log has a column for a meter, be it of zeros.
    static boolean isUsual(Meter meter) {
        return meter.compareTo(Meter.REQUEST) <= 0;
    }

    private static String each(List<String> columns, String term) {
        return columns.stream().map(term::formatted).collect(Collectors.joining(" "));
    }

    /// The meters that these columns count.
    Set<Meter> meters() {
        return found.keySet().stream()
                .filter(METERS::containsKey)
                .map(METERS::get)
                .collect(Collectors.toSet());
    }

    boolean has(String column) {
        return found.containsKey(column);
    }

    /// Whether any column counts something.
    boolean hasCounts() {
        return METERS.keySet().stream().anyMatch(this::has);
    }

    /// What keeps a file with these columns from being a usage table.
    Optional<String> problem() {
        if (!has("time") || !has("model") || !hasCounts()) {
            List<String> missing = new ArrayList<>();
            if (!has("time")) {
                missing.add("time");
            }
            if (!has("model")) {
                missing.add("model");
            }
            if (!hasCounts()) {
                missing.add("tokens (input_tokens or prompt_tokens, output_tokens)");
            }
            return Optional.of(
                    "no column for %s; it has %s; %s"
                            .formatted(
                                    String.join(", ", missing), String.join(",", union()), NEEDED));
        }
        if (has("input_tokens") && has("prompt_tokens")) {
            return Optional.of(
                    "both %s (without cached tokens) and %s (with them): keep one"
                            .formatted(first("input_tokens"), first("prompt_tokens")));
        }
        if (has("cached_tokens") && !has("prompt_tokens")) {
            return Optional.of(
                    "column %s without prompt_tokens: name the prompt prompt_tokens if cached tokens are inside it, or the cached ones cache_read_tokens if they are beside input_tokens"
                            .formatted(first("cached_tokens")));
        }
        return Optional.empty();
    }

    private String first(String column) {
        return Objects.requireNonNull(found.get(column)).getFirst();
    }

    private List<String> union() {
        List<String> names =
                new ArrayList<>(found.values().stream().flatMap(List::stream).toList());
        names.addAll(ignored);
        return names;
    }
}
