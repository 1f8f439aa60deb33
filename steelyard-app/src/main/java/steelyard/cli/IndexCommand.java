package steelyard.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.cell.Period;
import steelyard.cell.Periods;
import steelyard.cell.Sums;
import steelyard.explain.Explainer;
import steelyard.explain.UsedPrices;
import steelyard.index.Formula;
import steelyard.index.IndexSeries;
import steelyard.index.MarketStudy;
import steelyard.index.Method;
import steelyard.index.Panel;
import steelyard.index.PanelFile;
import steelyard.index.PriceIndex;
import steelyard.index.Splice;
import steelyard.index.Variety;
import steelyard.ledger.Ledger;
import steelyard.market.Market;
import steelyard.price.PriceBook;
import steelyard.quality.Crosswalk;
import steelyard.quality.Ratings;
import steelyard.refusal.Refusal;
import steelyard.report.LogNotes;
import steelyard.report.market.FrontierReport;
import steelyard.report.market.IndexReport;
import steelyard.report.market.MarketReport;
import steelyard.show.Answer;
import steelyard.token.Micros;

/// `steelyard index`: what happened to the prices of what was used.
@Command(
        name = "index",
        description = {
            "Says what happened to prices.",
            "",
            "By itself: the price of inference since 2024 by every index side by side, from the price book and published scores, for the market and for eight sellers. With a log, --products or --formula: a price index of what it used, or of any table (without a file, of the bundled sample)."
        },
        subcommands = {IndexCommand.Compare.class, FrontierCommand.class},
        mixinStandardHelpOptions = true)
final class IndexCommand extends AnswerCommand {
    static final double BRACKET = 5;

    private static final String GEKS = "geks-tornqvist";
    private static final String GEKS_PRICES_ONLY = "geks-jevons";

    /// Where prices and quantities come from, and how they are shown.
    static final class Options {
        @Parameters(
                arity = "0..*",
                paramLabel = "FILE",
                description =
                        "Usage logs: index the list prices of what they used, weighted by spend; - is standard input.")
        private List<String> logs = new ArrayList<>();

        @Option(
                names = "--weights",
                paramLabel = "FILE",
                hidden = true,
                description = "An older spelling of FILE.")
        private List<String> weights = new ArrayList<>();

        @Option(
                names = "--products",
                paramLabel = "FILE",
                description =
                        "Any table of prices instead: CSV with period, product, price and perhaps quantity.")
        private @Nullable Path products;

        @Mixin private Reading reading = new Reading();

        @Mixin private RangeOptions range = new RangeOptions();

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

        @Option(
                names = "--carry",
                paramLabel = "HOW",
                description =
                        "forward: a product without a price in a period keeps its last one, in no quantity, until it is seen again (default: it is left out there).")
        private @Nullable String carry;

        /// Prices as asked for.
        private Panel carried(Panel panel) {
            if (carry == null) {
                return panel;
            }
            if (!carry.equals("forward")) {
                throw new Refusal("--carry %s: there is forward".formatted(carry));
            }
            return panel.carriedForward();
        }

        /// Whether nothing says that the index is one of used or tabled prices.
        boolean none() {
            return products == null && files().isEmpty() && by == null;
        }

        Method.Window window() {
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

        private List<String> files() {
            return Stream.concat(logs.stream(), weights.stream()).toList();
        }

        IndexReport.Basis basis() {
            if (products != null && !files().isEmpty()) {
                throw new Refusal("--products and a usage log are two tables; choose one");
            }
            if (products != null) {
                range.unused("beside --products");
                Panel panel = carried(PanelFile.read(products));
                return new IndexReport.Basis(
                        String.valueOf(products.getFileName()),
                        panel,
                        List.of(),
                        0,
                        List.of(),
                        List.of(),
                        carry != null);
            }
            List<String> files = files().isEmpty() ? List.of(Reading.sample()) : files();
            try (Ledger ledger = reading.open(reading.book(), files, range.range(reading.zone()))) {
                return used(ledger, files().isEmpty());
            }
        }

        private IndexReport.Basis used(Ledger ledger, boolean sample) {
            if (ledger.report().rows("ok") == 0) {
                throw new Refusal("nothing to index: " + Reading.nothing(ledger));
            }
            Periods.Extent extent = ledger.extent();
            List<Period> periods = extent.chain(by == null ? extent.charted() : by, reading.zone());
            Sums sums = ledger.sums(periods, false);
            Panel panel = carried(UsedPrices.of(sums).withoutEmptyPeriods());
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
                    sample ? Reading.SAMPLE_SUBJECT : Reading.subject(files()),
                    panel,
                    paid,
                    tokens == 0 ? 0 : (double) unpriced / tokens,
                    sums.unpriced().stream().map(u -> u.name()).distinct().sorted().toList(),
                    LogNotes.of(ledger.report(), reading.zone()),
                    carry != null);
        }
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
    private double bracket = BRACKET;

