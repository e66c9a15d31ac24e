package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The code mailed to an account to prove it. It is good once, for {@link #LIFETIME}, for {@value #TRIES} tries, and
 * only in the browser and tab that asked for it, since only a digest of it is kept, in that authentication session; the
 * digest also covers account and upstream identity, so it proves no other pair.
 */
final class MailedCode {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final int TRIES = 5;

    private static final char[] ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 8;
    private static final Note<Kept> NOTE = Note.named("magento.first-login.code", Kept.class);

    private final AuthenticationSessionModel authSession;
    private final String boundTo;

    /** What came of a try. */
    enum Outcome {
        CORRECT,
        INCORRECT,
        OVER
    }

    /**
     * The code of one account and upstream identity.
     *
     * @param notBefore the account's not-before time: what ends its sessions, as a link does, ends its codes too
     */
    MailedCode(AuthenticationSessionModel authSession, String userId, int notBefore, UpstreamIdentity identity) {
        this.authSession = authSession;
        this.boundTo = userId + "\n" + notBefore + "\n" + identity.issuer() + "\n" + identity.subject();
    }

    /** A new code, in place of any before, in the form in which it is mailed: {@code BCDF-2345}. */
    String issue() {
        String code = SecretGenerator.getInstance().randomString(LENGTH, ALPHABET);
        long expires = Time.currentTimeSeconds() + LIFETIME.toSeconds();
        keep(new Kept(digest(code), expires, TRIES));
        return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }

    /** Whether a code was mailed and may still be tried. */
    boolean isPending() {
        return kept().isPresent();
    }

    /** Tries what the person typed; case, spaces and the dash do not matter. */
    Outcome take(@Nullable String typed) {
        Optional<Kept> kept = kept();
        if (kept.isEmpty()) {
            return Outcome.OVER;
        }
        String code = (typed == null ? "" : typed).replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        if (MessageDigest.isEqual(bytes(digest(code)), bytes(kept.get().digest()))) {
            forget();
            return Outcome.CORRECT;
        }
        int triesLeft = kept.get().triesLeft() - 1;
        if (triesLeft <= 0) {
            forget();
            return Outcome.OVER;
        }
        keep(new Kept(kept.get().digest(), kept.get().expires(), triesLeft));
        return Outcome.INCORRECT;
    }

    void forget() {
        NOTE.forget(authSession);
    }

    private Optional<Kept> kept() {
        return NOTE.kept(authSession).filter(kept -> kept.expires() > Time.currentTimeSeconds());
    }

    private void keep(Kept kept) {
        NOTE.keep(authSession, kept);
    }

    private String digest(String code) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(code + "\n" + boundTo)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The code that was mailed.
     *
     * @param digest of the code and what it is bound to
     * @param expires in seconds since the epoch
     * @param triesLeft at least 1
     */
    record Kept(String digest, long expires, int triesLeft) {}
}
