package steelyard.report.explain;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import steelyard.explain.Explained;
import steelyard.explain.Explanation;
import steelyard.ledger.ReadReport;
import steelyard.show.Page;
import steelyard.show.Shown;

/// An explanation with all that a reader needs to judge it, in every form.
///
/// @param subject what was read, as a title, e.g. the name of a file
/// @param warnings what to know of the question before the answer
/// @param bookAsOf the newest look at any source of the price book
/// @param details whether the text lists every model, price and problem and not just the largest
public record ExplainReport(
        String subject,
        Explained answer,
        ReadReport read,
        List<String> warnings,
        LocalDate bookAsOf,
        ZoneId zone,
        boolean details)
        implements Shown {

    public ExplainReport {
        warnings = List.copyOf(warnings);
    }

    Explanation explanation() {
        return answer.explanation();
    }

    @Override
    public String text(boolean colour) {
        return ExplainText.of(this, colour, details);
    }

    @Override
    public String json() {
        return ExplainJson.of(this);
    }

    @Override
    public String csv() {
        return ExplainCsv.of(this);
    }

    @Override
    public Page page() {
        return ExplainPage.of(this);
    }
}
