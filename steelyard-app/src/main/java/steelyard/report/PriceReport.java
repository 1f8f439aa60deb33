package steelyard.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import steelyard.money.Money;
import steelyard.price.Card;
import steelyard.price.ContextTier;
import steelyard.price.Flag;
import steelyard.price.PriceRow;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The price book as text and JSON.
public final class PriceReport {
    private PriceReport() {}

    /// A card and the conditions under which it holds.
    public record Tier(ServiceTier service, ContextTier context, Card card) {}

    /// One model at a date: a column per service and context tier, a row per meter.
    public static String text(String asked, Instant at, List<Tier> tiers, LocalDate asOf) {
        Card first = tiers.getFirst().card();
        StringBuilder out = new StringBuilder();
        out.append(
                "%s %s on %s%s\n"
                        .formatted(
                                first.provider(),
                                first.model(),
                                time(at),
                                first.model().equals(asked)
                                        ? ""
                                        : " (asked for as " + asked + ")"));
        out.append(
                "USD per million tokens, characters and token-hours; everything else per thousand\n\n");
        List<Tier> own = tiers.stream().filter(PriceReport::hasOwnPrice).toList();
        out.append(String.format(Locale.ROOT, "  %-17s", ""));
        for (Tier tier : own) {
            out.append(String.format(Locale.ROOT, " %21s", title(tier)));
        }
        out.append('\n');
        for (Meter meter : Meter.all()) {
            if (own.stream().anyMatch(t -> isOwn(t, meter))) {
                out.append(String.format(Locale.ROOT, "  %-17s", meter.column()));
                for (Tier tier : own) {
                    out.append(
                            String.format(
                                    Locale.ROOT,
                                    " %21s",
                                    isOwn(tier, meter) ? price(tier.card(), meter) : "-"));
                }
                out.append('\n');
            }
        }
        out.append('\n');
        for (Tier tier : own) {
            tier.card()
                    .row(Meter.INPUT)
                    .or(() -> tier.card().row(Meter.OUTPUT))
                    .ifPresent(row -> out.append(source(title(tier), row)));
            for (PriceRow factor : tier.card().factors(Meter.INPUT)) {
                factor.multiply()
                        .ifPresent(f ->
                                out.append(
                                        "    times %s: %s%s\n"
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
            out.append("  no price of its own for: ")
                    .append(String.join(", ", without))
                    .append(" (charged as standard, and flagged)\n");
        }
        if (at.isAfter(asOf.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())) {
            out.append("  the newest look at the sources was on ")
                    .append(asOf)
                    .append(": later changes are not in the book\n");
        }
        return out.toString();
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
        StringBuilder out = new StringBuilder("  ");
        out.append(title)
                .append(": ")
                .append(dates(row))
                .append(", ")
                .append(certainty(row))
                .append('\n');
        if (!row.rivals().isEmpty()) {
            out.append("    other sources: ").append(row.rivals()).append('\n');
        }
        if (!row.note().isEmpty()) {
            out.append("    ").append(row.note()).append('\n');
        }
        return out.toString();
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

    private static String price(Card card, Meter meter) {
        return price(meter, card.rate(meter));
    }

    private static String price(Meter meter, long picos) {
        return picos == PriceRow.UNKNOWN
                ? "-"
                : per(meter, picos).stripTrailingZeros().toPlainString();
    }

    private static BigDecimal per(Meter meter, long picos) {
        return new Money(picos).usd().multiply(BigDecimal.valueOf(meter.unit().per()));
    }

    /// Every row of a model, oldest first within its conditions.
    public static String history(
            String asked, String provider, List<PriceRow> rows, List<String> others) {
        StringBuilder out = new StringBuilder();
        out.append(
                "%s %s: every price in the book, USD per million tokens\n\n"
                        .formatted(provider, asked));
        out.append(
                String.format(
                        Locale.ROOT,
                        "  %-10s %-10s %-23s %9s %9s %9s %9s  %s%n",
                        "from",
                        "to",
                        "conditions",
                        "input",
                        "cached",
                        "write 5m",
                        "output",
                        "how sure"));
        for (PriceRow row : rows) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "  %-10s %-10s %-23s %9s %9s %9s %9s  %s%n",
                            date(row.validity().from(), ""),
                            date(row.validity().to(), ""),
                            conditions(row),
                            row.multiply().map(f -> "x " + f).orElse(rate(row, Meter.INPUT)),
                            rate(row, Meter.CACHE_READ),
                            rate(row, Meter.CACHE_WRITE_5M),
                            rate(row, Meter.OUTPUT),
                            certainty(row)
                                    + (row.rivals().isEmpty() ? "" : "; others: " + row.rivals())));
        }
        if (!others.isEmpty()) {
            out.append("\n  also at ").append(String.join(", ", others)).append(" (--provider)\n");
        }
        return out.toString();
    }

    private static String rate(PriceRow row, Meter meter) {
        return price(meter, row.rate(meter).orElse(PriceRow.UNKNOWN));
    }

    static String conditions(PriceRow row) {
        String text =
                String.join(
                                " ",
                                row.isPattern() ? row.model() : "",
                                row.region(),
                                row.service()
                                        .filter(s -> s != ServiceTier.STANDARD)
                                        .map(ServiceTier::toString)
                                        .orElse(""),
                                row.context().toString(),
                                row.window().toString())
                        .strip()
                        .replaceAll(" +", " ");
        return text.isEmpty() ? "standard" : text;
    }

    /// A provider's models at a date.
    public static String list(String provider, Instant at, List<Card> cards) {
        StringBuilder out = new StringBuilder();
        out.append(
                "%s on %s: %d models, USD per million tokens\n\n"
                        .formatted(provider, time(at), cards.size()));
        out.append(
                String.format(
                        Locale.ROOT,
                        "  %-44s %10s %10s %10s  %s%n",
                        "",
                        "input",
                        "cached",
                        "output",
                        "how sure"));
        for (Card card : cards) {
            boolean cached = (card.flags(Meter.CACHE_READ) & Flag.CACHE_READ_AS_INPUT.bit()) == 0;
            out.append(
                    String.format(
                            Locale.ROOT,
                            "  %-44s %10s %10s %10s  %s%n",
                            card.model(),
                            price(card, Meter.INPUT),
                            cached ? price(card, Meter.CACHE_READ) : "-",
                            price(card, Meter.OUTPUT),
                            card.row(Meter.INPUT)
                                    .or(() -> card.row(Meter.OUTPUT))
                                    .map(r -> r.standing().name().toLowerCase(Locale.ROOT))
                                    .orElse("")));
        }
        return out.toString();
    }

    /// [#text] as JSON.
    public static String json(String asked, Instant at, List<Tier> tiers) {
        ObjectNode root = Json.object("steelyard.prices.show/1");
        root.put("asked", asked).put("at", at.toString());
        root.put("provider", tiers.getFirst().card().provider())
                .put("model", tiers.getFirst().card().model());
        ArrayNode list = root.putArray("tiers");
        for (Tier tier : tiers) {
            ObjectNode node = list.addObject();
            node.put("service", tier.service().toString())
                    .put("context", tier.context().toString());
            node.put("own_price", hasOwnPrice(tier));
            card(node, tier.card());
        }
        return Json.text(root);
    }

    private static void card(ObjectNode node, Card card) {
        ObjectNode rates = node.putObject("usd_per_mtok");
        ObjectNode fees = node.putObject("usd_per_thousand");
        ObjectNode others = node.putObject("usd_per_million");
        for (Meter meter : Meter.all()) {
            if (card.rate(meter) != PriceRow.UNKNOWN) {
                (meter.isToken() ? rates : meter.unit().per() == 1_000 ? fees : others)
                        .put(meter.column(), price(card, meter));
            }
        }
        ArrayNode flags = node.putArray("flags");
        int bits = 0;
        for (Meter meter : Meter.all()) {
            bits |= card.flags(meter);
        }
        Flag.ofBits(bits).forEach(flag -> flags.add(flag.toString()));
        card.row(Meter.INPUT)
                .or(() -> card.row(Meter.OUTPUT))
                .ifPresent(row -> row(node.putObject("row"), row));
    }

    private static void row(ObjectNode node, PriceRow row) {
        node.put("at", row.at()).put("model", row.model()).put("region", row.region());
        node.put("service", row.service().map(ServiceTier::toString).orElse(""));
        node.put("context", row.context().toString()).put("window", row.window().toString());
        node.put("from", date(row.validity().from(), "")).put("to", date(row.validity().to(), ""));
        node.put("recorded", date(row.recorded(), ""));
        node.put("basis", row.basis().name().toLowerCase(Locale.ROOT));
        node.put("standing", row.standing().name().toLowerCase(Locale.ROOT));
        ArrayNode sources = node.putArray("sources");
        row.sources().forEach(sources::add);
        node.put("rivals", row.rivals()).put("note", row.note());
        row.exchange().ifPresent(rate -> node.put("exchange", rate.toString()));
    }

    /// [#history] as JSON.
    public static String historyJson(String asked, List<PriceRow> rows) {
        ObjectNode root = Json.object("steelyard.prices.history/1");
        root.put("asked", asked);
        ArrayNode list = root.putArray("rows");
        for (PriceRow row : rows) {
            ObjectNode node = list.addObject();
            node.put("provider", row.provider());
            row(node, row);
            row.multiply().ifPresent(f -> node.put("multiply", f.toString()));
            ObjectNode rates = node.putObject("usd_per_mtok");
            ObjectNode fees = node.putObject("usd_per_thousand");
            ObjectNode millions = node.putObject("usd_per_million");
            for (Meter meter : Meter.all()) {
                row.rate(meter)
                        .ifPresent(picos ->
                                (meter.isToken()
                                                ? rates
                                                : meter.unit().per() == 1_000 ? fees : millions)
                                        .put(meter.column(), price(meter, picos)));
            }
        }
        return Json.text(root);
    }

    /// [#list] as JSON.
    public static String listJson(String provider, Instant at, List<Card> cards) {
        ObjectNode root = Json.object("steelyard.prices.list/1");
        root.put("provider", provider).put("at", at.toString());
        ArrayNode list = root.putArray("models");
        for (Card card : cards) {
            ObjectNode node = list.addObject();
            node.put("model", card.model());
            card(node, card);
        }
        return Json.text(root);
    }
}
