package steelyard.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import steelyard.market.RequestPrice;
import steelyard.refusal.Refusal;
import steelyard.report.serving.AccuracyReport;
import steelyard.report.serving.EnergyReport;
import steelyard.report.serving.ServingReport;
import steelyard.report.serving.SpeedUpReport;
import steelyard.serving.Accuracy;
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Energy;
import steelyard.serving.Grid;
import steelyard.serving.LayoutSearch;
import steelyard.serving.Misses;
import steelyard.serving.Pools;
import steelyard.serving.ServingCost;
import steelyard.serving.SpeedUps;
import steelyard.serving.SteadyState;
import steelyard.show.Answer;
import steelyard.simulation.Waits;

/// `steelyard serving`: what a token costs to make.
@Command(
        name = "serving",
        description =
                "What a token costs to make: from a model's shape, an accelerator and a load to throughput and money.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ServingCommand.Cost.class,
            ServingCommand.Cheapest.class,
            ServingCommand.BreakEven.class,
            ServingCommand.Margin.class,
            ServingCommand.EnergyUse.class,
            ServingCommand.Stack.class,
            SimulateCommand.class,
            ServingCommand.Errors.class
        })
final class ServingCommand implements Runnable {
    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// As many requests at a time as fit, and what they cost.
    private record Full(SteadyState state, ServingCost cost) {
        static Full of(
                Catalogue catalogue,
                ServingOptions.Setup setup,
                ServingOptions options,
                double utilisation) {
            SteadyState state =
                    SteadyState.full(
                            setup.deployment(),
                            options.load(),
                            options.promise(),
                            catalogue.constants());
            return new Full(
                    state,
                    ServingCost.of(
                            state,
                            setup.deployment(),
                            options.load(),
                            setup.question().gpus(),
                            setup.question().rent(),
                            utilisation,
                            catalogue.misses(setup.deployment())));
        }
    }

    @Command(
            name = "cost",
            description = {
                "What a million tokens costs on accelerators of your choice, with its range.",
                "",
                "Example: steelyard serving cost llama-3.1-70b --on h200 --gpus 4 --tp 4 --weights fp8 --tpot 50ms"
            },
            mixinStandardHelpOptions = true)
    static final class Cost extends ServingQuestion {
        @Option(
                names = "--pools",
                description =
                        "Beside it: the same with pools apart (disaggregated), copies that only read prompts and copies that only write answers.")
        private boolean pools;

        @Override
        Answer report() {
            Catalogue catalogue = options().catalogue();
            ServingOptions.Setup setup = options().setup(catalogue);
            Misses misses = catalogue.misses(setup.deployment());
            Full full = Full.of(catalogue, setup, options(), options().utilisation());
            return ServingReport.cost(
                    setup.deployment(),
                    full.state(),
                    pools
                            ? Optional.of(
                                    Pools.of(
                                            setup.deployment(),
                                            options().load(),
                                            options().promise(),
                                            catalogue.constants()))
                            : Optional.empty(),
                    full.cost(),
                    misses,
                    setup.question());
        }
    }

    @Command(
            name = "layout",
            description = {
                "The cheapest ways to spread a model over accelerators that keep limits on waiting.",
                "",
                "Example: steelyard serving layout kimi-k2.5 --on b200 --max-gpus 64 --tpot 40ms"
            },
            mixinStandardHelpOptions = true)
    static final class Cheapest extends ServingQuestion {
        @Option(
                names = "--max-gpus",
                paramLabel = "N",
                defaultValue = "16",
                description =
                        "Most accelerators of one copy of the model (default: ${DEFAULT-VALUE}).")
        private int most = 16;

        @Override
        Answer report() {
            options().refuseLayout();
            Catalogue catalogue = options().catalogue();
            ServingOptions.Setup setup = options().open(catalogue, most);
            LayoutSearch.Result result =
                    LayoutSearch.search(
                            setup.deployment(),
                            most,
                            false,
                            options().load(),
                            options().promise(),
                            catalogue.constants());
            if (result.found().isEmpty()) {
                throw new Refusal(
                        "none of %d layouts on up to %d accelerators works; the last tried: %s"
                                .formatted(result.tried(), most, result.why()));
            }
            return ServingReport.layouts(result, setup.question());
        }
    }

