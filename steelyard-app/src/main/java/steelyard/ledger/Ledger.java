package steelyard.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.cell.Calls;
import steelyard.cell.Dimension;
import steelyard.cell.Group;
import steelyard.cell.Needs;
import steelyard.cell.Period;
import steelyard.cell.Periods;
import steelyard.cell.Sums;
import steelyard.file.TemporaryFolder;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.Validity;
import steelyard.usage.LogFile;
import steelyard.usage.UsageFiles;
import steelyard.usage.UsageReader;

/// A log that has been read, with every call's price: asked for sums, or written out charge by
/// charge.
///
/// The relation `rated` holds the usage with the number of each row's card. Large logs are kept in
/// a temporary file that goes with the ledger.
public final class Ledger implements Calls, AutoCloseable {
    /// Input of this size is kept on disk and not in memory.
    private static final long ON_DISK = 256L << 20;

    private static final String MEMORY = "900MB";

    static final String MIDDLE = UsageReader.MIDDLE;

    /// Meters that a log can count; the fee per call is counted by the calls.
    static final List<Meter> COUNTED =
            Meter.all().stream().filter(m -> m != Meter.REQUEST).toList();

    private final Connection db;
    private final TemporaryFolder folder;
    private final PriceBook book;
    private final UsageReader reader;
    private final NameTable names;
    private final ReadReport report;

    private Ledger(
            Connection db,
            TemporaryFolder folder,
            UsageFiles files,
            PriceBook book,
            ZoneId zone,
            Optional<Validity> range)
            throws SQLException {
        this.db = db;
        this.folder = folder;
        this.book = book;
        run("SET memory_limit = '" + MEMORY + "'");
        run("SET temp_directory = '" + folder.path().toString().replace("'", "''") + "'");
        reader = new UsageReader(db, zone);
        reader.read(files.logs(), range);
        names = new NameTable(db, book, reader);
        report = report(files);
    }

    /// Reads the files and finds every call's price.
    ///
    /// @param zone the zone of times that name none
    /// @throws Refusal if a file as a whole cannot be read
    public static Ledger open(UsageFiles files, PriceBook book, ZoneId zone) {
        return open(files, book, zone, Optional.empty());
    }

