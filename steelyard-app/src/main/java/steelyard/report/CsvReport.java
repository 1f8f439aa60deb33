package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import steelyard.explain.Explanation;

/// The effects of an explanation as CSV: a row per effect, and one per model behind it.
public final class CsvReport {
    private CsvReport() {}

    public static String of(Report report) {
        Explanation e = report.explanation();
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "before",
                        "",
                        JsonReport.usd(e.before().spend().approximateUsd()).toPlainString()));
        for (Explanation.Effect effect : e.effects()) {
            rows.add(List.of(effect.name(), "", JsonReport.usd(effect.usd()).toPlainString()));
            effect.models()
                    .forEach(s ->
                            rows.add(
                                    List.of(
                                            effect.name(),
                                            s.model(),
                                            JsonReport.usd(s.usd()).toPlainString())));
        }
        rows.add(
                List.of(
                        "after",
                        "",
                        JsonReport.usd(e.after().spend().approximateUsd()).toPlainString()));
        return Csv.table(List.of("effect", "model", "usd"), rows);
    }
}
