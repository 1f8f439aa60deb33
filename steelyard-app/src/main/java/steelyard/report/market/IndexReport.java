package steelyard.report.market;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.index.IndexSeries;
import steelyard.index.Panel;
import steelyard.index.Variety;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Json;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.show.Words;

/// One index series, or several over the same prices.
public final class IndexReport {
    private static final int MOST_NAMES = 3;

    /// What the series were made from.
    ///
    /// @param paid the average price paid by period, USD per Mtok; empty for a table of prices
    /// @param unpricedShare the share of all tokens that had no price
    /// @param unpriced their models
    /// @param left what of a log could not be read
    /// @param carried whether prices were carried forward
    public record Basis(
            String subject,
            Panel panel,
            List<OptionalDouble> paid,
            double unpricedShare,
            List<String> unpriced,
            List<String> left,
            boolean carried) {
        public Basis {
            left = List.copyOf(left);
            paid = List.copyOf(paid);
            unpriced = List.copyOf(unpriced);
        }
    }

    private final Basis basis;
    private final List<IndexSeries> series;
    private final Optional<IndexSeries> check;
    private final Optional<Variety> variety;

    private IndexReport(
            Basis basis,
            List<IndexSeries> series,
            Optional<IndexSeries> check,
            Optional<Variety> variety) {
        this.variety = variety;
        this.basis = basis;
        this.series = series;
        this.check = check;
    }

    /// @param series at least one; several are compared
    /// @param check the same by another method, told beside a single series
    /// @param variety what products that came and went are worth, told beside a single series
    public static Answer of(
            Basis basis,
            List<IndexSeries> series,
            Optional<IndexSeries> check,
            Optional<Variety> variety) {
        return new IndexReport(basis, series, check, variety).answer();
    }

    private Answer answer() {
        List<Table<?>> tables = new ArrayList<>();
        tables.add(values());
        tables.add((compares() ? methods() : periods()).forReadersAlone());
        if (!basis.paid().isEmpty()) {
            tables.add(paid().onPagesAlone());
        }
        return new Answer(
                        "steelyard.index/1",
                        new Answer.Heading(
                                "Steelyard: price index, " + basis.subject(),
                                "what happened to prices",
                                headline(),
                                how()),
                        tables,
                        notes())
                .with(facts());
    }

