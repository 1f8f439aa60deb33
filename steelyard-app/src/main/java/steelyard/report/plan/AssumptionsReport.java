package steelyard.report.plan;

import java.util.List;
import steelyard.plan.Assumptions;
import steelyard.show.Answer;
import steelyard.show.Table;

/// Assumptions as a table.
public final class AssumptionsReport {
    private AssumptionsReport() {}

    public static Answer of(Assumptions assumptions) {
        Table<Assumptions.Assumption> table =
                Table.of(
                                "rows",
                                "Assumptions",
                                "Typical values are used unless you state others.",
                                List.copyOf(assumptions.all().values()))
                        .name("name", "name", Assumptions.Assumption::name)
                        .number("low", "low", Assumptions.Assumption::low)
                        .number("typical", "typical", Assumptions.Assumption::typical)
                        .number("high", "high", Assumptions.Assumption::high)
                        .name("unit", "unit", Assumptions.Assumption::unit)
                        .words("what", "what", Assumptions.Assumption::what)
                        .words("source", "source", Assumptions.Assumption::source);
        return new Answer(
                "steelyard.plan.assumptions/1",
                new Answer.Heading(
                        "Steelyard: assumptions",
                        "plans",
                        "%d assumptions about usage, cost and choice, each with its range and reason."
                                .formatted(assumptions.all().size())),
                List.of(table),
                List.of());
    }
}
