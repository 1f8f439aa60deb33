package steelyard.price;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steelyard.token.ServiceTier;

/// All prices that are known, by provider and model, with their dates and sources.
///
/// A book reads a provider's sheet when it is first asked for it, and resolves each distinct name
/// once. It may be shared between threads.
public final class PriceBook {
    /// What a provider's and a model's name, as a log has them, stand for.
    public sealed interface Resolution {
        /// The price book knows them, though perhaps not at every time.
        record Found(Tariff tariff) implements Resolution {}

        /// No provider of that name; `known` are the names there are.
        record UnknownProvider(String provider, List<String> known) implements Resolution {}

        /// The provider lists no such model, or nobody does where no provider is named:
        /// [PriceBook#similar(String, String)] has names close to it.
        record UnknownModel(String provider, String model) implements Resolution {}
    }

    /// What a tariff depends on: names that mean the same share one, however they are spelled.
    private record Key(
            String provider, List<Meant> meant, String region, ServiceTier service, int flags) {}

    /// What a name means from an instant on; null where it means nothing.
    private record Meant(Instant from, Names.@Nullable Meaning meaning) {}

    /// Distinct spellings that are remembered; past that they are worked out anew.
    private static final int REMEMBERED = 20_000;

    /// Characters of a name that may be remembered.
    private static final int LONGEST = 1_000;

    private static final String UNLISTED_REGION = "unlisted";

    private final Sheets sheets;
    private final Names names;
    private final Instant knownAt;
    private final Map<String, String> providerNames = new HashMap<>();
    private final Map<Key, Tariff> tariffs = new HashMap<>();
    private final List<Card> cards = new ArrayList<>();
    private volatile Spellings spellings = new Spellings(REMEMBERED);

    private PriceBook(Sheets sheets, Names names, Instant knownAt) {
        this.sheets = sheets;
        this.names = names;
        this.knownAt = knownAt;
        for (Provider provider : sheets.providers()) {
            providerNames.put(provider.id(), provider.id());
            provider.aliases().forEach(alias -> providerNames.put(alias, provider.id()));
        }
        sheets.overlayProviders().forEach(id -> providerNames.putIfAbsent(id, id));
    }

    /// The book that comes with Steelyard.
    public static PriceBook bundled() {
        return new PriceBook(Sheets.bundled(), new Names(Sheets.names()), Instant.MAX);
    }

    /// The bundled book as sources alone make it, without what was written by hand on top.
    public static PriceBook uncorrected() {
        return new PriceBook(
                Sheets.bundled().uncorrected(), new Names(Sheets.names()), Instant.MAX);
    }

