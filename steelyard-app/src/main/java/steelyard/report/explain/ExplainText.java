package steelyard.report.explain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import steelyard.cell.Disputed;
import steelyard.cell.Unpriced;
import steelyard.explain.Explanation;
import steelyard.explain.Options;
import steelyard.ledger.ReadReport;
import steelyard.show.Axis;
import steelyard.show.Scale;
import steelyard.show.TextTable;
import steelyard.show.Words;

/// An explanation as text of at most 80 columns.
public final class ExplainText {
    private static final int WIDTH = TextTable.WIDTH;
    private static final int LABEL = 24;
    private static final int VALUE = 11;
    private static final int BARS = WIDTH - LABEL - VALUE - 4;
    private static final String UP = "\u001b[38;5;208m";
    private static final String DOWN = "\u001b[38;5;33m";
    private static final String PLAIN = "\u001b[38;5;245m";
    private static final String BOLD = "\u001b[1m";
    private static final String OFF = "\u001b[0m";

    private final boolean colour;
    private final boolean details;
    private final StringBuilder out = new StringBuilder();

    private ExplainText(boolean colour, boolean details) {
        this.colour = colour;
        this.details = details;
    }

    /// @param details whether to list every model, price and problem and not just the largest
    public static String of(ExplainReport report, boolean colour, boolean details) {
        return new ExplainText(colour, details).text(report);
    }

