package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import steelyard.plan.Limit;
import steelyard.plan.Population;

/// When users of a plan are stopped by its limits, as a table and a heat map.
final class Walls {
    private static final List<String> DAYS =
            List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final int BAND = 3;

    private Walls() {}

    /// Where in the week users are stopped, as shares of all stops.
    static TableReport.Part of(Population users) {
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
        List<List<String>> rows = new ArrayList<>();
        List<String> bands = new ArrayList<>();
        for (int band = 0; band < 24 / BAND; band++) {
            List<Double> line = new ArrayList<>();
            List<String> row = new ArrayList<>();
            bands.add("%02d to %02d h".formatted(band * BAND, (band + 1) * BAND));
            row.add(bands.getLast());
            for (int day = 0; day < 7; day++) {
                double sum = 0;
                for (int h = 0; h < BAND; h++) {
                    sum += hours[day * 24 + band * BAND + h];
                }
                line.add(total == 0 ? 0 : 100 * sum / total);
                row.add(Labels.share(total == 0 ? 0 : sum / total));
            }
            values.add(line);
            rows.add(row);
        }
        List<String> header = new ArrayList<>();
        header.add("hours");
        header.addAll(DAYS);
        return new TableReport.Part(
                "walls",
                "When users are stopped",
                "Share of all stops by hour and day, %s."
                        .formatted(
                                String.join(
                                        " and ",
                                        IntStream.range(0, limits)
                                                .mapToObj(
                                                        l -> name(users.setting().limits().get(l)))
                                                .toList())),
                header,
                rows,
                Set.copyOf(DAYS),
                Optional.of(new TableReport.Heat("Percent of all stops", DAYS, bands, values)));
    }

    private static String name(Limit limit) {
        return "%s limit ($%s)"
                .formatted(limit.window(), Labels.figures(limit.worth().orElse(Double.NaN)));
    }
}
