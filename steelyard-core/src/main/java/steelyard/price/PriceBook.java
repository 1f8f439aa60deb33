package steelyard.price;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steelyard.token.ServiceTier;

/// All prices that are known, by provider and model, with their dates and sources.
///
/// A book reads a provider's sheet when it is first asked for it, and resolves each distinct name
/// once. It may be shared between threads.
public final class PriceBook {
    private static final String FOLDER = "/steelyard/price/book/";
    private static final Set<String> PROVIDER_COLUMNS =
            new LinkedHashSet<>(List.of("provider", "title", "aliases", "rank", "as_of"));
    private static final Set<String> NAME_COLUMNS =
            new LinkedHashSet<>(
                    List.of("provider", "kind", "name", "model", "region", "from", "to", "note"));

    /// What a provider's and a model's name, as a log has them, stand for.
    public sealed interface Resolution {
        /// The price book knows them, though perhaps not at every time.
        record Found(Tariff tariff) implements Resolution {}

        /// No provider of that name; `known` are the names there are.
        record UnknownProvider(String provider, List<String> known) implements Resolution {}

        /// The provider lists no such model; `similar` are names close to it.
        record UnknownModel(String provider, String model, List<String> similar)
                implements Resolution {}
    }

    private record Key(String provider, String model, String region, ServiceTier service) {}

    private final Map<String, Provider> providers;
    private final Map<String, String> providerNames;
    private final Map<String, Map<String, List<NameRule>>> aliases;
    private final Map<String, List<NameRule>> rules;
    private final List<List<PriceRow>> overlays;
    private final Instant knownAt;
    private final Map<String, Map<String, List<PriceRow>>> sheets = new HashMap<>();
    private final Map<Key, Resolution> resolved = new HashMap<>();
    private final List<Card> cards = new ArrayList<>();

    private PriceBook(
            Map<String, Provider> providers,
            Map<String, Map<String, List<NameRule>>> aliases,
            Map<String, List<NameRule>> rules,
            List<List<PriceRow>> overlays,
            Instant knownAt) {
        this.providers = providers;
        this.aliases = aliases;
        this.rules = rules;
        this.overlays = overlays;
        this.knownAt = knownAt;
        this.providerNames = new HashMap<>();
        for (Provider provider : providers.values()) {
            providerNames.put(provider.id(), provider.id());
            for (String alias : provider.aliases()) {
                providerNames.put(alias, provider.id());
            }
        }
        for (List<PriceRow> overlay : overlays) {
            for (PriceRow row : overlay) {
                providerNames.putIfAbsent(row.provider(), row.provider());
            }
        }
    }

    /// The book that comes with Steelyard.
    public static PriceBook bundled() {
        List<String> problems = new ArrayList<>();
        Map<String, Provider> providers = new LinkedHashMap<>();
        for (Provider provider :
                table(
                        "providers.csv",
                        PROVIDER_COLUMNS,
                        Set.of("provider"),
                        Provider::of,
                        problems)) {
            providers.put(provider.id(), provider);
        }
        Map<String, Map<String, List<NameRule>>> aliases = new HashMap<>();
        Map<String, List<NameRule>> rules = new HashMap<>();
        for (NameRule rule :
                table("names.csv", NAME_COLUMNS, Set.of("provider"), NameRule::of, problems)) {
            if (rule.alias()) {
                aliases.computeIfAbsent(rule.provider(), p -> new HashMap<>())
                        .computeIfAbsent(rule.name().pattern(), n -> new ArrayList<>(1))
                        .add(rule);
            } else {
                rules.computeIfAbsent(rule.provider(), p -> new ArrayList<>()).add(rule);
            }
        }
        throwIfAny(problems);
        return new PriceBook(providers, aliases, rules, List.of(), Instant.MAX);
    }

    private static <T> List<T> table(
            String name,
            Set<String> columns,
            Set<String> required,
            java.util.function.Function<CsvTable.Row, T> parse,
            List<String> problems) {
        return new CsvTable(name, problems).read(resource(name), required, columns, parse);
    }

