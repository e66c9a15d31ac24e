package cloud.magento.accounts.keycloak;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyStatus;
import org.keycloak.crypto.KeyType;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeyManager;
import org.keycloak.models.RealmModel;

/** A realm's RSA keys that sign, the active one last. */
public abstract class TestKeys implements KeyManager {
    /** Made once: it takes long. */
    private static final List<KeyPair> PAIRS = List.of(pair(), pair());

    private final List<KeyWrapper> keys = new ArrayList<>();

    /** A new key signs from now on. */
    public KeyWrapper rotate() {
        KeyWrapper key = new KeyWrapper();
        KeyPair pair = PAIRS.get(keys.size());
        key.setKid(UUID.randomUUID().toString());
        key.setAlgorithm(Algorithm.RS256);
        key.setType(KeyType.RSA);
        key.setUse(KeyUse.SIG);
        key.setStatus(KeyStatus.ACTIVE);
        key.setPublicKey(pair.getPublic());
        key.setPrivateKey(pair.getPrivate());
        keys.forEach(earlier -> earlier.setStatus(KeyStatus.PASSIVE));
        keys.add(key);
        return key;
    }

    /** The key is not published any more. */
    public void disable(KeyWrapper key) {
        key.setStatus(KeyStatus.DISABLED);
    }

    /** The realm does not have the key any more. */
    public void delete(KeyWrapper key) {
        keys.remove(key);
    }

    @Override
    public KeyWrapper getActiveKey(RealmModel realm, KeyUse use, String algorithm) {
        return keys.get(keys.size() - 1);
    }

    /** One that is in use or was. */
    @Override
    public @Nullable KeyWrapper getKey(RealmModel realm, String kid, KeyUse use, String algorithm) {
        return keys.stream()
                .filter(key -> key.getKid().equals(kid) && key.getStatus().isEnabled())
                .findFirst()
                .orElse(null);
    }

    @Override
    public Stream<KeyWrapper> getKeysStream(RealmModel realm) {
        return new ArrayList<>(keys).stream();
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
