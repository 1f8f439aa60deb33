package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import steelyard.serving.Deployment;
import steelyard.serving.Energy;
import steelyard.serving.Grid;
import steelyard.serving.Misses;

/// What a request takes in energy and carbon, as a table.
public final class EnergyReport {
    private EnergyReport() {}

    /// What a request takes in energy, and in carbon.
    ///
    /// @param lowPue the least that a site takes
    /// @param highPue the most
    public static TableReport of(
            Deployment d,
            Energy energy,
            Misses misses,
            Grid grid,
            double pue,
            double lowPue,
            double highPue,
            ServingReport.Question question) {
        List<List<String>> rows = new ArrayList<>();
        double wh = 1 / 3600.0;
        double site = energy.site() * wh;
        double low = (energy.request() * energy.low() + energy.server()) * lowPue * wh;
        double high = (energy.request() * energy.high() + energy.server()) * highPue * wh;
        double output = question.load().output();
        rows.add(ServingReport.row("power", energy.watts(), "W of each accelerator"));
        rows.add(
                joules(
                        "accelerators, output token",
                        energy.output(),
                        energy,
                        "J, prompts included"));
        rows.add(joules("accelerators, request", energy.request() * wh, energy, "Wh"));
        rows.add(ServingReport.row("servers around them, request", energy.server() * wh, "Wh"));
        rows.add(ServingReport.ranged("site, request", site, low, high, "Wh"));
        rows.add(
                ServingReport.ranged(
                        "site, million output tokens",
                        site / output * 1e3,
                        low / output * 1e3,
                        high / output * 1e3,
                        "kWh, prompts included"));
        rows.add(
                ServingReport.ranged(
                        "carbon, request",
                        site * grid.grams() / 1e3,
                        low * grid.low() / 1e3,
                        high * grid.high() / 1e3,
                        "g CO2e"));
        rows.add(
                ServingReport.ranged(
                        "carbon, million output tokens",
                        site / output * grid.grams(),
                        low / output * grid.low(),
                        high / output * grid.high(),
                        "kg CO2e, prompts included"));
        List<String> notes = new ArrayList<>(question.notes());
        notes.add(
                "low and high: of the accelerators, the middle four fifths of how far predictions were off on models that had not been seen (%d measured points, of each the energy of a token off by a factor of %s in the median), measured on H100 and B200 only; of the site, times PUE %s to %s; of carbon, times the two readings of the grid"
                        .formatted(
                                misses.points(),
                                Labels.figures(misses.medianFactor()),
                                Labels.figures(lowPue),
                                Labels.figures(highPue)));
        notes.add(
                "PUE %s; servers: 150 W for each accelerator around it (1.2 kW for eight, Boavizta by way of EcoLogits)"
                        .formatted(Labels.figures(pue)));
        if (question.utilisation() < 1) {
            notes.add(
                    "at little use machines stand idle in between; what they draw then was not measured and is taken to be what they draw at work, which is too much");
        }
        notes.add(
                "grid of %s: %s g CO2e per kWh (%s); lifecycle, by location, production mix; not what a vendor has bought in certificates, and without making and scrapping the machines"
                        .formatted(
                                grid.country(),
                                Labels.figures(grid.grams()),
                                grid.owid().isPresent()
                                        ? "Our World in Data from Ember, "
                                                + grid.year()
                                                + grid.ecologits().stream()
                                                        .mapToObj(g ->
                                                                "; EcoLogits: " + Labels.figures(g))
                                                        .findFirst()
                                                        .orElse("")
                                        : "EcoLogits"));
        notes.add(
                "beside it: Google states 0.24 Wh for its median Gemini prompt, site and all (August 2025, no token count given)");
        return TableReport.of(
                "steelyard.serving.energy/1",
                new TableReport.Heading(
                        "Steelyard: energy and carbon",
                        "serving",
                        "%s in %s on %d x %s: %s J of accelerators per output token, %s Wh and %s g CO2e a request with the site, in %s."
                                .formatted(
                                        d.model().id(),
                                        d.weights().id(),
                                        d.layout().gpus(),
                                        d.accelerator().id(),
                                        Labels.figures(energy.output()),
                                        Labels.figures(site),
                                        Labels.figures(site * grid.grams() / 1e3),
                                        grid.country())),
                "Energy",
                "Per request of %s tokens in, %s out, %s."
                        .formatted(
                                Labels.figures(question.load().input()),
                                Labels.figures(output),
                                question.utilisation() == 1
                                        ? "always full"
                                        : "used at " + Labels.percent(question.utilisation())),
                List.of("what", "value", "low", "high", "unit"),
                rows,
                Set.of("value", "low", "high"),
                notes,
                Optional.empty());
    }

    private static List<String> joules(String what, double value, Energy energy, String unit) {
        return ServingReport.ranged(what, value, value * energy.low(), value * energy.high(), unit);
    }
}
