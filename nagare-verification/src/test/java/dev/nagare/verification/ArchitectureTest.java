package dev.nagare.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rooms and what each may use, as in ARCHITECTURE.md. */
class ArchitectureTest {
    private static JavaClasses nagare;

    @BeforeAll
    static void read() {
        nagare = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.nagare");
    }

    @Test
    void arrowsOnlyPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.nagare..")
                .layer("wire")
                .definedBy("dev.nagare.wire..")
                .layer("engine")
                .definedBy("dev.nagare.engine..")
                .layer("guard")
                .definedBy("dev.nagare.guard..")
                .layer("local")
                .definedBy("dev.nagare.local..")
                .layer("client")
                .definedBy("dev.nagare.client..")
                .layer("server")
                .definedBy("dev.nagare.server..")
                .layer("testkit")
                .definedBy("dev.nagare.testkit..")
                .layer("cli")
                .definedBy("dev.nagare.cli..")
                .whereLayer("wire")
                .mayNotAccessAnyLayer()
                .whereLayer("engine")
                .mayOnlyAccessLayers("wire")
                .whereLayer("client")
                .mayOnlyAccessLayers("wire")
                .whereLayer("guard")
                .mayOnlyAccessLayers("wire", "engine")
                .whereLayer("local")
                .mayOnlyAccessLayers("wire", "engine")
                .whereLayer("server")
                .mayOnlyAccessLayers("wire", "engine")
                .whereLayer("testkit")
                .mayOnlyAccessLayers("wire", "engine")
                .whereLayer("cli")
                .mayOnlyAccessLayers("wire", "engine", "guard", "local", "server", "client")
                .check(nagare);
    }

    @Test
    void thirdPartiesStayInTheirRooms() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.nagare.server..", "dev.nagare.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(nagare);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.nagare.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus..")
                .check(nagare);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.nagare.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snakeyaml..")
                .check(nagare);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.nagare.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(nagare);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.nagare.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .check(nagare);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.nagare.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(nagare);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.nagare.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .check(nagare);
    }

    @Test
    void onlyTheCommandPrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.nagare.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(nagare);
    }

    @Test
    void nothingReadsOrWritesUnboundedByReflection() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.nagare.wire..", "dev.nagare.engine..", "dev.nagare.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "java.io..ObjectInputStream")
                .check(nagare);
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .that()
                .arePublic()
                .should()
                .haveNameNotMatching(".*(Impl|Manager|Helper|Util|Utils)$")
                .check(nagare);
    }

    @Test
    void publicClassesAreNotOpenByAccident() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotRecords()
                .and()
                .resideOutsideOfPackage("dev.nagare.cli..")
                .should(Rules.beFinalAbstractOrSealed())
                .check(nagare);
    }
}
