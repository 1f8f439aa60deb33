package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import steelyard.serving.Deployment;
import steelyard.serving.LayoutSearch;
import steelyard.serving.Load;
import steelyard.serving.Memory;
import steelyard.serving.Misses;
import steelyard.serving.Pools;
import steelyard.serving.ServingCost;
import steelyard.serving.SteadyState;

/// What a token costs to make, as tables.
public final class ServingReport {
    private static final int MOST_LAYOUTS = 12;

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
    public static TableReport cost(
            Deployment d,
            SteadyState state,
            Optional<Pools> pools,
            ServingCost cost,
            Misses misses,
            Question question) {
        int copies = question.gpus() / d.layout().gpus();
        Memory memory = state.memory();
        List<List<String>> rows = new ArrayList<>();
        rows.add(banded("input computed", cost.input(), cost, "USD per million tokens"));
        rows.add(row("input from the cache", 0, "USD per million tokens"));
        rows.add(banded("output", cost.output(), cost, "USD per million tokens"));
        rows.add(banded("request", cost.request(), cost, "USD"));
        rows.add(
                List.of(
                        "accelerators",
                        Labels.figures(cost.perHour()),
                        Labels.figures(question.gpus() * question.rent().low()),
                        Labels.figures(question.gpus() * question.rent().high()),
                        "USD per hour"));
        rows.add(rate("output rate, full", state.output() * copies, misses));
        rows.add(rate("input rate, full", state.input() * copies, misses));
        rows.add(row("requests at a time", state.sequences() * copies, "on all accelerators"));
        rows.add(row("time per output token", state.tpot() * 1e3, "ms"));
        rows.add(row("time to the first token", state.firstToken() * 1e3, "ms, no queue"));
        rows.add(row("weights", memory.weights() / 1e9, "GB on each"));
        rows.add(row("engine and activations", memory.engine() / 1e9, "GB on each"));
        rows.add(row("left for the cache", memory.cache() / 1e9, "GB on each"));
        rows.add(row("cache of a request", memory.perSequence() / 1e9, "GB on each"));
        List<String> notes = new ArrayList<>(question.notes());
        pools.ifPresent(p -> {
            double perSecond = d.layout().gpus() * question.rent().typical() / 3600;
            rows.add(
                    banded(
                            "pools apart: request",
                            p.perRequest() * perSecond / question.utilisation(),
                            cost,
                            "USD"));
            rows.add(row("pools apart: readers", p.readers(), "replicas for each that answers"));
            rows.add(row("pools apart: time per output token", p.tpot() * 1e3, "ms"));
            rows.add(row("pools apart: hand-over", p.handOver() * 1e3, "ms"));
        });
        notes.add(limit(state));
        notes.add("rent: " + question.rentFrom());
        notes.add(
                "low and high: the rent's range, times the middle four fifths of how far predictions of this kind were off where nothing had been fitted (%d measured points, median error %s)"
                        .formatted(misses.points(), Labels.percent(misses.medianError())));
        notes.add(
                "the times are of a full batch without a queue; how full a fleet can run before users wait is told by serving simulate");
        return TableReport.of(
                "steelyard.serving.cost/1",
                new TableReport.Heading(
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
                                        dollars(cost.output()),
                                        dollars(cost.input()),
                                        question.utilisation() == 1
                                                ? "if always full"
                                                : "used at "
                                                        + Labels.percent(question.utilisation()))),
                "Cost",
                perRequest(question.load()),
                List.of("what", "value", "low", "high", "unit"),
                rows,
                Set.of("value", "low", "high"),
                notes,
                Optional.empty());
    }

    /// The cheapest layouts.
    public static TableReport layouts(LayoutSearch.Result result, Question question) {
        List<List<String>> rows = new ArrayList<>();
        for (LayoutSearch.Found f :
                result.found().subList(0, Math.min(MOST_LAYOUTS, result.found().size()))) {
            double request = question.rent().typical() / 3600 / f.requestsPerGpu();
            rows.add(
                    List.of(
                            f.deployment().layout().toString(),
                            String.valueOf(f.deployment().layout().gpus()),
                            Labels.figures(request * 1e3 / question.utilisation()),
                            Labels.figures(f.state().output() / f.deployment().layout().gpus()),
                            Labels.figures(f.state().sequences()),
                            Labels.figures(f.state().tpot() * 1e3),
                            Labels.figures(f.state().firstToken() * 1e3),
                            f.state().limit()));
        }
        LayoutSearch.Found best = result.found().getFirst();
        List<String> notes = new ArrayList<>(question.notes());
        notes.add("rent: " + question.rentFrom());
        notes.add(
                "%d layouts tried, %d keep the limits"
                        .formatted(result.tried(), result.found().size()));
        return TableReport.of(
                "steelyard.serving.layout/1",
                new TableReport.Heading(
                        "Steelyard: the cheapest layout",
                        "serving",
                        "%s in %s on %s: cheapest on %s, %s."
                                .formatted(
                                        best.deployment().model().id(),
                                        best.deployment().weights().id(),
                                        best.deployment().accelerator().id(),
                                        Labels.plural(
                                                best.deployment().layout().gpus(), "accelerator"),
                                        best.deployment().layout())),
                "Layouts",
                "The cheapest first; users wait for tokens as long as shown, without any queue.",
                List.of(
                        "layout",
                        "gpus",
                        "usd_per_1000_requests",
                        "output_tok_s_per_gpu",
                        "sequences",
                        "tpot_ms",
                        "ttft_ms",
                        "limit"),
                rows,
                Set.of(
                        "gpus",
                        "usd_per_1000_requests",
                        "output_tok_s_per_gpu",
                        "sequences",
                        "tpot_ms",
                        "ttft_ms"),
                notes,
                Optional.empty());
    }

    /// At which utilisation a price pays for the machines.
    ///
    /// @param full at a utilisation of one
    /// @param price USD per request
    public static TableReport breakEven(
            Deployment d, ServingCost full, double price, String priceFrom, Question question) {
        double at = full.breakEven(price, 1);
        double low = at * full.low();
        double high = at * full.high();
        List<List<String>> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<Double> likely = new ArrayList<>();
        List<Double> best = new ArrayList<>();
        List<Double> worst = new ArrayList<>();
        for (int percent = 5; percent <= 100; percent += 5) {
            double u = percent / 100.0;
            labels.add(percent + "%");
            double margin = full.margin(price * u);
            likely.add(margin);
            best.add(1 - low / u);
            worst.add(1 - high / u);
            rows.add(
                    List.of(
                            Labels.figures(u),
                            Labels.figures(full.requests() * u * 24),
                            Labels.figures(full.request() / u * 1e3),
                            Labels.figures(price * 1e3),
                            Labels.figures(margin),
                            Labels.figures(1 - high / u),
                            Labels.figures(1 - low / u)));
        }
        List<String> notes = new ArrayList<>(question.notes());
        notes.add("price: " + priceFrom);
        notes.add("rent: " + question.rentFrom());
        notes.add(
                at <= 1
                        ? "with %s requests a day or more, renting is cheaper than buying at this price; with fewer, buying is (%s to %s over the range of the rent)"
                                .formatted(
                                        daily(question.rent().typical(), price, question),
                                        daily(question.rent().low(), price, question),
                                        daily(question.rent().high(), price, question))
                        : "these accelerators never pay at this price: full, a request costs %s and is sold for %s"
                                .formatted(dollars(full.request()), dollars(price)));
        notes.add(
                "machines only: no staff, no margin of error for failures, no idle spare; the price is for all tokens of a request of %s in, %s out"
                        .formatted(
                                Labels.figures(question.load().input()),
                                Labels.figures(question.load().output())));
        return TableReport.of(
                "steelyard.serving.breakeven/1",
                new TableReport.Heading(
                        "Steelyard: break-even",
                        "serving",
                        "%s on %d x %s %s (%s to %s)."
                                .formatted(
                                        d.model().id(),
                                        question.gpus(),
                                        d.accelerator().id(),
                                        at <= 1
                                                ? "pays for itself from a utilisation of "
                                                        + Labels.percent(at)
                                                : "never pays for itself: it would have to be used at "
                                                        + Labels.percent(at),
                                        Labels.percent(low),
                                        Labels.percent(high))),
                "Gross margin by utilisation",
                "Revenue less the rent of the accelerators, as a share of revenue.",
                List.of(
                        "utilisation",
                        "requests_per_day",
                        "usd_cost_per_1000",
                        "usd_price_per_1000",
                        "gross_margin",
                        "low",
                        "high"),
                rows,
                Set.of(
                        "utilisation",
                        "requests_per_day",
                        "usd_cost_per_1000",
                        "usd_price_per_1000",
                        "gross_margin",
                        "low",
                        "high"),
                notes,
                Optional.of(
                        new TableReport.Lines(
                                "",
                                false,
                                labels,
                                List.of(
                                        new TableReport.Line("likely", clipped(likely)),
                                        new TableReport.Line("low cost", clipped(best)),
                                        new TableReport.Line("high cost", clipped(worst))))));
    }

    /// What a closed model would earn if it were like another.
    ///
    /// @param cost at the utilisation asked about
    public record Supposed(Deployment deployment, ServingCost cost) {}

    /// Price against cost.
    ///
    /// @param name of what is sold
    /// @param price USD per request
    public static TableReport margin(
            String name, double price, String priceFrom, List<Supposed> likes, Question question) {
        List<List<String>> rows = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (Supposed s : likes) {
            ServingCost cost = s.cost();
            double margin = cost.margin(price);
            double least = 1 - cost.request() * cost.high() / price;
            double most = 1 - cost.request() * cost.low() / price;
            rows.add(
                    List.of(
                            s.deployment().model().id(),
                            Labels.figures(margin),
                            Labels.figures(least),
                            Labels.figures(most),
                            Labels.figures(cost.breakEven(price, question.utilisation())),
                            Labels.figures(cost.request() * 1e3),
                            Labels.figures(price * 1e3),
                            Labels.figures(cost.input()),
                            Labels.figures(cost.output()),
                            s.deployment().layout().toString(),
                            s.deployment().weights().id(),
                            Labels.figures(s.deployment().model().active() / 1e9)));
            said.add(
                    "%s as %s (%s to %s)"
                            .formatted(
                                    Labels.percent(margin),
                                    s.deployment().model().id(),
                                    Labels.percent(least),
                                    Labels.percent(most)));
        }
        List<String> notes = new ArrayList<>(question.notes());
        notes.add("price: " + priceFrom);
        notes.add("rent: " + question.rentFrom());
        notes.add(
                "nobody outside knows what %s is: this is its margin if it took as much work as the named model; machines only, no staff, training, free use or discounts"
                        .formatted(name));
        notes.add(
                "low and high: the rent's range, times the middle four fifths of how far predictions of this kind were off where nothing had been fitted");
        return TableReport.of(
                "steelyard.serving.margin/1",
                new TableReport.Heading(
                        "Steelyard: price against cost",
                        "serving",
                        "%s, used at %s: a gross margin of %s."
                                .formatted(
                                        name,
                                        Labels.percent(question.utilisation()),
                                        String.join("; ", said))),
                "Price against cost",
                perRequest(question.load()),
                List.of(
                        "as",
                        "gross_margin",
                        "low",
                        "high",
                        "breakeven",
                        "usd_cost_per_1000",
                        "usd_price_per_1000",
                        "usd_input_mtok",
                        "usd_output_mtok",
                        "layout",
                        "weights",
                        "active_b"),
                rows,
                Set.of(
                        "active_b",
                        "usd_input_mtok",
                        "usd_output_mtok",
                        "usd_cost_per_1000",
                        "usd_price_per_1000",
                        "gross_margin",
                        "low",
                        "high",
                        "breakeven"),
                notes,
                Optional.empty());
    }

    private static String perRequest(Load load) {
        return "Per request of %s tokens in, %s out%s."
                .formatted(
                        Labels.figures(load.input()),
                        Labels.figures(load.output()),
                        load.cached() == 0
                                ? ""
                                : ", %s of the input from the cache"
                                        .formatted(Labels.percent(load.cached())));
    }

    static List<String> ranged(String what, double value, double low, double high, String unit) {
        return List.of(
                what, Labels.figures(value), Labels.figures(low), Labels.figures(high), unit);
    }

    /// How many requests a day earn a day's rent.
    private static String daily(double rent, double price, Question question) {
        return Labels.count(Math.ceil(question.gpus() * rent * 24 / price));
    }

    /// Losses of more than the revenue itself would hide the rest of a chart.
    private static List<Double> clipped(List<Double> margins) {
        return margins.stream().map(m -> m < -1 ? Double.NaN : m).toList();
    }

    private static String limit(SteadyState state) {
        return switch (state.limit()) {
            case "memory" -> "memory allows no more requests at a time";
            case "engine" -> "the engine allows no more requests at a time";
            default -> "more requests at a time would break the limits on waiting";
        };
    }

    private static List<String> banded(String what, double value, ServingCost cost, String unit) {
        return ranged(what, value, value * cost.low(), value * cost.high(), unit);
    }

    private static List<String> rate(String what, double value, Misses misses) {
        return ranged(
                what, value, value / misses.high(), value / misses.low(), "tokens per second");
    }

    static List<String> row(String what, double value, String unit) {
        return List.of(what, Labels.figures(value), "", "", unit);
    }

    private static String dollars(double usd) {
        return Labels.price(java.util.OptionalDouble.of(usd));
    }
}
