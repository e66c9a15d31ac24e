package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientAuthMethodTest {
    @ParameterizedTest
    @EnumSource
    void findsEachMethodByRegisteredName(ClientAuthMethod method) {
        assertThat(ClientAuthMethod.ofId(method.id())).contains(method);
    }

    @Test
    void findsNoMethodThatWeDoNotHave() {
        assertThat(ClientAuthMethod.ofId("client_secret_jwt")).isEmpty();
        assertThat(ClientAuthMethod.ofId("PRIVATE_KEY_JWT")).isEmpty();
    }

    @Test
    void needsSecretUnlessAssertionIsSigned() {
        assertThat(ClientAuthMethod.CLIENT_SECRET_BASIC.needsSecret()).isTrue();
        assertThat(ClientAuthMethod.CLIENT_SECRET_POST.needsSecret()).isTrue();
        assertThat(ClientAuthMethod.PRIVATE_KEY_JWT.needsSecret()).isFalse();
    }
}
