package steelyard.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import steelyard.rating.ColumnRater;
import steelyard.token.Meter;

/// The rater as functions of DuckDB, over columns of integers.
final class RatingFunctions {
    private RatingFunctions() {}

    /// `steelyard_card(tariff, start, end, prompt, total, calls, meters) -> BIGINT`: see
    /// [ColumnRater#card].
    ///
    /// `steelyard_flags(card, meters) -> BIGINT`: see [ColumnRater#flags].
    ///
    /// `steelyard_amount(card, meter, count, calls) -> BIGINT`, or HUGEINT: picodollars, see
    /// [ColumnRater#amount] and [ColumnRater#total].
    ///
    /// @param wide whether an amount may pass the range of a BIGINT, $9.2 million
    static void register(Connection db, ColumnRater rater, boolean wide) throws SQLException {
        try (var function = DuckDBFunctions.scalarFunction()) {
            function.withName("steelyard_card")
                    .withParameters(
                            int.class,
                            long.class,
                            long.class,
                            long.class,
                            long.class,
                            long.class,
                            long.class)
                    .withReturnType(long.class)
                    .withVectorizedFunction((in, out) -> {
                        DuckDBReadableVector tariff = in.vector(0);
                        DuckDBReadableVector start = in.vector(1);
                        DuckDBReadableVector end = in.vector(2);
                        DuckDBReadableVector prompt = in.vector(3);
                        DuckDBReadableVector total = in.vector(4);
                        DuckDBReadableVector calls = in.vector(5);
                        DuckDBReadableVector meters = in.vector(6);
                        for (long i = 0, n = in.rowCount(); i < n; i++) {
                            if (tariff.isNull(i)) {
                                out.setNull(i);
                            } else {
                                out.setLong(
                                        i,
                                        rater.card(
                                                tariff.getInt(i),
                                                start.getLong(i),
                                                end.getLong(i),
                                                prompt.getLong(i),
                                                total.getLong(i),
                                                calls.getLong(i),
                                                meters.getLong(i)));
                            }
                        }
                    })
                    .register(db);
        }
        try (var function = DuckDBFunctions.scalarFunction()) {
            function.withName("steelyard_flags")
                    .withParameters(long.class, long.class)
                    .withReturnType(long.class)
                    .withVectorizedFunction((in, out) -> {
                        DuckDBReadableVector card = in.vector(0);
                        DuckDBReadableVector meters = in.vector(1);
                        for (long i = 0, n = in.rowCount(); i < n; i++) {
                            out.setLong(
                                    i,
                                    card.isNull(i)
                                            ? 0
                                            : rater.flags(card.getLong(i), meters.getLong(i)));
                        }
                    })
                    .register(db);
        }
        try (var function = DuckDBFunctions.scalarFunction()) {
            function.withName("steelyard_amount")
                    .withParameters(long.class, int.class, long.class, long.class)
                    .withReturnType(wide ? DuckDBColumnType.HUGEINT : DuckDBColumnType.BIGINT)
                    .withVectorizedFunction((in, out) -> {
                        DuckDBReadableVector card = in.vector(0);
                        DuckDBReadableVector meter = in.vector(1);
                        DuckDBReadableVector count = in.vector(2);
                        DuckDBReadableVector calls = in.vector(3);
                        for (long i = 0, n = in.rowCount(); i < n; i++) {
                            int id =
                                    card.isNull(i)
                                            ? ColumnRater.NO_PRICE
                                            : ColumnRater.cardOf(card.getLong(i));
                            if (id < 0) {
                                out.setNull(i);
                            } else if (wide) {
                                out.setHugeInt(
                                        i,
                                        rater.total(
                                                        id,
                                                        Meter.all().get(meter.getInt(i)),
                                                        count.getLong(i),
                                                        calls.getLong(i))
                                                .picos());
                            } else {
                                out.setLong(
                                        i,
                                        rater.amount(
                                                id,
                                                Meter.all().get(meter.getInt(i)),
                                                count.getLong(i),
                                                calls.getLong(i)));
                            }
                        }
                    })
                    .register(db);
        }
    }
}
