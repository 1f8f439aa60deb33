package steelyard.report.explain;

import steelyard.show.Page;
import steelyard.show.Shown;

/// An explanation in every form.
///
/// @param details whether the text lists every model, price and problem and not just the largest
public record ExplainShown(ExplainReport report, boolean details) implements Shown {
    @Override
    public String text(boolean colour) {
        return ExplainText.of(report, colour, details);
    }

    @Override
    public String json() {
        return ExplainJson.of(report);
    }

    @Override
    public String csv() {
        return ExplainCsv.of(report);
    }

    @Override
    public Page page() {
        return ExplainPage.of(report);
    }
}
