package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.broker.provider.BrokeredIdentityContext;

/** Which name a mapper may write to an account that exists. */
class ForcedSyncTest {
    private final TestKeycloak keycloak = TestKeycloak.start();
    private final TestAccount ada = keycloak.account("ada");

    @BeforeEach
    void another() {
        TestAccount bob = keycloak.account("bob");
        keycloak.run(session -> bob.in(session).setEmail("bob@example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gold-ada", "ada", "ADA"})
    void takesNameThatIsFree(String wished) {
        assertThat(named(wished)).isEqualTo(wished);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "bob", "BOB", "bob@example.com"})
    void keepsNameWhereMapperHasNoneOrAnotherAccounts(String wished) {
        assertThat(named(wished)).isEqualTo("ada");
    }

    @Test
    void asksForNoNameWithoutMapper() {
        assertThat(named(null)).isNull();
    }

    private @Nullable String named(@Nullable String wished) {
        BrokeredIdentityContext identity = new BrokeredIdentityContext("1", TestConfigs.good());
        identity.setModelUsername(wished);
        keycloak.run(session -> new ForcedSync(session, session.realm()).keepName(ada.in(session), identity));
        return identity.getModelUsername();
    }
}
