package cloud.magento.accounts.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Who somebody is at upstream: issuer and subject together, compared exactly, letter by letter. Never an email address,
 * which upstream may change, recycle or leave unverified.
 *
 * @param issuer the issuer identifier, a URL (OpenID Connect Core 1.0, section 2)
 * @param subject unique and never reassigned within the issuer; at most {@value #MAX_SUBJECT_LENGTH} ASCII characters
 */
public record UpstreamIdentity(String issuer, String subject) {
    /** The type of identity provider that stands for upstream. */
    public static final String PROVIDER_ID = "magento";

    /** The issuer where an operator names none. */
    public static final String DEFAULT_ISSUER = "https://account.magento.com";

    /** Session note: the {@link #key} of the identity that a session was opened as, at upstream. */
    public static final String NOTE = "magento.upstream.identity";

    /** OpenID Connect Core 1.0, section 2: "It MUST NOT exceed 255 ASCII characters in length". */
    public static final int MAX_SUBJECT_LENGTH = 255;

    public UpstreamIdentity {
        if (issuer.isBlank()) {
            throw new IllegalArgumentException("An upstream identity needs an issuer");
        }
        if (!isSubject(subject)) {
            throw new IllegalArgumentException("A subject has 1 to " + MAX_SUBJECT_LENGTH
                    + " printable ASCII characters and no space at its ends");
        }
    }

    /**
     * SHA-256 in hex over issuer, a line feed (which neither can hold) and subject, in UTF-8: the identity in 64
     * characters that compare letter by letter anywhere and name nobody.
     */
    public String key() {
        try {
            byte[] text = (issuer + "\n" + subject).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether the text can be a subject: 1 to 255 printable ASCII characters without space at either end. */
    public static boolean isSubject(String text) {
        return !text.isBlank()
                && text.length() <= MAX_SUBJECT_LENGTH
                && text.strip().equals(text)
                && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
