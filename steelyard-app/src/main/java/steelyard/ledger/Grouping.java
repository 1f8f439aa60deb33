package steelyard.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.cell.Group;
import steelyard.cell.Names;
import steelyard.rating.ColumnRater;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// The charges of a ledger added up by some dimensions, by name and by card.
///
/// DuckDB adds up counts by card; each group is then charged once, which gives the same picodollars
/// as charging row by row, since amounts are linear in the counts of a card. Rows on a marginal
/// tier, where they are not, stay by themselves.
final class Grouping {
    private final Ledger ledger;

    Grouping(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Passes on the groups; rows for which the first dimension is null are left out.
    ///
    /// @param dimensions SQL over the columns of `rated`
    /// @param where a condition on its rows; empty for all
    void forEach(List<String> dimensions, String where, Consumer<Group> take) throws SQLException {
        int keys = dimensions.size();
        String sql =
                """
                SELECT %s, name, card, status, has_recorded, alone, count(*), sum(calls)::BIGINT, sum(recorded), %s
                FROM (SELECT %s, name, card, status, recorded, recorded IS NOT NULL AS has_recorded, calls, %s,
                        %s AS alone
                    FROM rated%s)
                WHERE key_0 IS NOT NULL
                GROUP BY ALL ORDER BY ALL\
                """
                        .formatted(
                                IntStream.range(0, keys)
                                        .mapToObj(i -> "key_" + i)
                                        .collect(Collectors.joining(", ")),
                                columns("sum(%s)::BIGINT"),
                                IntStream.range(0, keys)
                                        .mapToObj(i -> dimensions.get(i) + " AS key_" + i)
                                        .collect(Collectors.joining(", ")),
                                columns("%1$s AS %1$s"),
                                alone(),
                                where.isEmpty() ? "" : " WHERE " + where);
        try (Statement query = ledger.db().createStatement();
                ResultSet row = query.executeQuery(sql)) {
            while (row.next()) {
                take.accept(group(row, keys));
            }
        }
    }

    /// A term per meter; zero for those of which the log has no counts.
    private String columns(String each) {
        return Ledger.COUNTED.stream()
                .map(m -> ledger.names().counted().contains(m) ? each.formatted(m.column()) : "0")
                .collect(Collectors.joining(", "));
    }

    /// Null where rows may be charged together.
    private String alone() {
        String marginal =
                ledger.names().marginalCards().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        return marginal.isEmpty()
                ? "NULL"
                : "CASE WHEN card_of(card) IN (%s) THEN (file, line) END".formatted(marginal);
    }

    private Group group(ResultSet row, int dimensions) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (int i = 1; i <= dimensions; i++) {
            keys.add(Objects.requireNonNullElse(row.getString(i), ""));
        }
        Names.Name name = ledger.names().name(row.getInt(dimensions + 1));
        long packed = row.getLong(dimensions + 2);
        boolean known = !row.wasNull();
        boolean duplicate = row.getString(dimensions + 3).equals("duplicate");
        boolean recorded = row.getBoolean(dimensions + 4);
        TokenCounts counts = TokenCounts.NONE;
        for (int i = 0; i < Ledger.COUNTED.size(); i++) {
            counts = counts.with(Ledger.COUNTED.get(i), row.getLong(dimensions + 9 + i));
        }
        int card = known ? ColumnRater.cardOf(packed) : ColumnRater.NO_PRICE;
        return new Group(
                keys,
                name.label(),
                card < 0 ? Optional.empty() : Optional.of(ledger.card(card)),
                card >= 0 ? "" : known ? reason(card) : name.unknown(),
                card < 0 ? 0 : ColumnRater.flagsOf(packed),
                duplicate,
                row.getLong(dimensions + 6),
                row.getLong(dimensions + 7),
                counts,
                recorded
                        ? OptionalDouble.of(row.getDouble(dimensions + 8))
                        : OptionalDouble.empty());
    }

    private static String reason(int card) {
        return card == ColumnRater.NO_PRICE
                ? "the price book has no price for it at that time"
                : "no price for its "
                        + Meter.all().get(ColumnRater.UNPRICED - card).column()
                        + " units";
    }
}
