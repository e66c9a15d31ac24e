package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands of all pages call the same things by the same names, those of docs/start-here.md. */
class NamesInCommandsTest {
    private static final Pattern USED = Pattern.compile("\\$\\{?([A-Z][A-Z_]+)\\b");

    private static final Set<String> NAMES = Set.of(
            "KC",
            "REALM",
            "TOKEN",
            "USER_ID",
            "GROUP_ID",
            "KEYCLOAK",
            "ADMIN",
            "ADMIN_PASSWORD",
            "ISSUER",
            "CLIENT_ID",
            "CLIENT_SECRET",
            "ALIAS",
            "ACTION",
            "SPOOL");

    @Test
    void usesOnlyAgreedVariableNames() {
        assertThat(Pages.all().stream().flatMap(NamesInCommandsTest::others).toList())
                .isEmpty();
    }

    private static Stream<String> others(Path page) {
        List<String> lines = Pages.lines(page);
        return lines.stream()
                .flatMap(line -> USED.matcher(line).results())
                .map(use -> use.group(1))
                .filter(name -> !NAMES.contains(name))
                .distinct()
                .map(name -> Pages.name(page) + ": $" + name);
    }
}
