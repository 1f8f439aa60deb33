package steelyard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Index numbers against values that we did not compute: see README.md beside them for their
/// sources (gpindex, IndexNumR, PriceIndexCalc, and an independent implementation).
class VectorsTest {
    private static final Map<String, String> IDS =
            Map.of(
                    "satovartia", "sato-vartia",
                    "vartia1", "montgomery-vartia",
                    "geomLaspeyres", "geometric-laspeyres",
                    "geomPaasche", "geometric-paasche",
                    "ces", "lloyd-moulton:2",
                    "wisp", "window-published",
                    "hasp", "half-published",
                    "mean_pub", "mean-published");

    private final Map<String, Panel> panels = new HashMap<>();
    private final Map<String, double[]> computed = new HashMap<>();

    @Test
    void every901ValuesIsMetAtItsTolerance() {
        List<String> wrong = new ArrayList<>();
        List<NamedCsvRecord> rows = TestingTables.rows("expected.csv");
        for (NamedCsvRecord row : rows) {
            double expected = Double.parseDouble(row.getField("expected"));
            double actual = actual(row);
            double tolerance = Double.parseDouble(row.getField("rel_tol"));
            if (!(Math.abs(actual - expected) <= tolerance * Math.abs(expected))) {
                wrong.add(
                        "%s %s %s %s period %s: expected %s, is %s"
                                .formatted(
                                        row.getField("id"),
                                        row.getField("dataset"),
                                        row.getField("method"),
                                        row.getField("params"),
                                        row.getField("period"),
                                        expected,
                                        actual));
            }
        }
        assertThat(rows).hasSize(901);
        assertThat(wrong).isEmpty();
    }

    private double actual(NamedCsvRecord row) {
        String dataset = row.getField("dataset");
        String method = row.getField("method");
        String params = row.getField("params");
        if (params.equals("full;intersection")) {
            double[] levels = PriceIndex.levels(inAll(dataset), method(method, "full"));
            return levels[4] / levels[3];
        }
        int period = Integer.parseInt(row.getField("period")) - 1;
        if (method.equals("splice-only")) {
            return splices(Splice.named(params.substring(7)).orElseThrow())[period];
        }
        Panel panel = panels.computeIfAbsent(dataset, TestingTables::panel);
        if (method.startsWith("indicator")) {
            Indicator indicator =
                    method.endsWith("bennet") ? Indicator.BENNET : Indicator.MONTGOMERY;
            Indicator.Parts parts = indicator.of(panel, period - 1, period);
            return method.contains("price") ? parts.price() : parts.quantity();
        }
        return computed.computeIfAbsent(
                        dataset + method + params,
                        _ -> PriceIndex.levels(panel, method(method, params)))[period];
    }

    private static Method method(String name, String params) {
        String id = IDS.getOrDefault(name, name);
        Method.Window window = new Method.Window.Full();
        if (params.startsWith("window=")) {
            String[] parts = params.split("[=;]");
            window =
                    new Method.Window.Rolling(
                            Integer.parseInt(parts[1]),
                            Splice.named(IDS.getOrDefault(parts[3], parts[3])).orElseThrow());
        }
        return Method.named(params.equals("fixedbase") ? "fixed-" + id : id, window);
    }

    /// The panel of the products that are sold in every period.
    private static Panel inAll(String dataset) {
        Map<String, Integer> seen = new TreeMap<>();
        List<NamedCsvRecord> rows = TestingTables.rows("inputs/" + dataset + ".csv");
        rows.forEach(r -> seen.merge(r.getField("product"), 1, Integer::sum));
        Panel.Builder panel = Panel.builder(dataset);
        for (NamedCsvRecord r : rows) {
            if (seen.get(r.getField("product")) == 8) {
                panel.add(
                        r.getField("period"),
                        r.getField("product"),
                        Double.parseDouble(r.getField("price")),
                        Double.parseDouble(r.getField("quantity")),
                        0);
            }
        }
        return panel.build();
    }

    /// Windows given as three links each, that is, four periods; the first link is 1.
    private static double[] splices(Splice splice) {
        List<double[]> windows = new ArrayList<>();
        for (NamedCsvRecord row : TestingTables.rows("inputs/splice3.csv")) {
            int slot = Integer.parseInt(row.getField("slot"));
            if (slot == 1) {
                windows.add(new double[4]);
            }
            double[] window = windows.getLast();
            window[slot] =
                    window[slot - 1]
                            + Math.log(Double.parseDouble(row.getField("period_on_period")));
        }
        double[] logs = PriceIndex.splice(windows, splice);
        return java.util.Arrays.stream(logs).skip(1).map(Math::exp).toArray();
    }

    @Test
    void contributionsAddUpToTheChangeUnderEveryMethod() {
        for (String dataset : List.of("manual6", "ces2", "lk8", "gp13", "kay_abc", "kay_cde")) {
            Panel panel = TestingTables.panel(dataset);
            List<Method> methods = new ArrayList<>();
            for (Formula formula : Formula.all()) {
                methods.add(new Method.Chained(formula));
                methods.add(new Method.FixedBase(formula));
            }
            for (Splice splice : Splice.values()) {
                Method.Window window = new Method.Window.Rolling(5, splice);
                methods.add(Method.named("ccdi", window));
                methods.add(Method.named("wtpd", window));
            }
            methods.add(Method.named("geks-fisher", new Method.Window.Full()));
            methods.add(Method.named("tpd", new Method.Window.Full()));
            methods.add(Method.named("gk", new Method.Window.Full()));
            methods.add(Method.named("lloyd-moulton:0.5", new Method.Window.Full()));
            for (Method method : methods) {
                double before = 0;
                for (IndexSeries.Value value : PriceIndex.of(panel, method).values()) {
                    double now = Math.log(value.level().orElseThrow());
                    double sum =
                            value.contributions().stream()
                                    .mapToDouble(IndexSeries.Contribution::log)
                                    .sum();
                    assertThat(sum)
                            .as("%s %s %s", dataset, method.title(), value.period())
                            .isCloseTo(now - before, within(1e-10));
                    before = now;
                }
            }
        }
    }
}
