package cloud.magento.accounts.broker.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** ID tokens that nobody may believe. */
final class Forgery {
    /** Made beforehand: to make one takes longer, now and then, than the broker waits for an answer. */
    private static final RSAKey FOREIGN = Keys.fresh();

    private Forgery() {}

    /** A right signature over other claims than those it comes with. */
    static String tampered(Map<String, Object> claims, Keys keys, Client client) {
        String[] parts = keys.sign(claims).split("\\.");
        Map<String, Object> others = new LinkedHashMap<>(claims);
        others.put("sub", "somebody-else");
        return parts[0] + "." + encode(others) + "." + parts[2];
    }

    static String unsigned(Map<String, Object> claims, Optional<String> kid) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "none");
        kid.ifPresent(id -> header.put("kid", id));
        return encode(header) + "." + encode(claims) + ".";
    }

    static String byAnotherKey(Map<String, Object> claims, Keys keys, Client client) {
        return Keys.sign(keys.header(), FOREIGN, claims);
    }

    static String byUnknownKey(Map<String, Object> claims, Keys keys, Client client) {
        return Keys.sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(FOREIGN.getKeyID())
                        .build(),
                FOREIGN,
                claims);
    }

    static String byKeyInHeader(Map<String, Object> claims, Keys keys, Client client) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(FOREIGN.getKeyID())
                .jwk(FOREIGN.toPublicJWK())
                .build();
        return Keys.sign(header, FOREIGN, claims);
    }

    static String byKeyAtUrl(Map<String, Object> claims, Keys keys, Client client) {
        Map<String, Object> keySet =
                Map.of("keys", List.of(FOREIGN.toPublicJWK().toJSONObject()));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(FOREIGN.getKeyID())
                .jwkURL(URI.create(claims.get("iss") + echoing(keySet)))
                .build();
        return Keys.sign(header, FOREIGN, claims);
    }

    /** The path at which the stand-in answers exactly this content. */
    static String echoing(Map<String, Object> content) {
        return Endpoint.ECHO.path() + "?body=" + encode(content);
    }

    /** The classic confusion: the published RSA key, as PEM text, taken for an HMAC secret. */
    static String byPublicKeyAsSecret(Map<String, Object> claims, Keys keys, Client client) {
        try {
            byte[] der = keys.current().toRSAPublicKey().getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PUBLIC KEY-----\n";
            return hmac(claims, keys.current().getKeyID(), pem.getBytes(UTF_8));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String byClientSecret(Map<String, Object> claims, Keys keys, Client client) {
        return hmac(claims, keys.current().getKeyID(), client.secret().getBytes(UTF_8));
    }

    private static String hmac(Map<String, Object> claims, String kid, byte[] secret) {
        String signed = encode(Map.of("alg", "HS256", "kid", kid)) + "." + encode(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed + "." + Base64URL.encode(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The right key with SHA-1, which no list of algorithms has. */
    static String byWeakAlgorithm(Map<String, Object> claims, Keys keys, Client client) {
        String signed = encode(Map.of("alg", "RS1", "kid", keys.current().getKeyID())) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA1withRSA");
            signature.initSign(keys.current().toRSAPrivateKey());
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Base64URL encode(Map<String, Object> json) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(json));
    }
}
