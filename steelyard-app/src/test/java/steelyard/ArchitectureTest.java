package steelyard;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The rooms of the house and the arrows between them: from the outside in, never back. A package
/// that is not in the table is no room, and what is not listed may not be used.
class ArchitectureTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("steelyard");

    /// What every room may use: a refusal may have to be made anywhere.
    private static final String EVERYWHERE = "refusal";

    /// Each room and the rooms that it may use, the innermost first.
    private static final Map<String, Set<String>> ROOMS = new LinkedHashMap<>();

    static {
        room(EVERYWHERE);
        room("money");
        room("token");
        room("price", "token");
        room("rating", "money", "token", "price");
        room("file");
        room("table");
        room("show", "file");
        room("usage", "token", "file");
        room("cell", "money", "token", "price", "rating");
        room("ledger", "money", "token", "price", "rating", "cell", "file", "usage");
        room("spend", "money", "token", "price", "rating", "cell");
        room("sheet", "token", "price", "table");
        room("chronicle", "token", "price", "file", "table", "sheet");
        room("revision", "token", "price", "file", "sheet");
        room("audit", "token", "price");
        room("quality", "table");
        room("market", "money", "token", "price", "rating", "cell", "table", "quality");
        room("index", "money", "token", "cell", "table", "quality", "market");
        room("serving", "table");
        room("simulation", "table", "serving");
        room("plan", "money", "token", "price", "rating", "table", "quality", "market", "serving");
        room("claim", "table", "token");
        room("explain", "money", "token", "price", "cell", "spend", "quality", "market", "index");
        room(
                "report",
                "show",
                "money",
                "token",
                "price",
                "audit",
                "sheet",
                "revision",
                "cell",
                "spend",
                "ledger",
                "usage",
                "quality",
                "market",
                "index",
                "explain",
                "serving",
                "simulation",
                "plan",
                "claim");
        room("cli", ROOMS.keySet().toArray(String[]::new));
    }

    private static void room(String name, String... uses) {
        assertThat(ROOMS.keySet()).as("rooms inside %s", name).containsAll(List.of(uses));
        Set<String> all = new TreeSet<>(List.of(uses));
        if (!ROOMS.isEmpty()) {
            all.add(EVERYWHERE);
        }
        ROOMS.put(name, all);
    }

    /// The first part of a package's name below ours.
    private static String room(JavaClass type) {
        return type.getPackageName().replaceFirst("^steelyard\\.?", "").replaceFirst("\\..*", "");
    }

    private static Set<String> unknown(Iterable<JavaClass> house) {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass type : house) {
            if (!ROOMS.containsKey(room(type))) {
                unknown.add(type.getName());
            }
        }
        return unknown;
    }

    /// Uses that the table does not allow, as `room -> room: class`.
    private static Set<String> forbidden(Iterable<JavaClass> house) {
        Set<String> forbidden = new TreeSet<>();
        for (JavaClass type : house) {
            String from = room(type);
            type.getDirectDependenciesFromSelf().stream()
                    .map(d -> d.getTargetClass().getBaseComponentType())
                    .filter(used -> used.getPackageName().startsWith("steelyard"))
                    .filter(used -> !room(used).equals(from))
                    .filter(used -> !ROOMS.getOrDefault(from, Set.of()).contains(room(used)))
                    .forEach(used ->
                            forbidden.add(
                                    "%s -> %s: %s uses %s"
                                            .formatted(
                                                    from,
                                                    room(used),
                                                    type.getName(),
                                                    used.getName())));
        }
        return forbidden;
    }

    @Test
    void everyPackageIsARoomOfTheTable() {
        assertThat(unknown(HOUSE)).isEmpty();
        assertThat(ROOMS.keySet())
                .as("rooms that nobody lives in")
                .isEqualTo(
                        HOUSE.stream()
                                .map(ArchitectureTest::room)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void eachRoomUsesOnlyTheRoomsOfTheTable() {
        assertThat(forbidden(HOUSE)).isEmpty();
    }

    /// Every arrow that is allowed is there: the table is the plan of the house and no wish list.
    @Test
    void everyAllowedUseIsMade() {
        Map<String, Set<String>> used = new LinkedHashMap<>();
        ROOMS.keySet().forEach(room -> used.put(room, new TreeSet<>()));
        for (JavaClass type : HOUSE) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(d -> d.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith("steelyard"))
                    .map(ArchitectureTest::room)
                    .filter(target -> !target.equals(room(type)))
                    .forEach(target -> used.get(room(type)).add(target));
        }
        Map<String, Set<String>> idle = new LinkedHashMap<>();
        ROOMS.forEach((room, uses) -> {
            Set<String> left = new TreeSet<>(uses);
            left.removeAll(used.get(room));
            left.remove(EVERYWHERE);
            if (!left.isEmpty() && !room.equals("cli")) {
                idle.put(room, left);
            }
        });
        assertThat(idle).isEmpty();
    }

    /// The test can fail: a package that is none of ours is named, and so is a use that is not
    /// allowed.
    @Test
    void aStrangerAndAWrongTurnAreFound() {
        JavaClasses strangers =
                new ClassFileImporter()
                        .importClasses(ArchitectureTest.class, java.util.ArrayList.class);
        assertThat(unknown(strangers))
                .containsExactly("java.util.ArrayList", "steelyard.ArchitectureTest");
        Set<String> allowed = ROOMS.put("rating", Set.of("money", "token"));
        try {
            assertThat(forbidden(HOUSE)).anyMatch(use -> use.startsWith("rating -> price: "));
        } finally {
            ROOMS.put("rating", allowed);
        }
        assertThatThrownBy(() -> room("loft", "cellar")).hasMessageContaining("loft");
    }

    @Test
    void noRoomIsPartOfACircle() {
        slices().matching("steelyard.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void everyRoomIsNamedForTheField() {
        assertThat(ROOMS.keySet())
                .doesNotContainAnyElementsOf(
                        List.of("util", "common", "impl", "service", "model", "helper"));
    }
}
