package steelyard.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.market.RequestPrice;
import steelyard.refusal.Refusal;
import steelyard.report.serving.SimulationReport;
import steelyard.serving.Catalogue;
import steelyard.serving.Load;
import steelyard.serving.SteadyState;
import steelyard.show.Answer;
import steelyard.simulation.Arrivals;
import steelyard.simulation.Fleet;
import steelyard.simulation.Limits;
import steelyard.simulation.LoadCurve;
import steelyard.simulation.Routing;
import steelyard.simulation.ServingMachine;

/// `steelyard serving simulate`: who waits, and how full a fleet can run.
@Command(
        name = "simulate",
        description = {
            "Requests one by one on a fleet: who waits how long, and how full it can run before users wait too long.",
            "",
            "Example: steelyard serving simulate --trace samples/azure-conv.csv.gz --model llama-3.1-8b --on h100 --replicas 2",
            "         steelyard serving simulate llama-3.1-70b --on h100 --tp 4 --weights fp8 --rate 3 --curve --ttft 2s --tpot 60ms"
        },
        mixinStandardHelpOptions = true)
final class SimulateCommand extends ServingQuestion {
    @Mixin private Traffic traffic = new Traffic();

    @Mixin private BookOptions book = new BookOptions();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Copies of the model that share the requests (default: ${DEFAULT-VALUE}).")
    private int replicas = 1;

    @Option(
            names = "--prefill-replicas",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "So many more that only read prompts and hand their cache to the others: disaggregated pools (default: none).")
    private int readers;

    @Option(
            names = "--routing",
            paramLabel = "HOW",
            defaultValue = "least",
            description =
                    "Which replica a request goes to: round-robin, random, least (fewest requests) or prefix (most of the prompt in its cache) (default: ${DEFAULT-VALUE}).")
    private String routing = "least";

    @Option(
            names = "--block",
            paramLabel = "TOKENS",
            defaultValue = "512",
            description =
                    "Tokens to a block of the trace's prefix hashes (default: ${DEFAULT-VALUE}, as in Mooncake's).")
    private int block = 512;

    @Option(names = "--no-prefix-cache", description = "Every prompt is read whole.")
    private boolean withoutCache;

    @Option(
            names = "--chunk",
            paramLabel = "TOKENS",
            defaultValue = "8192",
            description =
                    "Prompt tokens that a step takes on, beside the answers under way (default: ${DEFAULT-VALUE}).")
    private int chunk = 8192;

    @Option(
            names = "--share",
            paramLabel = "SHARE",
            defaultValue = "0.95",
            description =
                    "Of the requests that must keep --ttft and --tpot (default: ${DEFAULT-VALUE}).")
    private double share = 0.95;

    @Option(
            names = "--curve",
            description =
                    "The same requests slower and faster: waiting against utilisation, and the highest that keeps --ttft and --tpot.")
    private boolean curve;

    @Option(
            names = "--price",
            paramLabel = "PRICE",
            description =
                    "With --curve: what requests are sold for, as in breakeven, for the break-even beside it.")
    private @Nullable String price;

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "Prices of a day (default: the newest in the book).")
    private @Nullable LocalDate at;

    @Override
    Answer report() {
        Conflicts.refuse(spec(), "in a simulation, which finds it", List.of("--utilisation"));
        if (!options().promise().tpot().isPresent()
                && !options().promise().firstToken().isPresent()) {
            Conflicts.refuse(spec(), "without --ttft or --tpot", List.of("--share"));
        }
        if (!curve) {
            Conflicts.refuse(spec(), "without --curve", List.of("--price", "--at"));
        }
        Catalogue catalogue = options().catalogue();
        Traffic.Source source = traffic.open(spec(), options().load(), book);
        options().take(Traffic.mean(source.arrivals(), source.from()));
        ServingOptions.Setup setup = options().setup(catalogue);
        if (setup.question().gpus() != setup.deployment().layout().gpus()) {
            throw new Refusal(
                    "--gpus %d makes copies of %s; in a simulation those are --replicas"
                            .formatted(setup.question().gpus(), setup.deployment().layout()));
        }
        Fleet.Plan plan =
                new Fleet.Plan(
                        new ServingMachine(setup.deployment(), catalogue.constants(), chunk),
                        replicas,
                        readers,
                        Routing.named(routing),
                        block,
                        traffic.seed());
        Load mean = Traffic.mean(source.arrivals().answerable(plan), source.from());
        SteadyState.Promise promise = options().promise();
        Limits limits = new Limits(promise.tpot(), promise.firstToken(), share);
        List<String> notes = new ArrayList<>(setup.question().notes());
        notes.addAll(source.notes());
        notes.add(
                "requests: %s; mean %.0f tokens in, %.0f out"
                        .formatted(source.from(), mean.input(), mean.output()));
        notes.add("rent: " + setup.question().rentFrom());
        notes.add(
                "times of steps are predictions: %s of measured points like these are within a quarter (steelyard serving accuracy)"
                        .formatted(
                                "%.0f%%"
                                        .formatted(
                                                100
                                                        * catalogue
                                                                .misses(setup.deployment())
                                                                .within25())));
        SimulationReport.Question question =
                new SimulationReport.Question(
                        setup.deployment(),
                        plan,
                        limits,
                        setup.question().rent(),
                        source.from(),
                        notes);
        Arrivals arrivals = withoutCache ? source.arrivals().withoutCache() : source.arrivals();
        return curve
                ? curve(arrivals, plan, limits, mean, question)
                : SimulationReport.run(arrivals.through(plan, limits), question);
    }

    private static void begun(double utilisation) {
        if (Terminal.watched()) {
            System.err.printf(Locale.ROOT, "\rsimulating at %.0f%% ... ", 100 * utilisation);
        }
    }

    private Answer curve(
            Arrivals arrivals,
            Fleet.Plan plan,
            Limits limits,
            Load mean,
            SimulationReport.Question question) {
        RequestPrice sold =
                price == null
                        ? null
                        : TokenPrice.of(price, at, question.deployment().model().id(), mean, book);
        LoadCurve found = LoadCurve.of(arrivals, plan, limits, SimulateCommand::begun);
        if (Terminal.watched()) {
            System.err.print("\r\u001b[K");
        }
        return SimulationReport.curve(
                found,
                sold == null ? OptionalDouble.empty() : OptionalDouble.of(sold.usd()),
                sold == null ? "" : sold.from(),
                question);
    }
}
