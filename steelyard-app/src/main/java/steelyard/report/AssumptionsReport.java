package steelyard.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import steelyard.plan.Assumptions;

/// Assumptions as a table.
public final class AssumptionsReport {
    private AssumptionsReport() {}

    public static TableReport of(Assumptions assumptions) {
        return TableReport.of(
                "steelyard.plan.assumptions/1",
                new TableReport.Heading(
                        "Steelyard: assumptions",
                        "plans",
                        "%d assumptions about usage, cost and choice, each with its range and reason."
                                .formatted(assumptions.all().size())),
                "Assumptions",
                "Typical values are used unless you state others.",
                List.of("name", "low", "typical", "high", "unit", "what", "source"),
                assumptions.all().values().stream()
                        .map(a ->
                                List.of(
                                        a.name(),
                                        Labels.figures(a.low()),
                                        Labels.figures(a.typical()),
                                        Labels.figures(a.high()),
                                        a.unit(),
                                        a.what(),
                                        a.source()))
                        .toList(),
                Set.of("low", "typical", "high"),
                List.of(),
                Optional.empty());
    }
}
