package steelyard.report;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import steelyard.ledger.ReadReport;
import steelyard.market.Comparison;
import steelyard.market.Quote;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.price.PriceRow;
import steelyard.quality.Ratings;
import steelyard.token.Meter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What one mix of tokens costs at every listing of a day, with the frontier of price and score.
///
/// @param span of the log
/// @param sellers only these; empty for all
/// @param spent what the log's own calls came to
/// @param unpricedTokens tokens of the log without a price, which are not in the mix
/// @param used products that the log used
/// @param asOf the newest look at the sources of prices
/// @param read what of the log could not be read
/// @param details every listing, and not the cheapest of each scored model
public record CompareReport(
        String subject,
        String span,
        Ratings ratings,
        Comparison comparison,
        List<String> sellers,
        MoneyTotal spent,
        long unpricedTokens,
        List<String> used,
        LocalDate asOf,
        ReadReport read,
        ZoneId zone,
        boolean details) {

    public CompareReport {
        sellers = List.copyOf(sellers);
        used = List.copyOf(used);
    }

    private List<Comparison.Row> all() {
        return comparison.rows().stream()
                .filter(r -> sellers.isEmpty() || sellers.contains(r.quote().listing().provider()))
                .toList();
    }

    /// The rows to read: the cheapest of each scored model, or every one.
    public List<Comparison.Row> shown() {
        if (details) {
            return all();
        }
        Map<String, Comparison.Row> cheapest = new LinkedHashMap<>();
        all().stream()
                .filter(r -> r.rating().isPresent())
                .forEach(r -> cheapest.putIfAbsent(r.model(), r));
        return List.copyOf(cheapest.values());
    }

    /// Models that the log used, under whatever name.
    private Set<String> usedModels() {
        return comparison.rows().stream()
                .filter(r -> used.contains(r.quote().listing().product()))
                .map(Comparison.Row::model)
                .collect(Collectors.toSet());
    }

    private double perMtok(MoneyTotal amount) {
        return amount.approximateUsd() / comparison.mix().counts().tokens() * 1e6;
    }

    private String mix() {
        long prompt = comparison.mix().counts().promptTokens();
        long all = comparison.mix().counts().tokens();
        long cached = comparison.mix().counts().of(Meter.CACHE_READ);
        return String.format(
                Locale.ROOT,
                "%s tokens in %s: %.0f%% prompt (%.0f%% of it read from caches), %.0f%% output",
                Labels.count(all),
                Labels.plural(comparison.mix().calls(), "call"),
                100.0 * prompt / all,
                prompt == 0 ? 0 : 100.0 * cached / prompt,
                100.0 * (all - prompt) / all);
    }

    private List<Comparison.Row> frontier() {
        return all().stream().filter(Comparison.Row::onFrontier).toList();
    }

    private String headline() {
        List<Comparison.Row> frontier = frontier();
        return "%s, %s: the same tokens cost %s as they were spent; elsewhere, at the prices of %s, %s to %s%s."
                .formatted(
                        subject,
                        span,
                        Labels.money(spent.approximateUsd()),
                        comparison.day(),
                        Labels.money(shown().getFirst().quote().paid().approximateUsd()),
                        Labels.money(shown().getLast().quote().paid().approximateUsd()),
                        frontier.isEmpty()
                                ? ""
                                : "; %d of %d models are on the frontier of price and score"
                                        .formatted(
                                                frontier.size(),
                                                all().stream()
                                                        .filter(r -> r.rating().isPresent())
                                                        .map(Comparison.Row::model)
                                                        .distinct()
                                                        .count()));
    }

    private static final String HOW =
            "The whole mix is priced as if each model had been sent every token of it, and had answered with as many: how long a model thinks is its own. * marks the frontier: all that costs no more has a lower score.";

    private static final List<String> HEADER =
            List.of("", "score", "USD", "per Mtok", "without cache", "in batch", "listing");

    private List<String> cells(Comparison.Row row, Set<String> usedModels) {
        Quote q = row.quote();
        return List.of(
                (row.onFrontier() ? "*" : "") + (usedModels.contains(row.model()) ? " used" : ""),
                row.rating()
                        .map(r ->
                                (Double.isNaN(r.error())
                                                ? String.format(Locale.ROOT, "%.1f", r.score())
                                                : String.format(
                                                        Locale.ROOT,
                                                        "%.1f \u00b1 %.1f",
                                                        r.score(),
                                                        r.error()))
                                        + Labels.oneTest(r))
                        .orElse("-"),
                Labels.money(q.paid().approximateUsd()),
                Labels.price(OptionalDouble.of(perMtok(q.paid()))),
                q.uncached().equals(q.paid())
                        ? "same"
                        : Labels.money(q.uncached().approximateUsd()),
                row.batch().map(b -> Labels.money(b.approximateUsd())).orElse("-"),
                q.listing().product()
                        + (q.standing() == PriceRow.Standing.DISPUTED
                                ? " ?"
                                : q.standing() == PriceRow.Standing.SINGLE ? " \u00b7" : ""));
    }

    private static final int MOST_ROWS = 40;

    /// The frontier, what was used, and the cheapest of the rest.
    private List<Comparison.Row> readable() {
        if (details) {
            return shown();
        }
        List<Comparison.Row> rows = new ArrayList<>();
        int others = MOST_ROWS - frontier().size();
        for (Comparison.Row row : shown()) {
            boolean told = row.onFrontier() || used.contains(row.quote().listing().product());
            if (told || others-- > 0) {
                rows.add(row);
            }
        }
        return rows;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("mix: " + mix());
        notes.add(
                "without cache: every prompt token sent afresh; in batch: where the provider states a batch price; \u00b7 one source for the price, ? sources disagree");
        notes.add(
                "quality: "
                        + ratings.title()
                        + (shown().stream()
                                        .flatMap(r -> r.rating().stream())
                                        .anyMatch(Ratings.Rating::isOnOneTest)
                                ? "; 1 test: the rating rests on one test only"
                                : ""));
        long flat =
                all().stream()
                        .filter(r -> r.quote().flags().contains(Flag.CACHE_READ_AS_INPUT))
                        .count();
        if (flat > 0) {
            notes.add(
                    "%d of %d listings state no price for cache reads: those are charged as fresh input"
                            .formatted(flat, all().size()));
        }
        long unscored = all().stream().filter(r -> r.rating().isEmpty()).count();
        notes.add(
                "%s of a model without a score%s"
                        .formatted(
                                Labels.plural(unscored, "listing"),
                                details ? "" : " not shown (--details lists them)"));
        if (!details && shown().size() > readable().size()) {
            notes.add(
                    "%d dearer models not shown (--details, --csv, --html)"
                            .formatted(shown().size() - readable().size()));
        }
        if (unpricedTokens > 0) {
            notes.add(
                    "without a price in the log, and so not in the mix: %s tokens"
                            .formatted(Labels.count(unpricedTokens)));
        }
        notes.add("a listing stands until a price list drops it: old models may no longer be sold");
        notes.addAll(Notes.left(read, zone));
        if (comparison.day().isAfter(asOf)) {
            notes.add(
                    "%s is later than the price book's newest sources (%s)"
                            .formatted(comparison.day(), asOf));
        }
        return notes;
    }

    /// For a terminal or a pipe.
    public String text() {
        Set<String> usedModels = usedModels();
        StringBuilder out = new StringBuilder();
        TextTable.wrap(out, headline(), "");
        TextTable.wrap(out, HOW, "");
        out.append(System.lineSeparator());
        TextTable.table(out, HEADER, readable().stream().map(r -> cells(r, usedModels)).toList());
        out.append(System.lineSeparator());
        notes().forEach(note -> TextTable.wrap(out, note, "  "));
        return out.toString();
    }

    /// Every listing.
    public String csv() {
        return Csv.table(
                List.of(
                        "provider",
                        "listing",
                        "model",
                        "score",
                        "score_error",
                        "score_on_one_test",
                        "usd",
                        "usd_per_mtok",
                        "usd_without_cache",
                        "usd_batch",
                        "frontier",
                        "used",
                        "price_standing",
                        "price_flags"),
                all().stream()
                        .map(r ->
                                List.of(
                                        r.quote().listing().provider(),
                                        r.quote().listing().name(),
                                        r.model(),
                                        r.rating().map(x -> Csv.number(x.score())).orElse(""),
                                        r.rating().map(x -> Csv.number(x.error())).orElse(""),
                                        r.rating()
                                                .map(x -> String.valueOf(x.isOnOneTest()))
                                                .orElse(""),
                                        r.quote().paid().usd().toPlainString(),
                                        Csv.number(perMtok(r.quote().paid())),
                                        r.quote().uncached().usd().toPlainString(),
                                        r.batch().map(b -> b.usd().toPlainString()).orElse(""),
                                        String.valueOf(r.onFrontier()),
                                        String.valueOf(
                                                used.contains(r.quote().listing().product())),
                                        standing(r),
                                        flags(r)))
                        .toList());
    }

    private static String standing(Comparison.Row row) {
        return row.quote().standing().name().toLowerCase(Locale.ROOT);
    }

    private static String flags(Comparison.Row row) {
        return row.quote().flags().stream()
                .map(Flag::toString)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /// Schema `steelyard.compare/1` (docs/json.md).
    public String json() {
        ObjectNode root =
                Json.object("steelyard.compare/1")
                        .put("subject", subject)
                        .put("span", span)
                        .put("prices_of", comparison.day().toString())
                        .put("quality", ratings.id())
                        .put("spent_usd", spent.usd().toPlainString())
                        .put("unpriced_tokens", unpricedTokens);
        ObjectNode mix = root.putObject("mix").put("calls", comparison.mix().calls());
        for (Meter meter : Meter.all()) {
            if (comparison.mix().counts().of(meter) > 0) {
                mix.put(meter.column(), comparison.mix().counts().of(meter));
            }
        }
        ArrayNode left = root.putArray("left_out");
        Notes.left(read, zone).forEach(left::add);
        ArrayNode list = root.putArray("listings");
        for (Comparison.Row r : all()) {
            ObjectNode node =
                    list.addObject()
                            .put("provider", r.quote().listing().provider())
                            .put("listing", r.quote().listing().name())
                            .put("model", r.model())
                            .put("usd", r.quote().paid().usd().toPlainString())
                            .put("usd_per_mtok", perMtok(r.quote().paid()))
                            .put("usd_without_cache", r.quote().uncached().usd().toPlainString())
                            .put("frontier", r.onFrontier())
                            .put("used", used.contains(r.quote().listing().product()))
                            .put("price_standing", standing(r));
            r.batch().ifPresent(b -> node.put("usd_batch", b.usd().toPlainString()));
            r.rating()
                    .ifPresent(x -> {
                        node.put("score", x.score());
                        FrontierReport.put(node, "score_error", x.error());
                        node.put("score_on_one_test", x.isOnOneTest());
                    });
            ArrayNode flags = node.putArray("price_flags");
            r.quote().flags().stream().map(Flag::toString).sorted().forEach(flags::add);
        }
        return Json.text(root);
    }

    /// A page with price against score.
    public HtmlPage page() {
        Set<String> usedModels = usedModels();
        return new HtmlPage(
                "Steelyard: " + subject + " elsewhere",
                "what the same tokens cost elsewhere",
                headline(),
                HOW,
                List.of(),
                List.of(
                        new HtmlPage.Section(
                                "Price against score",
                                "Each point is the cheapest listing of a model; the line is the frontier. Up and to the left is better.",
                                List.of(new HtmlPage.Chart("scatter", "")),
                                List.of(
                                        new HtmlPage.Table(
                                                details
                                                        ? "Every listing"
                                                        : "The cheapest of each model",
                                                true,
                                                HEADER,
                                                shown().stream()
                                                        .map(r -> cells(r, usedModels))
                                                        .toList(),
                                                List.of(6))))),
                notes(),
                Json.inline(data()));
    }

    private ObjectNode data() {
        ObjectNode root = Json.object("steelyard.charts/1");
        ObjectNode scatter = root.putObject("scatter").put("score", ratings.title());
        Set<String> usedModels = usedModels();
        ArrayNode points = scatter.putArray("points");
        for (Comparison.Row r : shown()) {
            Optional<Ratings.Rating> rating = r.rating();
            if (rating.isPresent()) {
                points.addObject()
                        .put("model", r.model())
                        .put("listing", r.quote().listing().product())
                        .put("usd", r.quote().paid().approximateUsd())
                        .put("score", rating.get().score())
                        .put("frontier", r.onFrontier())
                        .put("used", usedModels.contains(r.model()));
            }
        }
        scatter.put("spent", spent.approximateUsd());
        return root;
    }
}
