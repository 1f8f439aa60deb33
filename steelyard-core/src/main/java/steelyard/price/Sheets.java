package steelyard.price;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of all sheets: those of the bundled book, each read when it is first asked for, and
/// overlays.
final class Sheets {
    private static final String FOLDER = "/steelyard/price/book/";
    private static final Set<String> PROVIDER_COLUMNS =
            new LinkedHashSet<>(List.of("provider", "title", "aliases", "rank", "as_of"));
    private static final Set<String> NAME_COLUMNS =
            new LinkedHashSet<>(
                    List.of("provider", "kind", "name", "model", "region", "from", "to", "note"));

    private final Map<String, Provider> providers;
    private final List<List<PriceRow>> overlays;
    private final Map<String, Map<String, List<PriceRow>>> read = new HashMap<>();

    private Sheets(Map<String, Provider> providers, List<List<PriceRow>> overlays) {
        this.providers = providers;
        this.overlays = overlays;
    }

    static Sheets bundled() {
        Map<String, Provider> providers = new LinkedHashMap<>();
        for (Provider provider : table("providers.csv", PROVIDER_COLUMNS, Provider::of)) {
            providers.put(provider.id(), provider);
        }
        return new Sheets(providers, List.of());
    }

    /// The other names of listed models.
    static List<NameRule> names() {
        return table("names.csv", NAME_COLUMNS, NameRule::of);
    }

    private static <T> List<T> table(
            String name, Set<String> columns, Function<CsvTable.Row, T> parse) {
        List<String> problems = new ArrayList<>();
        List<T> rows =
                new CsvTable(name, problems)
                        .read(resource(name), Set.of("provider"), columns, parse);
        PriceFileException.throwIfAny(problems);
        return rows;
    }

    private static Reader resource(String name) {
        InputStream in = Sheets.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new IllegalStateException("the bundled price book lacks " + name);
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    /// These sheets under another one.
    Sheets under(List<PriceRow> overlay) {
        List<List<PriceRow>> all = new ArrayList<>(overlays);
        all.addFirst(List.copyOf(overlay));
        return new Sheets(providers, all);
    }

    Collection<Provider> providers() {
        return providers.values();
    }

    /// The sellers in the order in which a model without one is looked up: overlays first, then by
    /// rank.
    Stream<String> ranked() {
        return Stream.concat(
                        overlayProviders(),
                        providers.values().stream()
                                .filter(p -> p.rank() > 0)
                                .sorted(Comparator.comparingInt(Provider::rank))
                                .map(Provider::id))
                .distinct();
    }

    Stream<String> overlayProviders() {
        return overlayRows().map(PriceRow::provider);
    }

    Stream<PriceRow> overlayRows() {
        return overlays.stream().flatMap(List::stream);
    }

    /// Whether some row states rates for the model.
    boolean lists(String provider, String model) {
        return layers(provider, model).stream()
                .flatMap(List::stream)
                .anyMatch(row -> row.multiply().isEmpty());
    }

    /// The rows for a model, layer by layer, the book last; all rows of the provider for null.
    List<List<PriceRow>> layers(String provider, @Nullable String model) {
        List<List<PriceRow>> layers = new ArrayList<>();
        for (List<PriceRow> overlay : overlays) {
            layers.add(
                    overlay.stream()
                            .filter(row -> row.provider().equals(provider))
                            .filter(row -> model == null || matches(row, model))
                            .toList());
        }
        Map<String, List<PriceRow>> sheet = sheet(provider);
        if (model == null) {
            layers.add(sheet.values().stream().flatMap(List::stream).toList());
        } else {
            List<PriceRow> rows =
                    new ArrayList<>(sheet.getOrDefault(model.toLowerCase(Locale.ROOT), List.of()));
            for (PriceRow glob : sheet.getOrDefault("*", List.of())) {
                if (matches(glob, model)) {
                    rows.add(glob);
                }
            }
            layers.add(rows);
        }
        return layers;
    }

    private static boolean matches(PriceRow row, String model) {
        if (!row.isPattern()) {
            return row.model().equalsIgnoreCase(model);
        }
        String name = model.toLowerCase(Locale.ROOT);
        String[] parts = row.model().toLowerCase(Locale.ROOT).split("\\*", -1);
        int at = parts[0].length();
        if (!name.startsWith(parts[0])) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        String last = parts[parts.length - 1];
        return name.length() - last.length() >= at && name.endsWith(last);
    }

    /// A provider's own sheet by lower-case model, the rows with `*` under the key `*`.
    private Map<String, List<PriceRow>> sheet(String provider) {
        synchronized (read) {
            Map<String, List<PriceRow>> known = read.get(provider);
            if (known != null) {
                return known;
            }
            Map<String, List<PriceRow>> sheet = new HashMap<>();
            if (providers.containsKey(provider)) {
                List<String> problems = new ArrayList<>();
                String file = "sheets/" + provider + ".csv";
                for (PriceRow row : PriceSheet.read(file, resource(file), provider, problems)) {
                    sheet.computeIfAbsent(
                                    row.isPattern() ? "*" : row.model().toLowerCase(Locale.ROOT),
                                    m -> new ArrayList<>())
                            .add(row);
                }
                PriceFileException.throwIfAny(problems);
            }
            read.put(provider, sheet);
            return sheet;
        }
    }
}
