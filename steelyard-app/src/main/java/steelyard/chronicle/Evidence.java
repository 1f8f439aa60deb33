package steelyard.chronicle;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steelyard.file.WholeFile;
import steelyard.price.ContextTier;
import steelyard.price.DailyWindow;
import steelyard.refusal.Refusal;
import steelyard.sheet.PriceKey;
import steelyard.sheet.Sheet;
import steelyard.sheet.Statement;
import steelyard.table.TableFile;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// Every sighting of a price: one file a source, `evidence/<source>.csv`.
public final class Evidence {
    private static final List<String> COLUMNS =
            List.of(
                    "seller", "model", "region", "service", "context", "window", "from", "until",
                    "after", "basis", "gone", "commit", "release", "rates");

    private final Map<String, List<Sighting>> bySource = new TreeMap<>();

    /// Reads a folder of sources.
    ///
    /// @throws Refusal with file and line of what is wrong
    public static Evidence read(Path folder) {
        Evidence evidence = new Evidence();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
                String source = file.getFileName().toString().replaceFirst("\\.csv$", "");
                List<Sighting> sightings = new ArrayList<>();
                TableFile.read(file, COLUMNS, row -> sightings.add(sighting(source, row)));
                evidence.bySource.put(source, sightings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": not readable", e);
        }
        return evidence;
    }

    private static Sighting sighting(String source, TableFile.Row row) {
        SortedMap<Meter, BigDecimal> rates = new TreeMap<>();
        for (String rate : row.required("rates").split(" ")) {
            int at = rate.indexOf('=');
            rates.put(
                    Meter.ofColumn(rate.substring(0, Math.max(0, at)))
                            .orElseThrow(() -> new Refusal(rate + " names no meter")),
                    new BigDecimal(rate.substring(at + 1)));
        }
        return new Sighting(
                source,
                new PriceKey(
                        row.required("seller"),
                        row.required("model"),
                        row.text("region"),
                        ServiceTier.parse(row.text("service"))
                                .orElseThrow(
                                        () -> new Refusal("no service " + row.text("service"))),
                        ContextTier.parse(row.text("context")),
                        DailyWindow.parse(row.text("window"))),
                row.date("from"),
                row.date("until"),
                row.dateIfAny("after").orElse(null),
                Sighting.Basis.valueOf(row.required("basis").toUpperCase(Locale.ROOT)),
                row.text("gone").equals("gone"),
                row.text("commit"),
                row.dateIfAny("release").orElse(null),
                rates);
    }

    /// This evidence without what is known to be wrong.
    ///
    /// @param file a table of source, seller, model, region, window, meter and reason; `*` in a
    ///   model or a region stands for any text, as a window for any daily window, a blank meter for
    ///   all
    public Evidence without(Path file) {
        List<SetAside> setAside = new ArrayList<>();
        TableFile.read(
                file,
                List.of("source", "seller", "model", "region", "window", "meter", "reason"),
                row -> setAside.add(SetAside.of(row)));
        Evidence kept = new Evidence();
        bySource.forEach((source, sightings) ->
                kept.bySource.put(
                        source,
                        sightings.stream()
                                .map(s -> SetAside.rest(s, setAside))
                                .flatMap(Optional::stream)
                                .toList()));
        return kept;
    }

    /// All sightings, source by source.
    public Stream<Sighting> sightings() {
        return bySource.values().stream().flatMap(List::stream);
    }

    /// Adds a look at a source: prices that still stand are seen until then, others begin or are
    /// gone. A price with a stated start begins there; one that was announced and is no longer
    /// stated was withdrawn, and is forgotten. A price in another currency is no evidence of one in
    /// dollars: such rows are written by hand, in their own currency.
    ///
    /// @param seen the day of the look, not earlier than any look before
    /// @param commit which version of the source it was
    public void look(String source, LocalDate seen, String commit, Sheet sheet) {
        List<Sighting> known = bySource.getOrDefault(source, List.of());
        LocalDate before =
                known.stream().map(Sighting::until).max(Comparator.naturalOrder()).orElse(null);
        if (before != null && seen.isBefore(before)) {
            throw new Refusal(
                    "%s was last looked at on %s; a look of %s comes too late"
                            .formatted(source, before, seen));
        }
        Map<PriceKey, List<Statement>> now = new TreeMap<>();
        Set<String> sellers = new HashSet<>();
        for (Statement statement : sheet.statements()) {
            if (statement.inDollars()) {
                now.computeIfAbsent(folded(statement.key()), k -> new ArrayList<>()).add(statement);
                sellers.add(statement.key().seller());
            }
        }
        Map<PriceKey, List<Sighting>> byKey = new TreeMap<>();
        known.forEach(s -> byKey.computeIfAbsent(folded(s.key()), k -> new ArrayList<>()).add(s));
        now.keySet().forEach(key -> byKey.putIfAbsent(key, new ArrayList<>()));
        List<Sighting> all = new ArrayList<>();
        byKey.forEach((key, sightings) -> {
            Look look = new Look(source, seen, before, commit, sellers.contains(key.seller()));
            all.addAll(look.add(sightings, now.getOrDefault(key, List.of())));
        });
        bySource.put(source, all);
    }

    /// A look at one price.
    private record Look(
            String source,
            LocalDate seen,
            @Nullable LocalDate before,
            String commit,
            boolean sellerListed) {

        List<Sighting> add(List<Sighting> known, List<Statement> stated) {
            List<Sighting> all = new ArrayList<>();
            for (Sighting s : known) {
                boolean announced =
                        s.basis() == Sighting.Basis.EXPLICIT
                                && before != null
                                && s.from().isAfter(before);
                if (!announced || stated.stream().anyMatch(x -> says(x, s))) {
                    all.add(s);
                }
            }
            all.sort(Comparator.comparing(Sighting::from));
            if (stated.isEmpty()) {
                if (!all.isEmpty() && sellerListed) {
                    Sighting last = all.removeLast();
                    all.add(last.seenUntil(last.until(), true));
                }
                return all;
            }
            List<Statement> dated =
                    stated.stream()
                            .filter(x -> x.from().isPresent())
                            .sorted(Comparator.comparing(x -> x.from().orElseThrow()))
                            .toList();
            for (int i = 0; i < dated.size(); i++) {
                Statement statement = dated.get(i);
                LocalDate next = i + 1 < dated.size() ? day(dated.get(i + 1)) : seen;
                LocalDate until = next.isBefore(seen) ? next : seen;
                all.removeIf(s -> says(statement, s));
                all.add(sighting(statement, day(statement), until, Sighting.Basis.EXPLICIT, all));
            }
            stated.stream()
                    .filter(x -> x.from().isEmpty())
                    .findFirst()
                    .ifPresent(x -> undated(all, x, dated));
            return all;
        }

        /// A price without a start stands now, or stood until the first stated start.
        private void undated(List<Sighting> all, Statement statement, List<Statement> dated) {
            LocalDate dayBefore = dated.isEmpty() ? seen : day(dated.getFirst()).minusDays(1);
            LocalDate until = dayBefore.isBefore(seen) ? dayBefore : seen;
            Sighting last =
                    all.stream()
                            .filter(s -> !s.from().isAfter(until))
                            .max(Comparator.comparing(Sighting::from))
                            .orElse(null);
            if (last != null && last.rates().equals(statement.rates())) {
                all.set(
                        all.indexOf(last),
                        last.seenUntil(last.until().isAfter(until) ? last.until() : until, false));
            } else if (dated.isEmpty() || last == null) {
                LocalDate from = dated.isEmpty() ? seen : until;
                all.add(
                        sighting(
                                statement,
                                from,
                                from,
                                last == null ? Sighting.Basis.FIRST_SEEN : Sighting.Basis.COMMIT,
                                all));
            }
        }

        private Sighting sighting(
                Statement statement,
                LocalDate from,
                LocalDate until,
                Sighting.Basis basis,
                List<Sighting> all) {
            PriceKey key = all.isEmpty() ? statement.key() : all.getFirst().key();
            return new Sighting(
                    source,
                    key,
                    from,
                    until,
                    before,
                    basis,
                    false,
                    commit,
                    null,
                    statement.rates());
        }

        private static LocalDate day(Statement dated) {
            return dated.from().orElseThrow().atZone(ZoneOffset.UTC).toLocalDate();
        }

        private static boolean says(Statement statement, Sighting sighting) {
            return statement.from().isPresent()
                    && day(statement).equals(sighting.from())
                    && statement.rates().equals(sighting.rates());
        }
    }

    /// Names that differ in capitals only are one.
    static PriceKey folded(PriceKey key) {
        return new PriceKey(
                key.seller(),
                key.model().toLowerCase(Locale.ROOT),
                key.region(),
                key.service(),
                key.context(),
                key.window());
    }

    /// Writes one file a source.
    public void write(Path folder) {
        bySource.forEach((source, sightings) -> {
            StringWriter text = new StringWriter();
            try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
                csv.writeRecord(COLUMNS);
                sightings.stream()
                        .sorted(
                                Comparator.comparing(Sighting::key)
                                        .thenComparing(Sighting::from)
                                        .thenComparing(Sighting::until))
                        .forEach(s -> csv.writeRecord(cells(s)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            WholeFile.write(folder.resolve(source + ".csv"), text.toString());
        });
    }

    private static List<String> cells(Sighting s) {
        PriceKey key = s.key();
        StringBuilder rates = new StringBuilder();
        s.rates()
                .forEach((meter, usd) ->
                        rates.append(rates.isEmpty() ? "" : " ")
                                .append(meter.column())
                                .append('=')
                                .append(usd.toPlainString()));
        return List.of(
                key.seller(),
                key.model(),
                key.region(),
                key.service() == ServiceTier.STANDARD ? "" : key.service().toString(),
                key.context().toString(),
                key.window().toString(),
                s.from().toString(),
                s.until().toString(),
                s.after() == null ? "" : s.after().toString(),
                s.basis().name().toLowerCase(Locale.ROOT),
                s.gone() ? "gone" : "",
                s.commit(),
                s.release() == null ? "" : s.release().toString(),
                rates.toString());
    }
}
