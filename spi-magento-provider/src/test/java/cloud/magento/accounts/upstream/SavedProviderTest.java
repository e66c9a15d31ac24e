package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.evaluation.RegisteredLinksFactory;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.keycloak.services.ErrorResponseException;

/** What is said of a provider that is refused when it is saved, which an import writes into the log. */
class SavedProviderTest {
    private static final List<Arguments> HOSTILE = List.of(
            Arguments.of("link\nmax", "3", "link?max is no setting of this provider."),
            Arguments.of("link\u001b[2Jmax", "3", "link?[2Jmax is no setting of this provider."),
            Arguments.of("linkEnforceFrom", "so\r\nWARN on", "so??WARN on"),
            Arguments.of("linkEnforceFrom", "\u202eso on", "?so on"));

    private final TestKeycloak keycloak = TestKeycloak.start();

    SavedProviderTest() {
        keycloak.provide(KnownLinks.class, new RegisteredLinksFactory()::create);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void masksLogInjectionInRefusal(String key, String value, String shown) {
        keycloak.run(
                session -> assertThatThrownBy(() -> TestConfigs.with(key, value).validate(session.realm()))
                        .isInstanceOf(ErrorResponseException.class)
                        .hasMessageContaining(shown));
    }

    @Test
    void refusesTrustEmailThatIsTurnedOnAndNotOneThatWasOn() {
        keycloak.withProvider();

        keycloak.run(session -> assertThatThrownBy(() -> trusting(session).validate(session.realm()))
                .isInstanceOf(ErrorResponseException.class)
                .hasMessageContaining("\"Trust Email\"")
                .hasMessageContaining("\"Policy: Trust verified email (risk)\""));
        keycloak.run(session -> session.identityProviders().update(trusting(session)));
        keycloak.run(session -> trusting(session).validate(session.realm()));
    }

    private static MagentoIdentityProviderConfig trusting(TestSession session) {
        MagentoIdentityProviderConfig config =
                new MagentoIdentityProviderConfig(session.identityProviders().getByAlias("magento"));
        config.setTrustEmail(true);
        return config;
    }
}
