package steelyard.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.money.Money;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceRow;
import steelyard.price.Tariff;
import steelyard.rating.ColumnRater;
import steelyard.rating.Rater;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;

/// One question to the ledger: the sums of a list of periods.
///
/// DuckDB adds up counts by card; each group is then charged once, which gives the same picodollars
/// as charging row by row, since amounts are linear in the counts of a card. Rows on a marginal
/// tier, where they are not, stay by themselves.
final class Summing {
    private record Key(int period, String team, String product) {}

    private final Ledger ledger;
    private final List<Period> periods;
    private final String period;
    private final String team;
    private final Map<Key, Cell> cells = new LinkedHashMap<>();
    private final Map<List<Object>, Unpriced> unpriced = new LinkedHashMap<>();
    private final Map<Integer, Recorded> recorded = new TreeMap<>();
    private final Map<List<String>, MoneyTotal[]> disputed =
            new TreeMap<>(Comparator.comparing(Object::toString));
    private final MoneyTotal[] duplicates;

    Summing(Ledger ledger, List<Period> periods, boolean teams) {
        this.ledger = ledger;
        this.periods = periods;
        this.team = teams ? "coalesce(team, '')" : "''";
        this.period =
                IntStream.range(0, periods.size())
                        .mapToObj(i ->
                                "WHEN %1$s >= %2$d AND %1$s < %3$d THEN %4$d"
                                        .formatted(
                                                Ledger.MIDDLE,
                                                Tariff.micros(periods.get(i).from()),
                                                Tariff.micros(periods.get(i).to()),
                                                i))
                        .collect(Collectors.joining(" ", "CASE ", " END"));
        this.duplicates = new MoneyTotal[periods.size()];
        Arrays.fill(duplicates, MoneyTotal.ZERO);
    }

    Sums sums() throws SQLException {
        groups();
        List<Crowd> crowds = crowds();
        boolean tasks = crowds.stream().allMatch(c -> c.withoutTask() == 0) && !crowds.isEmpty();
        if (tasks) {
            tasks();
        }
        return new Sums(
                periods,
                List.copyOf(cells.values()),
                crowds,
                List.copyOf(unpriced.values()),
                List.copyOf(recorded.values()),
                disputed.entrySet().stream()
                        .map(e ->
                                new Disputed(
                                        e.getKey().get(0),
                                        e.getKey().get(1),
                                        e.getKey().get(2),
                                        List.of(e.getValue())))
                        .toList(),
                List.of(duplicates));
    }

    Map<String, MoneyTotal> spendByProduct() throws SQLException {
        groups();
        Map<String, MoneyTotal> spend = new TreeMap<>();
        cells.values().forEach(cell -> spend.merge(cell.product(), cell.spend(), MoneyTotal::plus));
        return spend;
    }

