package steelyard.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import steelyard.cell.Period;
import steelyard.ledger.Ledger;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.Validity;
import steelyard.usage.UsageFiles;

/// Makes large made-up logs, and sums one by the rater and by a join of tables in SQL.
///
/// `parquet FILE ROWS`, `jsonl FILE ROWS`, `compare FILE RUNS`.
public final class LargeLog {
    private static final String[][] MIX = {
        {"openai", "gpt-4o"},
        {"openai", "gpt-5"},
        {"openai", "o3"},
        {"anthropic", "claude-sonnet-4-5"},
        {"anthropic", "claude-opus-4-5"},
        {"google", "gemini-2.5-flash"},
        {"xai", "grok-4"},
        {"deepseek", "deepseek-reasoner"}
    };

    private LargeLog() {}

    public static void main(String[] args) throws SQLException {
        switch (args[0]) {
            case "parquet" ->
                    write(
                            Path.of(args[1]),
                            Long.parseLong(args[2]),
                            "FORMAT parquet, COMPRESSION zstd");
            case "jsonl" -> write(Path.of(args[1]), Long.parseLong(args[2]), "FORMAT json");
            case "compare" -> compare(Path.of(args[1]), Integer.parseInt(args[2]));
            default -> throw new Refusal("parquet FILE ROWS | jsonl FILE ROWS | compare FILE RUNS");
        }
    }

    private static void write(Path file, long rows, String format) throws SQLException {
        StringBuilder mix = new StringBuilder();
        for (int i = 0; i < MIX.length; i++) {
            mix.append("WHEN %d THEN {'p': '%s', 'm': '%s'} ".formatted(i, MIX[i][0], MIX[i][1]));
        }
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = db.createStatement()) {
            statement.execute(
                    """
                    COPY (SELECT make_timestamptz(1759276800000000 + (i * 23000000000 // %1$d) * 1000 + i %% 1000) AS time,
                        m.p AS provider, m.m AS model, 'user-' || (hash(i) %% 500) AS "user", 'task-' || (i // 20) AS task,
                        (hash(i + 1) %% 10000)::BIGINT AS input_tokens, (hash(i + 2) %% 50000)::BIGINT AS cache_read_tokens, (hash(i + 3) %% 2000)::BIGINT AS output_tokens
                    FROM (SELECT i, CASE hash(i) %% %2$d %3$s END AS m FROM range(%1$d) t(i))) TO '%4$s' (%5$s)\
                    """
                            .formatted(rows, MIX.length, mix, file, format));
        }
    }

    private static void compare(Path file, int runs) throws SQLException {
        PriceBook book = PriceBook.bundled();
        for (int run = 0; run < runs; run++) {
            ours(file, book, run);
            asof(file, book, run);
        }
    }

    /// Everything that `explain` sums for one period: amounts before and after each discount,
    /// people and tasks.
    private static void ours(Path file, PriceBook book, int run) {
        long start = System.nanoTime();
        try (Ledger ledger =
                Ledger.open(
                        UsageFiles.find(List.of(file.toString()), Optional.empty()),
                        book,
                        ZoneOffset.UTC)) {
            long opened = System.nanoTime();
            MoneyTotal sum =
                    ledger.spendByProduct(new Period("all", Validity.ALWAYS)).values().stream()
                            .reduce(MoneyTotal.ZERO, MoneyTotal::plus);
            long summed = System.nanoTime();
            long rows = ledger.report().rows("ok");
            print(
                    "steelyard: rated and summed by model",
                    run,
                    rows,
                    summed - opened,
                    sum.usd().toPlainString());
            print(
                    "steelyard: the same with opening, checking and resolving",
                    run,
                    rows,
                    summed - start,
                    "");
        }
    }

    /// The same sum as a join in time against a table of the same prices, base tier, as one would
    /// write it in SQL alone.
    private static void asof(Path file, PriceBook book, int run) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = db.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute(
                    "CREATE TABLE prices (provider VARCHAR, model VARCHAR, since TIMESTAMPTZ, input BIGINT, cache_read BIGINT, output BIGINT)");
            try (PreparedStatement insert =
                    db.prepareStatement(
                            "INSERT INTO prices VALUES (?, ?, make_timestamptz(?::BIGINT), ?, ?, ?)")) {
                for (String[] model : MIX) {
                    for (PriceRow row : book.rows(model[0], model[1])) {
                        if (row.context().isBase()
                                && row.window().isAllDay()
                                && row.region().isEmpty()
                                && row.service().isPresent()
                                && row.service().get() == steelyard.token.ServiceTier.STANDARD) {
                            Card card =
                                    ((PriceBook.Resolution.Found)
                                                    book.resolve(
                                                            model[0],
                                                            model[1],
                                                            "",
                                                            row.service().get()))
                                            .tariff()
                                            .cardAt(row.validity().from())
                                            .orElseThrow();
                            insert.setString(1, model[0]);
                            insert.setString(2, model[1]);
                            insert.setLong(3, Micros.of(row.validity().from()));
                            insert.setLong(4, card.rate(Meter.INPUT));
                            insert.setLong(5, card.rate(Meter.CACHE_READ));
                            insert.setLong(6, card.rate(Meter.OUTPUT));
                            insert.addBatch();
                        }
                    }
                }
                insert.executeBatch();
            }
            long start = System.nanoTime();
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT sum(n)::BIGINT, sum(picos) FROM (SELECT u.model, count(*) AS n, sum(u.input_tokens * p.input + u.cache_read_tokens * p.cache_read + u.output_tokens * p.output) AS picos FROM read_parquet('"
                                    + file
                                    + "') u ASOF JOIN prices p ON u.provider = p.provider AND u.model = p.model AND u.time >= p.since GROUP BY ALL)")) {
                row.next();
                print(
                        "DuckDB ASOF JOIN, base tier only",
                        run,
                        row.getLong(1),
                        System.nanoTime() - start,
                        row.getBigDecimal(2).movePointLeft(12).toPlainString());
            }
        }
    }

    private static void print(String what, int run, long rows, long nanos, String sum) {
        System.out.printf(
                Locale.ROOT,
                "run %d  %-58s %,12d rows %7.2f s %8.1f million/s  %s%n",
                run,
                what,
                rows,
                nanos / 1e9,
                rows * 1e3 / nanos,
                sum);
    }
}
