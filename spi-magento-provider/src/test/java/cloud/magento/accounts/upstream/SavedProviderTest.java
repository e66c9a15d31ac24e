package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.keycloak.TestKeycloak;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.keycloak.services.ErrorResponseException;

/** What is said of settings that are refused, which an import writes into the log. */
class SavedProviderTest {
    private static final List<Arguments> HOSTILE = List.of(
            Arguments.of("link\nmax", "3", "link?max is no setting of this provider."),
            Arguments.of("link\u001b[2Jmax", "3", "link?[2Jmax is no setting of this provider."),
            Arguments.of("linkEnforceFrom", "so\r\nWARN on", "so??WARN on"),
            Arguments.of("linkEnforceFrom", "\u202eso on", "?so on"));

    private final TestKeycloak keycloak = TestKeycloak.start();

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void masksLogInjectionInRefusal(String key, String value, String shown) {
        keycloak.run(
                session -> assertThatThrownBy(() -> TestConfigs.with(key, value).validate(session.realm()))
                        .isInstanceOf(ErrorResponseException.class)
                        .hasMessageContaining(shown));
    }
}
