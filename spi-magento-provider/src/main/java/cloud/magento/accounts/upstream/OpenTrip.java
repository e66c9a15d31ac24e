package cloud.magento.accounts.upstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Base64Url;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * A trip that is under way: what must come back with it. It is kept in the authentication session, one at a time, and
 * taken out by the first answer, so that an old trip's secrets never serve a later one.
 *
 * @param trip what the trip is for
 * @param state the {@code state} that was sent
 * @param nonce the {@code nonce} that was sent
 * @param verifier the PKCE verifier whose challenge was sent (RFC 7636)
 * @param redirectUri the redirect URI that was sent
 * @param maxAgeSeconds the {@code max_age} that was sent, or null
 * @param departedAt when the browser left, in seconds since the epoch
 * @param attempt 1 for the first departure; upstream may ask once to begin again
 */
record OpenTrip(
        Trip trip,
        String state,
        String nonce,
        String verifier,
        String redirectUri,
        @Nullable Long maxAgeSeconds,
        long departedAt,
        int attempt) {

    private static final String NOTE = "magento.trip";
    private static final int NONCE_BYTES = 32;
    private static final int VERIFIER_BYTES = 64;

    /** A trip with secrets of its own. */
    static OpenTrip begin(Trip trip, String state, String redirectUri, @Nullable Long maxAgeSeconds, int attempt) {
        return new OpenTrip(
                trip,
                state,
                random(NONCE_BYTES),
                random(VERIFIER_BYTES),
                redirectUri,
                maxAgeSeconds,
                Time.currentTimeMillis() / 1000,
                attempt);
    }

    /** RFC 7636, section 4.2, method S256. */
    String challenge() {
        return HashUtils.sha256UrlEncodedHash(verifier, StandardCharsets.US_ASCII);
    }

    /** The earliest login at upstream that will do, in seconds since the epoch, or null where any will. */
    @Nullable
    Long earliestLogin() {
        return maxAgeSeconds == null ? null : departedAt - maxAgeSeconds;
    }

    void save(AuthenticationSessionModel authSession) {
        try {
            authSession.setAuthNote(NOTE, JsonSerialization.writeValueAsString(this));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes the open trip out of the session. */
    static Optional<OpenTrip> take(AuthenticationSessionModel authSession) {
        String note = authSession.getAuthNote(NOTE);
        authSession.removeAuthNote(NOTE);
        if (note == null) {
            return Optional.empty();
        }
        return Optional.of(parse(note));
    }

    private static OpenTrip parse(String note) {
        try {
            return JsonSerialization.readValue(note, OpenTrip.class);
        } catch (IOException written) {
            throw new IllegalStateException(written);
        }
    }

    /** Whether the session is on a trip with this state that is to come back to a required action. */
    static boolean isAwayFromAction(AuthenticationSessionModel authSession, String state) {
        String note = authSession.getAuthNote(NOTE);
        if (note == null) {
            return false;
        }
        OpenTrip open = parse(note);
        return open.trip().requiredAction() != null && open.state().equals(state);
    }

    static void forget(AuthenticationSessionModel authSession) {
        authSession.removeAuthNote(NOTE);
    }

    private static String random(int bytes) {
        return Base64Url.encode(SecretGenerator.getInstance().randomBytes(bytes));
    }

    /** Nothing of the secrets: they must not end up in a log. */
    @Override
    public String toString() {
        return "OpenTrip";
    }
}
