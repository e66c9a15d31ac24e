package cloud.magento.accounts.broker.ways;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Somebody whose signed word a realm takes for who a person is (JWT authorization grant, RFC 7523, section 2.1). */
final class Assertions {
    /** The alias under which a realm knows it. */
    static final String PROVIDER = "assertions";

    private static final String ISSUER = "https://assertions.invalid";

    private final RSAKey key;

    Assertions() {
        try {
            key = new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> providerConfig() {
        return Map.of(
                "issuer",
                ISSUER,
                "useJwksUrl",
                "false",
                "publicKeySignatureVerifier",
                new JWKSet(key.toPublicJWK()).toString(),
                "jwtAuthorizationGrantEnabled",
                "true");
    }

    /** Says to the realm that its client may act for this person. */
    String about(String subject, URI realm) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = Map.of(
                "iss",
                ISSUER,
                "sub",
                subject,
                "aud",
                realm.toString(),
                "iat",
                now,
                "exp",
                now + 120,
                "jti",
                UUID.randomUUID().toString());
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .build();
            JWSObject token = new JWSObject(header, new Payload(claims));
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
