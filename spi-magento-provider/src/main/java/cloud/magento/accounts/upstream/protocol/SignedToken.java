package cloud.magento.accounts.upstream.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.AsymmetricSignatureVerifierContext;
import org.keycloak.crypto.ECDSASignatureVerifierContext;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureVerifierContext;

/**
 * A JWT in compact form, parsed but not yet verified (RFC 7515, section 7.1). What its header says of keys
 * ({@code jku}, {@code jwk}, {@code x5u}, {@code x5c}) is never read.
 *
 * @param header the protected header
 * @param claims the payload
 * @param signed what the signature is over
 * @param signature the signature, encoded
 */
public record SignedToken(ObjectNode header, ObjectNode claims, String signed, String signature) {
    public static final int MAX_LENGTH = 256 * 1024;

    public static Outcome<SignedToken> parse(String compact) {
        if (compact.length() > MAX_LENGTH) {
            return Outcome.failed(UpstreamFault.TOKEN_TOO_LONG);
        }
        String[] parts = compact.split("\\.", -1);
        if (parts.length == 5) {
            return Outcome.failed(UpstreamFault.TOKEN_ENCRYPTED);
        }
        if (parts.length != 3) {
            return Outcome.failed(UpstreamFault.TOKEN_MALFORMED);
        }
        Optional<ObjectNode> header = decode(parts[0]).flatMap(SignedToken::object);
        Optional<ObjectNode> claims = decode(parts[1]).flatMap(SignedToken::object);
        return header.isPresent() && claims.isPresent() && decode(parts[2]).isPresent()
                ? Outcome.of(new SignedToken(header.get(), claims.get(), parts[0] + "." + parts[1], parts[2]))
                : Outcome.failed(UpstreamFault.TOKEN_MALFORMED);
    }

    /** The algorithm, if it is on the list and the header asks for nothing we do not know. */
    public Outcome<SigningAlgorithm> algorithm(Set<SigningAlgorithm> allowed) {
        if (header.has("crit")) {
            return Outcome.failed(UpstreamFault.EXTENSION_UNKNOWN);
        }
        return Json.text(header, "alg")
                .flatMap(SigningAlgorithm::ofId)
                .filter(allowed::contains)
                .map(Outcome::of)
                .orElse(Outcome.failed(UpstreamFault.ALGORITHM_NOT_ALLOWED));
    }

    @Nullable
    public String keyId() {
        return Json.text(header, "kid").orElse(null);
    }

    /** The token itself where one of the keys made its signature with this algorithm. */
    public Outcome<SignedToken> verified(VerificationKeys keys, SigningAlgorithm algorithm) {
        List<VerificationKeys.Key> candidates = keys.candidates(keyId(), algorithm);
        if (candidates.isEmpty()) {
            return Outcome.failed(UpstreamFault.KEY_UNKNOWN);
        }
        return candidates.stream().anyMatch(key -> isSignedBy(key.key(), algorithm))
                ? Outcome.of(this)
                : Outcome.failed(UpstreamFault.SIGNATURE_INVALID);
    }

    private boolean isSignedBy(KeyWrapper key, SigningAlgorithm algorithm) {
        KeyWrapper wrapper = key.cloneKey();
        wrapper.setAlgorithm(algorithm.id());
        SignatureVerifierContext verifier = algorithm.isEllipticCurve()
                ? new ECDSASignatureVerifierContext(wrapper)
                : new AsymmetricSignatureVerifierContext(wrapper);
        try {
            return verifier.verify(
                    signed.getBytes(StandardCharsets.US_ASCII),
                    Base64.getUrlDecoder().decode(signature));
        } catch (VerificationException malformed) {
            return false;
        }
    }

    private static Optional<byte[]> decode(String part) {
        try {
            return part.indexOf('=') >= 0
                    ? Optional.empty()
                    : Optional.of(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<ObjectNode> object(byte[] utf8) {
        try {
            return Json.object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Nothing of the token: it must not end up in a log. */
    @Override
    public String toString() {
        return "SignedToken";
    }
}