    private void groups() throws SQLException {
        String sql =
                """
                SELECT period, team, name, card, status, has_recorded, alone, count(*), sum(calls)::BIGINT, sum(recorded), %s
                FROM (SELECT %s AS period, %s AS team, name, card, status, recorded, recorded IS NOT NULL AS has_recorded, calls, %s,
                        %s AS alone
                    FROM rated)
                WHERE period IS NOT NULL
                GROUP BY ALL ORDER BY ALL\
                """
                        .formatted(
                                columns("sum(%s)::BIGINT"),
                                period,
                                team,
                                columns("%1$s AS %1$s"),
                                alone());
        try (Statement query = ledger.db().createStatement();
                ResultSet row = query.executeQuery(sql)) {
            while (row.next()) {
                group(row);
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

    private void group(ResultSet row) throws SQLException {
        int at = row.getInt(1);
        NameTable.Name name = ledger.names().name(row.getInt(3));
        long packed = row.getLong(4);
        boolean known = !row.wasNull();
        boolean duplicate = row.getString(5).equals("duplicate");
        boolean hasRecorded = row.getBoolean(6);
        long rows = row.getLong(8);
        long calls = row.getLong(9);
        double recordedUsd = row.getDouble(10);
        TokenCounts counts = TokenCounts.NONE;
        for (int i = 0; i < Ledger.COUNTED.size(); i++) {
            counts = counts.with(Ledger.COUNTED.get(i), row.getLong(11 + i));
        }
        int card = known ? ColumnRater.cardOf(packed) : ColumnRater.NO_PRICE;
        if (card < 0) {
            if (!duplicate) {
                addUnpriced(
                        at,
                        name,
                        known ? reason(card) : name.unknown(),
                        rows,
                        calls,
                        counts.tokens());
            }
            return;
        }
        Cell cell =
                cell(
                        at,
                        row.getString(2),
                        ledger.card(card),
                        ColumnRater.flagsOf(packed),
                        calls,
                        counts);
        if (duplicate) {
            duplicates[at] = duplicates[at].plus(cell.spend());
            return;
        }
        cells.merge(new Key(at, cell.team(), cell.product()), cell, Cell::plus);
        addDisputed(at, ledger.card(card), cell);
        if (hasRecorded) {
            recorded.merge(
                    at,
                    new Recorded(at, recordedUsd, cell.spend(), rows),
                    (a, b) ->
                            new Recorded(
                                    at,
                                    a.recordedUsd() + b.recordedUsd(),
                                    a.rated().plus(b.rated()),
                                    a.rows() + b.rows()));
        }
    }

    private void addDisputed(int at, Card card, Cell cell) {
        MoneyTotal amount = cell.flagged().getOrDefault(Flag.DISPUTED, MoneyTotal.ZERO);
        PriceRow row = card.row(Meter.INPUT).or(() -> card.row(Meter.OUTPUT)).orElse(null);
        if (!amount.isZero() && row != null) {
            MoneyTotal[] byPeriod =
                    disputed.computeIfAbsent(
                            List.of(card.product(), price(card), row.rivals()),
                            k -> {
                                MoneyTotal[] zeros = new MoneyTotal[periods.size()];
                                Arrays.fill(zeros, MoneyTotal.ZERO);
                                return zeros;
                            });
            byPeriod[at] = byPeriod[at].plus(amount);
        }
    }

    /// Input and output in USD per Mtok, as price lists write them.
    private static String price(Card card) {
        return perMtok(card.rate(Meter.INPUT)) + "/" + perMtok(card.rate(Meter.OUTPUT));
    }

    private static String perMtok(long picos) {
        return picos == PriceRow.UNKNOWN
                ? "-"
                : new Money(Math.multiplyExact(picos, 1_000_000L)).toString();
    }

    private void addUnpriced(
            int at, NameTable.Name name, String reason, long rows, long calls, long tokens) {
        unpriced.merge(
                List.of(at, name.label(), reason),
                new Unpriced(at, name.label(), reason, rows, calls, tokens),
                (a, b) ->
                        new Unpriced(
                                at,
                                a.name(),
                                a.reason(),
                                a.rows() + b.rows(),
                                a.calls() + b.calls(),
                                a.tokens() + b.tokens()));
    }

    private static String reason(int card) {
        return card == ColumnRater.NO_PRICE
                ? "the price book has no price for it at that time"
                : "no price for its "
                        + Meter.all().get(ColumnRater.UNPRICED - card).column()
                        + " units";
    }

    private static Cell cell(
            int period, String team, Card card, int flags, long calls, TokenCounts counts) {
        Map<Meter.BillingClass, Cell.Stages> classes = new EnumMap<>(Meter.BillingClass.class);
        Map<Flag, MoneyTotal> flagged = new EnumMap<>(Flag.class);
        MoneyTotal fees = MoneyTotal.ZERO;
        for (Meter meter : Meter.all()) {
            MoneyTotal paid = Rater.amount(card, Card.Stage.PAID, meter, counts.of(meter), calls);
            if (meter.billingClass() == Meter.BillingClass.FEE) {
                fees = fees.plus(paid);
            } else if (counts.of(meter) > 0) {
                classes.merge(
                        meter.billingClass(),
                        stages(card, meter, counts.of(meter), calls, paid),
                        Cell.Stages::plus);
            }
            if (counts.of(meter) > 0) {
                for (Flag flag : Flag.ofBits(card.flags(meter) | flags)) {
                    flagged.merge(flag, paid, MoneyTotal::plus);
                }
            }
        }
        return new Cell(period, team, card.product(), calls, calls, counts, classes, fees, flagged);
    }

    private static Cell.Stages stages(
            Card card, Meter meter, long count, long calls, MoneyTotal paid) {
        Meter plain = meter.undiscounted();
        return new Cell.Stages(
                Rater.amount(card, Card.Stage.LIST, plain, count, calls),
                Rater.amount(card, Card.Stage.CONDITIONS, plain, count, calls),
                Rater.amount(card, Card.Stage.CONDITIONS, meter, count, calls),
                Rater.amount(card, Card.Stage.SERVICE, meter, count, calls),
                paid);
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
    private void tasks() throws SQLException {
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
        cells.replaceAll((key, cell) -> cell.withTasks(tasks.getOrDefault(key, 0.0)));
    }
}
