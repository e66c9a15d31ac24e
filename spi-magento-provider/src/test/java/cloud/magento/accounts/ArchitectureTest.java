package cloud.magento.accounts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final String ROOT = "cloud.magento.accounts";

    /** Which of our packages each one may use. A package that is not here may not exist. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("linking", Set.of()),
            entry("flow", Set.of("pages")),
            entry("setup", Set.of("flow")),
            entry("refusal", Set.of("linking")),
            entry("pages", Set.of("linking", "refusal")),
            entry("registry", Set.of("linking")),
            entry("upstream", Set.of("linking", "flow", "refusal", "pages")),
            entry("standing", Set.of("linking", "registry", "upstream")),
            entry("ledger", Set.of("linking", "refusal", "registry")),
            entry("report", Set.of("linking", "registry", "upstream", "standing")),
            entry("download", Set.of()),
            entry("audit", Set.of("download", "linking", "registry", "ledger", "report", "setup")),
            entry("metrics", Set.of("linking", "registry", "upstream", "ledger", "report")),
            entry("webhook", Set.of("ledger")),
            entry("auditor", Set.of("download", "linking", "pages", "ledger", "report", "standing", "upstream")),
            entry("help", Set.of("ledger", "linking", "pages", "upstream")),
            entry("site", Set.of("account", "auditor", "help", "upstream")),
            entry("authsession", Set.of("linking", "refusal", "pages", "standing")),
            entry("claims", Set.of("linking", "standing")),
            entry("account", Set.of("linking", "refusal", "flow", "pages", "registry", "upstream", "standing")),
            entry("gate", Set.of("linking", "refusal", "flow", "pages", "registry", "upstream", "standing")),
            entry("firstlogin", Set.of("linking", "refusal", "flow", "pages", "registry", "upstream", "standing")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_uses_only_those_below_it(String name) {
        String[] forbidden = packages().stream()
                .filter(other -> !other.equals(name) && !allowed(name).contains(other))
                .map(ArchitectureTest::in)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }

    @Test
    void the_policy_is_pure() {
        classes()
                .that()
                .resideInAPackage(in("linking"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("linking"), "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void every_package_has_its_place() {
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(ROOT.length() + 1).split("\\.", 2)[0])
                .collect(Collectors.toSet());

        assertThat(found).isEqualTo(packages());
    }

    private static Set<String> packages() {
        return MAY_USE.keySet();
    }

    private static Set<String> allowed(String name) {
        return MAY_USE.getOrDefault(name, Set.of());
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }
}