    /// This book with a sheet laid over it: a contract, models of one's own, or corrections.
    ///
    /// Where a contract has a price it is what is paid, and the book's own stays the list price. A
    /// row of kind `book` is itself a list price, and outranks the book's.
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
        List<PriceRow> overlay = PriceSheet.read(name, text, "", PriceRow.Kind.CONTRACT, problems);
        PriceFileException.throwIfAny(problems);
        return new PriceBook(
                sheets.under(
                        overlay.stream()
                                .map(row ->
                                        row.of(
                                                providerNames.getOrDefault(
                                                        row.provider(), row.provider())))
                                .toList()),
                names,
                knownAt);
    }

    /// The book as it stood at an instant: rows recorded later are left out.
    public PriceBook knownAt(Instant at) {
        return new PriceBook(sheets, names, at);
    }

    /// The rows of all sheets laid over the book.
    public List<PriceRow> overlayRows() {
        return sheets.overlayRows().toList();
    }

    /// The providers with a sheet of their own.
    public Collection<Provider> providers() {
        return sheets.providers();
    }

    /// The newest look at any source of the book, corrections laid over it among them.
    public LocalDate asOf() {
        return Stream.concat(
                        providers().stream().map(Provider::asOf),
                        overlayRows().stream()
                                .filter(row -> row.kind() == PriceRow.Kind.BOOK)
                                .map(PriceRow::recorded)
                                .filter(at -> !at.equals(Instant.MIN))
                                .map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC)))
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
        for (List<PriceRow> rows : sheets.layers(provider, null)) {
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
        return sheets.layers(provider, model).stream()
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
        return sheets.ranked().filter(id -> knows(id, model)).toList();
    }

    /// The card with this number.
    public Card card(int id) {
        synchronized (tariffs) {
            return cards.get(id);
        }
    }

    /// What a log's names stand for. Each distinct question is worked out once; of endlessly many
    /// the newest are remembered.
    ///
    /// @param provider as the log spells it; blank to infer it from the model's name
    /// @param region as the log spells it; blank for the default
    public Resolution resolve(String provider, String model, String region, ServiceTier service) {
        Spellings known = spellings;
        Resolution before = known.get(provider, model, region, service);
        if (before != null) {
            return before;
        }
        Resolution resolution =
                work(
                        new Question(
                                provider.strip().toLowerCase(Locale.ROOT),
                                model.strip(),
                                region.strip().toLowerCase(Locale.ROOT),
                                service));
        if (provider.length() + model.length() + region.length() <= LONGEST
                && !known.put(provider, model, region, service, resolution)) {
            spellings = new Spellings(REMEMBERED);
        }
        return resolution;
    }

    private record Question(String provider, String model, String region, ServiceTier service) {}

    private Resolution work(Question key) {
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

    private Resolution infer(Question key) {
        int slash = key.model().indexOf('/');
        if (slash > 0) {
            String prefix = key.model().substring(0, slash).toLowerCase(Locale.ROOT);
            String id = providerNames.get(prefix);
            String rest = key.model().substring(slash + 1);
            if (id != null && knows(id, rest)) {
                return at(id, key, rest, 0);
            }
        }
        return sheets.ranked()
                .filter(id -> knows(id, key.model()))
                .findFirst()
                .map(id -> at(id, key, key.model(), Flag.PROVIDER_INFERRED.bit()))
                .orElseGet(() -> new Resolution.UnknownModel("", key.model()));
    }

    private Resolution at(String provider, Question asked, String name, int flags) {
        List<NameRule.Listed> ever = names.ever(sheets, provider, name);
        int slash = name.indexOf('/');
        String within =
                slash < 0
                        ? null
                        : providerNames.get(
                                (provider + "/" + name.substring(0, slash))
                                        .toLowerCase(Locale.ROOT));
        if (ever.isEmpty() && within != null) {
            return at(within, asked, name.substring(slash + 1), flags);
        }
        if (ever.isEmpty()) {
            return new Resolution.UnknownModel(provider, name);
        }
        TreeSet<Instant> changes = new TreeSet<>(names.changes(provider, name));
        changes.add(Instant.MIN);
        changes.remove(Instant.MAX);
        List<Meant> meant = new ArrayList<>();
        for (Instant at : changes) {
            meant.add(new Meant(at, names.at(sheets, provider, name, at).orElse(null)));
        }
        List<PriceRow> all =
                ever.stream()
                        .flatMap(listed -> sheets.layers(provider, listed.model()).stream())
                        .flatMap(List::stream)
                        .toList();
        Key key =
                new Key(provider, meant, listedRegion(asked.region(), all), asked.service(), flags);
        synchronized (tariffs) {
            return new Resolution.Found(
                    tariffs.computeIfAbsent(key, k -> tariff(k, name, changes, all)));
        }
    }

    private Tariff tariff(Key key, String name, Set<Instant> changes, List<PriceRow> all) {
        return new TariffBuilder(key.provider(), key.service(), knownAt, cards)
                .build(
                        name,
                        at ->
                                key.meant().reversed().stream()
                                        .filter(m -> !m.from().isAfter(at))
                                        .findFirst()
                                        .map(Meant::meaning)
                                        .map(m ->
                                                rows(key.provider(), m, key.region(), key.flags())),
                        changes,
                        all);
    }

    /// A region that no row names is like any other such one.
    private static String listedRegion(String region, List<PriceRow> rows) {
        return region.isEmpty()
                        || region.equals(PriceRow.GLOBAL_REGION)
                        || rows.stream().anyMatch(row -> row.region().equals(region))
                ? region
                : UNLISTED_REGION;
    }

    private boolean knows(String provider, String name) {
        return !names.ever(sheets, provider, name).isEmpty();
    }

    private TariffBuilder.Rows rows(
            String provider, Names.Meaning meaning, String region, int flags) {
        NameRule.Listed listed = meaning.listed();
        List<List<PriceRow>> layers = sheets.layers(provider, listed.model());
        String spelled =
                layers.stream()
                        .flatMap(List::stream)
                        .filter(row -> !row.isPattern())
                        .map(PriceRow::model)
                        .findFirst()
                        .orElse(listed.model());
        String where = region.isEmpty() ? listed.region() : region;
        return new TariffBuilder.Rows(
                spelled,
                where,
                flags
                        | meaning.flags()
                        | (where.isEmpty() ? names.marks(provider, listed.model()) : 0),
                layers);
    }

    /// Listed names close to one that is not, as `seller/model` where no provider is named. It
    /// looks at every name: ask it for a reader, not for every call.
    ///
    /// @param provider its id, or blank for all
    public List<String> similar(String provider, String name) {
        String key = letters(name);
        return (provider.isEmpty() ? providers().stream().map(Provider::id) : Stream.of(provider))
                .flatMap(id ->
                        models(id).stream()
                                .filter(model -> isClose(letters(model), key))
                                .limit(8)
                                .map(model -> provider.isEmpty() ? id + "/" + model : model))
                .limit(8)
                .toList();
    }

    private static boolean isClose(String listed, String key) {
        int start = Math.min(key.length(), Math.max(4, key.length() - 3));
        return listed.contains(key)
                || key.contains(listed)
                || listed.startsWith(key.substring(0, start));
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
