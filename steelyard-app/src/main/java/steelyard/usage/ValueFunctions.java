package steelyard.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import steelyard.usage.format.Values;

/// Times and counts in text as DuckDB functions, in every form that [Values] reads:
/// `steelyard_micros(text, order)`, `steelyard_zoneless(text)` and `steelyard_whole(text,
/// thousands)`.
final class ValueFunctions {
    private ValueFunctions() {}

    /// @param zone of times that name none
    static void register(Connection db, ZoneId zone) throws SQLException {
        try (var function = DuckDBFunctions.scalarFunction()) {
            function.withName("steelyard_micros")
                    .withParameters(String.class, String.class)
                    .withReturnType(long.class)
                    .withVectorizedFunction((in, out) -> {
                        DuckDBReadableVector text = in.vector(0);
                        DuckDBReadableVector order = in.vector(1);
                        for (long i = 0, n = in.rowCount(); i < n; i++) {
                            Optional<Values.Time> time =
                                    text.isNull(i)
                                            ? Optional.empty()
                                            : Values.time(
                                                    text.getString(i), zone, order.getString(i));
                            if (time.isPresent()) {
                                out.setLong(i, time.get().micros());
                            } else {
                                out.setNull(i);
                            }
                        }
                    })
                    .register(db);
        }
        try (var function = DuckDBFunctions.scalarFunction()) {
            function.withName("steelyard_whole")
                    .withParameters(String.class, String.class)
                    .withReturnType(long.class)
                    .withVectorizedFunction((in, out) -> {
                        DuckDBReadableVector text = in.vector(0);
                        DuckDBReadableVector thousands = in.vector(1);
                        for (long i = 0, n = in.rowCount(); i < n; i++) {
                            OptionalLong whole =
                                    text.isNull(i)
                                            ? OptionalLong.empty()
                                            : Values.whole(
                                                    text.getString(i), thousands.getString(i));
                            if (whole.isPresent()) {
                                out.setLong(i, whole.getAsLong());
                            } else {
                                out.setNull(i);
                            }
                        }
                    })
                    .register(db);
        }
        try (var function = DuckDBFunctions.scalarFunction()) {
            function.withName("steelyard_zoneless")
                    .withParameters(String.class)
                    .withReturnType(boolean.class)
                    .withVectorizedFunction((in, out) -> {
                        DuckDBReadableVector text = in.vector(0);
                        for (long i = 0, n = in.rowCount(); i < n; i++) {
                            // Which way round the day is written says nothing of its zone.
                            out.setBoolean(
                                    i,
                                    !text.isNull(i)
                                            && Values.time(text.getString(i), zone, "dmy")
                                                    .map(Values.Time::zoneless)
                                                    .orElse(false));
                        }
                    })
                    .register(db);
        }
    }
}
