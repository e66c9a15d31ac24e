package cloud.magento.accounts.upstream;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.IdentityBrokerException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.error.KeycloakErrorHandler;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Signs a person out here where the provider that the session came through is disabled. Keycloak looks for it to sign
 * out there too, throws where it is disabled, and has the person read "internal server error" with the session still
 * open (keycloak#51123, mended in 26.8). What that failure means is that nobody is left to tell, so the sign-out is
 * finished.
 *
 * <p>It stands where the exception arrives because nothing that Keycloak lets others provide is called before, and
 * nothing has to be replaced or is passed by any other request. Whatever else the exception is about is Keycloak's, as
 * ever.
 */
@Provider
public final class SignOutWithoutProvider implements ExceptionMapper<IdentityBrokerException> {
    @Override
    public Response toResponse(IdentityBrokerException missing) {
        @Nullable KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        if (session == null) {
            // A sign-out by SAML: its request is over by now, and nothing of it can be finished any more.
            return Response.serverError().build();
        }
        RealmModel realm = session.getContext().getRealm();
        return signingOut(session, realm)
                .map(userSession -> AuthenticationManager.finishBrowserLogout(
                        session,
                        realm,
                        userSession,
                        session.getContext().getUri(),
                        session.getContext().getConnection(),
                        session.getContext().getHttpRequest().getHttpHeaders()))
                .orElseGet(() -> KeycloakErrorHandler.getResponse(session, missing));
    }

    /** The session that Keycloak was signing out: that of the application's ID token, else the browser's. */
    private static Optional<UserSessionModel> signingOut(KeycloakSession session, RealmModel realm) {
        AuthenticationSessionModel signOut = session.getContext().getAuthenticationSession();
        if (signOut == null
                || !AuthenticationSessionModel.Action.LOGGING_OUT.name().equals(signOut.getAction())) {
            return Optional.empty();
        }
        return Optional.ofNullable(signOut.getAuthNote(OIDCLoginProtocol.LOGOUT_VALIDATED_ID_TOKEN_SESSION_STATE))
                .map(id -> session.sessions().getUserSession(realm, id))
                .or(() -> Optional.ofNullable(AuthenticationManager.authenticateIdentityCookie(session, realm, false))
                        .map(AuthenticationManager.AuthResult::session))
                .filter(userSession -> userSession.getState() == UserSessionModel.State.LOGGING_OUT);
    }
}
