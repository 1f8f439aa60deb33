package steelyard.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.token.Meter;
import tools.jackson.databind.JsonNode;

/// What is gathered while a sheet is read.
final class Reading {
    private final Sellers sellers;
    private final String format;
    private final Map<Told, SortedMap<Meter, BigDecimal>> told = new LinkedHashMap<>();
    private final Set<String> models = new LinkedHashSet<>();
    private final Map<String, Integer> otherSellers = new TreeMap<>();
    private final Map<String, Integer> unread = new TreeMap<>();

    private record Told(PriceKey key, Optional<Instant> from) {}

    Reading(String format, Sellers sellers) {
        this.format = format;
        this.sellers = sellers;
    }

    /// The seller that the sheet calls by this name; if it is none of ours, it is counted.
    Optional<String> seller(String name) {
        Optional<String> seller = sellers.seller(format, name);
        if (seller.isEmpty()) {
            otherSellers.merge(name, 1, Integer::sum);
        }
        return seller;
    }

    /// Counts an entry that gives no price.
    void unread(String why) {
        unread.merge(why, 1, Integer::sum);
    }

    /// Whether an entry is in dollars, as all are that name no currency; if it is not, it is
    /// counted.
    boolean inDollars(JsonNode entry) {
        String currency = entry.path("currency").asString("USD");
        boolean dollars = currency.equalsIgnoreCase("USD");
        if (!dollars) {
            unread("in " + currency);
        }
        return dollars;
    }

    /// States a rate, in USD for `per` units.
    ///
    /// @param where the entry, for messages
    void rate(
            PriceKey key,
            Optional<Instant> from,
            Meter meter,
            JsonNode usd,
            long per,
            String where) {
        BigDecimal value = decimal(usd, where);
        rate(key, from, meter, value, per, where);
    }

    void rate(
            PriceKey key,
            Optional<Instant> from,
            Meter meter,
            BigDecimal usd,
            long per,
            String where) {
        if (usd.signum() < 0) {
            throw new SheetException(
                    "%s: %s is %s; a price cannot be negative"
                            .formatted(where, meter.column(), usd.toPlainString()));
        }
        BigDecimal scaled =
                usd.multiply(BigDecimal.valueOf(meter.unit().per()))
                        .divide(
                                BigDecimal.valueOf(per),
                                meter.unit().decimals(),
                                RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
        models.add(key.seller() + "/" + key.model());
        told.computeIfAbsent(new Told(key, from), k -> new TreeMap<>())
                .putIfAbsent(meter, scaled.scale() < 0 ? scaled.setScale(0) : scaled);
    }

    /// A number, or a number in a text.
    static BigDecimal decimal(JsonNode node, String where) {
        try {
            if (node.isNumber()) {
                return node.decimalValue();
            }
            if (node.isString()) {
                return new BigDecimal(node.stringValue().strip());
            }
        } catch (NumberFormatException e) {
            throw new SheetException(where + ": \"" + node.asString() + "\" is not a price", e);
        }
        throw new SheetException(where + ": " + node + " is not a price");
    }

    /// What was read. An entry without any positive price says nothing: public tables write zero
    /// for what they do not know; so does an answer at zero beside a prompt that costs.
    Sheet sheet() {
        List<Statement> statements = new java.util.ArrayList<>();
        told.forEach((key, rates) -> {
            BigDecimal output = rates.get(Meter.OUTPUT);
            if (rates.values().stream().allMatch(r -> r.signum() == 0)) {
                unread("every price is zero");
                return;
            }
            rates.values().removeIf(r -> r.signum() == 0 && output != null);
            statements.add(new Statement(key.key(), key.from(), rates));
        });
        return new Sheet(format, statements, otherSellers, unread);
    }
}
