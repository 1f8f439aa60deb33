package steelyard.report.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import steelyard.money.Money;
import steelyard.price.Card;
import steelyard.price.ContextTier;
import steelyard.price.Flag;
import steelyard.price.PriceRow;
import steelyard.show.Answer;
import steelyard.show.Page;
import steelyard.show.Shown;
import steelyard.show.Table;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// The price book as text and JSON.
public final class PriceReport {
    private PriceReport() {}

    /// A card and the conditions under which it holds.
    public record Tier(ServiceTier service, ContextTier context, Card card) {}

    /// One model at a date: a column per service and context tier, a row per meter.
    public static Answer show(String asked, Instant at, List<Tier> tiers, LocalDate asOf) {
        Card first = tiers.getFirst().card();
        List<Tier> own = tiers.stream().filter(PriceReport::hasOwnPrice).toList();
        Table<Meter> table =
                Table.of(
                                "prices",
                                "Prices",
                                "USD per million tokens, characters and token-hours; everything else per thousand.",
                                Meter.all().stream()
                                        .filter(m -> own.stream().anyMatch(t -> isOwn(t, m)))
                                        .toList())
                        .name("meter", "", Meter::column);
        for (Tier tier : own) {
            table =
                    table.exact(
                            title(tier),
                            title(tier),
                            m -> isOwn(tier, m) ? per(tier.card(), m) : null);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("asked", asked);
        facts.put("at", at);
        facts.put("provider", first.provider());
        facts.put("model", first.model());
        facts.put("tiers", tiers.stream().map(PriceReport::facts).toList());
        String headline =
                "%s %s on %s%s"
                        .formatted(
                                first.provider(),
                                first.model(),
                                time(at),
                                first.model().equals(asked) ? "" : " (asked for as " + asked + ")");
        return new Answer(
                        "steelyard.prices.show/1",
                        new Answer.Heading(
                                first.provider() + " " + first.model(),
                                "prices show",
                                headline,
                                table.lead()),
                        List.of(table),
                        notes(own, tiers, at, asOf))
                .with(facts);
    }

    private static List<String> notes(
            List<Tier> own, List<Tier> tiers, Instant at, LocalDate asOf) {
        List<String> notes = new ArrayList<>();
        for (Tier tier : own) {
            tier.card()
                    .row(Meter.INPUT)
                    .or(() -> tier.card().row(Meter.OUTPUT))
                    .ifPresent(row -> notes.add(source(title(tier), row)));
            for (PriceRow factor : tier.card().factors(Meter.INPUT)) {
                factor.multiply()
                        .ifPresent(f ->
                                notes.add(
                                        "times %s: %s%s"
                                                .formatted(
                                                        f,
                                                        factor.note().isEmpty()
                                                                ? ""
                                                                : factor.note() + ", ",
                                                        factor.at())));
            }
        }
        TreeSet<String> without = new TreeSet<>();
        tiers.stream()
                .filter(t -> !hasOwnPrice(t))
                .forEach(t -> without.add(t.service().toString()));
        if (!without.isEmpty()) {
            notes.add(
                    "no price of its own for: %s (charged as standard, and flagged)"
                            .formatted(String.join(", ", without)));
        }
        if (at.isAfter(asOf.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())) {
            notes.add(
                    "the newest look at the sources was on %s: later changes are not in the book"
                            .formatted(asOf));
        }
        return notes;
    }

    private static boolean hasOwnPrice(Tier tier) {
        return tier.service() == ServiceTier.STANDARD
                || Meter.all().stream()
                        .anyMatch(m ->
                                m.isToken()
                                        && isOwn(tier, m)
                                        && !Flag.ofBits(tier.card().flags(m))
                                                .contains(Flag.SERVICE_AS_STANDARD));
    }

    /// Whether the meter has a rate that is not another meter's standing in.
    private static boolean isOwn(Tier tier, Meter meter) {
        Card card = tier.card();
        return card.row(meter)
                .flatMap(row -> row.rate(meter).isPresent() ? Optional.of(row) : Optional.empty())
                .isPresent();
    }

    private static String title(Tier tier) {
        return tier.service() + (tier.context().isBase() ? "" : " " + tier.context());
    }

    private static String source(String title, PriceRow row) {
        return Stream.of(
                        "%s: %s, %s".formatted(title, dates(row), certainty(row)),
                        row.rivals().isEmpty() ? "" : "other sources: " + row.rivals(),
                        row.note())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String certainty(PriceRow row) {
        String how =
                switch (row.standing()) {
                    case CORROBORATED -> "sources agree";
                    case SINGLE -> "one source";
                    case DISPUTED -> "DISPUTED";
                    case STATED -> "stated";
                };
        String basis =
                switch (row.basis()) {
                    case EXPLICIT -> "date stated";
                    case DOCUMENT -> "dated page";
                    case COMMIT -> "changed at or before";
                    case FIRST_SEEN -> "first seen then, may be older";
                    case RELEASE -> "assumed since release";
                    case STATED -> "as written in " + row.at();
                };
        return how
                + "; "
                + basis
                + (row.sources().isEmpty() ? "" : "; " + String.join(", ", row.sources()))
                + row.exchange().map(rate -> "; at " + rate).orElse("");
    }

    private static String dates(PriceRow row) {
        return date(row.validity().from(), "the beginning")
                + " to "
                + date(row.validity().to(), "now");
    }

    static String date(Instant at, String whenNone) {
        return at.equals(Instant.MIN) || at.equals(Instant.MAX) ? whenNone : time(at);
    }

    private static String time(Instant at) {
        String text = at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        return at.getEpochSecond() % 86_400 == 0
                ? text
                : at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }

    private static @Nullable BigDecimal per(Card card, Meter meter) {
        return per(meter, card.rate(meter));
    }

    /// The price of as many units as lists state it for; null if there is none.
    private static @Nullable BigDecimal per(Meter meter, long picos) {
        return picos == PriceRow.UNKNOWN
                ? null
                : new Money(picos).usd().multiply(BigDecimal.valueOf(meter.unit().per()));
    }

    private static @Nullable BigDecimal per(PriceRow row, Meter meter) {
        return per(meter, row.rate(meter).orElse(PriceRow.UNKNOWN));
    }

    /// Every row of a model, oldest first within its conditions.
    ///
    /// @param others who else sells it
    /// @param page its charts
    public static Shown history(
            String asked,
            String provider,
            List<PriceRow> rows,
            List<String> others,
            Supplier<Page> page) {
        Table<PriceRow> table =
                Table.of("prices", "Every price", "", rows)
                        .date("from", "from", r -> date(r.validity().from(), ""))
                        .date("to", "to", r -> date(r.validity().to(), ""))
                        .name("conditions", "conditions", PriceReport::conditions)
                        .exact(
                                "input",
                                "input",
                                r ->
                                        r.multiply()
                                                .<Object>map(f -> "x " + f)
                                                .orElse(
                                                        Objects.requireNonNullElse(
                                                                per(r, Meter.INPUT), "")))
                        .exact("cache_read", "cached", r -> per(r, Meter.CACHE_READ))
                        .exact("cache_write_5m", "write 5m", r -> per(r, Meter.CACHE_WRITE_5M))
                        .exact("output", "output", r -> per(r, Meter.OUTPUT))
                        .words(
                                "certainty",
                                "how sure",
                                r ->
                                        certainty(r)
                                                + (r.rivals().isEmpty()
                                                        ? ""
                                                        : "; others: " + r.rivals()));
        Answer answer =
                new Answer(
                                "steelyard.prices.history/1",
                                new Answer.Heading(
                                        provider + " " + asked,
                                        "prices history",
                                        "%s %s: every price in the book, USD per million tokens"
                                                .formatted(provider, asked)),
                                List.of(table),
                                others.isEmpty()
                                        ? List.of()
                                        : List.of(
                                                "also at "
                                                        + String.join(", ", others)
                                                        + " (--provider)"))
                        .with(
                                Map.of(
                                        "asked",
                                        asked,
                                        "rows",
                                        rows.stream().map(PriceReport::history).toList()));
        return new WithPage(answer, page);
    }

    /// An answer with a page that has more to show.
    private record WithPage(Answer answer, Supplier<Page> own) implements Shown {
        @Override
        public String text(boolean colour) {
            return answer.text(colour);
        }

        @Override
        public String json() {
            return answer.json();
        }

        @Override
        public String csv() {
            return answer.csv();
        }

        @Override
        public Page page() {
            return own.get();
        }
    }

    private static Map<String, Object> history(PriceRow row) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("provider", row.provider());
        facts.putAll(row(row));
        row.multiply().ifPresent(f -> facts.put("multiply", f));
        put(facts, m -> row.rate(m).orElse(PriceRow.UNKNOWN));
        return facts;
    }

    static String conditions(PriceRow row) {
        String text = ((row.isPattern() ? row.model() + " " : "") + row.conditions()).strip();
        return text.isEmpty() ? "standard" : text;
    }

    /// A provider's models at a date.
    public static Answer list(String provider, Instant at, List<Card> cards) {
        Table<Card> table =
                Table.of("prices", "Models", "USD per million tokens.", cards)
                        .name("model", "", Card::model)
                        .exact("input", "input", c -> per(c, Meter.INPUT))
                        .exact("cache_read", "cached", PriceReport::cached)
                        .exact("output", "output", c -> per(c, Meter.OUTPUT))
                        .name(
                                "standing",
                                "how sure",
                                c ->
                                        c.row(Meter.INPUT)
                                                .or(() -> c.row(Meter.OUTPUT))
                                                .map(r ->
                                                        r.standing()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT)));
        List<Map<String, Object>> models = new ArrayList<>();
        for (Card card : cards) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("model", card.model());
            facts.putAll(card(card));
            models.add(facts);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("provider", provider);
        facts.put("at", at);
        facts.put("models", models);
        return new Answer(
                        "steelyard.prices.list/1",
                        new Answer.Heading(
                                provider,
                                "prices list",
                                "%s on %s: %d models, USD per million tokens"
                                        .formatted(provider, time(at), cards.size())),
                        List.of(table),
                        List.of())
                .with(facts);
    }

