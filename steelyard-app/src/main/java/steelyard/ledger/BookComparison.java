package steelyard.ledger;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import steelyard.file.TemporaryFolder;
import steelyard.refusal.Refusal;

/// One log at the prices of two books, row by row.
///
/// @param rows how many rows the log has
/// @param differing how many cost something else, or have a price in one book only
/// @param first what the whole costs by the first book, in USD, rows without a price left out
/// @param second the same by the second
/// @param products the rows that differ, by what they were charged as, the largest difference first
public record BookComparison(
        long rows, long differing, BigDecimal first, BigDecimal second, List<Product> products) {

    /// Rows of one model that differ.
    ///
    /// @param provider as the log names it
    /// @param firstAs what the first book charged them as; empty if it has no price
    /// @param from the first and `to` the last of their times
    public record Product(
            String provider,
            String model,
            String firstAs,
            String secondAs,
            long rows,
            String from,
            String to,
            Optional<BigDecimal> first,
            Optional<BigDecimal> second) {
        /// The second less the first; empty where one has no price.
        public Optional<BigDecimal> difference() {
            return first.flatMap(a -> second.map(b -> b.subtract(a)));
        }
    }

    public BookComparison {
        products = List.copyOf(products);
    }

    /// Compares two ledgers over the same files.
    public static BookComparison of(Ledger first, Ledger second) {
        try (TemporaryFolder folder = TemporaryFolder.open()) {
            Path a = folder.path().resolve("a.parquet");
            Path b = folder.path().resolve("b.parquet");
            first.writeCharges(a);
            second.writeCharges(b);
            return compare(a, b);
        } catch (SQLException e) {
            throw new Refusal("the two books cannot be compared: " + e.getMessage(), e);
        }
    }

    private static BookComparison compare(Path a, Path b) throws SQLException {
        try (Connection db = Engine.open("");
                Statement query = db.createStatement()) {
            query.execute(
                    """
                    CREATE VIEW both_books AS
                    SELECT a.provider, a.model, a.time, a.usd AS usd_a, b.usd AS usd_b, a.priced_as AS as_a, b.priced_as AS as_b
                    FROM '%s' a JOIN '%s' b ON a.file = b.file AND a.line = b.line\
                    """
                            .formatted(quoted(a), quoted(b)));
            long rows;
            long differing;
            BigDecimal first;
            BigDecimal second;
            try (ResultSet all =
                    query.executeQuery(
                            "SELECT count(*), count(*) FILTER (usd_a IS DISTINCT FROM usd_b), coalesce(sum(usd_a), 0), coalesce(sum(usd_b), 0) FROM both_books")) {
                all.next();
                rows = all.getLong(1);
                differing = all.getLong(2);
                first = all.getBigDecimal(3);
                second = all.getBigDecimal(4);
            }
            List<Product> products = new ArrayList<>();
            try (ResultSet row =
                    query.executeQuery(
                            """
                            SELECT provider, model, as_a, as_b, count(*), min(time)::DATE::VARCHAR, max(time)::DATE::VARCHAR, sum(usd_a), sum(usd_b)
                            FROM both_books WHERE usd_a IS DISTINCT FROM usd_b
                            GROUP BY ALL ORDER BY abs(coalesce(sum(usd_b), 0) - coalesce(sum(usd_a), 0)) DESC, 1, 2\
                            """)) {
                while (row.next()) {
                    products.add(
                            new Product(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getLong(5),
                                    row.getString(6),
                                    row.getString(7),
                                    Optional.ofNullable(row.getBigDecimal(8)),
                                    Optional.ofNullable(row.getBigDecimal(9))));
                }
            }
            return new BookComparison(rows, differing, first, second, products);
        }
    }

    private static String quoted(Path path) {
        return path.toString().replace("'", "''");
    }
}
