package steelyard.price;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Public holidays, on which some vendors ask no peak prices: one line a day in `holidays.csv`.
final class Holidays {
    private static final Map<String, Set<Long>> DAYS = read();

    private Holidays() {}

    private record Holiday(String calendar, LocalDate date) {}

    private static Map<String, Set<Long>> read() {
        Map<String, Set<Long>> days = new HashMap<>();
        for (Holiday holiday :
                Sheets.table(
                        "holidays.csv",
                        Set.of("calendar", "date", "name", "source"),
                        row ->
                                new Holiday(
                                        row.required("calendar"),
                                        LocalDate.parse(row.required("date"))))) {
            days.computeIfAbsent(holiday.calendar(), c -> new HashSet<>())
                    .add(holiday.date().toEpochDay());
        }
        return Collections.unmodifiableMap(days);
    }

    static boolean known(String calendar) {
        return DAYS.containsKey(calendar);
    }

    /// @param epochDay days since 1970
    static boolean contains(String calendar, long epochDay) {
        return DAYS.getOrDefault(calendar, Set.of()).contains(epochDay);
    }
}
