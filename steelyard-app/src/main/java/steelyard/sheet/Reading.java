package steelyard.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.price.ExchangeRates;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import tools.jackson.databind.JsonNode;

/// What is gathered while a sheet is read.
final class Reading {
    private final Sellers sellers;
    private final String format;
    private final String currency;
    private final Map<Told, SortedMap<Meter, BigDecimal>> told;
    private final List<Ability> abilities;
    private final Map<String, Integer> otherSellers;
    private final Map<String, Integer> unread;

    private record Told(PriceKey key, Optional<Instant> from, String currency) {}

    Reading(String format, Sellers sellers) {
        this.format = format;
        this.sellers = sellers;
        this.currency = Statement.DOLLAR;
        this.told = new LinkedHashMap<>();
        this.abilities = new ArrayList<>();
        this.otherSellers = new TreeMap<>();
        this.unread = new TreeMap<>();
    }

    private Reading(Reading same, String currency) {
        this.format = same.format;
        this.sellers = same.sellers;
        this.currency = currency;
        this.told = same.told;
        this.abilities = same.abilities;
        this.otherSellers = same.otherSellers;
        this.unread = same.unread;
    }

    /// The seller that the sheet calls by this name; if it is none of ours, it is counted.
    Optional<String> seller(String name) {
        Optional<String> seller = sellers.seller(format, name);
        if (seller.isEmpty()) {
            otherSellers.merge(name, 1, Integer::sum);
        }
        return seller;
    }

    /// States what an offer can do.
    void ability(
            PriceKey key,
            JsonNode prompt,
            JsonNode answer,
            Optional<Boolean> images,
            Optional<Boolean> tools,
            Optional<LocalDate> ends) {
        Ability ability =
                new Ability(
                        key.seller(),
                        key.model(),
                        count(prompt),
                        count(answer),
                        images,
                        tools,
                        ends);
        if (!ability.isEmpty()) {
            abilities.add(ability);
        }
    }

    private static OptionalLong count(JsonNode node) {
        long count = node.isNumber() || node.isString() ? node.asLong(0) : 0;
        return count > 0 ? OptionalLong.of(count) : OptionalLong.empty();
    }

    /// What a field says, if it is there.
    static Optional<Boolean> says(JsonNode node) {
        return node.isBoolean() ? Optional.of(node.asBoolean()) : Optional.empty();
    }

    /// A day, where a field holds one.
    static Optional<LocalDate> day(JsonNode node) {
        try {
            return node.isString()
                    ? Optional.of(LocalDate.parse(node.asString()))
                    : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty(); // Words where a day is meant: nothing is known.
        }
    }

    /// Counts an entry that gives no price.
    void unread(String why) {
        unread.merge(why, 1, Integer::sum);
    }

    /// This reading, of an entry in the currency that it names; empty, and counted, where no rate
    /// of exchange is known for it.
    Optional<Reading> in(JsonNode entry) {
        String named = entry.path("currency").asString(currency).toUpperCase(Locale.ROOT);
        if (!named.equals(Statement.DOLLAR) && !ExchangeRates.knows(named)) {
            unread("in " + named);
            return Optional.empty();
        }
        return Optional.of(named.equals(currency) ? this : new Reading(this, named));
    }

    /// States a rate, in the entry's currency for `per` units.
    ///
    /// @param where the entry, for messages
    void rate(
            PriceKey key,
            Optional<Instant> from,
            Meter meter,
            JsonNode amount,
            long per,
            String where) {
        BigDecimal value = decimal(amount, where);
        rate(key, from, meter, value, per, where);
    }

    void rate(
            PriceKey key,
            Optional<Instant> from,
            Meter meter,
            BigDecimal amount,
            long per,
            String where) {
        if (amount.signum() < 0) {
            throw new Refusal(
                    "%s: %s is %s; a price cannot be negative"
                            .formatted(where, meter.column(), amount.toPlainString()));
        }
        BigDecimal scaled =
                amount.multiply(BigDecimal.valueOf(meter.unit().per()))
                        .divide(
                                BigDecimal.valueOf(per),
                                meter.unit().decimals(),
                                RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
        told.computeIfAbsent(new Told(key, from, currency), k -> new TreeMap<>())
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
            throw new Refusal(where + ": \"" + node.asString() + "\" is not a price", e);
        }
        throw new Refusal(where + ": " + node + " is not a price");
    }

    /// What was read. An entry without any positive price says nothing: public tables write zero
    /// for what they do not know; so does an answer at zero beside a prompt that costs.
    Sheet sheet() {
        List<Statement> statements = new ArrayList<>();
        told.forEach((key, rates) -> {
            BigDecimal output = rates.get(Meter.OUTPUT);
            if (rates.values().stream().allMatch(r -> r.signum() == 0)) {
                unread("every price is zero");
                return;
            }
            rates.values().removeIf(r -> r.signum() == 0 && output != null);
            statements.add(new Statement(key.key(), key.from(), key.currency(), rates));
        });
        return new Sheet(format, statements, abilities, otherSellers, unread);
    }
}