    @Option(
            names = "--elasticity",
            paramLabel = "SIGMA",
            description =
                    "Beside a chained index, what products that came and went are worth: Feenstra's ratio at this elasticity of substitution, as 4, or estimated.")
    private @Nullable String elasticity;

    @Mixin private MarketOptions market = new MarketOptions();

    @Mixin private Options options = new Options();

    @Override
    Answer answer() {
        Method.Window window = options.window();
        if (!frontier.isEmpty()) {
            if (!options.none() || formula != null) {
                throw new Refusal(
                        "--frontier looks at the price book's market; leave logs, --products, --by and --formula out");
            }
            return FrontierReport.of(
                    FrontierCommand.ofMarket(
                            market, options.range, frontier, options.reading.book()));
        }
        if (options.none() && formula == null && elasticity == null) {
            return MarketReport.of(study());
        }
        Conflicts.refuse(spec(), "on the prices of a log or a table", Conflicts.MARKET);
        @Nullable Method asked = formula == null ? null : Method.named(formula, window);
        IndexReport.Basis basis = options.basis();
        Panel panel = basis.panel();
        return asked != null
                ? IndexReport.of(
                        basis,
                        List.of(PriceIndex.of(panel, asked)),
                        Optional.empty(),
                        variety(panel))
                : IndexReport.of(
                        basis,
                        List.of(PriceIndex.of(panel, Method.named(usual(panel), window))),
                        Optional.of(
                                PriceIndex.of(
                                        panel,
                                        new Method.Chained(
                                                panel.quantities()
                                                        ? Formula.FISHER
                                                        : Formula.JEVONS))),
                        variety(panel));
    }

    private Optional<Variety> variety(Panel panel) {
        if (elasticity == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    elasticity.equals("estimated")
                            ? Variety.estimated(panel)
                            : Variety.at(panel, Double.parseDouble(elasticity)));
        } catch (NumberFormatException e) {
            throw new Refusal(
                    "--elasticity %s: a number above 1, or estimated".formatted(elasticity), e);
        }
    }

    private MarketStudy study() {
        PriceBook book = options.reading.book();
        Crosswalk crosswalk = market.scores().crosswalk();
        Market whole = new Market(book, crosswalk);
        Ratings ratings = market.scores().ratings();
        try (Ledger ledger =
                options.reading.open(book, List.of(Reading.sample()), Optional.empty())) {
            List<Period> periods =
                    Periods.firstAndLast(
                            Micros.instant(ledger.report().firstMicros()),
                            Micros.instant(ledger.report().endMicros()),
                            options.reading.zone());
            return market.question(book, whole, options.range, bracket)
                    .answer(
                            whole,
                            ratings,
                            crosswalk,
                            market.scores().anchors(ratings),
                            Optional.of(
                                    new MarketStudy.Usage(
                                            Reading.SAMPLE_SUBJECT, ledger.sums(periods, false))));
        }
    }

    private static String usual(Panel panel) {
        return panel.quantities() ? GEKS : GEKS_PRICES_ONLY;
    }

    /// Several formulas over the same prices.
    @Command(
            name = "compare",
            description = "Several formulas over the same prices, side by side.",
            mixinStandardHelpOptions = true)
    static final class Compare extends AnswerCommand {
        @Option(
                names = "--formulas",
                paramLabel = "NAMES",
                description =
                        "all, or names with commas between them, as for --formula (default: those that are advised).")
        private String formulas = "advised";

        @Mixin private Options options = new Options();

        @Override
        Answer answer() {
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
            return IndexReport.of(basis, series, Optional.empty(), Optional.empty());
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
