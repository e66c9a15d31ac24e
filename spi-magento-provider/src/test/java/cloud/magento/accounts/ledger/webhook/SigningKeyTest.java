package cloud.magento.accounts.ledger.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    @Test
    void signsAsStandardWebhooksLibrariesDo() {
        SigningKey key = SigningKey.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

        String signature =
                key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}".getBytes(UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void usesUnprefixedSecretAsKeyItself() {
        SigningKey key = SigningKey.of("0123456789abcdef0123456789abcdef").orElseThrow();
        SigningKey same = SigningKey.of("whsec_"
                        + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8)))
                .orElseThrow();

        assertThat(key.sign("msg_1", 1600000000, "{}\n".getBytes(UTF_8)))
                .isEqualTo(same.sign("msg_1", 1600000000, "{}\n".getBytes(UTF_8)))
                .isEqualTo("v1,xf1z2FwWU/oMHBgzFhs3ap5HsfsdUstu685IanbyTes=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcde",
                "whsec_",
                "whsec_this is no Base64 but long enough",
                "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY="
            })
    void rejectsShortOrMalformedSecret(String secret) {
        assertThat(SigningKey.of(secret)).isEmpty();
    }

    @Test
    void keepsSecretOutOfToString() {
        assertThat(SigningKey.of("0123456789abcdef0123456789abcdef").toString()).doesNotContain("0123");
    }
}
