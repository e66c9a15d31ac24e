package cloud.magento.accounts.upstream.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.crypto.KeyType;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.jose.jwk.JWKParser;
import org.keycloak.util.JsonSerialization;

/**
 * The public keys of upstream's key set (RFC 7517). Each entry is read by itself: one that cannot be read, is of an
 * unknown type, is meant for encryption or is too weak is left out, and the others still serve.
 *
 * @param keys the usable ones
 */
public record VerificationKeys(List<Key> keys) {
    private static final Logger LOG = Logger.getLogger(VerificationKeys.class);
    private static final int MIN_RSA_BITS = 2048;
    public static final int MAX_KEYS = 512;

    /** One usable key. */
    public record Key(
            @Nullable String id,
            String type,
            @Nullable String curve,
            @Nullable String algorithm,
            KeyWrapper key) {
        boolean fits(SigningAlgorithm wanted) {
            return wanted.fits(type, curve) && (algorithm == null || algorithm.equals(wanted.id()));
        }
    }

    public VerificationKeys {
        keys = List.copyOf(keys);
    }

    public static Outcome<VerificationKeys> parse(ObjectNode document) {
        List<Key> keys = new ArrayList<>();
        if (document.path("keys").size() > MAX_KEYS) {
            return Outcome.failed(UpstreamFault.KEYS_TOO_MANY);
        }
        for (JsonNode entry : document.path("keys")) {
            key(entry).ifPresent(keys::add);
        }
        return keys.isEmpty() ? Outcome.failed(UpstreamFault.KEYS_UNREADABLE) : Outcome.of(new VerificationKeys(keys));
    }

    /**
     * The keys that can have signed a token with this header: those with its key id; failing that, where only one key
     * fits the algorithm, that one, if it or the token has no key id (OpenID Connect Core 1.0, section 10.1).
     */
    public List<Key> candidates(@Nullable String keyId, SigningAlgorithm algorithm) {
        List<Key> fitting = keys.stream().filter(key -> key.fits(algorithm)).toList();
        List<Key> named = fitting.stream()
                .filter(key -> keyId != null && keyId.equals(key.id()))
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        boolean single = fitting.size() == 1 && (keyId == null || fitting.get(0).id() == null);
        return single ? fitting : List.of();
    }

    private static Optional<Key> key(JsonNode entry) {
        String use = entry.path("use").asText("sig");
        String type = entry.path("kty").asText("");
        boolean known = type.equals(KeyType.RSA) || type.equals(KeyType.EC) || type.equals(KeyType.OKP);
        if (!known || !use.equals("sig")) {
            return Optional.empty();
        }
        try {
            JWK jwk = JsonSerialization.mapper.treeToValue(entry, JWK.class);
            return usable(entry, jwk, JWKParser.create(jwk).toPublicKey());
        } catch (IOException | RuntimeException e) {
            LOG.debugf("A key of type %s cannot be read: %s", type, e.getClass().getName());
            return Optional.empty();
        }
    }

    private static Optional<Key> usable(JsonNode entry, JWK jwk, PublicKey publicKey) {
        if (publicKey instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            return Optional.empty();
        }
        String curve = Json.text(entry, "crv").orElse(null);
        KeyWrapper wrapper = new KeyWrapper();
        wrapper.setKid(jwk.getKeyId());
        wrapper.setType(jwk.getKeyType());
        wrapper.setUse(KeyUse.SIG);
        if (curve != null) {
            wrapper.setCurve(curve);
        }
        wrapper.setPublicKey(publicKey);
        return Optional.of(new Key(
                jwk.getKeyId(), jwk.getKeyType(), curve, Json.text(entry, "alg").orElse(null), wrapper));
    }
}
