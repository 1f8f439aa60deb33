package steelyard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows between the rooms: from the outside in, never back.
class ArchitectureTest {
    private static final JavaClasses ROOMS =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("steelyard");

    @Test
    void eachRoomUsesOnlyTheRoomsInsideIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("money")
                .definedBy("steelyard.money")
                .layer("token")
                .definedBy("steelyard.token")
                .layer("price")
                .definedBy("steelyard.price")
                .layer("rating")
                .definedBy("steelyard.rating")
                .layer("usage")
                .definedBy("steelyard.usage")
                .layer("ledger")
                .definedBy("steelyard.ledger")
                .layer("table")
                .definedBy("steelyard.table")
                .layer("sheet")
                .definedBy("steelyard.sheet")
                .layer("chronicle")
                .definedBy("steelyard.chronicle")
                .layer("revision")
                .definedBy("steelyard.revision")
                .layer("audit")
                .definedBy("steelyard.audit")
                .layer("quality")
                .definedBy("steelyard.quality")
                .layer("market")
                .definedBy("steelyard.market")
                .layer("index")
                .definedBy("steelyard.index")
                .layer("serving")
                .definedBy("steelyard.serving")
                .layer("simulation")
                .definedBy("steelyard.simulation")
                .layer("plan")
                .definedBy("steelyard.plan")
                .layer("claim")
                .definedBy("steelyard.claim")
                .layer("explain")
                .definedBy("steelyard.explain")
                .layer("report")
                .definedBy("steelyard.report", "steelyard.report.html..")
                .layer("cli")
                .definedBy("steelyard.cli")
                .whereLayer("money")
                .mayNotAccessAnyLayer()
                .whereLayer("token")
                .mayNotAccessAnyLayer()
                .whereLayer("price")
                .mayOnlyAccessLayers("money", "token")
                .whereLayer("rating")
                .mayOnlyAccessLayers("money", "token", "price")
                .whereLayer("usage")
                .mayOnlyAccessLayers("token")
                .whereLayer("ledger")
                .mayOnlyAccessLayers("money", "token", "price", "rating", "usage")
                .whereLayer("table")
                .mayNotAccessAnyLayer()
                .whereLayer("sheet")
                .mayOnlyAccessLayers("token", "price", "table")
                .whereLayer("chronicle")
                .mayOnlyAccessLayers("token", "price", "table", "sheet")
                .whereLayer("revision")
                .mayOnlyAccessLayers("token", "price", "table", "sheet")
                .whereLayer("audit")
                .mayOnlyAccessLayers("token", "price")
                .whereLayer("quality")
                .mayOnlyAccessLayers("table")
                .whereLayer("market")
                .mayOnlyAccessLayers("money", "token", "price", "rating", "quality")
                .whereLayer("index")
                .mayOnlyAccessLayers("table", "quality", "market")
                .whereLayer("serving")
                .mayOnlyAccessLayers("table")
                .whereLayer("simulation")
                .mayOnlyAccessLayers("table", "serving")
                .whereLayer("plan")
                .mayOnlyAccessLayers("price", "table")
                .whereLayer("claim")
                .mayOnlyAccessLayers("table")
                .whereLayer("explain")
                .mayOnlyAccessLayers(
                        "money", "token", "price", "ledger", "quality", "market", "index")
                .whereLayer("report")
                .mayOnlyAccessLayers(
                        "money",
                        "token",
                        "price",
                        "audit",
                        "sheet",
                        "revision",
                        "ledger",
                        "quality",
                        "market",
                        "index",
                        "explain",
                        "serving",
                        "simulation",
                        "plan",
                        "claim")
                .check(ROOMS);
    }

    @Test
    void noRoomIsPartOfACircle() {
        slices().matching("steelyard.(*)..").should().beFreeOfCycles().check(ROOMS);
    }

    @Test
    void everyRoomIsNamedForTheField() {
        classes()
                .should()
                .resideOutsideOfPackages(
                        "..util..",
                        "..common..",
                        "..impl..",
                        "..service..",
                        "..model..",
                        "..helper..")
                .check(ROOMS);
    }
}
