package steelyard.report.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import steelyard.serving.BreakEven;
import steelyard.serving.Deployment;
import steelyard.serving.LayoutSearch;
import steelyard.serving.Load;
import steelyard.serving.Memory;
import steelyard.serving.Misses;
import steelyard.serving.Pools;
import steelyard.serving.ServingCost;
import steelyard.serving.SteadyState;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Figure;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.show.Words;

/// What a token costs to make, as tables.
public final class ServingReport {
    private static final int MOST_LAYOUTS = 12;
    private static final String RANGE =
            "low and high: the rent's range, times the middle four fifths of how far predictions of this kind were off where nothing had been fitted";

    /// What was asked.
    ///
    /// @param gpus paid for
    /// @param rentFrom where the rent comes from, in words
    public record Question(
            Load load,
            int gpus,
            ServingCost.Rent rent,
            String rentFrom,
            double utilisation,
            List<String> notes) {
        public Question {
            notes = List.copyOf(notes);
        }

        /// With other notes.
        public Question with(List<String> others) {
            return new Question(load, gpus, rent, rentFrom, utilisation, others);
        }
    }

    private ServingReport() {}

    /// The cost of one deployment.
    public static Answer cost(
            Deployment d,
            SteadyState state,
            Optional<Pools> pools,
            ServingCost cost,
            Misses misses,
            Question question) {
        int copies = question.gpus() / d.layout().gpus();
        Memory memory = state.memory();
        List<Figure> rows = new ArrayList<>();
        rows.add(banded("input computed", Kind.RATE, cost.input(), cost, "USD per million tokens"));
        rows.add(Figure.of("input from the cache", Kind.RATE, 0, "USD per million tokens"));
        rows.add(banded("output", Kind.RATE, cost.output(), cost, "USD per million tokens"));
        rows.add(banded("request", Kind.USD, cost.request(), cost, "USD"));
        rows.add(
                Figure.of("accelerators", Kind.USD, cost.perHour(), "USD per hour")
                        .between(
                                question.gpus() * question.rent().low(),
                                question.gpus() * question.rent().high()));
        rows.add(rate("output rate, full", state.output() * copies, misses));
        rows.add(rate("input rate, full", state.input() * copies, misses));
        rows.add(
                Figure.of(
                        "requests at a time",
                        Kind.NUMBER,
                        state.sequences() * copies,
                        "on all accelerators"));
        rows.add(Figure.of("time per output token", Kind.MILLIS, state.tpot() * 1e3, "ms"));
        rows.add(
                Figure.of(
                        "time to the first token",
                        Kind.MILLIS,
                        state.firstToken() * 1e3,
                        "ms, no queue"));
        rows.add(gigabytes("weights", memory.weights()));
        rows.add(gigabytes("engine and activations", memory.engine()));
        rows.add(gigabytes("left for the cache", memory.cache()));
        rows.add(gigabytes("cache of a request", memory.perSequence()));
        pools.ifPresent(p -> pools(rows, p, d, cost, question));
        return new Answer(
                        "steelyard.serving.cost/1",
                        new Answer.Heading(
                                "Steelyard: what a token costs to make",
                                "serving",
                                "%s in %s on %d x %s (%s%s): %s per million output tokens, %s per million input tokens, %s."
                                        .formatted(
                                                d.model().id(),
                                                d.weights().id(),
                                                question.gpus(),
                                                d.accelerator().id(),
                                                d.layout(),
                                                copies > 1 ? ", %d copies".formatted(copies) : "",
                                                Words.money(cost.output()),
                                                Words.money(cost.input()),
                                                question.utilisation() == 1
                                                        ? "if always full"
                                                        : "used at "
                                                                + Words.percent(
                                                                        question.utilisation()))),
                        List.of(Figure.table("rows", "Cost", perRequest(question.load()), rows)),
                        question.notes())
                .noting(
                        List.of(
                                limit(state),
                                "rent: " + question.rentFrom(),
                                "%s (%d measured points, median error %s)"
                                        .formatted(
                                                RANGE,
                                                misses.points(),
                                                Words.percent(misses.medianError())),
                                "the times are of a full batch without a queue; how full a fleet can run before users wait is told by serving simulate"));
    }

    private static void pools(
            List<Figure> rows, Pools p, Deployment d, ServingCost cost, Question question) {
        double perSecond = d.layout().gpus() * question.rent().typical() / 3600;
        rows.add(
                banded(
                        "pools apart: request",
                        Kind.USD,
                        p.perRequest() * perSecond / question.utilisation(),
                        cost,
                        "USD"));
        rows.add(
                Figure.of(
                        "pools apart: readers",
                        Kind.NUMBER,
                        p.readers(),
                        "replicas for each that answers"));
        rows.add(
                Figure.of("pools apart: time per output token", Kind.MILLIS, p.tpot() * 1e3, "ms"));
        rows.add(Figure.of("pools apart: hand-over", Kind.MILLIS, p.handOver() * 1e3, "ms"));
    }

