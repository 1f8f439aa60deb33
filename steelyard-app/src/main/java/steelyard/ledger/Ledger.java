package steelyard.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Tariff;
import steelyard.rating.ColumnRater;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import steelyard.usage.LogFile;
import steelyard.usage.UsageException;
import steelyard.usage.UsageFiles;
import steelyard.usage.UsageReader;

/// A log that has been read, with every call's price: asked for sums, or written out charge by
/// charge.
///
/// The relation `rated` holds the usage with the number of each row's card. Large logs are kept in
/// a temporary file that goes with the ledger.
public final class Ledger implements AutoCloseable {
    /// Input of this size is kept on disk and not in memory.
    private static final long ON_DISK = 256L << 20;

    private static final String MEMORY = "900MB";

    /// A row lies in the period in which its middle lies: a call at its time, a row that sums a
    /// week at its Wednesday.
    static final String MIDDLE = "(micros + (micros_end - micros) // 2)";

    /// Meters that a log can count; the fee per call is counted by the calls.
    static final List<Meter> COUNTED =
            Meter.all().stream().filter(m -> m != Meter.REQUEST).toList();

    private final Connection db;
    private final Path folder;
    private final Thread atExit;
    private final PriceBook book;
    private final UsageReader reader;
    private final ReadReport report;

    /// What a pair of names in the log stands for.
    ///
    /// @param unknown why it has no tariff; empty if it has one
    record Name(String provider, String model, String unknown) {
        String label() {
            return provider.isEmpty() || model.startsWith(provider + "/")
                    ? model
                    : provider + "/" + model;
        }
    }

    private final List<Name> names = new ArrayList<>();
    private final Set<Meter> counted = EnumSet.noneOf(Meter.class);
    private final Set<PriceRow> usedRows = new HashSet<>();
    private final List<Integer> marginalCards = new ArrayList<>();

    private Ledger(
            Connection db,
            Path folder,
            Thread atExit,
            UsageFiles files,
            PriceBook book,
            ZoneId zone)
            throws SQLException {
        this.db = db;
        this.folder = folder;
        this.atExit = atExit;
        this.book = book;
        run("SET memory_limit = '" + MEMORY + "'");
        run("SET temp_directory = '" + folder.toString().replace("'", "''") + "'");
        reader = new UsageReader(db, zone);
        reader.read(files.logs());
        resolveNames();
        report = report(files);
    }

