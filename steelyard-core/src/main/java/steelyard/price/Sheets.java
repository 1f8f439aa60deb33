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
import java.util.Optional;
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
                    List.of(
                            "provider",
                            "kind",
                            "name",
                            "model",
                            "region",
                            "from",
                            "to",
                            "flag",
                            "note"));
    private static final String RULES = "rules.csv";

    private final Map<String, Provider> providers;
    private final List<List<PriceRow>> overlays;
    private final Map<String, Map<String, List<PriceRow>>> read = new HashMap<>();

    private final boolean corrected;
    private final List<PriceRow> bookRows;

    private Sheets(
            Map<String, Provider> providers,
            List<List<PriceRow>> overlays,
            List<PriceRow> bookRows,
            boolean corrected) {
        this.providers = providers;
        this.overlays = overlays;
        this.bookRows = bookRows;
        this.corrected = corrected;
    }

    static Sheets bundled() {
        Map<String, Provider> providers = new LinkedHashMap<>();
        for (Provider provider : table("providers.csv", PROVIDER_COLUMNS, Provider::of)) {
            providers.put(provider.id(), provider);
        }
        return new Sheets(providers, List.of(), List.of(), true);
    }

    /// The same without what was written by hand.
    Sheets uncorrected() {
        return new Sheets(providers, overlays, bookRows, false);
    }

    /// The other names of listed models: written by hand, then those that the compiler found.
    static List<NameRule> names() {
        List<NameRule> names = new ArrayList<>(table("names.csv", NAME_COLUMNS, NameRule::of));
        names.addAll(table("aliases.csv", NAME_COLUMNS, NameRule::of));
        return names;
    }

    /// A bundled table beside the sheets, every column of which is known.
    static <T> List<T> table(String name, Set<String> columns, Function<CsvTable.Row, T> parse) {
        List<String> problems = new ArrayList<>();
        List<T> rows = new CsvTable(name, problems).read(resource(name), Set.of(), columns, parse);
        PriceFileException.throwIfAny(problems);
        return rows;
    }

    private static Reader resource(String name) {
        return optionalResource(name)
                .orElseThrow(
                        () -> new IllegalStateException("the bundled price book lacks " + name));
    }

    private static Optional<Reader> optionalResource(String name) {
        InputStream in = Sheets.class.getResourceAsStream(FOLDER + name);
        return in == null
                ? Optional.empty()
                : Optional.of(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /// These sheets under another one: its contract is a layer of its own, its list prices join the
    /// book's.
    Sheets under(List<PriceRow> overlay) {
        List<PriceRow> contract =
                overlay.stream().filter(r -> r.kind() == PriceRow.Kind.CONTRACT).toList();
        List<List<PriceRow>> all = new ArrayList<>(overlays);
        if (!contract.isEmpty()) {
            all.addFirst(contract);
        }
        List<PriceRow> listed = new ArrayList<>(bookRows);
        overlay.stream().filter(r -> r.kind() == PriceRow.Kind.BOOK).forEach(listed::add);
        return new Sheets(providers, all, listed, corrected);
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
        return Stream.concat(overlays.stream().flatMap(List::stream), bookRows.stream());
    }

    /// Whether some row states rates for the model.
    boolean lists(String provider, String model) {
        return layers(provider, model).stream()
                .flatMap(List::stream)
                .anyMatch(row -> !row.isFactor());
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
        List<PriceRow> rows = new ArrayList<>();
        for (PriceRow row : bookRows) {
            if (row.provider().equals(provider) && (model == null || matches(row, model))) {
                rows.add(row);
            }
        }
        if (model == null) {
            sheet.values().forEach(rows::addAll);
            layers.add(rows);
        } else {
            rows.addAll(sheet.getOrDefault(model.toLowerCase(Locale.ROOT), List.of()));
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

    /// A provider's own rows by lower-case model, those with `*` under the key `*`: what was
    /// written by hand, then the sheet made from sources, then the vendor's rules.
    private Map<String, List<PriceRow>> sheet(String provider) {
        synchronized (read) {
            Map<String, List<PriceRow>> known = read.get(provider);
            if (known != null) {
                return known;
            }
            Map<String, List<PriceRow>> sheet = new HashMap<>();
            if (providers.containsKey(provider)) {
                for (PriceRow row : bundledRows(provider)) {
                    sheet.computeIfAbsent(
                                    row.isPattern() ? "*" : row.model().toLowerCase(Locale.ROOT),
                                    m -> new ArrayList<>())
                            .add(row);
                }
            }
            read.put(provider, sheet);
            return sheet;
        }
    }

    private List<PriceRow> bundledRows(String provider) {
        List<String> problems = new ArrayList<>();
        List<PriceRow> rows = new ArrayList<>();
        for (String folder : corrected ? List.of("corrections/", "sheets/") : List.of("sheets/")) {
            String file = folder + provider + ".csv";
            optionalResource(file)
                    .ifPresent(text ->
                            rows.addAll(PriceSheet.readBundled(file, text, provider, problems)));
        }
        PriceFileException.throwIfAny(problems);
        rows.addAll(Rules.BY_PROVIDER.getOrDefault(provider, List.of()));
        return rows;
    }

    /// What vendors state as a rule, by vendor: rows that multiply, read when first asked for.
    private static final class Rules {
        static final Map<String, List<PriceRow>> BY_PROVIDER = read();

        private static Map<String, List<PriceRow>> read() {
            List<String> problems = new ArrayList<>();
            Map<String, List<PriceRow>> rules = new HashMap<>();
            for (PriceRow row :
                    PriceSheet.read(RULES, resource(RULES), "", PriceRow.Kind.BOOK, problems)) {
                if (!row.isFactor()) {
                    problems.add(row.at() + " a rule multiplies rates, and states none");
                }
                rules.computeIfAbsent(row.provider(), p -> new ArrayList<>()).add(row);
            }
            PriceFileException.throwIfAny(problems);
            return rules;
        }
    }
}
