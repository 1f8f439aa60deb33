package steelyard.report.serving;

import java.util.ArrayList;
import java.util.List;
import steelyard.serving.Deployment;
import steelyard.serving.Energy;
import steelyard.serving.Grid;
import steelyard.serving.Misses;
import steelyard.show.Answer;
import steelyard.show.Figure;
import steelyard.show.Kind;
import steelyard.show.Words;

/// What a request takes in energy and carbon, as a table.
public final class EnergyReport {
    private static final double WH = 1 / 3600.0;

    private EnergyReport() {}

    /// @param lowPue the least that a site takes
    /// @param highPue the most
    public static Answer of(
            Deployment d,
            Energy energy,
            Misses misses,
            Grid grid,
            double pue,
            double lowPue,
            double highPue,
            ServingReport.Question question) {
        double output = question.load().output();
        Energy.Range site = energy.site(lowPue, highPue);
        Energy.Range carbon = Energy.carbon(site, grid);
        double perMillion = 1e6 / output;
        List<Figure> rows =
                List.of(
                        Figure.of("power", Kind.NUMBER, energy.watts(), "W of each accelerator"),
                        row(
                                "accelerators, output token",
                                energy.accelerators().times(1 / output),
                                "J, prompts included"),
                        row("accelerators, request", energy.accelerators().times(WH), "Wh"),
                        Figure.of(
                                "servers around them, request",
                                Kind.NUMBER,
                                energy.server() * WH,
                                "Wh"),
                        row("site, request", site.times(WH), "Wh"),
                        row(
                                "site, million output tokens",
                                site.times(WH * perMillion / 1e3),
                                "kWh, prompts included"),
                        row("carbon, request", carbon, "g CO2e"),
                        row(
                                "carbon, million output tokens",
                                carbon.times(perMillion / 1e3),
                                "kg CO2e, prompts included"));
        return new Answer(
                        "steelyard.serving.energy/1",
                        new Answer.Heading(
                                "Steelyard: energy and carbon",
                                "serving",
                                "%s in %s on %d x %s: %s J of accelerators per output token, %s Wh and %s g CO2e a request with the site, in %s."
                                        .formatted(
                                                d.model().id(),
                                                d.weights().id(),
                                                d.layout().gpus(),
                                                d.accelerator().id(),
                                                Words.figures(energy.output()),
                                                Words.figures(site.value() * WH),
                                                Words.figures(carbon.value()),
                                                grid.country())),
                        List.of(
                                Figure.table(
                                        "rows",
                                        "Energy",
                                        "Per request of %s tokens in, %s out, %s."
                                                .formatted(
                                                        Words.figures(question.load().input()),
                                                        Words.figures(output),
                                                        question.utilisation() == 1
                                                                ? "always full"
                                                                : "used at "
                                                                        + Words.percent(
                                                                                question
                                                                                        .utilisation())),
                                        rows)),
                        question.notes())
                .noting(notes(misses, grid, pue, lowPue, highPue, question.utilisation()));
    }

    private static List<String> notes(
            Misses misses,
            Grid grid,
            double pue,
            double lowPue,
            double highPue,
            double utilisation) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "low and high: of the accelerators, the middle four fifths of how far predictions were off on models that had not been seen (%d measured points, of each the energy of a token off by a factor of %s in the median), measured on H100 and B200 only; of the site, times PUE %s to %s; of carbon, times the two readings of the grid"
                        .formatted(
                                misses.points(),
                                Words.figures(misses.medianFactor()),
                                Words.figures(lowPue),
                                Words.figures(highPue)));
        notes.add(
                "PUE %s; servers: 150 W for each accelerator around it (1.2 kW for eight, Boavizta by way of EcoLogits)"
                        .formatted(Words.figures(pue)));
        if (utilisation < 1) {
            notes.add(
                    "at little use machines stand idle in between; what they draw then was not measured and is taken to be what they draw at work, which is too much");
        }
        notes.add(
                "grid of %s: %s g CO2e per kWh (%s); lifecycle, by location, production mix; not what a vendor has bought in certificates, and without making and scrapping the machines"
                        .formatted(
                                grid.country(),
                                Words.figures(grid.grams()),
                                grid.owid().isPresent()
                                        ? "Our World in Data from Ember, "
                                                + grid.year()
                                                + grid.ecologits().stream()
                                                        .mapToObj(g ->
                                                                "; EcoLogits: " + Words.figures(g))
                                                        .findFirst()
                                                        .orElse("")
                                        : "EcoLogits"));
        notes.add(
                "beside it: Google states 0.24 Wh for its median Gemini prompt, site and all (August 2025, no token count given)");
        return notes;
    }

    private static Figure row(String what, Energy.Range range, String unit) {
        return Figure.of(what, Kind.NUMBER, range.value(), unit).between(range.low(), range.high());
    }
}