    /// Reads the files and finds every call's price.
    ///
    /// @param zone the zone of times that name none
    /// @throws UsageException if a file as a whole cannot be read
    public static Ledger open(UsageFiles files, PriceBook book, ZoneId zone) {
        try {
            Path folder = Files.createTempDirectory("steelyard");
            Thread atExit = new Thread(() -> delete(folder));
            Runtime.getRuntime().addShutdownHook(atExit);
            long bytes = 0;
            for (LogFile log : files.logs()) {
                bytes += Files.size(log.path());
            }
            String where = bytes > ON_DISK ? folder.resolve("usage.duckdb").toString() : "";
            Connection db = DriverManager.getConnection("jdbc:duckdb:" + where);
            try {
                return new Ledger(db, folder, atExit, files, book, zone);
            } catch (SQLException | RuntimeException e) {
                close(db, folder, atExit);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no place for temporary files: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new UsageException("the log cannot be read: " + e.getMessage(), e);
        }
    }

    /// Every distinct (provider, model, region, service tier) is resolved once, to the number of a
    /// tariff.
    private void resolveNames() throws SQLException {
        reader.meters().forEach(column -> counted.add(Meter.ofColumn(column).orElseThrow()));
        run(
                "CREATE TABLE names (name INTEGER, tariff INTEGER, provider VARCHAR, model VARCHAR, region VARCHAR, service VARCHAR)");
        List<Tariff> tariffs = new ArrayList<>();
        try (Statement query = db.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT DISTINCT provider, model, region, service FROM usage WHERE status IN ('ok', 'duplicate')");
                PreparedStatement insert =
                        db.prepareStatement("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?)")) {
            while (rows.next()) {
                String provider = rows.getString(1);
                String model = rows.getString(2);
                String region = rows.getString(3);
                String service = rows.getString(4);
                insert.setInt(1, names.size());
                Optional<ServiceTier> tier = ServiceTier.parse(service);
                String unknown =
                        tier.isEmpty()
                                ? "the service tier \"" + service + "\" is not known"
                                : switch (book.resolve(provider, model, region, tier.get())) {
                                    case PriceBook.Resolution.Found(Tariff tariff) -> {
                                        insert.setInt(2, tariffs.size());
                                        tariffs.add(tariff);
                                        yield "";
                                    }
                                    case PriceBook.Resolution.UnknownProvider _ ->
                                            "the provider is not in the price book";
                                    case PriceBook.Resolution.UnknownModel _ ->
                                            "the model is not in the price book";
                                };
                names.add(new Name(provider, model, unknown));
                if (!unknown.isEmpty()) {
                    insert.setObject(2, null);
                }
                insert.setString(3, provider);
                insert.setString(4, model);
                insert.setString(5, region);
                insert.setString(6, service);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        List<String> told = new ArrayList<>(List.of("u.model = n.model"));
        for (String column : List.of("provider", "region", "service")) {
            if (count("SELECT count(DISTINCT %s) FROM names".formatted(column)) > 1) {
                told.add("u.%1$s = n.%1$s".formatted(column));
            }
        }
        RatingFunctions.register(db, new ColumnRater(book, tariffs));
        run(
                """
                CREATE VIEW rated AS
                SELECT u.*, n.name, steelyard_card(n.tariff, u.micros, u.micros_end, %s, %s, u.calls, %s) AS card
                FROM usage u JOIN names n ON %s
                WHERE u.status IN ('ok', 'duplicate')\
                """
                        .formatted(
                                sum(counted.stream().filter(Meter::isPrompt)),
                                sum(counted.stream().filter(Meter::isToken)),
                                meterBits(),
                                String.join(" AND ", told)));
        run(
                """
                CREATE MACRO card_of(packed) AS
                    CASE WHEN packed IS NULL THEN -1 WHEN (packed & 4294967295) >= 2147483648 THEN (packed & 4294967295) - 4294967296
                        ELSE packed & 4294967295 END\
                """);
        describeCards(tariffs);
    }

    /// The cards that rows can have, with where their prices come from.
    private void describeCards(List<Tariff> tariffs) throws SQLException {
        run(
                "CREATE TABLE cards (card INTEGER, product VARCHAR, price_row VARCHAR, price_from VARCHAR, price_sources VARCHAR, price_standing VARCHAR, flags VARCHAR)");
        run("CREATE TABLE usage_files (file INTEGER, path VARCHAR)");
        run("CREATE TABLE unknown_names (name INTEGER, unknown VARCHAR)");
        run(
                Arrays.stream(Flag.values())
                        .map(f ->
                                "CASE WHEN (packed >> 32) & %d <> 0 THEN '%s ' ELSE '' END"
                                        .formatted(f.bit(), f))
                        .collect(
                                Collectors.joining(
                                        " || ",
                                        "CREATE MACRO row_flags(packed) AS CASE WHEN card_of(packed) < 0 THEN '' ELSE ",
                                        " END")));
        try (PreparedStatement insert =
                db.prepareStatement("INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (Card card :
                    tariffs.stream().flatMap(t -> t.cards().stream()).distinct().toList()) {
                for (Meter meter : Meter.all()) {
                    card.row(meter).ifPresent(usedRows::add);
                    usedRows.addAll(card.factors(meter));
                }
                if (!card.isLinear()) {
                    marginalCards.add(card.id());
                }
                PriceRow row = card.row(Meter.INPUT).or(() -> card.row(Meter.OUTPUT)).orElse(null);
                insert.setInt(1, card.id());
                insert.setString(2, card.product());
                insert.setString(
                        3,
                        card.origin(
                                row == null || card.row(Meter.INPUT).isEmpty()
                                        ? Meter.OUTPUT
                                        : Meter.INPUT));
                insert.setString(
                        4,
                        row == null || row.validity().from().equals(Instant.MIN)
                                ? ""
                                : row.validity().from().toString());
                insert.setString(5, row == null ? "" : String.join("+", row.sources()));
                insert.setString(
                        6, row == null ? "" : row.standing().name().toLowerCase(Locale.ROOT));
                insert.setString(
                        7,
                        Flag.ofBits(card.flags(Meter.INPUT) | card.flags(Meter.OUTPUT)).stream()
                                .map(Flag::toString)
                                .collect(Collectors.joining(" ")));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert =
                db.prepareStatement("INSERT INTO usage_files VALUES (?, ?)")) {
            for (int i = 0; i < reader.files().size(); i++) {
                insert.setInt(1, i);
                insert.setString(2, reader.files().get(i).path().toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert =
                db.prepareStatement("INSERT INTO unknown_names VALUES (?, ?)")) {
            for (int i = 0; i < names.size(); i++) {
                insert.setInt(1, i);
                insert.setString(2, names.get(i).unknown());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// Cards whose amounts are not linear in the counts.
    List<Integer> marginalCards() {
        return marginalCards;
    }

    private static String sum(Stream<Meter> meters) {
        return meters.map(m -> " + u." + m.column())
                .collect(Collectors.joining("", "(0::BIGINT", ")"));
    }

    private String meterBits() {
        return counted.stream()
                .map(m -> " + (u.%s > 0)::INTEGER * %d".formatted(m.column(), 1 << m.ordinal()))
                .collect(Collectors.joining("", "(0", ")::INTEGER"));
    }

    private ReadReport report(UsageFiles files) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        long first = Long.MAX_VALUE;
        long firstMiddle = Long.MAX_VALUE;
        long lastMiddle = Long.MIN_VALUE;
        long end = Long.MIN_VALUE;
        long zoneless = 0;
        try (Statement query = db.createStatement();
                ResultSet result =
                        query.executeQuery(
                                "SELECT status, count(*), min(micros), max(greatest(micros + 1, micros_end)), min(%1$s), max(%1$s), count(*) FILTER (zoneless) FROM usage GROUP BY status"
                                        .formatted(MIDDLE))) {
            while (result.next()) {
                String status = result.getString(1);
                rows.put(status, result.getLong(2));
                if (status.equals("ok")) {
                    first = result.getLong(3);
                    end = result.getLong(4);
                    firstMiddle = result.getLong(5);
                    lastMiddle = result.getLong(6);
                    zoneless = result.getLong(7);
                }
            }
        }
        List<ReadReport.Problem> problems = new ArrayList<>();
        if (rows.containsKey("unreadable")) {
            try (Statement query = db.createStatement();
                    ResultSet result =
                            query.executeQuery(
                                    "SELECT regexp_replace(problem, '\"[^\"]*\"|-?[0-9][0-9,.]*', '…', 'g') AS kind, count(*), first(file ORDER BY file, line), min_by(line, (file, line)), min_by(problem, (file, line)) FROM usage WHERE status = 'unreadable' GROUP BY kind ORDER BY 2 DESC, 1 LIMIT 20")) {
                while (result.next()) {
                    problems.add(
                            new ReadReport.Problem(
                                    result.getString(5),
                                    result.getLong(2),
                                    reader.file(result.getInt(3)) + ":" + result.getLong(4)));
                }
            }
        }
        return new ReadReport(
                files.logs().size(),
                rows,
                problems,
                first,
                end,
                firstMiddle,
                lastMiddle,
                zoneless,
                reader.ignoredColumns(),
                files.skipped());
    }

    /// What was read, and what could not be.
    public ReadReport report() {
        return report;
    }

    /// Sums the charges of each period, in one pass.
    ///
    /// @param teams whether to keep teams apart
    public Sums sums(List<Period> periods, boolean teams) {
        try {
            return new Summing(this, periods, teams).sums();
        } catch (SQLException e) {
            throw new UsageException("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// The spend of a period by product: the shortest question there is.
    public Map<String, MoneyTotal> spendByProduct(Period period) {
        try {
            return new Summing(this, List.of(period), false).spendByProduct();
        } catch (SQLException e) {
            throw new UsageException("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// Rows of overlays that price none of the names in this log, as file:line provider model.
    public List<String> idleOverlayRows(PriceBook overlaid) {
        return overlaid.overlayRows().stream()
                .filter(row -> !usedRows.contains(row))
                .map(row -> row.at() + " " + row.provider() + " " + row.model())
                .toList();
    }

    /// Rows that were read and have no price.
    public long unratedRows() {
        try {
            return count("SELECT count(*) FROM rated WHERE status = 'ok' AND card_of(card) < 0");
        } catch (SQLException e) {
            throw new UsageException("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// Writes every call with its amounts and the price used, as the ending of the file says.
    ///
    /// @return how many rows were written
    /// @throws UsageException if the ending is not .parquet, .csv or .jsonl, or the file cannot be
    ///   written
    public long writeCharges(Path file) {
        try {
            return new ChargeTable(this).write(file);
        } catch (SQLException e) {
            throw new UsageException(file + ": charges cannot be written: " + e.getMessage(), e);
        }
    }

    Connection db() {
        return db;
    }

    Card card(int id) {
        return book.card(id);
    }

    Name name(int id) {
        return names.get(id);
    }

    UsageReader reader() {
        return reader;
    }

    /// The meters that the log may count.
    Set<Meter> counted() {
        return Set.copyOf(counted);
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    void run(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        close(db, folder, atExit);
    }

    private static void close(Connection db, Path folder, Thread atExit) {
        try {
            db.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close", e);
        } finally {
            delete(folder);
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary files remain in " + folder, e);
        }
    }
}
