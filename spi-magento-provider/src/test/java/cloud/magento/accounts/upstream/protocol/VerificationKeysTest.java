package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerificationKeysTest {

    @Test
    void skipsUnreadableEntriesOfKeySet() {
        String good = TestTokens.RSA.toPublicJWK().toJSONString();
        Outcome<VerificationKeys> keys = VerificationKeys.parse(TestTokens.json("{\"keys\":["
                + "{\"kty\":\"RSA\",\"kid\":\"no-numbers\"},"
                + "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"off-curve\",\"x\":\"AQ\",\"y\":\"AQ\"},"
                + "{\"kty\":\"XYZ\",\"kid\":\"of-the-future\"},"
                + "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"shared\"},"
                + "\"nonsense\",null,42,[],"
                + good + "]}"));

        assertThat(TestTokens.value(keys).keys())
                .extracting(VerificationKeys.Key::id)
                .containsExactly("rsa-1");
    }

    @Test
    void omitsEncryptionKeysAndWeakKeys() {
        String weak = TestTokens.rsa("weak", 1024).toPublicJWK().toJSONString();
        String encryption =
                TestTokens.OTHER_RSA.toPublicJWK().toJSONString().replace("\"use\":\"sig\"", "\"use\":\"enc\"");

        assertThat(TestTokens.fault(
                        VerificationKeys.parse(TestTokens.json("{\"keys\":[" + weak + "," + encryption + "]}"))))
                .isEqualTo(UpstreamFault.KEYS_UNREADABLE);
    }

    @Test
    void rejectsMalformedKeySet() {
        assertThat(TestTokens.fault(VerificationKeys.parse(TestTokens.json("{\"keys\":\"x\"}"))))
                .isEqualTo(UpstreamFault.KEYS_UNREADABLE);
        assertThat(TestTokens.fault(VerificationKeys.parse(TestTokens.json("{}"))))
                .isEqualTo(UpstreamFault.KEYS_UNREADABLE);
    }

    @Test
    void acceptsKeySetOfHundreds() {
        // given
        RSAKey[] many = IntStream.range(0, VerificationKeys.MAX_KEYS)
                .mapToObj(number -> new RSAKey.Builder(TestTokens.RSA)
                        .keyID("key-" + number)
                        .build())
                .toArray(RSAKey[]::new);

        // then
        assertThat(TestTokens.verificationKeys(many).candidates("key-" + (many.length - 1), SigningAlgorithm.RS256))
                .hasSize(1);
    }

    @Test
    void rejectsOversizedKeySet() {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = set.putArray("keys");
        IntStream.rangeClosed(0, VerificationKeys.MAX_KEYS).forEach(number -> keys.addObject());

        assertThat(TestTokens.fault(VerificationKeys.parse(set))).isEqualTo(UpstreamFault.KEYS_TOO_MANY);
    }

    @Test
    void selectsSingleKeyWithoutId() {
        RSAKey unnamed = new RSAKey.Builder(TestTokens.RSA).keyID(null).build();
        VerificationKeys keys = TestTokens.verificationKeys(unnamed);

        assertThat(keys.candidates(null, SigningAlgorithm.RS256)).hasSize(1);
        assertThat(keys.candidates("any", SigningAlgorithm.RS256)).hasSize(1);
    }

    @Test
    void selectsSingleKeyForTokenWithoutKeyId() {
        VerificationKeys keys = TestTokens.verificationKeys(TestTokens.RSA, TestTokens.EC);

        assertThat(keys.candidates(null, SigningAlgorithm.RS256))
                .extracting(VerificationKeys.Key::id)
                .containsExactly("rsa-1");
    }

    @Test
    void selectsNoKeyAmongSeveralWithoutMatchingId() {
        VerificationKeys keys = TestTokens.verificationKeys(TestTokens.RSA, TestTokens.OTHER_RSA);

        assertThat(keys.candidates(null, SigningAlgorithm.RS256)).isEmpty();
        assertThat(keys.candidates("rsa-3", SigningAlgorithm.RS256)).isEmpty();
    }

    @Test
    void preventsAlgorithmConfusionAcrossKeyTypes() {
        VerificationKeys keys = TestTokens.verificationKeys(TestTokens.EC);

        assertThat(keys.candidates("ec-1", SigningAlgorithm.RS256)).isEmpty();
        assertThat(keys.candidates("ec-1", SigningAlgorithm.ES512)).isEmpty();
    }

    @Test
    void usesKeyForNoOtherAlgorithmThanItsOwn() {
        VerificationKeys keys = TestTokens.verificationKeys(
                new RSAKey.Builder(TestTokens.RSA).algorithm(JWSAlgorithm.RS512).build());

        assertThat(keys.candidates("rsa-1", SigningAlgorithm.RS512)).hasSize(1);
        assertThat(keys.candidates("rsa-1", SigningAlgorithm.RS256)).isEmpty();
    }
}
