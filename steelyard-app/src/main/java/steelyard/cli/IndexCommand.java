package steelyard.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import steelyard.explain.Explainer;
import steelyard.explain.Periods;
import steelyard.explain.UsedPrices;
import steelyard.index.Formula;
import steelyard.index.IndexSeries;
import steelyard.index.Method;
import steelyard.index.Panel;
import steelyard.index.PanelFile;
import steelyard.index.PriceIndex;
import steelyard.index.Splice;
import steelyard.ledger.Ledger;
import steelyard.ledger.Period;
import steelyard.ledger.Sums;
import steelyard.refusal.Refusal;
import steelyard.report.IndexReport;
import steelyard.report.MarketReport;

/// `steelyard index`: what happened to the prices of what was used.
@Command(
        name = "index",
        description = {
            "Says what happened to prices.",
            "",
            "By itself: the price of inference since 2024 by every index side by side, from the price book and published scores, for the market and for eight sellers. With --weights, --products or --formula: a price index of what a log used, or of any table (without a file, of the bundled sample)."
        },
        subcommands = {IndexCommand.Compare.class, FrontierCommand.class},
        mixinStandardHelpOptions = true)
final class IndexCommand implements Callable<Integer> {
    private static final String GEKS = "geks-tornqvist";
    private static final String GEKS_PRICES_ONLY = "geks-jevons";

    /// Where prices and quantities come from, and how they are shown.
    static final class Options {
        @ArgGroup(multiplicity = "0..1")
        private Source source = new Source();

        @Mixin private Reading reading = new Reading();

        @Option(
                names = "--by",
                paramLabel = "UNIT",
                description =
                        "Periods of a usage log: day, week, month, quarter or year (default: as suits its length).")
        private Periods.@Nullable By by;

        @Option(
                names = "--window",
                paramLabel = "PERIODS",
                description =
                        "How many periods a multilateral index sees at once, at least 3, or full (default: 25).")
        private String window = "25";

        @Option(
                names = "--splice",
                paramLabel = "HOW",
                description =
                        "How windows are joined: movement, window, half, mean, window-published, half-published or mean-published (the default).")
        private String splice = Splice.MEAN_PUBLISHED.id();

        @Mixin private Output output = new Output();

        /// Whether nothing says that the index is one of used or tabled prices.
        boolean none() {
            return source.products == null && source.weights.isEmpty() && by == null;
        }

        Method.Window window() {
            output.check();
            if (window.equalsIgnoreCase("full")) {
                return new Method.Window.Full();
            }
            Splice how =
                    Splice.named(splice)
                            .orElseThrow(() ->
                                    new Refusal(
                                            "--splice %s is none of %s"
                                                    .formatted(splice, Splice.ids())));
            try {
                return new Method.Window.Rolling(Integer.parseInt(window), how);
            } catch (NumberFormatException e) {
                throw new Refusal(
                        "--window %s is neither full nor a number of periods".formatted(window), e);
            }
        }

        IndexReport.Basis basis() {
            if (source.products != null) {
                Panel panel = PanelFile.read(source.products);
                return new IndexReport.Basis(
                        String.valueOf(source.products.getFileName()),
                        panel,
                        List.of(),
                        0,
                        List.of(),
                        List.of());
            }
            List<String> files =
                    source.weights.isEmpty() ? List.of(Reading.sample()) : source.weights;
            try (Ledger ledger = reading.open(reading.book(), files)) {
                return used(ledger, source.weights.isEmpty());
            }
        }

        private IndexReport.Basis used(Ledger ledger, boolean sample) {
            if (ledger.report().rows("ok") == 0) {
                throw new Refusal("nothing to index: " + Reading.nothing(ledger));
            }
            Instant first = Reading.instant(ledger.report().firstMiddle());
            Instant last = Reading.instant(ledger.report().lastMiddle());
            List<Period> periods =
                    Periods.chain(
                            by == null ? Periods.charted(first, last) : by,
                            first,
                            last,
                            reading.zone());
            Sums sums = ledger.sums(periods, false);
            Panel panel = UsedPrices.of(sums).withoutEmptyPeriods();
            List<OptionalDouble> paid = new ArrayList<>();
            long tokens = 0;
            long unpriced = 0;
            for (int i = 0; i < periods.size(); i++) {
                var totals = Explainer.totals(sums, i);
                if (panel.periods().contains(periods.get(i).label())) {
                    paid.add(totals.usdPerMtok());
                }
                tokens += totals.tokens() + totals.unpricedTokens();
                unpriced += totals.unpricedTokens();
            }
            return new IndexReport.Basis(
                    sample ? Reading.SAMPLE_SUBJECT : source.weights.getFirst(),
                    panel,
                    paid,
                    tokens == 0 ? 0 : (double) unpriced / tokens,
                    sums.unpriced().stream().map(u -> u.name()).distinct().sorted().toList(),
                    IndexReport.left(ledger.report(), reading.zone()));
        }

        void show(IndexReport report, CommandLine.Model.CommandSpec spec) {
            output.show(spec, report::text, report::json, report::csv, report::page);
        }
    }

