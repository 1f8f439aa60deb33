package steelyard.report.market;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import steelyard.index.Decline;
import steelyard.index.Frontier;
import steelyard.index.FrontierStudy;
import steelyard.index.ScorePrice;
import steelyard.quality.Ratings;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.show.Words;

/// The cheapest price that reaches each of some scores, month by month, and how fast it falls by
/// each way of fitting.
public final class FrontierReport {
    static final String HOW =
            "Month ends weigh every month the same; records weigh clusters of releases more; endpoints see two prices. The bootstrap draws the models anew, so its interval holds the chance of which models there were.";

    private FrontierReport() {}

    public static Answer of(FrontierStudy study) {
        YearMonth last = study.last();
        YearMonth first =
                study.rows().stream()
                        .flatMap(r -> r.frontier().reaching().stream())
                        .map(o -> YearMonth.from(o.date()))
                        .min(YearMonth::compareTo)
                        .orElse(last);
        Table<ScorePrice> table =
                Table.of(
                                "falls",
                                "The cheapest price that reaches a score, at each month's end",
                                "By what it was divided a year. On a logarithmic axis a straight line is a steady fall.",
                                study.rows())
                        .name("name", "score", ScorePrice::name)
                        .count("records", "records", r -> r.frontier().records().size())
                        .name("month_ends", "month ends", r -> decline(r.monthly()))
                        .name(
                                "bootstrap",
                                "bootstrap 90%",
                                r -> span(r.bootstrap().low(), r.bootstrap().high()))
                        .name("ols", "records, OLS", r -> decline(r.records()))
                        .name("ols_t", "t 90%", r -> r.records().map(d -> span(d.low(), d.high())))
                        .name(
                                "endpoints",
                                "endpoints",
                                r -> r.endpoints().map(FrontierReport::factor))
                        .name("now", "cheapest now", r -> now(r, last, study.onOneTest()))
                        .words("doubt", "", ScorePrice::doubt)
                        .with(chart(study.rows(), first, last));
        return new Answer(
                        "steelyard.frontier/2",
                        new Answer.Heading(
                                "Steelyard: price at a given score, " + study.subject(),
                                "what a given score costs",
                                headline(study),
                                HOW),
                        List.of(steps(study), table.forReadersAlone()),
                        notes(study))
                .with(facts(study));
    }