    private static @Nullable BigDecimal cached(Card card) {
        return (card.flags(Meter.CACHE_READ) & Flag.CACHE_READ_AS_INPUT.bit()) == 0
                ? per(card, Meter.CACHE_READ)
                : null;
    }

    private static Map<String, Object> facts(Tier tier) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("service", tier.service());
        facts.put("context", tier.context());
        facts.put("own_price", hasOwnPrice(tier));
        facts.putAll(card(tier.card()));
        return facts;
    }

    private static Map<String, Object> card(Card card) {
        Map<String, Object> facts = new LinkedHashMap<>();
        put(facts, card::rate);
        int bits = 0;
        for (Meter meter : Meter.all()) {
            bits |= card.flags(meter);
        }
        facts.put("flags", List.copyOf(Flag.ofBits(bits)));
        card.row(Meter.INPUT)
                .or(() -> card.row(Meter.OUTPUT))
                .ifPresent(row -> facts.put("row", row(row)));
        return facts;
    }

    /// Rates by the unit that lists state them for.
    private static void put(Map<String, Object> facts, ToLongFunction<Meter> rate) {
        facts.put("usd_per_mtok", rates(rate, Meter::isToken));
        facts.put("usd_per_thousand", rates(rate, m -> !m.isToken() && m.unit().per() == 1_000));
        facts.put("usd_per_million", rates(rate, m -> !m.isToken() && m.unit().per() != 1_000));
    }

    private static Map<String, Object> rates(ToLongFunction<Meter> rate, Predicate<Meter> wanted) {
        Map<String, Object> rates = new LinkedHashMap<>();
        for (Meter meter : Meter.all()) {
            BigDecimal price = per(meter, rate.applyAsLong(meter));
            if (price != null && wanted.test(meter)) {
                rates.put(meter.column(), price.stripTrailingZeros());
            }
        }
        return rates;
    }

    private static Map<String, Object> row(PriceRow row) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("at", row.at());
        facts.put("model", row.model());
        facts.put("region", row.region());
        facts.put("service", row.service().map(ServiceTier::toString).orElse(""));
        facts.put("context", row.context());
        facts.put("window", row.window());
        facts.put("from", date(row.validity().from(), ""));
        facts.put("to", date(row.validity().to(), ""));
        facts.put("recorded", date(row.recorded(), ""));
        facts.put("basis", row.basis().name().toLowerCase(Locale.ROOT));
        facts.put("standing", row.standing().name().toLowerCase(Locale.ROOT));
        facts.put("sources", List.copyOf(row.sources()));
        facts.put("rivals", row.rivals());
        facts.put("note", row.note());
        row.exchange().ifPresent(rate -> facts.put("exchange", rate));
        return facts;
    }
}
