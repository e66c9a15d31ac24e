package cloud.magento.accounts.broker.ledger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The keys that a realm publishes, against which signatures of its checkpoints are checked. Only algorithms with a
 * public and a private key are known, since whoever could check any other could sign as well.
 */
final class RealmKeys {
    private static final int LARGEST_FILE = 1 << 20;
    private static final int FEWEST_RSA_BITS = 2048;
    private static final Set<JWSAlgorithm> RSA = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);
    private static final Set<JWSAlgorithm> EC = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);

    private final JWKSet keys;

    private RealmKeys(JWKSet keys) {
        this.keys = keys;
    }

    /** Reads the keys in all of the files: a realm rotates them, and the older ones were saved at another time. */
    static RealmKeys read(List<String> files) throws UnusableException {
        List<JWK> keys = new ArrayList<>();
        for (String file : files) {
            keys.addAll(read(file).getKeys());
        }
        return new RealmKeys(new JWKSet(keys));
    }

    private static JWKSet read(String file) throws UnusableException {
        try (InputStream in = Input.file(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE);
            JWKSet keys = JWKSet.parse(new String(bytes, StandardCharsets.UTF_8));
            if (keys.isEmpty()) {
                throw new UnusableException(Printable.of(file) + " holds no key.");
            }
            return keys;
        } catch (ParseException notKeys) {
            throw new UnusableException(Printable.of(file)
                    + " is not a set of keys. Save it from /realms/REALM/protocol/openid-connect/certs.");
        } catch (IOException e) {
            throw new UnusableException(Printable.of(file) + " cannot be read.");
        }
    }

    static boolean allows(JWSAlgorithm algorithm) {
        return RSA.contains(algorithm) || EC.contains(algorithm) || JWSAlgorithm.EdDSA.equals(algorithm);
    }

    /** Whether a key with this id is among these, fit for the algorithm. */
    boolean has(String id, JWSAlgorithm algorithm) {
        return !fitting(id, algorithm).isEmpty();
    }

    /** Whether one of the keys with the id that the token names has signed it. */
    boolean signed(JWSObject token) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        return fitting(token.getHeader().getKeyID(), algorithm).stream().anyMatch(key -> verifies(key, token));
    }

    private static boolean verifies(JWK key, JWSObject token) {
        try {
            return token.verify(verifier(key));
        } catch (JOSEException e) {
            return false;
        }
    }

    private List<JWK> fitting(String id, JWSAlgorithm algorithm) {
        JWKMatcher matcher = new JWKMatcher.Builder()
                .keyID(id)
                .keyType(type(algorithm))
                .keyUses(KeyUse.SIGNATURE, null)
                .algorithms(algorithm, null)
                .build();
        return new JWKSelector(matcher)
                .select(keys).stream()
                        .filter(key -> !(key instanceof RSAKey rsa) || rsa.size() >= FEWEST_RSA_BITS)
                        .toList();
    }

    private static KeyType type(JWSAlgorithm algorithm) {
        return RSA.contains(algorithm) ? KeyType.RSA : EC.contains(algorithm) ? KeyType.EC : KeyType.OKP;
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return new RSASSAVerifier(rsa);
        }
        if (key instanceof ECKey ec) {
            return new ECDSAVerifier(ec);
        }
        return new EdwardsVerifier((OctetKeyPair) key);
    }
}