    /// The cheapest layouts.
    public static Answer layouts(LayoutSearch.Result result, Question question) {
        Deployment best = result.found().getFirst().deployment();
        double usd = question.rent().typical() / 3.6 / question.utilisation();
        Table<LayoutSearch.Found> table =
                Table.of(
                                "rows",
                                "Layouts",
                                "The cheapest first; users wait for tokens as long as shown, without any queue.",
                                result.found().stream().limit(MOST_LAYOUTS).toList())
                        .name("layout", "layout", f -> f.deployment().layout())
                        .count("gpus", "accelerators", f -> f.gpus())
                        .usd(
                                "usd_per_1000_requests",
                                "1,000 requests",
                                f -> usd / f.requestsPerGpu())
                        .number(
                                "output_tok_s_per_gpu",
                                "tokens/s each",
                                f -> f.state().output() / f.gpus())
                        .number("sequences", "at a time", f -> f.state().sequences())
                        .millis("tpot_ms", "per token", f -> f.state().tpot() * 1e3)
                        .millis("ttft_ms", "first token", f -> f.state().firstToken() * 1e3)
                        .words("limit", "limit", f -> f.state().limit());
        String headline =
                "%s in %s on %s: cheapest on %s, %s."
                        .formatted(
                                best.model().id(),
                                best.weights().id(),
                                best.accelerator().id(),
                                Words.plural(best.layout().gpus(), "accelerator"),
                                best.layout());
        return new Answer(
                        "steelyard.serving.layout/1",
                        new Answer.Heading("Steelyard: the cheapest layout", "serving", headline),
                        List.of(table),
                        question.notes())
                .noting(
                        List.of(
                                "rent: " + question.rentFrom(),
                                "%d layouts tried, %d keep the limits"
                                        .formatted(result.tried(), result.found().size())));
    }

    /// At which utilisation a price pays for the machines.
    public static Answer breakEven(
            Deployment d, BreakEven even, String priceFrom, Question question) {
        List<BreakEven.Point> points = even.points();
        Chart.Lines chart =
                new Chart.Lines(
                        "Gross margin",
                        Kind.SHARE,
                        points.stream().map(p -> Words.percent(p.utilisation())).toList(),
                        List.of(
                                line("likely", points, BreakEven.Point::margin),
                                line("low cost", points, BreakEven.Point::high),
                                line("high cost", points, BreakEven.Point::low)));
        Table<BreakEven.Point> table =
                Table.of(
                                "rows",
                                "Gross margin by utilisation",
                                "Revenue less the cost of the accelerators, as a share of revenue.",
                                points)
                        .share("utilisation", "utilisation", BreakEven.Point::utilisation)
                        .number("requests_per_day", "requests a day", BreakEven.Point::requests)
                        .usd("usd_cost_per_1000", "cost of 1,000", p -> p.cost() * 1e3)
                        .usd("usd_price_per_1000", "price of 1,000", _ -> even.price() * 1e3)
                        .share("gross_margin", "gross margin", BreakEven.Point::margin)
                        .share("low", "low", BreakEven.Point::low)
                        .share("high", "high", BreakEven.Point::high)
                        .with(chart);
        String headline =
                "%s on %d x %s %s (%s to %s)."
                        .formatted(
                                d.model().id(),
                                even.gpus(),
                                d.accelerator().id(),
                                even.at() <= 1
                                        ? "pays for itself from a utilisation of "
                                                + Words.percent(even.at())
                                        : "never pays for itself: it would have to be used at "
                                                + Words.percent(even.at()),
                                Words.percent(even.low()),
                                Words.percent(even.high()));
        ServingCost.Rent rent = even.rent();
        String daily =
                even.at() <= 1
                        ? "with %s requests a day or more, these accelerators are cheaper than buying the tokens at this price; with fewer, the tokens are (%s to %s over the range of what an hour costs)"
                                .formatted(
                                        Words.count(even.requestsPerDay(rent.typical())),
                                        Words.count(even.requestsPerDay(rent.low())),
                                        Words.count(even.requestsPerDay(rent.high())))
                        : "these accelerators never pay at this price: full, a request costs %s and is sold for %s"
                                .formatted(
                                        Words.money(even.full().request()),
                                        Words.money(even.price()));
        return new Answer(
                        "steelyard.serving.breakeven/1",
                        new Answer.Heading("Steelyard: break-even", "serving", headline),
                        List.of(table),
                        question.notes())
                .noting(
                        List.of(
                                "price: " + priceFrom,
                                "rent: " + question.rentFrom(),
                                daily,
                                "machines only: no staff, no margin of error for failures, no idle spare; the price is for all tokens of a request of %s in, %s out"
                                        .formatted(
                                                Words.figures(question.load().input()),
                                                Words.figures(question.load().output()))));
    }