    /// The same, of the calls in a range alone.
    public static Ledger open(
            UsageFiles files, PriceBook book, ZoneId zone, Optional<Validity> range) {
        TemporaryFolder folder = TemporaryFolder.open();
        try {
            long bytes = 0;
            for (LogFile log : files.logs()) {
                bytes += Files.size(log.path());
            }
            String where = bytes > ON_DISK ? folder.path().resolve("usage.duckdb").toString() : "";
            Connection db = Engine.open(where);
            try {
                return new Ledger(db, folder, files, book, zone, range);
            } catch (SQLException | RuntimeException e) {
                close(db, folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a log cannot be looked at: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new Refusal("the log cannot be read: " + e.getMessage(), e);
        }
    }

    private ReadReport report(UsageFiles files) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        long first = Long.MAX_VALUE;
        long firstMiddle = Long.MAX_VALUE;
        long lastMiddle = Long.MIN_VALUE;
        long end = Long.MIN_VALUE;
        long zoneless = 0;
        long assumed = 0;
        try (Statement query = db.createStatement();
                ResultSet result =
                        query.executeQuery(
                                "SELECT status, count(*), min(micros), max(greatest(micros + 1, micros_end)), min(%1$s), max(%1$s), count(*) FILTER (zoneless), count(*) FILTER (assumed) FROM usage GROUP BY status"
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
                    assumed = result.getLong(8);
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
                assumed,
                reader.ignoredColumns(),
                reader.told(),
                files.skipped());
    }

    /// What was read, and what could not be.
    public ReadReport report() {
        return report;
    }

    @Override
    public Periods.Extent extent() {
        return new Periods.Extent(
                Micros.instant(report.firstMicros()),
                Micros.instant(report.endMicros()),
                Micros.instant(report.firstMiddle()),
                Micros.instant(report.lastMiddle()));
    }

    @Override
    public Sums sums(List<Period> periods, boolean teams) {
        try {
            return new Summing(this, periods, teams).sums();
        } catch (SQLException e) {
            throw new Refusal("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// Passes on the charges added up by some dimensions; those that only the price tells (model,
    /// provider, meter) are blank.
    ///
    /// @param within only the rows of this period; empty for all
    public void groups(
            List<Dimension> by, ZoneId zone, Optional<Period> within, Consumer<Group> take) {
        String at =
                LocalTime.sql(
                        MIDDLE,
                        zone,
                        Micros.instant(report.firstMicros()),
                        Micros.instant(report.endMicros()));
        try {
            new Grouping(this)
                    .forEach(
                            by.stream().map(d -> sql(d, at)).toList(),
                            within.map(Summing::within).orElse(""),
                            by.contains(Dimension.FILE) ? g -> take.accept(named(g, by)) : take);
        } catch (SQLException e) {
            throw new Refusal("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    @Override
    public void outside(List<Period> periods, Consumer<Group> take) {
        try {
            new Grouping(this)
                    .forEach(
                            List.of("''"),
                            periods.stream()
                                    .map(Summing::within)
                                    .collect(Collectors.joining(" OR ", "NOT (", ")")),
                            take);
        } catch (SQLException e) {
            throw new Refusal("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// @param at SQL of the local time
    private static String sql(Dimension dimension, String at) {
        return switch (dimension) {
            case DAY -> "strftime(%s, '%%Y-%%m-%%d')".formatted(at);
            case WEEK -> "strftime(%s, '%%G-W%%V')".formatted(at);
            case MONTH -> "strftime(%s, '%%Y-%%m')".formatted(at);
            case QUARTER -> "year(%1$s) || '-Q' || quarter(%1$s)".formatted(at);
            case YEAR -> "strftime(%s, '%%Y')".formatted(at);
            case TEAM -> "coalesce(team, '')";
            case USER -> "coalesce(person, '')";
            case TASK, SESSION -> "coalesce(task, '')";
            case FILE -> "file::VARCHAR";
            case TIER -> "service";
            case REGION -> "region";
            case PROVIDER -> "provider";
            case MODEL, METER -> "''";
        };
    }

    private Group named(Group g, List<Dimension> by) {
        List<String> keys = new ArrayList<>(g.keys());
        int at = by.indexOf(Dimension.FILE);
        keys.set(at, reader.file(Integer.parseInt(keys.get(at))).toString());
        return g.with(keys);
    }

    /// The spend of a period by product: the shortest question there is.
    public Map<String, MoneyTotal> spendByProduct(Period period) {
        try {
            return new Summing(this, List.of(period), false).spendByProduct();
        } catch (SQLException e) {
            throw new Refusal("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// The spend in USD by the price row, as `file:line`, of a call's input, or else of its output
    /// or of the first meter that has one; with ` x factor (file:line)` behind it where rules moved
    /// that.
    public Map<String, BigDecimal> spendByPriceRow() {
        try {
            return new ChargeTable(this).byPriceRow();
        } catch (SQLException e) {
            throw new Refusal("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// Rows of contracts that price none of the names in this log, as file:line provider model.
    public List<String> idleOverlayRows(PriceBook overlaid) {
        return overlaid.overlayRows().stream()
                .filter(row -> row.kind() == PriceRow.Kind.CONTRACT)
                .filter(row -> !names.used(row))
                .map(row -> row.at() + " " + row.provider() + " " + row.model())
                .toList();
    }

    /// What the calls with a price ask of an offer; of a row that sums several, what they ask on
    /// average.
    public Needs needs() {
        String prompt =
                names.counted().stream()
                        .filter(Meter::isPrompt)
                        .map(Meter::column)
                        .collect(Collectors.joining(" + ", "(", ")"));
        boolean images = names.counted().contains(Meter.IMAGE_INPUT);
        try (Statement query = db.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT coalesce(max(%s // calls), 0), coalesce(max((output + reasoning) // calls), 0), %s FROM rated WHERE status = 'ok' AND card_of(card) >= 0"
                                        .formatted(
                                                names.counted().isEmpty() ? "0" : prompt,
                                                images
                                                        ? "coalesce(max(image_input), 0) > 0"
                                                        : "false"))) {
            row.next();
            return new Needs(row.getLong(1), row.getLong(2), row.getBoolean(3));
        } catch (SQLException e) {
            throw new Refusal("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// Rows that were read and have no price.
    public long unratedRows() {
        try {
            return NameTable.count(
                    db, "SELECT count(*) FROM rated WHERE status = 'ok' AND card_of(card) < 0");
        } catch (SQLException e) {
            throw new Refusal("the log cannot be summed: " + e.getMessage(), e);
        }
    }

    /// Writes every call with its amounts and the price used, as the ending of the file says.
    ///
    /// @return how many rows were written
    /// @throws Refusal if the ending is not .parquet, .csv or .jsonl, or the file cannot be written
    public long writeCharges(Path file) {
        try {
            return new ChargeTable(this).write(file);
        } catch (SQLException e) {
            throw new Refusal(file + ": charges cannot be written: " + e.getMessage(), e);
        }
    }

    /// One row of the log with what it costs at list price.
    ///
    /// @param micros when, since 1970
    /// @param model as the log names it
    /// @param calls how many the row stands for
    /// @param input tokens that no cache served or stored
    /// @param output tokens, reasoning included
    /// @param usd empty if it has no price
    public record Charge(
            long micros,
            String model,
            long calls,
            long input,
            long cacheRead,
            long cacheWrite,
            long output,
            Optional<MoneyTotal> usd) {
        /// Tokens in, cached ones included.
        public long prompt() {
            return input + cacheRead + cacheWrite;
        }
    }

    /// Passes on the rows in the order of their times.
    public void forEachCharge(Consumer<Charge> take) {
        String written =
                Stream.of(
                                Meter.CACHE_WRITE,
                                Meter.CACHE_WRITE_5M,
                                Meter.CACHE_WRITE_30M,
                                Meter.CACHE_WRITE_1H,
                                Meter.CACHE_WRITE_12H)
                        .filter(names.counted()::contains)
                        .map(m -> " + " + m.column())
                        .collect(Collectors.joining("", "0::BIGINT", ""));
        String amount =
                Meter.all().stream()
                        .filter(m -> m == Meter.REQUEST || names.counted().contains(m))
                        .map(m ->
                                "steelyard_amount(card, %d, %s, calls)::HUGEINT"
                                        .formatted(
                                                m.ordinal(),
                                                m == Meter.REQUEST ? "0::BIGINT" : m.column()))
                        .collect(Collectors.joining(" + "));
        try (Statement query = db.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT micros, model, calls, input, cache_read, %s, output + reasoning, (%s)::VARCHAR FROM rated WHERE status = 'ok' ORDER BY micros, file, line"
                                        .formatted(written, amount))) {
            while (rows.next()) {
                Optional<MoneyTotal> usd =
                        Optional.ofNullable(rows.getString(8))
                                .map(picos -> new MoneyTotal(new BigInteger(picos)));
                take.accept(
                        new Charge(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getLong(7),
                                usd));
            }
        } catch (SQLException e) {
            throw new Refusal("the log cannot be gone through: " + e.getMessage(), e);
        }
    }

    Connection db() {
        return db;
    }

    Card card(int id) {
        return book.card(id);
    }

    NameTable names() {
        return names;
    }

    UsageReader reader() {
        return reader;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        close(db, folder);
    }

    private static void close(Connection db, TemporaryFolder folder) {
        try {
            db.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close", e);
        } finally {
            folder.close();
        }
    }
}
