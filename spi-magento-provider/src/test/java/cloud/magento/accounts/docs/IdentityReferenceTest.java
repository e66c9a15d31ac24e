package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.report.IdentityField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityReferenceTest {
    private final Document identities = Document.named("rest.md").section("Identities");

    @ParameterizedTest
    @EnumSource
    void namesEveryFieldOfAnAccount(IdentityField field) {
        assertThat(identities.lines())
                .anyMatch(line -> line.contains("\"" + field.id() + "\"") || line.contains("`" + field.id() + "`"));
    }
}