    private static Reader resource(String name) {
        InputStream in = PriceBook.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new IllegalStateException("the bundled price book lacks " + name);
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    /// This book with a sheet laid over it: a contract, or models of one's own.
    ///
    /// Where the sheet has a price it is what is paid; the book's own stays the list price.
    ///
    /// @throws PriceFileException with everything that is wrong in the file
    /// @throws UncheckedIOException if it cannot be read
    public PriceBook with(Path sheet) {
        try (Reader text = Files.newBufferedReader(sheet)) {
            return with(sheet.toString(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(sheet + ": not readable", e);
        }
    }

    /// The same, from text; `name` stands in messages.
    public PriceBook with(String name, Reader text) {
        List<String> problems = new ArrayList<>();
        List<PriceRow> overlay = PriceSheet.read(name, text, "", problems);
        throwIfAny(problems);
        List<List<PriceRow>> all = new ArrayList<>(overlays);
        all.addFirst(overlay.stream().map(this::canonicalProvider).toList());
        return new PriceBook(providers, aliases, rules, all, knownAt);
    }

    private PriceRow canonicalProvider(PriceRow row) {
        String id = providerNames.getOrDefault(row.provider(), row.provider());
        return new PriceRow(
                id,
                row.model(),
                row.region(),
                row.service(),
                row.context(),
                row.window(),
                row.validity(),
                row.recorded(),
                row.rates(),
                row.multiply(),
                row.basis(),
                row.standing(),
                row.sources(),
                row.rivals(),
                row.note(),
                row.at());
    }

    /// The book as it stood at an instant: rows recorded later are left out.
    public PriceBook knownAt(Instant at) {
        return new PriceBook(providers, aliases, rules, overlays, at);
    }

    private static void throwIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new PriceFileException(problems);
        }
    }

    /// The providers with a sheet of their own.
    public Collection<Provider> providers() {
        return providers.values();
    }

    /// The newest look at any source of the book.
    public LocalDate asOf() {
        return providers.values().stream()
                .map(Provider::asOf)
                .max(Comparator.naturalOrder())
                .orElse(LocalDate.MIN);
    }

    /// A provider by its id or another spelling of it.
    public Optional<String> provider(String name) {
        return Optional.ofNullable(providerNames.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    /// The listed models of a provider, in the order of their names.
    public List<String> models(String provider) {
        TreeMap<String, String> names = new TreeMap<>();
        for (List<PriceRow> rows : layers(provider, null)) {
            for (PriceRow row : rows) {
                if (!row.isPattern()) {
                    names.putIfAbsent(row.model().toLowerCase(Locale.ROOT), row.model());
                }
            }
        }
        return List.copyOf(names.values());
    }

    /// Every row that a provider's listed model has, overlays first, in the order of their dates.
    public List<PriceRow> rows(String provider, String model) {
        return layers(provider, model).stream()
                .flatMap(layer ->
                        layer.stream()
                                .sorted(
                                        Comparator.comparing(PriceRow::region)
                                                .thenComparing(r ->
                                                        r.service()
                                                                .map(ServiceTier::ordinal)
                                                                .orElse(-1))
                                                .thenComparing(PriceRow::context)
                                                .thenComparing(r -> r.validity().from())))
                .toList();
    }

    /// The providers at which a name has a meaning, the likeliest first.
    public List<String> providersOf(String model) {
        return ranked().filter(id -> !listedAs(id, model).isEmpty()).toList();
    }

    private Stream<String> ranked() {
        return Stream.concat(
                        overlays.stream().flatMap(List::stream).map(PriceRow::provider),
                        providers.values().stream()
                                .filter(p -> p.rank() > 0)
                                .sorted(Comparator.comparingInt(Provider::rank))
                                .map(Provider::id))
                .distinct();
    }

    /// The card with this number.
    public Card card(int id) {
        synchronized (cards) {
            return cards.get(id);
        }
    }

    /// What a log's names stand for; each distinct question is worked out once.
    ///
    /// @param provider as the log spells it; blank to infer it from the model's name
    /// @param region as the log spells it; blank for the default
    public Resolution resolve(String provider, String model, String region, ServiceTier service) {
        Key key =
                new Key(
                        provider.strip().toLowerCase(Locale.ROOT),
                        model.strip(),
                        region.strip().toLowerCase(Locale.ROOT),
                        service);
        synchronized (cards) {
            Resolution known = resolved.get(key);
            if (known == null) {
                known = work(key);
                resolved.put(key, known);
            }
            return known;
        }
    }

    private Resolution work(Key key) {
        if (key.provider().isEmpty()) {
            return infer(key);
        }
        String id = providerNames.get(key.provider());
        return id == null
                ? new Resolution.UnknownProvider(
                        key.provider(),
                        providerNames.values().stream().distinct().sorted().toList())
                : at(id, key, key.model(), 0);
    }

    private Resolution infer(Key key) {
        int slash = key.model().indexOf('/');
        if (slash > 0) {
            String prefix = key.model().substring(0, slash).toLowerCase(Locale.ROOT);
            String id = providerNames.get(prefix);
            String rest = key.model().substring(slash + 1);
            if (id != null && !listedAs(id, rest).isEmpty()) {
                return at(id, key, rest, 0);
            }
        }
        return ranked().filter(id -> !listedAs(id, key.model()).isEmpty())
                .findFirst()
                .map(id -> at(id, key, key.model(), Flag.PROVIDER_INFERRED.bit()))
                .orElseGet(
                        () -> new Resolution.UnknownModel("", key.model(), similar(key.model())));
    }

    private Resolution at(String provider, Key key, String name, int flags) {
        if (listedAs(provider, name).isEmpty()) {
            return new Resolution.UnknownModel(provider, name, similar(provider, name));
        }
        Set<Instant> changes = new LinkedHashSet<>();
        for (NameRule alias : aliasesOf(provider, name)) {
            changes.add(alias.validity().from());
            changes.add(alias.validity().to());
        }
        List<PriceRow> all =
                listedAs(provider, name).stream()
                        .flatMap(listed -> layers(provider, listed.model()).stream())
                        .flatMap(List::stream)
                        .toList();
        return new Resolution.Found(
                new TariffBuilder(provider, key.service(), knownAt, cards)
                        .build(
                                name,
                                at -> meaning(provider, name, key.region(), flags, at),
                                changes,
                                all));
    }

    private Optional<TariffBuilder.Rows> meaning(
            String provider, String name, String region, int flags, Instant at) {
        Optional<NameRule.Listed> alias =
                aliasesOf(provider, name).stream()
                        .filter(a -> a.validity().contains(at))
                        .findFirst()
                        .flatMap(a -> a.apply(name.toLowerCase(Locale.ROOT)));
        if (alias.isPresent()) {
            return Optional.of(rows(provider, alias.get(), region, flags));
        }
        if (isListed(provider, name)) {
            return Optional.of(rows(provider, new NameRule.Listed(name, ""), region, flags));
        }
        return byRule(provider, name)
                .map(l -> rows(provider, l, region, flags | Flag.NAME_BY_RULE.bit()));
    }

    private TariffBuilder.Rows rows(
            String provider, NameRule.Listed listed, String region, int flags) {
        List<List<PriceRow>> layers = layers(provider, listed.model());
        String spelled =
                layers.stream()
                        .flatMap(List::stream)
                        .filter(row -> !row.isPattern())
                        .map(PriceRow::model)
                        .findFirst()
                        .orElse(listed.model());
        return new TariffBuilder.Rows(
                spelled, region.isEmpty() ? listed.region() : region, flags, layers);
    }

    /// All listed models that a name stands for at some time; empty if it is unknown.
    private List<NameRule.Listed> listedAs(String provider, String name) {
        List<NameRule.Listed> listed = new ArrayList<>();
        for (NameRule alias : aliasesOf(provider, name)) {
            alias.apply(name.toLowerCase(Locale.ROOT)).ifPresent(listed::add);
        }
        if (isListed(provider, name)) {
            listed.add(new NameRule.Listed(name, ""));
        }
        if (listed.isEmpty()) {
            byRule(provider, name).ifPresent(listed::add);
        }
        return listed;
    }

    private List<NameRule> aliasesOf(String provider, String name) {
        return aliases.getOrDefault(provider, Map.of())
                .getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    private Optional<NameRule.Listed> byRule(String provider, String name) {
        for (NameRule rule : rules.getOrDefault(provider, List.of())) {
            Optional<NameRule.Listed> listed =
                    rule.apply(name).filter(l -> !l.model().equals(name));
            if (listed.isPresent()) {
                List<NameRule.Listed> meant = listedAs(provider, listed.get().model());
                if (!meant.isEmpty()) {
                    NameRule.Listed first = meant.getFirst();
                    return Optional.of(
                            first.region().isEmpty()
                                    ? new NameRule.Listed(first.model(), listed.get().region())
                                    : first);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isListed(String provider, String name) {
        return layers(provider, name).stream()
                .flatMap(List::stream)
                .anyMatch(row -> row.multiply().isEmpty());
    }

    /// The rows for a model, layer by layer, the book last; all rows of the provider for null.
    private List<List<PriceRow>> layers(String provider, @Nullable String model) {
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
        synchronized (cards) {
            Map<String, List<PriceRow>> known = sheets.get(provider);
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
                throwIfAny(problems);
            }
            sheets.put(provider, sheet);
            return sheet;
        }
    }

    private List<String> similar(String name) {
        return providers.keySet().stream()
                .flatMap(id -> similar(id, name).stream().map(model -> id + "/" + model))
                .limit(8)
                .toList();
    }

    private List<String> similar(String provider, String name) {
        String key = letters(name);
        return models(provider).stream()
                .filter(model ->
                        letters(model).contains(key)
                                || key.contains(letters(model))
                                || letters(model)
                                        .startsWith(
                                                key.substring(
                                                        0,
                                                        Math.min(
                                                                key.length(),
                                                                Math.max(4, key.length() - 3)))))
                .limit(8)
                .toList();
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
