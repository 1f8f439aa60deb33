package steelyard.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import steelyard.index.IndexSeries;
import steelyard.index.Panel;
import steelyard.ledger.ReadReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One index series, or several over the same prices, as text, CSV, JSON or a page.
///
/// @param series at least one; several are compared
/// @param check the same by another method, told beside a single series
public record IndexReport(Basis basis, List<IndexSeries> series, Optional<IndexSeries> check) {
    private static final int MOST_NAMES = 3;

    /// What the series were made from.
    ///
    /// @param paid the average price paid by period, USD per Mtok; empty for a table of prices
    /// @param unpricedShare the share of all tokens that had no price
    /// @param unpriced their models
    /// @param left what of a log could not be read
    public record Basis(
            String subject,
            Panel panel,
            List<OptionalDouble> paid,
            double unpricedShare,
            List<String> unpriced,
            List<String> left) {
        public Basis {
            left = List.copyOf(left);
            paid = List.copyOf(paid);
            unpriced = List.copyOf(unpriced);
        }
    }

    /// What a log's reading left out, in words.
    public static List<String> left(ReadReport read, ZoneId zone) {
        return Notes.left(read, zone);
    }

    public IndexReport {
        series = List.copyOf(series);
    }

    private boolean compares() {
        return series.size() > 1;
    }

    private List<String> periods() {
        return basis.panel().periods();
    }

