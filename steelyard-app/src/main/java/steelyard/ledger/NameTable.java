package steelyard.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.cell.Names;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.rating.ColumnRater;
import steelyard.token.Meter;
import steelyard.usage.UsageReader;

/// The names of a log and the cards that its rows can have, as tables for DuckDB.
///
/// Afterwards the view `rated` holds the usage with the number of each row's card.
final class NameTable {
    private final Connection db;
    private final PriceBook book;
    private final UsageReader reader;
    private final Names names;
    private final Set<Meter> counted = EnumSet.noneOf(Meter.class);
    private final Set<PriceRow> usedRows = new HashSet<>();
    private final List<Integer> marginalCards = new ArrayList<>();

    NameTable(Connection db, PriceBook book, UsageReader reader) throws SQLException {
        this.db = db;
        this.book = book;
        this.reader = reader;
        names = Names.resolve(book, keys());
        counted.addAll(reader.meters());
        createNames();
        createRated();
        describeCards();
    }

    Names.Name name(int id) {
        return names.all().get(id);
    }

    /// The meters that the log may count.
    Set<Meter> counted() {
        return Set.copyOf(counted);
    }

    /// Whether a row of the book prices any of the names, by its rates or its factor.
    boolean used(PriceRow row) {
        return usedRows.contains(row);
    }

    private List<Names.Key> keys() throws SQLException {
        List<Names.Key> keys = new ArrayList<>();
        try (Statement query = db.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT DISTINCT provider, model, region, service FROM usage WHERE status IN ('ok', 'duplicate')")) {
            while (rows.next()) {
                keys.add(
                        new Names.Key(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4)));
            }
        }
        return keys;
    }

    private void createNames() throws SQLException {
        run(
                "CREATE TABLE names (name INTEGER, tariff INTEGER, provider VARCHAR, model VARCHAR, region VARCHAR, service VARCHAR, unknown VARCHAR)");
        try (PreparedStatement insert =
                db.prepareStatement("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < names.all().size(); i++) {
                Names.Name name = names.all().get(i);
                insert.setInt(1, i);
                insert.setObject(2, name.tariff().isPresent() ? name.tariff().getAsInt() : null);
                insert.setString(3, name.key().provider());
                insert.setString(4, name.key().model());
                insert.setString(5, name.key().region());
                insert.setString(6, name.key().service());
                insert.setString(7, name.unknown());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// The view of the rows with their cards.
    private void createRated() throws SQLException {
        List<String> told = new ArrayList<>(List.of("u.model = n.model"));
        for (String column : List.of("provider", "region", "service")) {
            if (count(db, "SELECT count(DISTINCT %s) FROM names".formatted(column)) > 1) {
                told.add("u.%1$s = n.%1$s".formatted(column));
            }
        }
        ColumnRater rater = new ColumnRater(book, names.tariffs());
        boolean wide = !fits(rater.highestRate());
        RatingFunctions.register(db, rater, wide);
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
    }

    /// Whether no row can come to more picodollars than a BIGINT holds: every unit of it at the
    /// highest rate.
    private boolean fits(long highestRate) throws SQLException {
        if (highestRate == 0) {
            return true;
        }
        String all =
                counted.stream()
                        .map(m -> "coalesce(max(%s), 0)::HUGEINT".formatted(m.column()))
                        .collect(Collectors.joining(" + ", "", " + coalesce(max(calls), 0)"));
        try (Statement statement = db.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT (%s) < %d FROM usage WHERE status IN ('ok', 'duplicate')"
                                        .formatted(all, Long.MAX_VALUE / highestRate))) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /// The cards that rows can have, with where their prices come from.
    private void describeCards() throws SQLException {
        run(
                "CREATE TABLE cards (card INTEGER, product VARCHAR, price_row VARCHAR, price_from VARCHAR, price_sources VARCHAR, price_standing VARCHAR)");
        run("CREATE TABLE usage_files (file INTEGER, path VARCHAR)");
        run(
                Arrays.stream(Flag.values())
                        .map(f ->
                                "CASE WHEN bits & %d <> 0 THEN '%s ' ELSE '' END"
                                        .formatted(f.bit(), f))
                        .collect(
                                Collectors.joining(
                                        " || ", "CREATE MACRO flag_names(bits) AS trim(", ")")));
        try (PreparedStatement insert =
                db.prepareStatement("INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Card card :
                    names.tariffs().stream().flatMap(t -> t.cards().stream()).distinct().toList()) {
                for (Meter meter : Meter.all()) {
                    card.row(meter).ifPresent(usedRows::add);
                    usedRows.addAll(card.factors(meter));
                }
                if (!card.isLinear()) {
                    marginalCards.add(card.id());
                }
                Meter told = told(card);
                PriceRow row = card.row(told).orElse(null);
                insert.setInt(1, card.id());
                insert.setString(2, card.product());
                insert.setString(3, card.origin(told));
                insert.setString(
                        4,
                        row == null || row.validity().from().equals(Instant.MIN)
                                ? ""
                                : row.validity().from().toString());
                insert.setString(5, row == null ? "" : String.join("+", row.sources()));
                insert.setString(
                        6, row == null ? "" : row.standing().name().toLowerCase(Locale.ROOT));
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
    }

    /// The meter whose row is named as a card's: input, or else output, or else the first with one.
    private static Meter told(Card card) {
        return Stream.concat(Stream.of(Meter.INPUT, Meter.OUTPUT), Meter.all().stream())
                .filter(m -> card.row(m).isPresent())
                .findFirst()
                .orElse(Meter.INPUT);
    }

    /// Cards whose amounts are not linear in the counts.
    List<Integer> marginalCards() {
        return marginalCards;
    }

    private static String sum(Stream<Meter> meters) {
        return meters.map(m -> " + u." + m.column())
                .collect(Collectors.joining("", "(0::BIGINT", ")"));
    }

    /// A bit per meter that a row of the table `u` counts.
    String meterBits() {
        return counted.stream()
                .map(m -> " + (u.%s > 0)::BIGINT * %d".formatted(m.column(), 1L << m.ordinal()))
                .collect(Collectors.joining("", "(0", ")::BIGINT"));
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    static long count(Connection db, String sql) throws SQLException {
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
