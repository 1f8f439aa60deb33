package steelyard.plan;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import steelyard.price.ExchangeRates;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile.Row;

/// A plan's terms from one day to another.
///
/// @param plan its id, as `claude-max-20x`
/// @param seat whether an organisation buys it per head
/// @param price per month, in `currency`
/// @param from first day; `dated` says whether the day, the month or the year is known
/// @param to the day after the last; empty if in force
/// @param overage what more usage costs
/// @param models which models' names it serves
/// @param evidence how good the source is
/// @param at file:line
public record Terms(
        String plan,
        String name,
        String vendor,
        boolean seat,
        OptionalDouble price,
        String currency,
        String billing,
        LocalDate from,
        String dated,
        Optional<LocalDate> to,
        Allowance allowance,
        Overage overage,
        Pattern models,
        String evidence,
        String source,
        String note,
        List<Limit> limits,
        String at) {
    /// What kind of meter runs.
    public enum Allowance {
        /// An amount that the vendor does not publish; it shows a percentage.
        BUCKET,
        /// Windows that refresh, under longer ones.
        WINDOWS,
        /// Dollars or credits of a month.
        MONEY,
        /// The same, shared by all seats of an organisation.
        POOL,
        /// Nothing is included: every call is paid for.
        METERED;

        static Allowance named(String name) {
            for (Allowance a : values()) {
                if (a.word().equals(name)) {
                    return a;
                }
            }
            throw new Refusal(
                    "no kind of allowance \"%s\"; there are bucket, windows, money, pool and metered"
                            .formatted(name));
        }

        /// As it is written.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What usage above the limits costs.
    public sealed interface Overage {
        /// It is not sold: one waits.
        record None() implements Overage {}

        /// No source says whether it is sold, or for what.
        record Unknown() implements Overage {}

        /// List price.
        record AtListPrice() implements Overage {}

        /// So much for one more unit of the limit.
        record PerUnit(double usd) implements Overage {}

        static Overage of(String text) {
            return switch (text) {
                case "" -> new Unknown();
                case "wait" -> new None();
                case "api" -> new AtListPrice();
                default -> {
                    double usd;
                    try {
                        usd = Double.parseDouble(text);
                    } catch (NumberFormatException e) {
                        throw new Refusal(
                                "overage \"%s\": leave it out where it is not known, or write wait, api or USD per unit"
                                        .formatted(text),
                                e);
                    }
                    if (!(usd > 0 && usd < 1e9)) {
                        throw new Refusal("overage %s: USD per unit, above zero".formatted(text));
                    }
                    yield new PerUnit(usd);
                }
            };
        }
    }

    public Terms {
        limits = List.copyOf(limits);
        if (to.isPresent() && !to.get().isAfter(from)) {
            throw new Refusal("%s: ends %s, before it begins %s".formatted(plan, to.get(), from));
        }
        if (price.isPresent() && !(price.getAsDouble() >= 0)) {
            throw new Refusal("%s: price %s".formatted(plan, price));
        }
        if (!List.of("day", "month", "year").contains(dated)) {
            throw new Refusal("%s: dated %s; there are day, month and year".formatted(plan, dated));
        }
        if (limits.stream().map(Limit::window).distinct().count() < limits.size()) {
            throw new Refusal("%s from %s: two limits of the same window".formatted(plan, from));
        }
        if (!currency.equals("USD") && !ExchangeRates.knows(currency)) {
            throw new Refusal(
                    "%s: currency %s; there are USD, %s"
                            .formatted(
                                    plan, currency, String.join(", ", ExchangeRates.currencies())));
        }
    }

    static Terms of(Row row, List<Limit> limits, String at) {
        String models = row.required("models");
        try {
            return new Terms(
                    row.required("plan"),
                    row.required("name"),
                    row.required("vendor"),
                    row.text("seat").equals("yes"),
                    row.text("price").isEmpty()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(row.number("price")),
                    row.required("currency"),
                    row.text("billing"),
                    row.date("from"),
                    row.required("dated"),
                    row.dateIfAny("to"),
                    Allowance.named(row.required("allowance")),
                    Overage.of(row.text("overage")),
                    Pattern.compile(models, Pattern.CASE_INSENSITIVE),
                    row.required("evidence"),
                    row.required("source"),
                    row.text("note"),
                    limits,
                    at);
        } catch (java.time.format.DateTimeParseException e) {
            throw new Refusal(
                    "\"%s\" is no day; write it as 2026-01-25".formatted(e.getParsedString()), e);
        } catch (PatternSyntaxException e) {
            throw new Refusal("models: " + e.getMessage(), e);
        }
    }

    /// Whether these terms hold on a day.
    public boolean on(LocalDate day) {
        return !day.isBefore(from) && to.map(day::isBefore).orElse(true);
    }

    /// The price in USD per month, at the rate of exchange of the month in which the terms began;
    /// empty if not known.
    public OptionalDouble usd() {
        return price.isEmpty() || currency.equals("USD")
                ? price
                : OptionalDouble.of(
                        ExchangeRates.at(currency, from.atStartOfDay(ZoneOffset.UTC).toInstant())
                                .inDollars(BigDecimal.valueOf(price.getAsDouble()), 6)
                                .doubleValue());
    }

    /// What a month includes, at list price, over what it costs; empty if either is not known.
    public OptionalDouble timesPrice() {
        OptionalDouble month = month();
        OptionalDouble price = usd();
        return month.isPresent() && price.isPresent() && price.getAsDouble() > 0
                ? OptionalDouble.of(month.getAsDouble() / price.getAsDouble())
                : OptionalDouble.empty();
    }

    /// API dollars that a month of 30 days includes: the least of what its limits let through;
    /// empty if the worth of none is known.
    public OptionalDouble month() {
        return limits.stream()
                .map(Limit::month)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min();
    }

    /// The limits whose worth is known.
    public List<Limit> weighed() {
        return limits.stream().filter(l -> l.worth().isPresent()).toList();
    }

    /// The same with the worth of its limits at one end of their ranges.
    public Terms worthAt(int end) {
        return with(limits.stream().map(l -> l.worthAt(end)).toList());
    }

    /// The same with other limits.
    public Terms with(List<Limit> others) {
        return new Terms(
                plan, name, vendor, seat, price, currency, billing, from, dated, to, allowance,
                overage, models, evidence, source, note, others, at);
    }

    /// USD for an API dollar above the limits; empty where it is not sold.
    public OptionalDouble overagePerApiDollar() {
        return switch (overage) {
            case Overage.None(), Overage.Unknown() -> OptionalDouble.empty();
            case Overage.AtListPrice() -> OptionalDouble.of(1);
            case Overage.PerUnit(double usd) ->
                    limits.stream()
                            .filter(l -> l.amount().isPresent() && l.worth().isPresent())
                            .mapToDouble(
                                    l -> usd * l.amount().getAsDouble() / l.worth().getAsDouble())
                            .findFirst();
        };
    }

    /// How sure the terms are: `good` where the vendor says so, `fair` where it was measured,
    /// `weak` else.
    public String confidence() {
        return evidence.startsWith("vendor")
                ? "good"
                : evidence.startsWith("measured") || evidence.equals("reverse_engineered")
                        ? "fair"
                        : "weak";
    }
}
