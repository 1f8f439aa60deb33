package steelyard.report.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import steelyard.explain.Options;
import steelyard.price.PriceRow;
import steelyard.show.Words;

/// What could be done instead, as rows of text.
public final class OptionsTable {
    private OptionsTable() {}

    static final List<String> HEADER =
            List.of("used", "score", "spend", "the same for less", "no dearer, better", "the best");

    /// A sentence with the saving in all.
    static String summary(Options options) {
        long cheaper = options.choices().stream().filter(c -> c.less().isPresent()).count();
        long chance =
                options.choices().stream()
                        .filter(c -> c.less().filter(a -> !a.sure()).isPresent())
                        .count();
        return cheaper == 0
                ? "Options: no listed model with at least the score of one that was used costs less."
                : "Options: the same tokens at models with no lower score would have cost %s less, at the prices of %s: %d of %d models have a cheaper stand-in, %d of them with a score that is higher by no more than chance."
                        .formatted(
                                Words.money(options.saving().approximateUsd()),
                                options.day(),
                                cheaper,
                                options.choices().size(),
                                chance);
    }

    static List<List<String>> rows(Options options, int most) {
        List<List<String>> rows = new ArrayList<>();
        options.choices().stream()
                .limit(most)
                .forEach(c ->
                        rows.add(
                                List.of(
                                        Words.shortName(c.product()),
                                        String.format(Locale.ROOT, "%.1f", c.rating().score())
                                                + c.rating().mark(),
                                        Words.money(c.spend().approximateUsd()),
                                        shown(c.less()),
                                        shown(c.better()),
                                        shown(c.best()))));
        return rows;
    }

    /// The same as lines for a terminal.
    static List<String> lines(Options options, int most) {
        List<String> lines = new ArrayList<>();
        options.choices().stream()
                .filter(c -> c.less().isPresent() || c.better().isPresent() || c.best().isPresent())
                .limit(most)
                .forEach(c -> {
                    lines.add(
                            String.format(
                                    Locale.ROOT,
                                    "  %s (%.1f%s) %s",
                                    Words.shortName(c.product()),
                                    c.rating().score(),
                                    c.rating().isOnOneTest() ? ", 1 test" : "",
                                    Words.money(c.spend().approximateUsd())));
                    line(lines, "the same for less", c.less());
                    line(lines, "no dearer, better", c.better().filter(b -> !same(b, c.less())));
                    line(lines, "the best", c.best().filter(b -> !same(b, c.better())));
                });
        return lines;
    }

    private static boolean same(Options.Alternative one, Optional<Options.Alternative> other) {
        return other.filter(o -> o.quote().listing().equals(one.quote().listing())).isPresent();
    }

    private static void line(
            List<String> lines, String what, Optional<Options.Alternative> alternative) {
        alternative.ifPresent(a ->
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "    %-18s %8s  %s",
                                what,
                                Words.money(a.quote().paid().approximateUsd()),
                                named(a))));
    }

    private static String named(Options.Alternative a) {
        return "%s (%.1f%s%s)%s"
                .formatted(
                        a.quote().listing().product(),
                        a.rating().score(),
                        a.sure() ? "" : "~",
                        a.rating().isOnOneTest() ? ", 1 test" : "",
                        mark(a));
    }

    private static String shown(Optional<Options.Alternative> alternative) {
        return alternative
                .map(a -> Words.money(a.quote().paid().approximateUsd()) + " " + named(a))
                .orElse("-");
    }

    private static String mark(Options.Alternative a) {
        return (a.quote().standing() == PriceRow.Standing.DISPUTED
                        ? " ?"
                        : a.quote().standing() == PriceRow.Standing.SINGLE ? " \u00b7" : "")
                + (a.verbosity().isPresent()
                        ? String.format(Locale.ROOT, " x%.1f tokens", a.verbosity().getAsDouble())
                        : "");
    }

    /// What the marks mean, and what the table does not know.
    static final String CAVEAT =
            "~ the difference in score is within chance; 1 test: the rating rests on one test only; \u00b7 one source for the price, ? sources disagree; x1.5 tokens: it answered with so many for each of the other's on the same tasks. Where nothing is said, tokens per task were not compared: a model that thinks longer costs more than this.";
}
