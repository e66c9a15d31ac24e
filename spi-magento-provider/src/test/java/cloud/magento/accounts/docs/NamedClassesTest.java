package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each class and each method that the walk-through and the glossary name is there, Keycloak's (in italics) as ours. */
class NamedClassesTest {
    private static final Pattern NAMED = Pattern.compile("(\\*?)`([A-Z][a-z]\\w+)(?:\\.(\\w+))?`");

    private static final List<String> KEYCLOAKS_PACKAGES = List.of(
            "authentication",
            "models",
            "protocol/oidc/endpoints",
            "protocol/oidc/grants",
            "services/managers",
            "services/resources");

    private static final Map<String, JavaClass> OURS = new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("cloud.magento.accounts")
                    .stream()
                    .collect(Collectors.toMap(JavaClass::getSimpleName, type -> type, (one, other) -> one));

    @ParameterizedTest
    @ValueSource(strings = {"walk-through.md", "glossary.md"})
    void namesClassesAndMethodsThatExist(String page) {
        List<MatchResult> named = NAMED.matcher(
                        String.join("\n", Document.named(page).lines()))
                .results()
                .toList();

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named.stream().filter(name -> !exists(name)).map(MatchResult::group))
                .isEmpty();
    }

    private static boolean exists(MatchResult name) {
        Optional<JavaClass> type =
                name.group(1).isEmpty() ? Optional.ofNullable(OURS.get(name.group(2))) : keycloaks(name.group(2));
        return type.filter(found -> name.group(3) == null || has(found, name.group(3)))
                .isPresent();
    }

    /** A method, or one of the nested types that a decision is. */
    private static boolean has(JavaClass type, String member) {
        boolean nested =
                OURS.values().stream().anyMatch(other -> other.getName().equals(type.getName() + "$" + member));
        return nested
                || Stream.concat(type.getAllMethods().stream(), type.getMethods().stream())
                        .anyMatch(method -> method.getName().equals(member));
    }

    private static Optional<JavaClass> keycloaks(String simpleName) {
        return KEYCLOAKS_PACKAGES.stream()
                .map(folder -> "/org/keycloak/" + folder + "/" + simpleName + ".class")
                .map(NamedClassesTest.class::getResource)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .map(NamedClassesTest::read);
    }

    private static JavaClass read(URL file) {
        return new ClassFileImporter().importUrl(file).iterator().next();
    }
}
