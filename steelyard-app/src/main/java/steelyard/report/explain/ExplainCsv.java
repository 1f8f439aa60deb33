package steelyard.report.explain;

import java.util.ArrayList;
import java.util.List;
import steelyard.explain.Explanation;
import steelyard.show.Csv;

/// The effects of an explanation as CSV: a row per effect, and one per model behind it.
public final class ExplainCsv {
    private ExplainCsv() {}

    public static String of(ExplainReport report) {
        Explanation e = report.explanation();
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "before",
                        "",
                        ExplainJson.usd(e.before().spend().approximateUsd()).toPlainString()));
        for (Explanation.Effect effect : e.effects()) {
            rows.add(List.of(effect.name(), "", ExplainJson.usd(effect.usd()).toPlainString()));
            effect.models()
                    .forEach(s ->
                            rows.add(
                                    List.of(
                                            effect.name(),
                                            s.model(),
                                            ExplainJson.usd(s.usd()).toPlainString())));
        }
        rows.add(
                List.of(
                        "after",
                        "",
                        ExplainJson.usd(e.after().spend().approximateUsd()).toPlainString()));
        return Csv.table(List.of("effect", "model", "usd"), rows);
    }
}