    private static Map<String, Object> facts(FrontierStudy study) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("subject", study.subject());
        facts.put("last", study.last());
        facts.put("models", study.models());
        facts.put("seed", study.seed());
        facts.put("excluded", study.excluded());
        study.hedonic().ifPresent(d -> facts.put("hedonic", fit(d)));
        facts.put("scores", study.rows().stream().map(FrontierReport::fits).toList());
        return facts;
    }

    /// The frontier itself: a row per score and month.
    private static Table<?> steps(FrontierStudy study) {
        record Row(ScorePrice score, Frontier.Step step) {}
        List<Row> rows =
                study.rows().stream()
                        .flatMap(r ->
                                r.frontier().monthly(study.last()).stream().map(s -> new Row(r, s)))
                        .toList();
        return Table.of("rows", "Month by month", "", rows)
                .name("name", "score", r -> r.score().name())
                .number("score", "points", r -> r.score().frontier().score())
                .date("month", "month", r -> YearMonth.from(r.step().date()))
                .rate("price", "price", r -> r.step().offer().price())
                .name("model", "model", r -> r.step().offer().model())
                .name("seller", "seller", r -> r.step().offer().seller())
                .forProgramsAlone();
    }

    /// A score with its fits and its frontier.
    static Map<String, Object> facts(ScorePrice row, YearMonth last) {
        Map<String, Object> facts = fits(row);
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Frontier.Step step : row.frontier().monthly(last)) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("month", YearMonth.from(step.date()));
            one.put("price", step.offer().price());
            one.put("model", step.offer().model());
            one.put("seller", step.offer().seller());
            steps.add(one);
        }
        facts.put("frontier", steps);
        return facts;
    }

    private static Map<String, Object> fits(ScorePrice row) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", row.name());
        facts.put("score", row.frontier().score());
        row.records().ifPresent(d -> facts.put("records", fit(d)));
        row.monthly().ifPresent(d -> facts.put("month_ends", fit(d)));
        row.endpoints().ifPresent(f -> facts.put("endpoints_factor_per_year", f));
        Map<String, Object> bootstrap = new LinkedHashMap<>();
        bootstrap.put("low", row.bootstrap().low());
        bootstrap.put("high", row.bootstrap().high());
        bootstrap.put("draws", row.bootstrap().draws());
        bootstrap.put("undefined", row.bootstrap().undefined());
        bootstrap.put("identified", row.bootstrap().isIdentified());
        facts.put("bootstrap", bootstrap);
        return facts;
    }

    private static Map<String, Object> fit(Decline d) {
        Map<String, Object> fit = new LinkedHashMap<>();
        fit.put("points", d.points());
        fit.put("factor_per_year", d.factorPerYear());
        fit.put("low", d.low());
        fit.put("high", d.high());
        fit.put("r_squared", d.rSquared());
        fit.put("days", d.days());
        d.halfLifeMonths().ifPresent(m -> fit.put("half_life_months", m));
        return fit;
    }

    static String factor(double factor) {
        return Double.isNaN(factor)
                ? "-"
                : String.format(Locale.ROOT, factor >= 100 ? "%,.0fx" : "%.1fx", factor);
    }

    private static String divisor(double factor) {
        return factor(factor).replace("x", "");
    }

    static String span(double low, double high) {
        return Double.isNaN(low) ? "-" : factor(low) + " to " + factor(high);
    }

    private static String decline(Optional<Decline> decline) {
        return decline.map(d ->
                        factor(d.factorPerYear()) + (d.isShort() ? " (under half a year)" : ""))
                .orElse("-");
    }

    private static String headline(FrontierStudy study) {
        List<Double> factors =
                study.rows().stream()
                        .filter(r -> r.bootstrap().isIdentified())
                        .flatMap(r -> r.monthly().stream())
                        .map(Decline::factorPerYear)
                        .sorted()
                        .toList();
        int all = study.rows().size();
        return factors.isEmpty()
                ? study.subject()
                        + ": for none of these scores do the models tell how fast the price falls."
                : "%s: the price of a given score is divided by %s a year, by month ends%s."
                        .formatted(
                                study.subject(),
                                factors.size() == 1
                                        ? divisor(factors.getFirst())
                                        : divisor(factors.getFirst())
                                                + " to "
                                                + divisor(factors.getLast()),
                                factors.size() < all
                                        ? "; %d of %d scores are not identified"
                                                .formatted(all - factors.size(), all)
                                        : "");
    }

    /// The cheapest offer at the end of a month.
    static Optional<String> now(ScorePrice row, YearMonth month, Set<String> onOneTest) {
        return row.frontier()
                .at(month.atEndOfMonth())
                .map(o -> Words.money(o.price()) + " " + place(o, onOneTest));
    }

    /// The listing, or the model where the table names no seller, and whether its rating rests on
    /// one test only.
    static String place(Frontier.Offer offer, Set<String> onOneTest) {
        return (offer.seller().isEmpty() ? offer.model() : offer.seller())
                + (onOneTest.contains(offer.model()) ? Ratings.ONE_TEST : "");
    }

    private static List<String> notes(FrontierStudy study) {
        List<String> notes = new ArrayList<>();
        study.hedonic()
                .ifPresent(d ->
                        notes.add(
                                "hedonic trend, all %d models at given score: %s a year, 90%% %s"
                                        .formatted(
                                                d.points(),
                                                factor(d.factorPerYear()),
                                                span(d.low(), d.high()))));
        notes.addAll(study.remarks());
        notes.add(
                "not identified: the bootstrap interval contains 1, spans more than two orders of magnitude, or over a tenth of the draws gave no fall; few records: under 8");
        study.excluded()
                .forEach((reason, n) ->
                        notes.add("left out: %s (%s)".formatted(Words.plural(n, "row"), reason)));
        return notes;
    }

    /// The frontiers as stepped lines.
    static Chart.Lines chart(List<ScorePrice> rows, YearMonth first, YearMonth last) {
        List<YearMonth> months = new ArrayList<>();
        for (YearMonth m = first; !m.isAfter(last); m = m.plusMonths(1)) {
            months.add(m);
        }
        return new Chart.Lines(
                "Price",
                Kind.RATE,
                true,
                true,
                months.stream().map(YearMonth::toString).toList(),
                rows.stream()
                        .map(r ->
                                new Chart.Line(
                                        r.name(),
                                        months.stream()
                                                .map(m ->
                                                        r.frontier()
                                                                .at(m.atEndOfMonth())
                                                                .map(Frontier.Offer::price)
                                                                .orElse(Double.NaN))
                                                .toList()))
                        .toList());
    }
}