    /// One of the two.
    static final class Source {
        @Option(
                names = "--weights",
                paramLabel = "FILE",
                description =
                        "A usage log: index the list prices of what it used, weighted by spend. May be repeated.")
        private List<String> weights = new ArrayList<>();

        @Option(
                names = "--products",
                paramLabel = "FILE",
                description =
                        "Any table of prices instead: CSV with period, product, price and perhaps quantity.")
        private @Nullable Path products;
    }

    @Option(
            names = "--formula",
            paramLabel = "NAME",
            description =
                    "A bilateral formula (chained), fixed- or geks- and a formula, ccdi, gk, wtpd or tpd (default: geks-tornqvist, or geks-jevons without quantities).")
    private @Nullable String formula;

    @Option(
            names = "--frontier",
            paramLabel = "SCORES",
            split = ",",
            description =
                    "Only the cheapest price that reaches these: scores, or models whose score is meant, as gpt-4@launch.")
    private List<String> frontier = new ArrayList<>();

    @Option(
            names = "--bracket",
            paramLabel = "POINTS",
            description = "The width of a bracket of scores (default: ${DEFAULT-VALUE}).")
    private double bracket = 5;

    @Mixin private MarketOptions market = new MarketOptions();

    @Mixin private Options options = new Options();

    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        Method.Window window = options.window();
        if (!frontier.isEmpty()) {
            if (!options.none() || formula != null) {
                throw new Refusal(
                        "--frontier looks at the price book's market; leave --weights, --products, --by and --formula out");
            }
            var report = FrontierCommand.ofMarket(market, frontier);
            options.output.show(spec, report::text, report::json, report::csv, report::page);
            return 0;
        }
        if (options.none() && formula == null) {
            if (!(bracket > 0)) {
                throw new Refusal("--bracket %s: a width is above zero".formatted(bracket));
            }
            MarketReport report = MarketStudy.of(market, options.reading, bracket);
            options.output.show(spec, report::text, report::json, report::csv, report::page);
            return 0;
        }
        Conflicts.refuse(spec, "on the prices of a log or a table", Conflicts.MARKET);
        @Nullable Method asked = formula == null ? null : Method.named(formula, window);
        IndexReport.Basis basis = options.basis();
        Panel panel = basis.panel();
        if (asked != null) {
            options.show(
                    new IndexReport(basis, List.of(PriceIndex.of(panel, asked)), Optional.empty()),
                    spec);
        } else {
            options.show(
                    new IndexReport(
                            basis,
                            List.of(PriceIndex.of(panel, Method.named(usual(panel), window))),
                            Optional.of(
                                    PriceIndex.of(
                                            panel,
                                            new Method.Chained(
                                                    panel.quantities()
                                                            ? Formula.FISHER
                                                            : Formula.JEVONS)))),
                    spec);
        }
        return 0;
    }

    private static String usual(Panel panel) {
        return panel.quantities() ? GEKS : GEKS_PRICES_ONLY;
    }

    /// Several formulas over the same prices.
    @Command(
            name = "compare",
            description = "Several formulas over the same prices, side by side.",
            mixinStandardHelpOptions = true)
    static final class Compare implements Callable<Integer> {
        @Option(
                names = "--formulas",
                paramLabel = "NAMES",
                description =
                        "all, or names with commas between them, as for --formula (default: those that are advised).")
        private String formulas = "advised";

        @Mixin private Options options = new Options();

        @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() {
            Method.Window window = options.window();
            List<Method> asked =
                    formulas.equals("all") || formulas.equals("advised")
                            ? List.of()
                            : Arrays.stream(formulas.split(","))
                                    .map(f -> Method.named(f, window))
                                    .toList();
            IndexReport.Basis basis = options.basis();
            Panel panel = basis.panel();
            List<Method> methods =
                    asked.isEmpty()
                            ? (formulas.equals("all") ? all(window) : advised(window))
                                    .stream()
                                            .filter(m -> panel.quantities() || !m.needsQuantities())
                                            .toList()
                            : asked;
            List<IndexSeries> series = methods.stream().map(m -> PriceIndex.of(panel, m)).toList();
            options.show(new IndexReport(basis, series, Optional.empty()), spec);
            return 0;
        }

        private static List<Method> advised(Method.Window window) {
            return List.of(
                    Method.named("jevons", window),
                    Method.named("laspeyres", window),
                    Method.named("paasche", window),
                    Method.named("fisher", window),
                    Method.named("tornqvist", window),
                    Method.named(GEKS, window),
                    Method.named("wtpd", window),
                    Method.named("geks-jevons", window));
        }

        private static List<Method> all(Method.Window window) {
            List<Method> all = new ArrayList<>();
            List<Formula> formulas = new ArrayList<>(Formula.all());
            formulas.add(Formula.lloydMoulton(2));
            formulas.forEach(f -> all.add(new Method.Chained(f)));
            formulas.forEach(f -> all.add(new Method.FixedBase(f)));
            formulas.stream()
                    .filter(Formula::reversible)
                    .forEach(f -> all.add(Method.named("geks-" + f.id(), window)));
            List.of("gk", "wtpd", "tpd").forEach(name -> all.add(Method.named(name, window)));
            return all;
        }
    }
}
