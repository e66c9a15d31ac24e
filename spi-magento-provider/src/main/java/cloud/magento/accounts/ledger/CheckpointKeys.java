package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.LogPublicKey;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.utils.JWKSServerUtils;
import org.keycloak.util.JWKSUtils;
import org.keycloak.util.JsonSerialization;

/**
 * The realm's keys, as they sign bundles, and checkpoints where there is no log key: the one that signs, those that the
 * realm has, and those that were kept beside what they signed, so that a rotation makes no checkpoint look forged.
 */
final class CheckpointKeys {
    private static final List<String> CERTIFICATES = List.of("x5c", "x5t", "x5t#S256", "x5u");

    private final KeycloakSession session;
    private final RealmModel realm;

    CheckpointKeys(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * The realm's active key of its default algorithm, unless that is a shared secret, which proves nothing to anybody
     * else.
     */
    KeyWrapper active() {
        String algorithm = realm.getDefaultSignatureAlgorithm();
        return session.keys()
                .getActiveKey(
                        realm, KeyUse.SIG, algorithm == null || !isAsymmetric(algorithm) ? Algorithm.RS256 : algorithm);
    }

    SignatureSignerContext signer(KeyWrapper key) {
        return session.getProvider(SignatureProvider.class, key.getAlgorithmOrDefault())
                .signer(key);
    }

    /**
     * Who signed it, going by the key that it names and, where the realm does not have that any more, by the kept one.
     */
    CheckpointTrust trust(JWSInput token, @Nullable String kept) throws VerificationException {
        String algorithm = token.getHeader().getRawAlgorithm();
        String kid = token.getHeader().getKeyId();
        Optional<LogPublicKey> logKey =
                LogPublicKey.ofLogKey(kept).filter(key -> key.kid().equals(kid));
        if (logKey.isPresent()) {
            return KeptSignature.of(token).isOf(logKey.get()) ? CheckpointTrust.LOG_KEY : CheckpointTrust.FORGED;
        }
        if (kid == null || !isAsymmetric(algorithm)) {
            return CheckpointTrust.FORGED;
        }
        KeyWrapper published = session.keys().getKey(realm, kid, KeyUse.SIG, algorithm);
        if (published != null) {
            return signed(token, published) ? CheckpointTrust.PUBLISHED : CheckpointTrust.FORGED;
        }
        Optional<KeyWrapper> retired = disabled(kid, algorithm).or(() -> parsed(kept));
        if (retired.isEmpty()) {
            return kept == null ? CheckpointTrust.UNKNOWN_KEY : CheckpointTrust.FORGED;
        }
        return retired.filter(key -> kid.equals(key.getKid()) && algorithm.equals(key.getAlgorithm()))
                                .isPresent()
                        && signed(token, retired.get())
                ? CheckpointTrust.RETIRED
                : CheckpointTrust.FORGED;
    }

    /**
     * Who signed it: a key that the realm has in use, or else the one that came along with it, which anybody may have
     * made. Empty where neither did.
     */
    Optional<BundleSignatures.Signer> signer(JWSInput token, @Nullable String along) throws VerificationException {
        String algorithm = token.getHeader().getRawAlgorithm();
        String kid = token.getHeader().getKeyId();
        if (kid == null || !isAsymmetric(algorithm)) {
            return Optional.empty();
        }
        KeyWrapper known = session.keys().getKey(realm, kid, KeyUse.SIG, algorithm);
        Optional<KeyWrapper> key = Optional.ofNullable(known)
                .or(() -> parsed(along)
                        .filter(found -> kid.equals(found.getKid()) && algorithm.equals(found.getAlgorithm())));
        return key.isPresent() && signed(token, key.get())
                ? Optional.of(new BundleSignatures.Signer(fingerprint(key.get()), known != null))
                : Optional.empty();
    }

    static String fingerprint(KeyWrapper key) {
        return JWKSUtils.computeThumbprint(JWKSServerUtils.toJwk(key));
    }

    /** The public key that the realm has under this id, whether it is in use or not; null where it has none. */
    @Nullable
    String publicKey(String kid) {
        return session.keys()
                .getKeysStream(realm)
                .filter(key -> kid.equals(key.getKid()) && KeyUse.SIG.equals(key.getUse()))
                .findFirst()
                .map(CheckpointKeys::publicKey)
                .orElse(null);
    }

    /** The key as a JWK, without certificates; null for a kind of key that has no such form. */
    static @Nullable String publicKey(KeyWrapper key) {
        JWK jwk = key.getPublicKey() == null ? null : JWKSServerUtils.toJwk(key);
        if (jwk == null) {
            return null;
        }
        ObjectNode members = JsonSerialization.mapper.valueToTree(jwk);
        members.remove(CERTIFICATES);
        return members.toString();
    }

    /** The keys that the realm publishes, and the kept ones, as a JWK set. */
    String set(Stream<String> kept) {
        Map<String, String> byId = new TreeMap<>();
        kept.forEach(jwk -> LogPublicKey.ofLogKey(jwk)
                .map(LogPublicKey::kid)
                .or(() -> parsed(jwk).map(KeyWrapper::getKid))
                .ifPresent(kid -> byId.put(kid, jwk)));
        session.keys()
                .getKeysStream(realm)
                .filter(key -> key.getStatus().isEnabled() && KeyUse.SIG.equals(key.getUse()))
                .forEach(key -> Optional.ofNullable(publicKey(key)).ifPresent(jwk -> byId.put(key.getKid(), jwk)));
        ObjectNode set = JsonSerialization.mapper.createObjectNode();
        ArrayNode keys = set.putArray("keys");
        byId.values().forEach(jwk -> keys.addRawValue(new RawValue(jwk)));
        return set.toString();
    }

    private boolean isAsymmetric(String algorithm) {
        SignatureProvider provider = session.getProvider(SignatureProvider.class, algorithm);
        return provider != null && provider.isAsymmetricAlgorithm();
    }

    private Optional<KeyWrapper> disabled(String kid, String algorithm) {
        return session.keys()
                .getKeysStream(realm)
                .filter(key -> kid.equals(key.getKid())
                        && KeyUse.SIG.equals(key.getUse())
                        && algorithm.equals(key.getAlgorithmOrDefault())
                        && key.getPublicKey() != null)
                .findFirst();
    }

    private boolean signed(JWSInput token, KeyWrapper key) throws VerificationException {
        return session.getProvider(SignatureProvider.class, token.getHeader().getRawAlgorithm())
                .verifier(key)
                .verify(token.getEncodedSignatureInput().getBytes(StandardCharsets.UTF_8), token.getSignature());
    }

    /** Empty if it is not a key, as after tampering. */
    private static Optional<KeyWrapper> parsed(@Nullable String jwk) {
        try {
            return jwk == null
                    ? Optional.empty()
                    : Optional.ofNullable(JWKSUtils.getKeyWrapper(JsonSerialization.readValue(jwk, JWK.class)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