    /// Losses of more than the revenue itself would hide the rest of a chart.
    private static Chart.Line line(
            String name, List<BreakEven.Point> points, Function<BreakEven.Point, Double> margin) {
        return new Chart.Line(
                name, points.stream().map(margin).map(m -> m < -1 ? Double.NaN : m).toList());
    }

    /// What a closed model would earn if it were like another.
    ///
    /// @param cost at the utilisation asked about
    public record Supposed(Deployment deployment, ServingCost cost) {
        double low(double price) {
            return 1 - cost.request() * cost.high() / price;
        }

        double high(double price) {
            return 1 - cost.request() * cost.low() / price;
        }
    }

    /// Price against cost.
    ///
    /// @param name of what is sold
    /// @param price USD per request
    public static Answer margin(
            String name, double price, String priceFrom, List<Supposed> likes, Question question) {
        List<String> said = new ArrayList<>();
        for (Supposed s : likes) {
            said.add(
                    "%s as %s (%s to %s)"
                            .formatted(
                                    Words.percent(s.cost().margin(price)),
                                    s.deployment().model().id(),
                                    Words.percent(s.low(price)),
                                    Words.percent(s.high(price))));
        }
        Table<Supposed> table =
                Table.of("rows", "Price against cost", perRequest(question.load()), likes)
                        .name("as", "as", s -> s.deployment().model().id())
                        .share("gross_margin", "gross margin", s -> s.cost().margin(price))
                        .share("low", "low", s -> s.low(price))
                        .share("high", "high", s -> s.high(price))
                        .share(
                                "breakeven",
                                "break-even use",
                                s -> s.cost().breakEven(price, question.utilisation()))
                        .usd("usd_cost_per_1000", "cost of 1,000", s -> s.cost().request() * 1e3)
                        .usd("usd_price_per_1000", "price of 1,000", _ -> price * 1e3)
                        .rate("usd_input_mtok", "input", s -> s.cost().input())
                        .rate("usd_output_mtok", "output", s -> s.cost().output())
                        .name("layout", "layout", s -> s.deployment().layout())
                        .name("weights", "weights", s -> s.deployment().weights().id())
                        .number(
                                "active_b",
                                "active, billion",
                                s -> s.deployment().model().active() / 1e9);
        String headline =
                "%s, used at %s: a gross margin of %s."
                        .formatted(
                                name,
                                Words.percent(question.utilisation()),
                                String.join("; ", said));
        return new Answer(
                        "steelyard.serving.margin/1",
                        new Answer.Heading("Steelyard: price against cost", "serving", headline),
                        List.of(table),
                        question.notes())
                .noting(
                        List.of(
                                "price: " + priceFrom,
                                "rent: " + question.rentFrom(),
                                "nobody outside knows what %s is: this is its margin if it took as much work as the named model; machines only, no staff, training, free use or discounts"
                                        .formatted(name),
                                RANGE));
    }

    static String perRequest(Load load) {
        return "Per request of %s tokens in, %s out%s."
                .formatted(
                        Words.figures(load.input()),
                        Words.figures(load.output()),
                        load.cached() == 0
                                ? ""
                                : ", %s of the input from the cache"
                                        .formatted(Words.percent(load.cached())));
    }

    private static String limit(SteadyState state) {
        return switch (state.limit()) {
            case "memory" -> "memory allows no more requests at a time";
            case "engine" -> "the engine allows no more requests at a time";
            default -> "more requests at a time would break the limits on waiting";
        };
    }

    private static Figure banded(
            String what, Kind kind, double value, ServingCost cost, String unit) {
        return Figure.of(what, kind, value, unit).between(value * cost.low(), value * cost.high());
    }

    private static Figure rate(String what, double value, Misses misses) {
        return Figure.of(what, Kind.NUMBER, value, "tokens per second")
                .between(value / misses.high(), value / misses.low());
    }

    private static Figure gigabytes(String what, double bytes) {
        return Figure.of(what, Kind.NUMBER, bytes / 1e9, "GB on each");
    }
}
