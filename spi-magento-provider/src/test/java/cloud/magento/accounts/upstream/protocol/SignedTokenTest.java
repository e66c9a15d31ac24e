package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignedTokenTest {
    private static final Set<SigningAlgorithm> ALLOWED =
            EnumSet.of(SigningAlgorithm.RS256, SigningAlgorithm.PS256, SigningAlgorithm.ES256, SigningAlgorithm.EDDSA);

    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of("RS256", TestTokens.RSA, JWSAlgorithm.RS256),
                Arguments.of("PS256", TestTokens.RSA, JWSAlgorithm.PS256),
                Arguments.of("ES256", TestTokens.EC, JWSAlgorithm.ES256));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void acceptsSignatureOfListedAlgorithm(String name, JWK key, JWSAlgorithm algorithm) {
        String token = TestTokens.signed(TestTokens.claims(), key, algorithm);

        SignedToken verified =
                TestTokens.value(verify(token, TestTokens.verificationKeys(TestTokens.RSA, TestTokens.EC)));

        assertThat(verified.claims()).isEqualTo(TestTokens.claims());
    }

    @Test
    void acceptsLongToken() {
        ObjectNode claims = TestTokens.claims().put("groups", "g".repeat(150_000));
        String token = TestTokens.signed(claims, TestTokens.RSA, JWSAlgorithm.RS256);

        assertThat(TestTokens.value(SignedToken.parse(token)).claims()).isEqualTo(claims);
    }

    @Test
    void acceptsEd25519Signature() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
        String x = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        VerificationKeys keys = TestTokens.value(VerificationKeys.parse(TestTokens.json(
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\",\"use\":\"sig\",\"x\":\"" + x
                        + "\"}]}")));
        String input = TestTokens.base64("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}") + "."
                + TestTokens.base64(TestTokens.claims().toString());
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(input.getBytes(StandardCharsets.US_ASCII));
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());

        assertThat(TestTokens.value(verify(input + "." + signature, keys)).claims())
                .isEqualTo(TestTokens.claims());
    }

    static Stream<Arguments> bad() throws Exception {
        String claims = TestTokens.claims().toString();
        String good = TestTokens.signed(TestTokens.claims(), TestTokens.RSA, JWSAlgorithm.RS256);
        RSAKey impostor = TestTokens.rsa("rsa-1", 2048);
        JWSHeader withKey = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(impostor.toPublicJWK())
                .keyID("unknown")
                .build();
        JWSHeader withKeyUrl = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwkURL(java.net.URI.create("https://attacker.example/keys"))
                .keyID("rsa-1")
                .build();
        byte[] publicKey = TestTokens.RSA.toRSAPublicKey().getEncoded();
        return Stream.of(
                Arguments.of(
                        "unsigned, with key id",
                        TestTokens.raw("{\"alg\":\"none\",\"kid\":\"rsa-1\"}", claims, ""),
                        UpstreamFault.ALGORITHM_NOT_ALLOWED),
                Arguments.of(
                        "unsigned, without key id",
                        TestTokens.raw("{\"alg\":\"none\"}", claims, ""),
                        UpstreamFault.ALGORITHM_NOT_ALLOWED),
                Arguments.of(
                        "unsigned, spelt otherwise",
                        TestTokens.raw("{\"alg\":\"nOnE\"}", claims, ""),
                        UpstreamFault.ALGORITHM_NOT_ALLOWED),
                Arguments.of(
                        "signature cut off",
                        good.substring(0, good.lastIndexOf('.') + 1),
                        UpstreamFault.SIGNATURE_INVALID),
                Arguments.of("tampered claims", tampered(good), UpstreamFault.SIGNATURE_INVALID),
                Arguments.of(
                        "another key under the same id",
                        TestTokens.signed(TestTokens.claims(), impostor, JWSAlgorithm.RS256),
                        UpstreamFault.SIGNATURE_INVALID),
                Arguments.of(
                        "unknown key id",
                        TestTokens.signed(TestTokens.claims(), TestTokens.OTHER_RSA, JWSAlgorithm.RS256),
                        UpstreamFault.KEY_UNKNOWN),
                Arguments.of(
                        "key in its own header",
                        TestTokens.sign(withKey, TestTokens.claims(), TestTokens.signer(impostor)),
                        UpstreamFault.KEY_UNKNOWN),
                Arguments.of(
                        "key at a URL of its own",
                        TestTokens.sign(withKeyUrl, TestTokens.claims(), TestTokens.signer(impostor)),
                        UpstreamFault.SIGNATURE_INVALID),
                Arguments.of(
                        "shared secret: the public key",
                        TestTokens.signedWithSecret(TestTokens.claims(), publicKey, "rsa-1"),
                        UpstreamFault.ALGORITHM_NOT_ALLOWED),
                Arguments.of(
                        "shared secret: the client secret",
                        TestTokens.signedWithSecret(
                                TestTokens.claims(),
                                "a-client-secret-of-32-characters".getBytes(StandardCharsets.UTF_8),
                                "rsa-1"),
                        UpstreamFault.ALGORITHM_NOT_ALLOWED),
                Arguments.of(
                        "algorithm not on the list",
                        TestTokens.signed(TestTokens.claims(), TestTokens.RSA, JWSAlgorithm.RS512),
                        UpstreamFault.ALGORITHM_NOT_ALLOWED),
                Arguments.of(
                        "unknown extension",
                        TestTokens.raw("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"crit\":[\"x\"]}", claims, "AAAA"),
                        UpstreamFault.EXTENSION_UNKNOWN),
                Arguments.of("encrypted", "a.b.c.d.e", UpstreamFault.TOKEN_ENCRYPTED),
                Arguments.of("two parts", "a.b", UpstreamFault.TOKEN_MALFORMED),
                Arguments.of("not base64", "!.!.!", UpstreamFault.TOKEN_MALFORMED),
                Arguments.of(
                        "header is no object", TestTokens.raw("[]", claims, "AAAA"), UpstreamFault.TOKEN_MALFORMED),
                Arguments.of(
                        "claims are no object",
                        TestTokens.raw("{\"alg\":\"RS256\"}", "\"sub\"", "AAAA"),
                        UpstreamFault.TOKEN_MALFORMED),
                Arguments.of(
                        "a claim twice",
                        TestTokens.raw("{\"alg\":\"RS256\"}", "{\"sub\":\"a\",\"sub\":\"b\"}", "AAAA"),
                        UpstreamFault.TOKEN_MALFORMED),
                Arguments.of(
                        "longer than any token",
                        "a".repeat(SignedToken.MAX_LENGTH) + ".b.c",
                        UpstreamFault.TOKEN_TOO_LONG));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void rejectsUnsignedForgedMalformedOrOversizedToken(String name, String token, UpstreamFault expected) {
        assertThat(TestTokens.fault(verify(token, TestTokens.verificationKeys(TestTokens.RSA, TestTokens.EC))))
                .isEqualTo(expected);
    }

    @Test
    void keepsClaimsOutOfLogs() {
        String token = TestTokens.signed(TestTokens.claims(), TestTokens.RSA, JWSAlgorithm.RS256);

        assertThat(TestTokens.value(SignedToken.parse(token)).toString()).doesNotContain("jane", "248289761001");
    }

    private static Outcome<SignedToken> verify(String compact, VerificationKeys keys) {
        return SignedToken.parse(compact)
                .flatMap(token -> token.algorithm(ALLOWED).flatMap(algorithm -> token.verified(keys, algorithm)));
    }

    private static String tampered(String token) {
        String[] parts = token.split("\\.", -1);
        String claims = TestTokens.base64(
                TestTokens.claims().put("sub", "somebody-else").toString());
        return parts[0] + "." + claims + "." + parts[2];
    }
}
