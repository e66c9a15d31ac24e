package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedSecretTest {
    private static final String MASK = "**********";

    @Test
    void revealsMaskedSecretForUnchangedAddresses() {
        MagentoIdentityProviderConfig saved = masked("prompt", "login");

        assertThat(MaskedSecret.reveal(saved, Optional.of(TestConfigs.good()))).isEmpty();
        assertThat(saved.clientSecret()).contains("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://elsewhere.example",
        "tokenUrl, https://elsewhere.example/token",
        "jwksUrl, https://elsewhere.example/keys",
        "pushedAuthorizationRequestUrl, https://elsewhere.example/par",
        "clientId, somebody-else"
    })
    void rejectsMaskedSecretForChangedAddressOrClient(String key, String value) {
        MagentoIdentityProviderConfig saved = masked(key, value);

        assertThat(MaskedSecret.reveal(saved, Optional.of(TestConfigs.good())))
                .get()
                .asString()
                .contains(key);
        assertThat(saved.clientSecret()).contains(MASK);
    }

    @Test
    void rejectsMaskWithoutStoredSecret() {
        MagentoIdentityProviderConfig alreadyMasked = TestConfigs.with("clientSecret", MASK);
        MagentoIdentityProviderConfig withoutSecret = TestConfigs.with("clientSecret", "");

        assertThat(MaskedSecret.reveal(masked("prompt", "login"), Optional.empty()))
                .isPresent();
        assertThat(MaskedSecret.reveal(masked("prompt", "login"), Optional.of(alreadyMasked)))
                .isPresent();
        assertThat(MaskedSecret.reveal(masked("prompt", "login"), Optional.of(withoutSecret)))
                .isPresent();
    }

    @Test
    void acceptsNewSecretForChangedAddress() {
        MagentoIdentityProviderConfig saved = TestConfigs.with("issuer", "https://elsewhere.example");

        assertThat(MaskedSecret.reveal(saved, Optional.of(TestConfigs.good()))).isEmpty();
    }

    private static MagentoIdentityProviderConfig masked(String key, String value) {
        return TestConfigs.with("clientSecret", MASK, key, value);
    }
}