    @Command(
            name = "breakeven",
            description = {
                "From which utilisation on renting pays, against a price per token: rent or buy, as a curve.",
                "",
                "Example: steelyard serving breakeven llama-3.1-70b --on h100 --gpus 4 --weights fp8 --price 0.88/0.88"
            },
            mixinStandardHelpOptions = true)
    static final class BreakEven extends ServingQuestion {
        @Option(
                names = "--price",
                paramLabel = "PRICE",
                required = true,
                description =
                        "USD per million tokens as IN/OUT or IN/OUT/CACHED, or a seller of the model in the price book (together), or PROVIDER:NAME there (anthropic:claude-sonnet-4).")
        private String price = "";

        @Option(
                names = "--at",
                paramLabel = "DATE",
                description = "Prices of a day (default: the newest in the book).")
        private @Nullable LocalDate at;

        @Mixin private BookOptions book = new BookOptions();

        @Override
        Answer report() {
            if (options().utilisation() != 1) {
                throw new Refusal("breakeven shows every utilisation; leave --utilisation out");
            }
            Catalogue catalogue = options().catalogue();
            ServingOptions.Setup setup = options().setup(catalogue);
            RequestPrice price =
                    TokenPrice.of(
                            this.price,
                            at,
                            setup.deployment().model().id(),
                            options().load(),
                            book);
            ServingCost full = Full.of(catalogue, setup, options(), 1).cost();
            return ServingReport.breakEven(
                    setup.deployment(),
                    new steelyard.serving.BreakEven(
                            full, price.usd(), setup.question().gpus(), setup.question().rent()),
                    price.from(),
                    setup.question());
        }
    }

    @Command(
            name = "margin",
            description = {
                "What a model's price leaves over the cost of machines, if it took as much work as another whose shape is known.",
                "",
                "Example: steelyard serving margin claude-sonnet-4 --as kimi-k2.5,deepseek-r1 --on h200 --utilisation 0.5"
            },
            mixinStandardHelpOptions = true)
    static final class Margin extends ServingQuestion {
        @Option(
                names = "--as",
                paramLabel = "MODEL",
                required = true,
                split = ",",
                description = "Models that it may be like, e.g. kimi-k2.5,deepseek-r1.")
        private List<String> as = new ArrayList<>();

        @Option(
                names = "--at",
                paramLabel = "DATE",
                description = "Prices of a day (default: the newest in the book).")
        private @Nullable LocalDate at;

        @Mixin private BookOptions book = new BookOptions();

        @Override
        Answer report() {
            String sold = options().model();
            RequestPrice price = TokenPrice.sold(sold, at, options().load(), book);
            Catalogue catalogue = options().catalogue();
            List<ServingReport.Supposed> likes = new ArrayList<>();
            Set<String> notes = new LinkedHashSet<>();
            ServingReport.Question question = null;
            for (String model : as) {
                options().as(model);
                ServingOptions.Setup setup = options().setup(catalogue);
                setup.question().notes().forEach(n -> notes.add(model + ": " + n));
                question = setup.question();
                likes.add(
                        new ServingReport.Supposed(
                                setup.deployment(),
                                Full.of(catalogue, setup, options(), options().utilisation())
                                        .cost()));
            }
            return ServingReport.margin(
                    sold,
                    price.usd(),
                    price.from(),
                    likes,
                    Objects.requireNonNull(question).with(List.copyOf(notes)));
        }
    }

    @Command(
            name = "energy",
            description = {
                "Joules and carbon of a request: of the accelerators alone, and of the whole site.",
                "",
                "Example: steelyard serving energy qwen3-235b-a22b --on b200 --grid SE"
            },
            mixinStandardHelpOptions = true)
    static final class EnergyUse extends ServingQuestion {
        @Option(
                names = "--grid",
                paramLabel = "COUNTRY",
                defaultValue = "world",
                description = "Whose electricity, as SE, SWE or world (default: ${DEFAULT-VALUE}).")
        private String grid = "world";

        @Override
        List<String> owning() {
            return List.of("--life", "--interest", "--kwh", "--staff");
        }

