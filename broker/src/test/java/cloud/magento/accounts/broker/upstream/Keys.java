package cloud.magento.accounts.broker.upstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The key the stand-in signs with now, and the key set it publishes. */
public final class Keys {
    /** Shared by all stand-ins of a run, since making an RSA key is slow; a rotation makes a new one. */
    private static final RSAKey FIRST = fresh();

    private volatile RSAKey current = FIRST;

    /** A new RSA key of 2048 bits with a key id of its own. */
    static RSAKey fresh() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    RSAKey current() {
        return current;
    }

    /** From now on tokens are signed by a new key, and only that one is published. */
    public void rotate() {
        current = fresh();
    }

    Map<String, Object> published() {
        Map<String, Object> keySet = new LinkedHashMap<>();
        keySet.put("keys", List.of(current.toPublicJWK().toJSONObject()));
        return keySet;
    }

    String sign(Map<String, Object> claims) {
        return sign(header(), current, claims);
    }

    JWSHeader header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(current.getKeyID())
                .build();
    }

    static String sign(JWSHeader header, RSAKey key, Map<String, Object> claims) {
        try {
            JWSObject token = new JWSObject(header, new Payload(claims));
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
