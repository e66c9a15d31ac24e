package cloud.magento.accounts.upstream;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Base64Url;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.LogoutUtil;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Where a browser goes on that comes back from signing out at upstream. The session here is over by then and with it
 * all that Keycloak knew of the way on, so that is kept for {@link #KEPT}, for one return, under a {@code state} that
 * nobody can guess.
 */
final class SignOutReturn {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int STATE_BYTES = 32;
    private static final String PREFIX = "magento.signout.";
    private static final String CLIENT = "client";
    private static final String REDIRECT = "redirect";
    private static final String APPLICATIONS_STATE = "state";
    private static final String LOCATION = "location";
    private static final String PAGE = "page";

    private final KeycloakSession session;
    private final RealmModel realm;

    SignOutReturn(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** What an application of OpenID Connect asked for, or nothing yet for one of another protocol. */
    static Map<String, String> wanted(UserSessionModel userSession, AuthenticationSessionModel signOut) {
        Map<String, String> wanted = new HashMap<>();
        if (OIDCLoginProtocol.LOGIN_PROTOCOL.equals(
                userSession.getNote(AuthenticationManager.KEYCLOAK_LOGOUT_PROTOCOL))) {
            put(wanted, CLIENT, signOut.getClient().getClientId());
            put(wanted, REDIRECT, signOut.getAuthNote(OIDCLoginProtocol.LOGOUT_REDIRECT_URI));
            put(wanted, APPLICATIONS_STATE, signOut.getAuthNote(OIDCLoginProtocol.LOGOUT_STATE_PARAM));
        }
        return wanted;
    }

    /**
     * Keeps the way on and returns the {@code state} it is found by.
     *
     * @param wanted what the application asked for
     * @param answer Keycloak's own answer, which another protocol's application waits for as it is
     */
    String keep(Map<String, String> wanted, Response answer) {
        Map<String, String> kept = new HashMap<>(wanted);
        if (kept.isEmpty()) {
            URI location = answer.getLocation();
            put(kept, LOCATION, location == null ? null : location.toString());
            put(kept, PAGE, location == null && answer.getEntity() instanceof String page ? page : null);
        }
        String state = Base64Url.encode(SecretGenerator.getInstance().randomBytes(STATE_BYTES));
        session.singleUseObjects().put(key(state), KEPT.toSeconds(), kept);
        return state;
    }

    /** The way on, once; empty for a return that nobody began. */
    Optional<Response> take(String state) {
        return Optional.ofNullable(session.singleUseObjects().remove(key(state)))
                .flatMap(this::response);
    }

    private Optional<Response> response(Map<String, String> kept) {
        if (kept.containsKey(LOCATION)) {
            return Optional.of(Response.seeOther(URI.create(kept.get(LOCATION))).build());
        }
        if (kept.containsKey(PAGE)) {
            return Optional.of(
                    Response.ok(kept.get(PAGE), MediaType.TEXT_HTML_TYPE).build());
        }
        return Optional.ofNullable(kept.get(CLIENT))
                .map(realm::getClientByClientId)
                .map(client -> backTo(client, kept));
    }

    /** Keycloak's own end of signing out, which wants a session of its own to read the way on from. */
    private Response backTo(ClientModel client, Map<String, String> kept) {
        RootAuthenticationSessionModel root = session.authenticationSessions().createRootAuthenticationSession(realm);
        try {
            AuthenticationSessionModel signOut = root.createAuthenticationSession(client);
            signOut.setAction(AuthenticationSessionModel.Action.LOGGING_OUT.name());
            signOut.setAuthNote(OIDCLoginProtocol.LOGOUT_REDIRECT_URI, kept.get(REDIRECT));
            signOut.setAuthNote(OIDCLoginProtocol.LOGOUT_STATE_PARAM, kept.get(APPLICATIONS_STATE));
            session.getContext().setClient(client);
            return LogoutUtil.sendResponseAfterLogoutFinished(session, signOut);
        } finally {
            session.authenticationSessions().removeRootAuthenticationSession(realm, root);
        }
    }

    private String key(String state) {
        return PREFIX + realm.getId() + "." + state;
    }

    private static void put(Map<String, String> kept, String name, @Nullable String value) {
        if (value != null) {
            kept.put(name, value);
        }
    }
}
