package cloud.magento.accounts.ledger.chain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What is shipped to people who do not trust the server must not need it. */
class ChainPurityTest {
    @Test
    void dependsOnNothingButJavaAndJspecify() {
        String here = ChainCheck.class.getPackageName();

        classes()
                .that()
                .resideInAPackage(here)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(here, "java..", "org.jspecify..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(here));
    }
}
