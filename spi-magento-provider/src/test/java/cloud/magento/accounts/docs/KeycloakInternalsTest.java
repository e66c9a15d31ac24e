package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URL;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keycloak promises to keep only what its documented modules hold. All else that we use is listed with a reason, so
 * that an upgrade knows where to look.
 */
class KeycloakInternalsTest {
    private static final Set<String> SUPPORTED = Set.of("keycloak-core", "keycloak-server-spi", "keycloak-common");

    private static final Pattern JAR = Pattern.compile("/(keycloak-[a-z-]+)-\\d[^/]*\\.jar!");
    private static final Pattern LISTED = Pattern.compile("^- `(org\\.keycloak\\.[\\w.]+)`: \\S.*$");

    @Test
    void listsInternalClassesInUseAndNoOthers() {
        Set<String> used = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("cloud.magento.accounts")
                        .stream()
                        .flatMap(ours -> ours.getDirectDependenciesFromSelf().stream())
                        .map(Dependency::getTargetClass)
                        .map(JavaClass::getBaseComponentType)
                        .map(JavaClass::getName)
                        .filter(name -> name.startsWith("org.keycloak."))
                        .map(KeycloakInternalsTest::outermost)
                        .filter(name -> !SUPPORTED.contains(module(name)))
                        .collect(Collectors.toCollection(TreeSet::new));

        Set<String> listed = Document.named("keycloak-internals.md").lines().stream()
                .map(LISTED::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(used);
    }

    private static String outermost(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** The Maven artifact that the class comes from. */
    private static String module(String name) {
        URL location = KeycloakInternalsTest.class.getResource("/" + name.replace('.', '/') + ".class");
        assertThat(location).as(name).isNotNull();
        Matcher jar = JAR.matcher(String.valueOf(location));
        assertThat(jar.find()).as("%s at %s", name, location).isTrue();
        return jar.group(1);
    }
}
