package cloud.magento.accounts.upstream.protocol;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.http.client.utils.URIBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The URL that a browser is sent to so that its session at upstream ends too (OpenID Connect RP-Initiated Logout 1.0,
 * section 2). The ID token goes along as a hint only where it is short: with many groups in it the address would be
 * longer than servers take, and the person would see an error of upstream's instead of having signed out there.
 *
 * @param endpoint upstream's end_session endpoint
 * @param clientId who asks
 * @param back where upstream is to send the browser
 * @param state what upstream is to hand back
 * @param idToken the ID token that the session was opened with, or null
 */
public record EndSessionRequest(
        URI endpoint,
        String clientId,
        URI back,
        String state,
        @Nullable String idToken) {
    public static final int LONGEST_HINT = 2_048;
    public static final int LONGEST_URL = 4_096;

    public URI url() {
        URI plain = url(false);
        if (idToken == null || !isHint(idToken)) {
            return plain;
        }
        URI hinting = url(true);
        return hinting.toString().length() > LONGEST_URL ? plain : hinting;
    }

    /** Whether an ID token is short enough to be of use here; a longer one need not be kept. */
    public static boolean isHint(String idToken) {
        return idToken.length() <= LONGEST_HINT;
    }

    private URI url(boolean hinting) {
        URIBuilder url = new URIBuilder(endpoint)
                .addParameter("client_id", clientId)
                .addParameter("post_logout_redirect_uri", back.toString())
                .addParameter("state", state);
        if (hinting) {
            url.addParameter("id_token_hint", idToken);
        }
        try {
            return url.build();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Nothing of the token: it must not end up in a log. */
    @Override
    public String toString() {
        return "EndSessionRequest";
    }
}
