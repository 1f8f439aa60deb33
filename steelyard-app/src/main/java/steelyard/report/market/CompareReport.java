package steelyard.report.market;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import steelyard.cell.Needs;
import steelyard.ledger.ReadReport;
import steelyard.market.Comparison;
import steelyard.market.Quote;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;
import steelyard.price.PriceRow;
import steelyard.quality.Ratings;
import steelyard.report.LogNotes;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Table;
import steelyard.show.Words;
import steelyard.token.Meter;

/// What one mix of tokens costs at every listing of a day, with the frontier of price and score.
///
/// @param span of the log
/// @param sellers only these; empty for all
/// @param models only these; empty for all
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
        Set<String> models,
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
                .filter(r -> models.isEmpty() || models.contains(r.model()))
                .toList();
    }

    /// The rows to read: the cheapest of each scored model that will do, with what was used; or
    /// every one.
    public List<Comparison.Row> shown() {
        if (details) {
            return all();
        }
        Map<String, Comparison.Row> cheapest = new LinkedHashMap<>();
        all().stream()
                .filter(r -> r.rating().isPresent() && r.unfit().isEmpty())
                .forEach(r -> cheapest.putIfAbsent(r.model(), r));
        return all().stream().filter(r -> isUsed(r) || r.equals(cheapest.get(r.model()))).toList();
    }

    /// Whether the log has calls at this listing.
    private boolean isUsed(Comparison.Row row) {
        return used.contains(row.quote().listing().product());
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
                Words.count(all),
                Words.plural(comparison.mix().calls(), "call"),
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
                        Words.money(spent.approximateUsd()),
                        comparison.day(),
                        Words.money(shown().getFirst().quote().paid().approximateUsd()),
                        Words.money(shown().getLast().quote().paid().approximateUsd()),
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

    private static final int MOST_ROWS = 40;

    /// The frontier, what was used, and the cheapest of the rest.
    private List<Comparison.Row> readable() {
        if (details) {
            return shown();
        }
        List<Comparison.Row> rows = new ArrayList<>();
        int others = MOST_ROWS - frontier().size();
        for (Comparison.Row row : shown()) {
            boolean told = row.onFrontier() || isUsed(row);
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
                                Words.plural(unscored, "listing"),
                                details ? "" : " not shown (--details lists them)"));
        if (!details && shown().size() > readable().size()) {
            notes.add(
                    "%d dearer models not shown (--details, --csv, --html)"
                            .formatted(shown().size() - readable().size()));
        }
        if (unpricedTokens > 0) {
            notes.add(
                    "without a price in the log, and so not in the mix: %s tokens"
                            .formatted(Words.count(unpricedTokens)));
        }
        notes.addAll(fitness());
        notes.addAll(LogNotes.of(read, zone));
        if (comparison.day().isAfter(asOf)) {
            notes.add(
                    "%s is later than the price book's newest sources (%s)"
                            .formatted(comparison.day(), asOf));
        }
        return notes;
    }

    /// What offers must be able to do, and of how many that is known.
    private List<String> fitness() {
        List<String> notes = new ArrayList<>();
        long unfit = all().stream().filter(r -> r.unfit().isPresent()).count();
        Needs needs = comparison.needs();
        notes.add(
                (needs.prompt() == 0
                                ? "rows of the log sum several calls: how long a prompt each offer takes is not looked at (--prompt TOKENS says what it must)"
                                : "an offer must take prompts of %,d tokens%s%s: "
                                        .formatted(
                                                needs.prompt(),
                                                needs.answer() == 0
                                                        ? ""
                                                        : " and give answers of %,d, the longest of the log"
                                                                .formatted(needs.answer()),
                                                needs.images() ? ", and take pictures" : ""))
                        + (needs.prompt() == 0 ? "; " : "")
                        + (unfit == 0
                                ? "no listing is known not to do"
                                : "%s will not do, or are no longer sold, %s"
                                        .formatted(
                                                Words.plural(unfit, "listing"),
                                                details
                                                        ? "as said behind each"
                                                        : "and are left out (--details lists them)"))
                        + unknown());
        return notes;
    }

    private String unknown() {
        long unknown = all().stream().filter(r -> !r.known()).count();
        return unknown == 0
                ? ""
                : "; of %,d of %,d not all of that is known".formatted(unknown, all().size());
    }

    /// The answer: price against score, and every listing.
    public Answer answer() {
        Table<Comparison.Row> table =
                Table.of(
                                "listings",
                                "Price against score",
                                "Each point is the cheapest listing of a model; the line is the frontier. Up and to the left is better.",
                                all())
                        .name("", "listing", CompareReport::product)
                        .forReaders()
                        .name("", "", r -> (r.onFrontier() ? "*" : "") + (isUsed(r) ? " used" : ""))
                        .forReaders()
                        .name("provider", "provider", r -> r.quote().listing().provider())
                        .forPrograms()
                        .name("listing", "listing", r -> r.quote().listing().name())
                        .forPrograms()
                        .name("model", "model", Comparison.Row::model)
                        .forPrograms()
                        .name("", "score", r -> r.rating().map(CompareReport::score))
                        .forReaders()
                        .number("score", "score", r -> r.rating().map(Ratings.Rating::score))
                        .forPrograms()
                        .number("score_error", "", r -> r.rating().map(Ratings.Rating::error))
                        .forPrograms()
                        .flag(
                                "score_on_one_test",
                                "",
                                r -> r.rating().map(Ratings.Rating::isOnOneTest))
                        .forPrograms()
                        .usd("usd", "cost", r -> r.quote().paid().usd())
                        .rate("usd_per_mtok", "per Mtok", r -> perMtok(r.quote().paid()))
                        .usd("usd_without_cache", "without cache", r -> r.quote().uncached().usd())
                        .usd("usd_batch", "in batch", r -> r.batch().map(MoneyTotal::usd))
                        .flag("frontier", "", Comparison.Row::onFrontier)
                        .forPrograms()
                        .flag("used", "", this::isUsed)
                        .forPrograms()
                        .name(
                                "price_standing",
                                "",
                                r -> r.quote().standing().name().toLowerCase(Locale.ROOT))
                        .forPrograms()
                        .name("price_flags", "", CompareReport::flags)
                        .forPrograms()
                        .words("unfit", "", r -> r.unfit())
                        .forPrograms()
                        .showing(readable())
                        .with(chart());
        Map<String, Object> mix = new LinkedHashMap<>();
        mix.put("calls", comparison.mix().calls());
        for (Meter meter : Meter.all()) {
            if (comparison.mix().counts().of(meter) > 0) {
                mix.put(meter.column(), comparison.mix().counts().of(meter));
            }
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("subject", subject);
        facts.put("span", span);
        facts.put("prices_of", comparison.day());
        facts.put("quality", ratings.id());
        facts.put("spent_usd", spent.usd());
        facts.put("unpriced_tokens", unpricedTokens);
        facts.put("mix", mix);
        facts.put("left_out", LogNotes.of(read, zone));
        return new Answer(
                        "steelyard.compare/1",
                        new Answer.Heading(
                                "Steelyard: " + subject + " elsewhere",
                                "what the same tokens cost elsewhere",
                                headline(),
                                HOW),
                        List.of(table),
                        notes())
                .with(facts);
    }

    private static String score(Ratings.Rating r) {
        return (Double.isNaN(r.error())
                        ? String.format(Locale.ROOT, "%.1f", r.score())
                        : String.format(Locale.ROOT, "%.1f \u00b1 %.1f", r.score(), r.error()))
                + r.mark();
    }

    private static String product(Comparison.Row row) {
        Quote q = row.quote();
        return q.listing().product()
                + (q.standing() == PriceRow.Standing.DISPUTED
                        ? " ?"
                        : q.standing() == PriceRow.Standing.SINGLE ? " \u00b7" : "")
                + row.unfit()
                        .map(why -> " - " + why)
                        .orElse(row.known() ? "" : " - limit not known");
    }

    private static String flags(Comparison.Row row) {
        return row.quote().flags().stream()
                .map(Flag::toString)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private Chart.Scatter chart() {
        List<Chart.Dot> dots = new ArrayList<>();
        for (Comparison.Row r : shown()) {
            r.rating()
                    .ifPresent(rating ->
                            dots.add(
                                    new Chart.Dot(
                                            r.model(),
                                            r.quote().listing().product(),
                                            r.quote().paid().approximateUsd(),
                                            rating.score(),
                                            r.onFrontier(),
                                            isUsed(r))));
        }
        return new Chart.Scatter(
                "Score by cost of the same tokens", dots, spent.approximateUsd(), "as spent");
    }
}