        @Override
        Answer report() {
            Conflicts.refuse(spec(), "on energy", List.of("--own", "--rent"));
            options().money().leaveOut();
            Catalogue catalogue = options().catalogue();
            Grid grid = Catalogue.grid(this.grid);
            ServingOptions.Setup setup = options().setup(catalogue);
            Deployment deployment = setup.deployment();
            SteadyState full =
                    SteadyState.full(
                            deployment,
                            options().load(),
                            options().promise(),
                            catalogue.constants());
            double pue = options().money().pue(catalogue);
            Energy energy =
                    Energy.of(
                            deployment,
                            options().load(),
                            full,
                            options().utilisation(),
                            pue,
                            catalogue);
            return EnergyReport.of(
                    deployment,
                    energy,
                    catalogue.energyMisses(deployment),
                    grid,
                    pue,
                    options().money().pueIsStated()
                            ? pue
                            : catalogue.constants().of("site.pue.low"),
                    options().money().pueIsStated()
                            ? pue
                            : catalogue.constants().of("site.pue.high"),
                    setup.question());
        }
    }

    @Command(
            name = "stack",
            description = {
                "Claimed speed-ups (quantisation, batching, speculative decoding, attention kernels, distillation) beside what the model gives, each under its conditions.",
                "",
                "Example: steelyard serving stack llama-3.1-70b --on h100 --tp 4 --distilled llama-3.1-8b"
            },
            mixinStandardHelpOptions = true)
    static final class Stack extends ServingQuestion {
        @Option(
                names = "--distilled",
                paramLabel = "MODEL",
                defaultValue = "llama-3.1-8b",
                description = "The smaller model that takes its place (default: ${DEFAULT-VALUE}).")
        private String distilled = "llama-3.1-8b";

        @Override
        Answer report() {
            Conflicts.refuse(
                    spec(),
                    "on speed-ups, which try them themselves",
                    List.of(
                            "--weights",
                            "--draft",
                            "--accepted",
                            "--utilisation",
                            "--rent",
                            "--own",
                            "--tpot",
                            "--ttft"));
            options().money().leaveOut();
            options().sixteenBits();
            Catalogue catalogue = options().catalogue();
            ServingOptions.Setup setup = options().setup(catalogue);
            return SpeedUpReport.of(
                    setup.deployment(),
                    SpeedUps.of(
                            setup.deployment(),
                            catalogue.model(distilled),
                            options().load(),
                            catalogue.constants()),
                    setup.question());
        }
    }

    @Command(
            name = "accuracy",
            description = {
                "How far predictions are from measurements that others made, or from your own.",
                "",
                "Example: steelyard serving accuracy --points measured.csv"
            },
            mixinStandardHelpOptions = true)
    static final class Errors extends AnswerCommand {
        @Option(
                names = "--points",
                paramLabel = "FILE",
                description =
                        "CSV with your own measurements (columns in docs/methods/serving.md).")
        private @Nullable Path points;

        @Option(
                names = "--refit",
                paramLabel = "FOLDER",
                description =
                        "Fit the constants anew to the bundled measurements and write them and the errors held out, as constants.csv and misses.csv.")
        private @Nullable Path refit;

        @Override
        Answer answer() {
            Catalogue catalogue = Catalogue.bundled();
            if (refit != null) {
                if (points != null) {
                    throw new Refusal(
                            "--refit fits to the bundled measurements; leave --points out");
                }
                if (!Files.isDirectory(refit)) {
                    throw new Refusal("--refit %s: no such folder".formatted(refit));
                }
                if (Terminal.watched()) {
                    say("fitting, about a minute ...");
                }
                Accuracy.Refit fitted = Accuracy.refit(catalogue);
                fitted.write(refit);
                say("written: " + refit);
                catalogue = catalogue.with(fitted);
            }
            Accuracy accuracy =
                    points == null ? Accuracy.bundled(catalogue) : Accuracy.of(points, catalogue);
            accuracy =
                    accuracy.with(
                            Waits.score(
                                    points == null
                                            ? catalogue.points()
                                            : Accuracy.points(points, catalogue),
                                    catalogue));
            return AccuracyReport.of(
                    accuracy,
                    points == null ? catalogue.misses() : Map.of(),
                    points == null ? "published measurements" : points.toString());
        }
    }
}