    private static String level(OptionalDouble level) {
        return level.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        level.getAsDouble() >= 100 || level.getAsDouble() < 0.1 ? "%.4g" : "%.2f",
                        level.getAsDouble() * 100);
    }

    private static String change(OptionalDouble before, OptionalDouble after) {
        return before.isEmpty() || after.isEmpty()
                ? "-"
                : percent(after.getAsDouble() / before.getAsDouble() - 1);
    }

    private static String percent(double change) {
        return Math.abs(change) < 5e-6
                ? "0"
                : String.format(
                        Locale.ROOT,
                        Math.abs(change) < 0.001 ? "%+.3f%%" : "%+.1f%%",
                        change * 100);
    }

    private String headline() {
        String span = periods().getFirst() + " to " + periods().getLast();
        if (compares()) {
            List<Double> ends =
                    series.stream()
                            .flatMapToDouble(s -> s.last().stream())
                            .sorted()
                            .boxed()
                            .toList();
            return ends.isEmpty()
                    ? "No formula has a value for the last period."
                    : "%s, %s: %d methods put prices at %s to %s of 100 at the start."
                            .formatted(
                                    basis.subject(),
                                    span,
                                    series.size(),
                                    level(OptionalDouble.of(ends.getFirst())),
                                    level(OptionalDouble.of(ends.getLast())));
        }
        IndexSeries only = series.getFirst();
        String index =
                only.last().isEmpty()
                        ? "no index: the last period shares no product with the first, even through others"
                        : "prices %s (index %s%s)"
                                .formatted(
                                        moved(only),
                                        level(only.last()),
                                        check.map(c -> "; " + c.method() + " " + level(c.last()))
                                                .orElse(""));
        return basis.subject() + ", " + span + ": " + index + "." + paidToo();
    }

    private static String moved(IndexSeries series) {
        double change = series.last().orElseThrow() - 1;
        boolean still =
                series.values().stream()
                        .flatMapToDouble(v -> v.level().stream())
                        .allMatch(level -> Math.abs(level - 1) < 5e-4);
        return Math.abs(change) < 5e-4
                ? still ? "did not move" : "ended where they began"
                : (change > 0 ? "rose " : "fell ")
                        + String.format(Locale.ROOT, "%.1f%%", Math.abs(change) * 100);
    }

    private String paidToo() {
        if (basis.paid().isEmpty()
                || basis.paid().getFirst().isEmpty()
                || basis.paid().getLast().isEmpty()) {
            return "";
        }
        return " The average price paid went from %s to %s per Mtok: it moves with what is bought, too."
                .formatted(
                        Labels.price(basis.paid().getFirst()),
                        Labels.price(basis.paid().getLast()));
    }

    private String how() {
        return compares()
                ? "They differ by what they do with quantities, with models that came or went, and with chaining (docs/methods/index.md)."
                : series.getFirst().method()
                        + (basis.paid().isEmpty()
                                ? ""
                                : "; plain list prices of the models and billing classes used, weighted by what they cost");
    }

    /// Everything that could not be used, with its size.
    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        Map<String, Long> excluded = basis.panel().excluded();
        long all =
                basis.panel().rows() + excluded.values().stream().mapToLong(Long::longValue).sum();
        excluded.forEach((reason, rows) ->
                notes.add(
                        "left out: %s of %,d (%s)"
                                .formatted(Labels.plural(rows, "row"), all, reason)));
        if (!basis.panel().missing().isEmpty()) {
            List<String> missing = basis.panel().missing();
            notes.add(
                    "no rows for %s%s: the next period is compared with the last there is"
                            .formatted(
                                    String.join(
                                            ", ", missing.subList(0, Math.min(8, missing.size()))),
                                    missing.size() > 8
                                            ? " and " + (missing.size() - 8) + " more"
                                            : ""));
        }
        if (basis.unpricedShare() > 0) {
            notes.add(
                    "without a price, and so not in the index: %s of the tokens (%s)"
                            .formatted(
                                    Labels.percent(basis.unpricedShare()),
                                    String.join(", ", basis.unpriced())));
        }
        notes.addAll(basis.left());
        long undefined = series.stream().filter(s -> s.last().isEmpty()).count();
        if (compares() && undefined > 0) {
            notes.add(
                    "%d of %d series have no value for the last period: nothing links it to the first"
                            .formatted(undefined, series.size()));
        }
        return notes;
    }

    /// For a terminal or a pipe.
    public String text() {
        StringBuilder out = new StringBuilder();
        TextTable.wrap(out, headline(), "");
        TextTable.wrap(out, how(), "");
        out.append(System.lineSeparator());
        TextTable.table(out, header(), rows());
        List<String> notes = notes();
        if (!notes.isEmpty()) {
            out.append(System.lineSeparator());
            notes.forEach(note -> TextTable.wrap(out, note, "  "));
        }
        return out.toString();
    }

    private List<String> header() {
        return compares()
                ? List.of("method", "last", "change", "lowest", "highest", "matched share, mean")
                : List.of(
                        "period",
                        "index",
                        "change",
                        "matched",
                        "new",
                        "gone",
                        "largest contributions, in log points x 100");
    }

    private List<List<String>> rows() {
        return compares() ? methodRows() : periodRows();
    }

    private List<List<String>> methodRows() {
        return series.stream()
                .sorted(
                        Comparator.comparingDouble(
                                (IndexSeries s) -> s.last().orElse(Double.POSITIVE_INFINITY)))
                .map(s -> {
                    var levels =
                            s.values().stream()
                                    .flatMapToDouble(v -> v.level().stream())
                                    .summaryStatistics();
                    double matched =
                            s.values().stream()
                                    .skip(1)
                                    .mapToDouble(IndexSeries.Value::matchedShare)
                                    .average()
                                    .orElse(1);
                    return List.of(
                            s.method(),
                            level(s.last()),
                            change(OptionalDouble.of(1), s.last()),
                            level(OptionalDouble.of(levels.getMin())),
                            level(OptionalDouble.of(levels.getMax())),
                            Labels.percent(matched));
                })
                .toList();
    }

    private List<List<String>> periodRows() {
        List<List<String>> rows = new ArrayList<>();
        OptionalDouble before = OptionalDouble.empty();
        for (IndexSeries.Value value : series.getFirst().values()) {
            rows.add(
                    List.of(
                            value.period(),
                            level(value.level()),
                            change(before, value.level()),
                            rows.isEmpty() ? "" : Labels.percent(value.matchedShare()),
                            rows.isEmpty() ? "" : String.valueOf(value.entered().size()),
                            rows.isEmpty() ? "" : String.valueOf(value.left().size()),
                            behind(value)));
            before = value.level();
        }
        return rows;
    }

    private static String behind(IndexSeries.Value value) {
        return value.contributions().stream()
                .filter(c -> Math.abs(c.log()) > 5e-5)
                .limit(MOST_NAMES)
                .map(c ->
                        String.format(
                                Locale.ROOT,
                                "%s %+.2f",
                                TerminalReport.shortName(c.product()),
                                c.log() * 100))
                .collect(Collectors.joining(", "));
    }

    /// One row per method and period.
    public String csv() {
        StringBuilder out =
                new StringBuilder(
                        "method,period,index,matched_share,entered,left,average_paid_usd_per_mtok\n");
        for (IndexSeries s : series) {
            for (int t = 0; t < s.values().size(); t++) {
                IndexSeries.Value v = s.values().get(t);
                out.append('"')
                        .append(s.method())
                        .append("\",")
                        .append(v.period().replace(",", " "))
                        .append(',')
                        .append(number(v.level()))
                        .append(',')
                        .append(v.matchedShare())
                        .append(',')
                        .append(v.entered().size())
                        .append(',')
                        .append(v.left().size())
                        .append(',')
                        .append(basis.paid().isEmpty() ? "" : number(basis.paid().get(t)))
                        .append('\n');
            }
        }
        return out.toString();
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }

    /// Schema `steelyard.index/1` (docs/json.md).
    public String json() {
        ObjectNode root = Json.object("steelyard.index/1").put("subject", basis.subject());
        ObjectNode panel = root.putObject("panel");
        panel.put("rows", basis.panel().rows())
                .put("products", basis.panel().products().size())
                .put("quantities", basis.panel().quantities());
        ObjectNode excluded = panel.putObject("excluded");
        basis.panel().excluded().forEach(excluded::put);
        ArrayNode missing = panel.putArray("missing_periods");
        basis.panel().missing().forEach(missing::add);
        ObjectNode unpriced =
                root.putObject("unpriced").put("share_of_tokens", basis.unpricedShare());
        ArrayNode models = unpriced.putArray("models");
        basis.unpriced().forEach(models::add);
        ArrayNode left = root.putArray("left_out");
        basis.left().forEach(left::add);
        ArrayNode paid = root.putArray("average_paid_usd_per_mtok");
        basis.paid().forEach(p -> put(paid, p));
        ArrayNode all = root.putArray("series");
        for (IndexSeries s : series) {
            ArrayNode values = all.addObject().put("method", s.method()).putArray("values");
            s.values().forEach(v -> value(values.addObject(), v));
        }
        return Json.text(root);
    }

    private static void value(ObjectNode node, IndexSeries.Value v) {
        node.put("period", v.period());
        if (v.level().isPresent()) {
            node.put("index", v.level().getAsDouble());
        } else {
            node.putNull("index");
        }
        node.put("matched_share", v.matchedShare());
        ArrayNode entered = node.putArray("entered");
        v.entered().forEach(entered::add);
        ArrayNode left = node.putArray("left");
        v.left().forEach(left::add);
        ArrayNode contributions = node.putArray("contributions");
        v.contributions()
                .forEach(c ->
                        contributions.addObject().put("product", c.product()).put("log", c.log()));
    }

    private static void put(ArrayNode list, OptionalDouble value) {
        if (value.isPresent()) {
            list.add(value.getAsDouble());
        } else {
            list.addNull();
        }
    }

    /// A page with the series as lines and the same as a table.
    public HtmlPage page() {
        List<HtmlPage.Section> sections = new ArrayList<>();
        sections.add(
                new HtmlPage.Section(
                        compares() ? "The same prices, by each method" : "Index, first period 100",
                        how(),
                        List.of(new HtmlPage.Chart("index", "")),
                        List.of(
                                new HtmlPage.Table(
                                        "The same as a table",
                                        true,
                                        header(),
                                        rows(),
                                        compares() ? List.of() : List.of(6)))));
        if (!basis.paid().isEmpty()) {
            sections.add(
                    new HtmlPage.Section(
                            "Average price paid, USD per Mtok",
                            "Spend by tokens. It is not a price index: it falls when cheaper models are used more, at the same prices.",
                            List.of(new HtmlPage.Chart("paid", "")),
                            List.of()));
        }
        return new HtmlPage(
                "Steelyard: price index, " + basis.subject(),
                "what happened to prices",
                headline(),
                "",
                List.of(),
                sections,
                notes(),
                Json.inline(data()));
    }

    private ObjectNode data() {
        ObjectNode root = Json.object("steelyard.charts/1");
        ObjectNode lines = root.putObject("lines");
        ObjectNode index = lines.putObject("index");
        labels(index);
        ArrayNode all = index.putArray("series");
        for (IndexSeries s : series) {
            ArrayNode values = all.addObject().put("name", s.method()).putArray("data");
            s.values()
                    .forEach(v ->
                            put(
                                    values,
                                    v.level().isPresent()
                                            ? OptionalDouble.of(v.level().getAsDouble() * 100)
                                            : v.level()));
        }
        if (!basis.paid().isEmpty()) {
            ObjectNode paid = lines.putObject("paid").put("money", true);
            labels(paid);
            ArrayNode values =
                    paid.putArray("series")
                            .addObject()
                            .put("name", "average price paid")
                            .putArray("data");
            basis.paid().forEach(p -> put(values, p));
        }
        return root;
    }

    private void labels(ObjectNode chart) {
        ArrayNode labels = chart.putArray("labels");
        periods().forEach(labels::add);
    }
}