    private boolean compares() {
        return series.size() > 1;
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
        List<String> periods = basis.panel().periods();
        String span = periods.getFirst() + " to " + periods.getLast();
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
                        Words.price(basis.paid().getFirst()), Words.price(basis.paid().getLast()));
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
                                .formatted(Words.plural(rows, "row"), all, reason)));
        List<String> missing = basis.panel().missing();
        if (!missing.isEmpty()) {
            notes.add(
                    "no rows for %s%s: the next period is compared with the last there is"
                            .formatted(
                                    String.join(
                                            ", ", missing.subList(0, Math.min(8, missing.size()))),
                                    missing.size() > 8
                                            ? " and " + (missing.size() - 8) + " more"
                                            : ""));
        }
        if (!basis.panel().unsold().isEmpty()) {
            notes.add(
                    "prices stood and nothing was sold in %s: the next period is compared with the last that had sales"
                            .formatted(String.join(", ", basis.panel().unsold())));
        }
        if (basis.carried()) {
            notes.add(
                    "prices carried forward (--carry forward): a product without a price keeps its last one, in no quantity, until it is seen again");
        }
        variety.ifPresent(v ->
                notes.add(
                        String.format(
                                Locale.ROOT,
                                "with what came and went: the index times Feenstra's ratio, at an elasticity of substitution of %.2f%s; products that come are worth something to buyers, and those that go are missed",
                                v.sigma(),
                                Double.isNaN(v.error())
                                        ? " as stated"
                                        : " (estimated, standard error %.2f)"
                                                .formatted(v.error()))));
        if (basis.unpricedShare() > 0) {
            notes.add(
                    "without a price, and so not in the index: %s of the tokens (%s)"
                            .formatted(
                                    Words.percent(basis.unpricedShare()),
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

    private Table<IndexSeries> methods() {
        return Table.of(
                        "methods",
                        "The same prices, by each method",
                        "The first period is 100.",
                        series.stream()
                                .sorted(
                                        Comparator.comparingDouble(
                                                s -> s.last().orElse(Double.POSITIVE_INFINITY)))
                                .toList())
                .name("method", "method", IndexSeries::method)
                .number("last", "last", s -> new Rounded(level(s.last())))
                .number(
                        "change",
                        "change",
                        s -> new Rounded(change(OptionalDouble.of(1), s.last())))
                .number("lowest", "lowest", s -> new Rounded(level(extreme(s, false))))
                .number("highest", "highest", s -> new Rounded(level(extreme(s, true))))
                .share("matched", "matched share, mean", IndexReport::matched)
                .with(chart());
    }

    /// A number that is rounded already.
    private record Rounded(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static OptionalDouble extreme(IndexSeries s, boolean high) {
        DoubleSummaryStatistics levels =
                s.values().stream().flatMapToDouble(v -> v.level().stream()).summaryStatistics();
        return OptionalDouble.of(high ? levels.getMax() : levels.getMin());
    }

    private static double matched(IndexSeries s) {
        return s.values().stream()
                .skip(1)
                .mapToDouble(IndexSeries.Value::matchedShare)
                .average()
                .orElse(1);
    }

    private Table<Integer> periods() {
        List<IndexSeries.Value> values = series.getFirst().values();
        return Table.of(
                        "periods",
                        "Index, first period 100",
                        "",
                        IntStream.range(0, values.size()).boxed().toList())
                .name("period", "period", i -> values.get(i).period())
                .number("index", "index", i -> new Rounded(level(values.get(i).level())))
                .number(
                        "change",
                        "change",
                        i ->
                                new Rounded(
                                        i == 0
                                                ? "-"
                                                : change(
                                                        values.get(i - 1).level(),
                                                        values.get(i).level())))
                .number(
                        "with_variety",
                        "with what came and went",
                        i ->
                                variety.map(v ->
                                        new Rounded(level(v.adjusted(values.get(i).level(), i)))))
                .share("matched", "matched", i -> i == 0 ? null : values.get(i).matchedShare())
                .count("new", "new", i -> i == 0 ? null : values.get(i).entered().size())
                .count("gone", "gone", i -> i == 0 ? null : values.get(i).left().size())
                .words(
                        "contributions",
                        "largest contributions, in log points x 100",
                        i -> behind(values.get(i)))
                .with(chart());
    }

    private static String behind(IndexSeries.Value value) {
        return value.contributions().stream()
                .filter(c -> Math.abs(c.log()) > 5e-5)
                .limit(MOST_NAMES)
                .map(c ->
                        String.format(
                                Locale.ROOT,
                                "%s %+.2f",
                                Words.shortName(c.product()),
                                c.log() * 100))
                .collect(Collectors.joining(", "));
    }

    private Chart.Lines chart() {
        return new Chart.Lines(
                "Index",
                Kind.NUMBER,
                basis.panel().periods(),
                series.stream()
                        .map(s ->
                                new Chart.Line(
                                        s.method(),
                                        s.values().stream()
                                                .map(v -> 100 * v.level().orElse(Double.NaN))
                                                .toList()))
                        .toList());
    }

    private Table<Integer> paid() {
        List<String> periods = basis.panel().periods();
        return Table.of(
                        "paid",
                        "Average price paid",
                        "Spend by tokens. It is not a price index: it falls when cheaper models are used more, at the same prices.",
                        IntStream.range(0, periods.size()).boxed().toList())
                .name("period", "period", periods::get)
                .rate("paid", "per Mtok", i -> basis.paid().get(i))
                .with(
                        new Chart.Lines(
                                "Average price paid per Mtok",
                                Kind.RATE,
                                periods,
                                List.of(
                                        new Chart.Line(
                                                "average price paid",
                                                basis.paid().stream()
                                                        .map(p -> p.orElse(Double.NaN))
                                                        .toList()))));
    }

    /// One row per method and period.
    private Table<?> values() {
        record Row(IndexSeries series, int at) {
            IndexSeries.Value value() {
                return series.values().get(at);
            }
        }
        List<Row> rows = new ArrayList<>();
        series.forEach(
                s -> IntStream.range(0, s.values().size()).forEach(t -> rows.add(new Row(s, t))));
        return Table.of("rows", "Values", "", rows)
                .name("method", "method", r -> r.series().method())
                .name("period", "period", r -> r.value().period())
                .number("index", "index", r -> r.value().level())
                .number(
                        "index_with_variety",
                        "with what came and went",
                        r ->
                                variety.map(v -> v.adjusted(r.value().level(), r.at()))
                                        .orElse(OptionalDouble.empty()))
                .share("matched_share", "matched", r -> r.value().matchedShare())
                .count("entered", "new", r -> r.value().entered().size())
                .count("left", "gone", r -> r.value().left().size())
                .rate(
                        "average_paid_usd_per_mtok",
                        "average paid",
                        r ->
                                basis.paid().isEmpty()
                                        ? OptionalDouble.empty()
                                        : basis.paid().get(r.at()))
                .forProgramsAlone();
    }

    private Map<String, Object> facts() {
        Panel panel = basis.panel();
        return Json.fields(
                "subject",
                basis.subject(),
                "panel",
                Json.fields(
                        "rows", panel.rows(),
                        "products", panel.products().size(),
                        "quantities", panel.quantities(),
                        "excluded", panel.excluded(),
                        "missing_periods", panel.missing(),
                        "unsold_periods", panel.unsold()),
                "unpriced",
                Json.fields("share_of_tokens", basis.unpricedShare(), "models", basis.unpriced()),
                "left_out",
                basis.left(),
                "average_paid_usd_per_mtok",
                basis.paid(),
                "series",
                series.stream()
                        .map(s ->
                                Json.fields(
                                        "method", s.method(),
                                        "values",
                                                s.values().stream()
                                                        .map(IndexReport::facts)
                                                        .toList()))
                        .toList());
    }

    private static Map<String, Object> facts(IndexSeries.Value v) {
        return Json.fields(
                "period", v.period(),
                "index", v.level(),
                "matched_share", v.matchedShare(),
                "entered", v.entered(),
                "left", v.left(),
                "contributions",
                        v.contributions().stream()
                                .map(c -> Json.fields("product", c.product(), "log", c.log()))
                                .toList());
    }
}
