package steelyard.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.cell.Cell;
import steelyard.cell.Crowd;
import steelyard.cell.Period;
import steelyard.cell.Sums;
import steelyard.cell.Tally;
import steelyard.money.MoneyTotal;
import steelyard.token.Micros;

/// One question to the ledger: the sums of a list of periods.
final class Summing {
    private record Key(int period, String team, String product) {}

    private final Ledger ledger;
    private final String period;
    private final String team;
    private final Tally tally;

    Summing(Ledger ledger, List<Period> periods, boolean teams) {
        this.ledger = ledger;
        this.team = teams ? "coalesce(team, '')" : "''";
        this.period =
                IntStream.range(0, periods.size())
                        .mapToObj(i -> "WHEN %s THEN %d".formatted(within(periods.get(i)), i))
                        .collect(Collectors.joining(" ", "CASE ", " END"));
        this.tally = new Tally(periods);
    }

    /// Whether a row lies in a period.
    static String within(Period period) {
        return "%1$s >= %2$d AND %1$s < %3$d"
                .formatted(Ledger.MIDDLE, Micros.of(period.from()), Micros.of(period.to()));
    }

    Sums sums() throws SQLException {
        groups();
        List<Crowd> crowds = crowds();
        boolean tasks = crowds.stream().allMatch(c -> c.withoutTask() == 0) && !crowds.isEmpty();
        if (tasks) {
            Map<Key, Double> counts = tasks();
            tally.tasks((at, of, product) -> counts.getOrDefault(new Key(at, of, product), 0.0));
        }
        return tally.sums(crowds);
    }

    Map<String, MoneyTotal> spendByProduct() throws SQLException {
        groups();
        Map<String, MoneyTotal> spend = new TreeMap<>();
        for (Cell cell : tally.sums(List.of()).cells()) {
            spend.merge(cell.product(), cell.spend(), MoneyTotal::plus);
        }
        return spend;
    }

    private void groups() throws SQLException {
        new Grouping(ledger)
                .forEach(
                        List.of(period, team),
                        "",
                        g -> tally.add(Integer.parseInt(g.keys().get(0)), g.keys().get(1), g));
    }

    private List<Crowd> crowds() throws SQLException {
        List<Crowd> crowds = new ArrayList<>();
        String sql =
                """
                SELECT period, team, count(DISTINCT person), count(DISTINCT task), count(*),
                    count(*) FILTER (person IS NULL), count(*) FILTER (task IS NULL)
                FROM (SELECT %s AS period, %s AS team, person, task FROM rated WHERE status = 'ok' AND card_of(card) >= 0)
                WHERE period IS NOT NULL GROUP BY ALL ORDER BY ALL\
                """
                        .formatted(period, team);
        try (Statement query = ledger.db().createStatement();
                ResultSet row = query.executeQuery(sql)) {
            while (row.next()) {
                crowds.add(
                        new Crowd(
                                row.getInt(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7)));
            }
        }
        return crowds;
    }

    /// A task that touched several products is split between them by its calls.
    private Map<Key, Double> tasks() throws SQLException {
        Map<Key, Double> tasks = new HashMap<>();
        String sql =
                """
                SELECT period, team, product, sum(part)
                FROM (SELECT period, team, product, calls / sum(calls) OVER (PARTITION BY period, team, task) AS part
                    FROM (SELECT %s AS period, %s AS team, task, product, sum(calls)::DOUBLE AS calls
                        FROM rated JOIN cards ON cards.card = card_of(rated.card)
                        WHERE status = 'ok' GROUP BY ALL)
                    WHERE period IS NOT NULL)
                GROUP BY ALL\
                """
                        .formatted(period, team);
        try (Statement query = ledger.db().createStatement();
                ResultSet row = query.executeQuery(sql)) {
            while (row.next()) {
                tasks.put(
                        new Key(row.getInt(1), row.getString(2), row.getString(3)),
                        row.getDouble(4));
            }
        }
        return tasks;
    }
}
