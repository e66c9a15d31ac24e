package cloud.magento.accounts.upstream.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import org.keycloak.common.crypto.CryptoIntegration;

/** Keys and tokens as an upstream makes them, by another implementation than the one under test. */
public final class TestTokens {
    public static final String ISSUER = "https://upstream.example";
    public static final String CLIENT = "broker";
    public static final String NONCE = "n-0S6_WzA2Mj";
    public static final long NOW = 1_700_000_000L;

    public static final RSAKey RSA = rsa("rsa-1", 2048);
    public static final RSAKey OTHER_RSA = rsa("rsa-2", 2048);
    public static final ECKey EC = ec("ec-1");

    static {
        CryptoIntegration.init(TestTokens.class.getClassLoader());
    }

    private TestTokens() {}

    public static RSAKey rsa(String keyId, int bits) {
        try {
            return new RSAKeyGenerator(bits, true)
                    .keyID(keyId)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static ECKey ec(String keyId) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(keyId)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The claims of an ID token that nothing is wrong with. */
    public static ObjectNode claims() {
        return json("""
                {"iss":"https://upstream.example","aud":"broker","sub":"248289761001","nonce":"n-0S6_WzA2Mj",
                 "iat":1700000000,"exp":1700000300,"email":"jane@example.com","email_verified":true,
                 "name":"Jane Doe"}""");
    }

    public static ObjectNode json(String text) {
        return Json.object(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    public static String signed(ObjectNode claims, JWK key, JWSAlgorithm algorithm) {
        return sign(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims, signer(key));
    }

    public static String sign(JWSHeader header, ObjectNode claims, JWSSigner signer) {
        JWSObject token = new JWSObject(header, new Payload(claims.toString()));
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return token.serialize();
    }

    public static JWSSigner signer(JWK key) {
        try {
            return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String signedWithSecret(ObjectNode claims, byte[] secret, String keyId) {
        try {
            return sign(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId).build(), claims, new MACSigner(secret));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A token whose parts are exactly these. */
    public static String raw(String header, String claims, String signature) {
        return base64(header) + "." + base64(claims) + "." + signature;
    }

    public static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ObjectNode keySet(JWK... keys) {
        return json(Arrays.stream(keys)
                .map(key -> key.toPublicJWK().toJSONString())
                .collect(Collectors.joining(",", "{\"keys\":[", "]}")));
    }

    public static VerificationKeys verificationKeys(JWK... keys) {
        return value(VerificationKeys.parse(keySet(keys)));
    }

    public static <T> T value(Outcome<T> outcome) {
        return outcome.fold(value -> value, failure -> {
            throw new AssertionError("Failed: " + failure.fault());
        });
    }

    public static <T> UpstreamFault fault(Outcome<T> outcome) {
        return outcome.fold(
                value -> {
                    throw new AssertionError("Succeeded: " + value);
                },
                Failure::fault);
    }
}
