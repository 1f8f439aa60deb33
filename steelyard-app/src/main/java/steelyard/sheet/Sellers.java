package steelyard.sheet;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import steelyard.table.TableFile;

/// What each project calls our sellers: one line a name in `sellers.csv`, `*` for all projects.
final class Sellers {
    private final Map<String, String> byName = new HashMap<>();

    private Sellers() {
        TableFile.resource(
                Sellers.class,
                "/steelyard/sheet/sellers.csv",
                List.of("format", "name", "seller"),
                row -> byName.put(key(row.text("format"), row.text("name")), row.text("seller")));
    }

    static Sellers bundled() {
        return new Sellers();
    }

    Optional<String> seller(String format, String name) {
        return Optional.ofNullable(
                byName.getOrDefault(key(format, name), byName.get(key("*", name))));
    }

    private static String key(String format, String name) {
        return format + " " + name.toLowerCase(Locale.ROOT);
    }
}