    private String text(ExplainReport report) {
        Explanation e = report.explanation();
        wrapped(Headline.spend(report), true);
        wrapped(Headline.why(report), false);
        line("");
        waterfall(e);
        line("");
        panel(e);
        line("");
        contributors(e);
        chain(e);
        report.answer().options().ifPresent(this::options);
        for (String note : Notes.of(report)) {
            hanging(note);
        }
        hanging(
                "price book as of %s; bars do not depend on their order%s"
                        .formatted(
                                report.bookAsOf(),
                                details ? "" : "; --details lists everything, --html draws it"));
        if (details) {
            details(report);
        }
        return out.toString();
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    private void wrapped(String text, boolean strong) {
        for (String row : TextTable.lines(text, WIDTH)) {
            line(strong && colour ? BOLD + row + OFF : row);
        }
    }

    private void hanging(String text) {
        String indent = "  ";
        for (String row : TextTable.lines(text, WIDTH - 4)) {
            line(indent + row);
            indent = "    ";
        }
    }

    private void waterfall(Explanation e) {
        double s0 = e.before().spend().approximateUsd();
        double s1 = e.after().spend().approximateUsd();
        double top = Math.max(s0, s1);
        double bottom = 0;
        double running = s0;
        for (Explanation.Effect effect : e.effects()) {
            running += effect.usd();
            top = Math.max(top, running);
            bottom = Math.min(bottom, running);
        }
        Scale scale = Scale.of(Math.max(top, -bottom));
        BigDecimal shownBefore = scale.rounded(s0);
        BigDecimal shownAfter = scale.rounded(s1);
        List<BigDecimal> shown =
                scale.rounded(
                        e.effects().stream().map(Explanation.Effect::usd).toList(),
                        shownAfter.subtract(shownBefore));
        Axis axis = new Axis(bottom, top, BARS);
        row("before", scale.text(shownBefore), axis.bar(0, s0), PLAIN);
        running = s0;
        for (int i = 0; i < e.effects().size(); i++) {
            Explanation.Effect effect = e.effects().get(i);
            row(
                    EffectLabels.effect(effect.name()),
                    scale.signed(shown.get(i)),
                    axis.bar(running, running + effect.usd()),
                    effect.usd() > 0 ? UP : DOWN);
            running += effect.usd();
        }
        row("after", scale.text(shownAfter), axis.bar(0, s1), PLAIN);
    }

    private void row(String label, String value, String bar, String shade) {
        line(
                "  "
                        + pad(label, LABEL)
                        + " ".repeat(Math.max(0, VALUE - value.length()))
                        + value
                        + "  "
                        + (colour ? shade + bar.stripTrailing() + OFF : bar));
    }

    private static String pad(String text, int width) {
        return text.length() >= width
                ? text.substring(0, width)
                : text + " ".repeat(width - text.length());
    }

    private void panel(Explanation e) {
        line(String.format(Locale.ROOT, "  %-30s %14s %14s  %s", "", "before", "after", "change"));
        for (String[] row : EffectLabels.panel(e)) {
            line(
                    String.format(
                            Locale.ROOT, "  %-30s %14s %14s  %s", row[0], row[1], row[2], row[3]));
        }
    }

    private void contributors(Explanation e) {
        double change = Math.abs(e.change().approximateUsd());
        boolean any = false;
        for (Explanation.Effect effect : e.effects()) {
            boolean large = details || Math.abs(effect.usd()) >= 0.02 * change;
            if (!effect.models().isEmpty() && large) {
                if (!any) {
                    line("  largest models behind each");
                    any = true;
                }
                Scale scale = Scale.of(effect.models().getFirst().usd());
                List<String> parts = new ArrayList<>();
                for (Explanation.Share share :
                        effect.models().stream().limit(details ? 20 : 3).toList()) {
                    parts.add(
                            Words.shortName(share.model())
                                    + " "
                                    + scale.signed(scale.rounded(share.usd())));
                }
                hanging(
                        "  "
                                + EffectLabels.effect(effect.name())
                                + ": "
                                + String.join(", ", parts));
            }
        }
        if (any) {
            line("");
        }
    }

    private void chain(Explanation e) {
        if (e.links().isEmpty()) {
            return;
        }
        Scale scale =
                Scale.of(
                        e.links().stream()
                                .mapToDouble(l ->
                                        Math.max(
                                                l.from().spend().approximateUsd(),
                                                l.to().spend().approximateUsd()))
                                .max()
                                .orElse(0));
        line("  step by step (the bars above are the sums of these)");
        line(
                String.format(
                        Locale.ROOT,
                        "  %-12s %10s %10s  %s",
                        "",
                        "spend",
                        "change",
                        "largest effects"));
        line(
                String.format(
                        Locale.ROOT,
                        "  %-12s %10s",
                        e.before().period().label(),
                        scale.shown(e.before().spend().approximateUsd())));
        for (Explanation.Link link : e.links()) {
            String largest =
                    link.effects().stream()
                            .sorted((a, b) -> Double.compare(Math.abs(b.usd()), Math.abs(a.usd())))
                            .limit(2)
                            .map(x ->
                                    EffectLabels.effect(x.name())
                                            + " "
                                            + scale.signed(scale.rounded(x.usd())))
                            .reduce((a, b) -> a + ", " + b)
                            .orElse("");
            line(
                    String.format(
                            Locale.ROOT,
                            "  %-12s %10s %10s  %s",
                            link.to().period().label(),
                            scale.shown(link.to().spend().approximateUsd()),
                            scale.signed(
                                    scale.rounded(
                                            link.to()
                                                    .spend()
                                                    .minus(link.from().spend())
                                                    .approximateUsd())),
                            largest));
        }
        line("");
    }

    private void options(Options options) {
        if (options.choices().isEmpty()) {
            return;
        }
        wrapped(OptionsTable.summary(options), false);
        OptionsTable.lines(options, details ? 1000 : 3).forEach(this::line);
        hanging(OptionsTable.CAVEAT);
        line("");
    }

    private void details(ExplainReport report) {
        Explanation e = report.explanation();
        line("");
        line("  spend by model");
        line(String.format(Locale.ROOT, "  %-44s %15s %15s", "", "before", "after"));
        for (Explanation.ModelSpend m : e.models()) {
            line(
                    String.format(
                            Locale.ROOT,
                            "  %-44s %15s %15s",
                            pad(m.model(), 44).stripTrailing(),
                            Words.cents(m.before().approximateUsd()),
                            Words.cents(m.after().approximateUsd())));
        }
        section(
                "unpriced",
                report.answer().unpriced().stream()
                        .map((Unpriced u) ->
                                "%s: %s (%s, %s tokens)"
                                        .formatted(
                                                u.name(),
                                                u.reason(),
                                                Words.plural(u.calls(), "call"),
                                                Words.count(u.tokens())))
                        .toList());
        section(
                "disputed prices, USD per Mtok in/out, and what other sources say",
                e.disputed().stream()
                        .map((Disputed d) ->
                                "%s %s; %s"
                                        .formatted(
                                                Words.shortName(d.product()),
                                                d.price(),
                                                d.rivals()))
                        .toList());
        section(
                "flags on prices, with the spend that carries them",
                e.flagged().entrySet().stream()
                        .map(f ->
                                "%s: %s"
                                        .formatted(
                                                f.getKey().meaning(),
                                                Words.money(f.getValue().approximateUsd())))
                        .sorted()
                        .toList());
        section(
                "rows that could not be read",
                report.read().problems().stream()
                        .map((ReadReport.Problem p) ->
                                "%s %s (%s like it)"
                                        .formatted(
                                                p.first(),
                                                p.reason(),
                                                Words.plural(p.rows(), "row")))
                        .toList());
        section("files that are no usage logs", report.read().skipped());
        section("columns not used", report.read().ignoredColumns());
    }

    private void section(String title, List<String> items) {
        if (!items.isEmpty()) {
            line("");
            line("  " + title);
            items.forEach(item -> hanging("  " + item));
        }
    }
}
