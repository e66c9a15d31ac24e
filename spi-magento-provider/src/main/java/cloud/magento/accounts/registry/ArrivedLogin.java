package cloud.magento.accounts.registry;

import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.policy.UpstreamLogin;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The upstream login that the request's authentication session has seen last. */
public final class ArrivedLogin {
    private static final Note<UpstreamLogin> NOTE = Note.named(UpstreamLogin.NOTE, UpstreamLogin.class);

    private ArrivedLogin() {}

    public static Optional<UpstreamLogin> in(KeycloakSession session) {
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        return Optional.ofNullable(authSession).flatMap(NOTE::kept);
    }

    /** The newest login that a sign-in of this client has seen in one of its tabs, for who has but the sign-in's id. */
    public static Optional<UpstreamLogin> in(
            KeycloakSession session, RealmModel realm, String rootSessionId, String clientId) {
        RootAuthenticationSessionModel root =
                session.authenticationSessions().getRootAuthenticationSession(realm, rootSessionId);
        return root == null
                ? Optional.empty()
                : root.getAuthenticationSessions().values().stream()
                        .filter(tab -> tab.getClient().getClientId().equals(clientId))
                        .flatMap(tab -> NOTE.kept(tab).stream())
                        .reduce((one, other) -> other);
    }

    /** The login, if it is this identity's. */
    public static Optional<UpstreamLogin> of(UpstreamIdentity identity, KeycloakSession session) {
        return in(session).filter(login -> login.identity().equals(identity));
    }
}
