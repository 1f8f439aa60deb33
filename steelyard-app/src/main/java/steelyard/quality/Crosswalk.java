package steelyard.quality;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import steelyard.table.TableFile;

/// Which model a name in a price list means: the same weights have many names, and one name may
/// mean other weights later.
public final class Crosswalk {
    private static final String FOLDER = "/steelyard/quality/";

    /// A name and the model it means for a time.
    ///
    /// @param from the first day; [LocalDate#MIN] if always
    /// @param to the first day on which it no longer does; [LocalDate#MAX] if never
    public record Entry(String provider, String name, Model model, LocalDate from, LocalDate to) {
        boolean holds(LocalDate day) {
            return !day.isBefore(from) && day.isBefore(to);
        }
    }

    private record Key(String provider, String name) {
        static Key of(String provider, String name) {
            return new Key(provider.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
        }
    }

    private final Map<String, Model> models;
    private final Map<Key, List<Entry>> entries;
    private final Map<String, Model> byName;

    private Crosswalk(Map<String, Model> models, Map<Key, List<Entry>> entries) {
        this.models = Collections.unmodifiableMap(models);
        this.entries = entries;
        this.byName = new HashMap<>();
        entries.values().stream()
                .flatMap(List::stream)
                .forEach(e -> byName.put(plain(e.name()), e.model()));
        models.forEach((id, model) -> byName.put(plain(id), model));
    }

    /// The crosswalk that comes with Steelyard.
    public static Crosswalk bundled() {
        Map<String, Model> models = new TreeMap<>();
        read(
                "models.csv",
                List.of("model", "lab", "weights", "reasoning"),
                row -> {
                    Model model =
                            new Model(
                                    row.required("model"),
                                    row.required("lab"),
                                    row.required("weights").equals("open"),
                                    Model.Reasoning.of(row.required("reasoning")));
                    models.put(model.id(), model);
                });
        Map<Key, List<Entry>> entries = new LinkedHashMap<>();
        read(
                "crosswalk.csv",
                List.of("provider", "name", "model", "from", "to"),
                row -> {
                    Entry entry =
                            new Entry(
                                    row.required("provider"),
                                    row.required("name"),
                                    Objects.requireNonNull(
                                            models.get(row.required("model")),
                                            () -> "no model " + row.text("model")),
                                    row.dateIfAny("from").orElse(LocalDate.MIN),
                                    row.dateIfAny("to").orElse(LocalDate.MAX));
                    entries.computeIfAbsent(
                                    Key.of(entry.provider(), entry.name()), _ -> new ArrayList<>(1))
                            .add(entry);
                });
        return new Crosswalk(models, entries);
    }

    /// A crosswalk of one's own.
    public static Crosswalk of(Collection<Model> models, List<Entry> entries) {
        Map<String, Model> byId = new TreeMap<>();
        models.forEach(m -> byId.put(m.id(), m));
        Map<Key, List<Entry>> byKey = new LinkedHashMap<>();
        entries.forEach(e ->
                byKey.computeIfAbsent(Key.of(e.provider(), e.name()), _ -> new ArrayList<>(1))
                        .add(e));
        return new Crosswalk(byId, byKey);
    }

    static void read(String name, List<String> columns, Consumer<TableFile.Row> take) {
        try (InputStream bytes =
                Objects.requireNonNull(
                        Crosswalk.class.getResourceAsStream(FOLDER + name), FOLDER + name)) {
            TableFile.read(name, bytes, columns, take);
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": not readable", e);
        }
    }

    public Collection<Model> models() {
        return models.values();
    }

    /// Every name of a provider's price list that means a model, in their order.
    public List<Entry> entries() {
        return entries.values().stream().flatMap(List::stream).toList();
    }

    /// What a listed name means, at every time.
    public List<Entry> entries(String provider, String name) {
        return entries.getOrDefault(Key.of(provider, name), List.of());
    }

    /// What a listed name means on a day.
    public Optional<Model> model(String provider, String name, LocalDate day) {
        return entries(provider, name).stream()
                .filter(e -> e.holds(day))
                .findFirst()
                .map(Entry::model);
    }

    /// What a person means by a name: the model of that id, or the newest with that name in any
    /// price list, whatever its punctuation; `gpt-4` is `gpt-4-0613`.
    public Optional<Model> named(String name) {
        return Optional.ofNullable(byName.get(plain(name)));
    }

    /// Models whose ids are close to a name, for messages.
    public List<String> similar(String name) {
        String plain = plain(name);
        return models.keySet().stream()
                .sorted(
                        Comparator.comparingInt((String id) -> -shared(plain(id), plain))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(6)
                .toList();
    }

    /// How many letters two names have in common at their beginning.
    private static int shared(String one, String other) {
        int i = 0;
        while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    private static String plain(String name) {
        return name.substring(name.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "");
    }
}
