package cloud.magento.accounts.upstream.protocol;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.crypto.KeyType;

/**
 * The signature algorithms a token from upstream may carry at all. Shared-secret ones and {@code none} do not exist.
 */
public enum SigningAlgorithm {
    RS256(KeyType.RSA, null),
    RS384(KeyType.RSA, null),
    RS512(KeyType.RSA, null),
    PS256(KeyType.RSA, null),
    PS384(KeyType.RSA, null),
    PS512(KeyType.RSA, null),
    ES256(KeyType.EC, "P-256"),
    ES384(KeyType.EC, "P-384"),
    ES512(KeyType.EC, "P-521"),
    EDDSA(KeyType.OKP, null);

    private final String keyType;
    private final @Nullable String curve;

    SigningAlgorithm(String keyType, @Nullable String curve) {
        this.keyType = keyType;
        this.curve = curve;
    }

    /** The name in a token's header (RFC 7518, section 3.1; RFC 8037, section 3.1). */
    public String id() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /** Whether a key of this type and curve can have made such a signature. */
    public boolean fits(String keyType, @Nullable String curve) {
        return this.keyType.equals(keyType) && (this.curve == null || this.curve.equals(curve));
    }

    public boolean isEllipticCurve() {
        return keyType.equals(KeyType.EC);
    }

    public static Optional<SigningAlgorithm> ofId(String id) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.id().equals(id))
                .findFirst();
    }
}
