package steelyard.ledger;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import steelyard.file.WholeFile;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import steelyard.usage.LogFile;
import steelyard.usage.UsageReader;

/// The ledger as a table in a file: one row per usage row, with its amount per meter and the price
/// used.
final class ChargeTable {
    private final Ledger ledger;

    ChargeTable(Ledger ledger) {
        this.ledger = ledger;
    }

    long write(Path file) throws SQLException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String format =
                name.endsWith(".parquet")
                        ? "FORMAT parquet, COMPRESSION zstd"
                        : name.endsWith(".csv") || name.endsWith(".csv.gz")
                                ? "FORMAT csv, HEADER"
                                : name.endsWith(".jsonl") || name.endsWith(".jsonl.gz")
                                        ? "FORMAT json"
                                        : "";
        if (format.isEmpty()) {
            throw new Refusal(
                    file
                            + ": the ending says what to write; use .parquet, .csv or .jsonl (.gz for the last two)");
        }
        if (name.endsWith(".gz")) {
            format += ", COMPRESSION gzip";
        }
        for (LogFile log : ledger.reader().files()) {
            if (isSame(log.path(), file)) {
                throw new Refusal(file + ": is one of the logs that are read; name another file");
            }
        }
        String how = format;
        long[] rows = new long[1];
        WholeFile.write(
                file,
                temporary -> {
                    try (Statement statement = ledger.db().createStatement()) {
                        rows[0] =
                                statement.executeLargeUpdate(
                                        "COPY (%s) TO '%s' (%s)"
                                                .formatted(
                                                        query(),
                                                        temporary.toString().replace("'", "''"),
                                                        how));
                    } catch (SQLException e) {
                        throw new IOException(e.getMessage(), e);
                    }
                });
        return rows[0];
    }

    /// USD by the price row of the input, else of the output, else of the first meter with one.
    Map<String, BigDecimal> byPriceRow() throws SQLException {
        Map<String, BigDecimal> sums = new HashMap<>();
        try (Statement statement = ledger.db().createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT price_row, sum(usd) FROM (%s) WHERE usd IS NOT NULL GROUP BY price_row"
                                        .formatted(query()))) {
            while (row.next()) {
                sums.put(row.getString(1), row.getBigDecimal(2));
            }
        }
        return sums;
    }

    private static boolean isSame(Path log, Path file) {
        try {
            return Files.exists(file) && Files.isSameFile(log, file);
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be looked at: " + e.getMessage(), e);
        }
    }

    private String query() {
        // The usual meters always, others where the log counts them.
        List<Meter> meters =
                Meter.all().stream()
                        .filter(m -> UsageReader.isUsual(m) || ledger.names().counted().contains(m))
                        .toList();
        // As the usage table has it, so that a table of charges can be read again: output holds its
        // reasoning.
        String counts =
                meters.stream()
                        .filter(m -> m != Meter.REQUEST)
                        .map(m ->
                                (m == Meter.OUTPUT ? "output + reasoning" : m.column())
                                        + " AS "
                                        + UsageReader.column(m))
                        .collect(Collectors.joining(", "));
        String amounts =
                meters.stream()
                        .map(m -> usd("a_" + m.column()) + " AS usd_" + m.column())
                        .collect(Collectors.joining(", "));
        String total =
                meters.stream()
                        .map(m -> "a_" + m.column() + "::DECIMAL(24, 0)")
                        .collect(Collectors.joining(" + ", "(", ")"));
        String inner =
                meters.stream()
                        .map(m ->
                                "steelyard_amount(u.card, %d, %s, u.calls) AS a_%s"
                                        .formatted(
                                                m.ordinal(),
                                                m == Meter.REQUEST
                                                        ? "0::BIGINT"
                                                        : "u." + m.column(),
                                                m.column()))
                        .collect(Collectors.joining(", "));
        return """
        SELECT f.path AS file, line, make_timestamptz(micros) AS time, make_timestamptz(micros_end) AS time_end,
            provider, model, region, service AS service_tier, person AS "user", team, task, calls, %s,
            %s AS usd, %s, recorded AS recorded_cost,
            coalesce(x.product, '') AS priced_as,
            CASE WHEN x.card IS NOT NULL THEN 'rated' ELSE 'unrated' END AS outcome,
            CASE WHEN x.card IS NULL THEN coalesce(nullif(u.unknown, ''), CASE WHEN card_of(r.card) = -1
                THEN 'the price book has no price for it at that time' ELSE 'no price for one of its meters' END) END AS why,
            x.price_row, x.price_from, x.price_sources, x.price_standing,
            flag_names(bits) AS flags
        FROM (SELECT u.*, steelyard_flags(u.card, %s) AS bits, %s FROM rated u WHERE status = 'ok') r
            LEFT JOIN cards x ON x.card = card_of(r.card)
            JOIN (SELECT name, unknown FROM names) u ON u.name = r.name
            JOIN usage_files f ON f.file = r.file\
        """
                .formatted(counts, usd(total), amounts, ledger.names().meterBits(), inner);
    }

    /// Picodollars as an exact decimal of dollars.
    private static String usd(String picos) {
        return "(" + picos + "::DECIMAL(24, 0) * 0.000000000001)::DECIMAL(38, 12)";
    }
}
