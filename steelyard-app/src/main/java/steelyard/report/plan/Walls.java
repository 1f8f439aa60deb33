package steelyard.report.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.plan.Limit;
import steelyard.plan.Population;
import steelyard.show.Chart;
import steelyard.show.Table;
import steelyard.show.Words;

/// When users of a plan are stopped by its limits, as a table and a heat map.
public final class Walls {
    private static final List<String> DAYS =
            List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final int BAND = 3;

    private Walls() {}

    /// Where in the week users are stopped, as shares of all stops.
    static Table<?> of(Population users) {
        int limits = users.setting().limits().size();
        double[] hours = new double[7 * 24];
        double total = 0;
        for (int l = 0; l < limits; l++) {
            for (int h = 0; h < hours.length; h++) {
                hours[h] += users.stoppedAt(l, h);
                total += users.stoppedAt(l, h);
            }
        }
        List<List<Double>> values = new ArrayList<>();
        List<String> bands = new ArrayList<>();
        for (int band = 0; band < 24 / BAND; band++) {
            List<Double> line = new ArrayList<>();
            bands.add("%02d to %02d h".formatted(band * BAND, (band + 1) * BAND));
            for (int day = 0; day < 7; day++) {
                double sum = 0;
                for (int h = 0; h < BAND; h++) {
                    sum += hours[day * 24 + band * BAND + h];
                }
                line.add(total == 0 ? 0 : sum / total);
            }
            values.add(line);
        }
        Table<Integer> table =
                Table.of(
                                "walls",
                                "When users are stopped",
                                "Share of all stops by hour and day, %s."
                                        .formatted(
                                                users.setting().limits().stream()
                                                        .map(Walls::name)
                                                        .collect(Collectors.joining(" and "))),
                                IntStream.range(0, bands.size()).boxed().toList())
                        .name("hours", "hours", bands::get);
        for (int day = 0; day < DAYS.size(); day++) {
            int d = day;
            table =
                    table.share(
                            DAYS.get(day),
                            DAYS.get(day),
                            band -> Math.round(values.get(band).get(d) * 1e4) / 1e4);
        }
        return table.with(
                new Chart.Heat(
                        "Percent of all stops",
                        DAYS,
                        bands,
                        values.stream()
                                .map(line -> line.stream().map(share -> 100 * share).toList())
                                .toList()));
    }

    private static String name(Limit limit) {
        return "%s limit ($%s)"
                .formatted(limit.window(), Words.figures(limit.worth().orElse(Double.NaN)));
    }
}
