package steelyard.report;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import steelyard.index.Bootstrap;
import steelyard.index.Decline;
import steelyard.index.Frontier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The cheapest price that reaches each of some scores, month by month, and how fast it falls by
/// each way of fitting.
///
/// @param onOneTest models whose rating rests on one test only
/// @param remarks what to know of the prices and scores
/// @param hedonic the trend of all prices at given score; empty with too few models
public record FrontierReport(
        String subject,
        YearMonth last,
        List<Row> rows,
        Optional<Decline> hedonic,
        int models,
        Map<String, Long> excluded,
        Set<String> onOneTest,
        List<String> remarks,
        long seed) {
    /// One score.
    ///
    /// @param name the score, or the model whose score it is
    public record Row(
            String name,
            Frontier frontier,
            Optional<Decline> records,
            Optional<Decline> monthly,
            Optional<Double> endpoints,
            Bootstrap bootstrap) {

        /// All ways of fitting one frontier.
        public static Row of(String name, Frontier frontier, YearMonth last, int draws, long seed) {
            return new Row(
                    name,
                    frontier,
                    frontier.recordsDecline(),
                    frontier.monthlyDecline(last),
                    frontier.endpoints(),
                    frontier.bootstrap(last, draws, seed));
        }
    }

    public FrontierReport {
        rows = List.copyOf(rows);
        onOneTest = Set.copyOf(onOneTest);
        remarks = List.copyOf(remarks);
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

    static String decline(Optional<Decline> decline) {
        return decline.map(d ->
                        factor(d.factorPerYear()) + (d.isShort() ? " (under half a year)" : ""))
                .orElse("-");
    }

    static String verdict(Row row) {
        int points = row.records().map(Decline::points).orElse(0);
        return !row.bootstrap().isIdentified() ? "not identified" : points < 8 ? "few records" : "";
    }

    private String headline() {
        List<Double> factors =
                rows.stream()
                        .filter(r -> r.bootstrap().isIdentified())
                        .flatMap(r -> r.monthly().stream())
                        .map(Decline::factorPerYear)
                        .sorted()
                        .toList();
        return factors.isEmpty()
                ? subject
                        + ": for none of these scores do the models tell how fast the price falls."
                : "%s: the price of a given score is divided by %s a year, by month ends%s."
                        .formatted(
                                subject,
                                factors.size() == 1
                                        ? divisor(factors.getFirst())
                                        : divisor(factors.getFirst())
                                                + " to "
                                                + divisor(factors.getLast()),
                                factors.size() < rows.size()
                                        ? "; %d of %d scores are not identified"
                                                .formatted(
                                                        rows.size() - factors.size(), rows.size())
                                        : "");
    }

    static final String HOW =
            "Month ends weigh every month the same; records weigh clusters of releases more; endpoints see two prices. The bootstrap draws the models anew, so its interval holds the chance of which models there were.";

    private List<String> header() {
        return List.of(
                "score",
                "records",
                "month ends",
                "bootstrap 90%",
                "records, OLS",
                "t 90%",
                "endpoints",
                "cheapest now",
                "");
    }

    private List<List<String>> cells() {
        return rows.stream()
                .map(r ->
                        List.of(
                                r.name(),
                                String.valueOf(r.frontier().records().size()),
                                decline(r.monthly()),
                                span(r.bootstrap().low(), r.bootstrap().high()),
                                decline(r.records()),
                                r.records().map(d -> span(d.low(), d.high())).orElse("-"),
                                r.endpoints().map(FrontierReport::factor).orElse("-"),
                                r.frontier()
                                        .at(last.atEndOfMonth())
                                        .map(o ->
                                                Labels.price(OptionalDouble.of(o.price()))
                                                        + " "
                                                        + place(o, onOneTest))
                                        .orElse("-"),
                                verdict(r)))
                .toList();
    }

    /// The listing, or the model where the table names no seller, and whether its rating rests on
    /// one test only.
    static String place(Frontier.Offer offer, Set<String> onOneTest) {
        return (offer.seller().isEmpty() ? offer.model() : offer.seller())
                + (onOneTest.contains(offer.model()) ? Labels.ONE_TEST : "");
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        hedonic.ifPresent(d ->
                notes.add(
                        "hedonic trend, all %d models at given score: %s a year, 90%% %s"
                                .formatted(
                                        d.points(),
                                        factor(d.factorPerYear()),
                                        span(d.low(), d.high()))));
        notes.addAll(remarks);
        notes.add(
                "not identified: the bootstrap interval contains 1, spans more than two orders of magnitude, or over a tenth of the draws gave no fall; few records: under 8");
        excluded.forEach((reason, n) ->
                notes.add("left out: %s (%s)".formatted(Labels.plural(n, "row"), reason)));
        return notes;
    }

    /// For a terminal or a pipe.
    public String text() {
        StringBuilder out = new StringBuilder();
        TextTable.wrap(out, headline(), "");
        TextTable.wrap(out, HOW, "");
        out.append(System.lineSeparator());
        TextTable.table(out, header(), cells());
        out.append(System.lineSeparator());
        notes().forEach(note -> TextTable.wrap(out, note, "  "));
        return out.toString();
    }

    /// The frontier itself: a row per score and month.
    public String csv() {
        List<List<String>> lines = new ArrayList<>();
        for (Row row : rows) {
            for (Frontier.Step step : row.frontier().monthly(last)) {
                lines.add(
                        List.of(
                                row.name(),
                                Csv.number(row.frontier().score()),
                                YearMonth.from(step.date()).toString(),
                                Csv.number(step.offer().price()),
                                step.offer().model(),
                                step.offer().seller()));
            }
        }
        return Csv.table(List.of("name", "score", "month", "price", "model", "seller"), lines);
    }

    /// Schema `steelyard.frontier/1` (docs/json.md).
    public String json() {
        ObjectNode root =
                Json.object("steelyard.frontier/1")
                        .put("subject", subject)
                        .put("last", last.toString())
                        .put("models", models)
                        .put("seed", seed);
        ObjectNode left = root.putObject("excluded");
        excluded.forEach(left::put);
        hedonic.ifPresent(d -> decline(root.putObject("hedonic"), d));
        ArrayNode scores = root.putArray("scores");
        rows.forEach(row -> row(scores.addObject(), row, last));
        return Json.text(root);
    }

    static void row(ObjectNode node, Row row, YearMonth last) {
        node.put("name", row.name()).put("score", row.frontier().score());
        row.records().ifPresent(d -> decline(node.putObject("records"), d));
        row.monthly().ifPresent(d -> decline(node.putObject("month_ends"), d));
        row.endpoints().ifPresent(f -> node.put("endpoints_factor_per_year", f));
        ObjectNode bootstrap = node.putObject("bootstrap");
        put(bootstrap, "low", row.bootstrap().low());
        put(bootstrap, "high", row.bootstrap().high());
        bootstrap
                .put("draws", row.bootstrap().draws())
                .put("undefined", row.bootstrap().undefined())
                .put("identified", row.bootstrap().isIdentified());
        ArrayNode steps = node.putArray("frontier");
        for (Frontier.Step step : row.frontier().monthly(last)) {
            steps.addObject()
                    .put("month", YearMonth.from(step.date()).toString())
                    .put("price", step.offer().price())
                    .put("model", step.offer().model())
                    .put("seller", step.offer().seller());
        }
    }

    private static void decline(ObjectNode node, Decline d) {
        node.put("points", d.points());
        put(node, "factor_per_year", d.factorPerYear());
        put(node, "low", d.low());
        put(node, "high", d.high());
        put(node, "r_squared", d.rSquared());
        node.put("days", d.days());
        d.halfLifeMonths().ifPresent(m -> node.put("half_life_months", m));
    }

    static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    /// A page with the frontier at each score.
    public HtmlPage page() {
        return new HtmlPage(
                "Steelyard: price at a given score, " + subject,
                "what a given score costs",
                headline(),
                HOW,
                List.of(),
                List.of(
                        new HtmlPage.Section(
                                "The cheapest price that reaches a score, at each month's end",
                                "On a logarithmic axis: a straight line is a steady fall.",
                                List.of(new HtmlPage.Chart("frontier", "")),
                                List.of(
                                        new HtmlPage.Table(
                                                "How fast it falls, as a factor per year",
                                                true,
                                                header(),
                                                cells(),
                                                List.of(7))))),
                notes(),
                Json.inline(data()));
    }

    private ObjectNode data() {
        ObjectNode root = Json.object("steelyard.charts/1");
        YearMonth first =
                rows.stream()
                        .flatMap(r -> r.frontier().reaching().stream())
                        .map(o -> YearMonth.from(o.date()))
                        .min(YearMonth::compareTo)
                        .orElse(last);
        chart(root.putObject("lines").putObject("frontier"), rows, first, last);
        return root;
    }

    /// The frontiers as stepped lines.
    static void chart(ObjectNode chart, List<Row> rows, YearMonth first, YearMonth last) {
        chart.put("money", true).put("log", true).put("step", true);
        ArrayNode labels = chart.putArray("labels");
        for (YearMonth m = first; !m.isAfter(last); m = m.plusMonths(1)) {
            labels.add(m.toString());
        }
        ArrayNode series = chart.putArray("series");
        for (Row row : rows) {
            ArrayNode values = series.addObject().put("name", row.name()).putArray("data");
            for (YearMonth m = first; !m.isAfter(last); m = m.plusMonths(1)) {
                Optional<Frontier.Offer> offer = row.frontier().at(m.atEndOfMonth());
                if (offer.isPresent()) {
                    values.add(offer.get().price());
                } else {
                    values.addNull();
                }
            }
        }
    }
}
