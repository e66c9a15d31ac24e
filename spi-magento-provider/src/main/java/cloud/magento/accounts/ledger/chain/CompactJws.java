package cloud.magento.accounts.ledger.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Map;

/**
 * A JWS in compact form (RFC 7515) by a log key: what is signed, and its signature. Whose it is, is not checked yet.
 *
 * @param signingInput the ASCII bytes that are signed: header, a dot, payload
 */
public record CompactJws(
        Map<String, Object> header, Map<String, Object> claims, byte[] signingInput, byte[] signature) {
    /** The algorithm of log keys, by RFC 8037. */
    public static final String ALGORITHM = "EdDSA";

    private static final int PARTS = 3;

    /**
     * Takes a token apart.
     *
     * @throws IllegalArgumentException if it is none; the message repeats nothing of it
     */
    public static CompactJws parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("it is no compact JWS");
        }
        return new CompactJws(
                StrictJson.object(text(parts[0])),
                StrictJson.object(text(parts[1])),
                (parts[0] + "." + parts[1]).getBytes(US_ASCII),
                Base64.getUrlDecoder().decode(parts[2]));
    }

    /** Header and payload of a token by a log key, a dot between them: what its signature is over. */
    public static String signingInput(String type, String kid, Map<String, Object> claims) {
        return encoded(Map.of("alg", ALGORITHM, "kid", kid, "typ", type)) + "." + encoded(claims);
    }

    /** Whether it is of this type, names this key, and is signed by it. A header that wants more is not understood. */
    public boolean isBy(LogPublicKey key, String type) {
        return ALGORITHM.equals(header.get("alg"))
                && type.equals(header.get("typ"))
                && key.kid().equals(header.get("kid"))
                && !header.containsKey("crit")
                && key.signed(signingInput, signature);
    }

    private static String encoded(Map<String, Object> members) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(CanonicalJson.of(members).getBytes(UTF_8));
    }

    private static String text(String part) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(part)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a part of it is no text", e);
        }
    }
}
