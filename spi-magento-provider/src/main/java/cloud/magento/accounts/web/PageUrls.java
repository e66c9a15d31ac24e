package cloud.magento.accounts.web;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Where our pages' links lead. */
public final class PageUrls {
    private PageUrls() {}

    /** Begins this sign-in again at the sign-in page, with nothing of it kept but what the application asked for. */
    public static URI restart(KeycloakSession session, AuthenticationSessionModel authSession) {
        return restart(session, authSession, true);
    }

    /** The same, and ends the session that this sign-in stands on, if there is one. */
    public static URI restartSignedOut(KeycloakSession session, AuthenticationSessionModel authSession) {
        return restart(session, authSession, false);
    }

    private static URI restart(
            KeycloakSession session, AuthenticationSessionModel authSession, boolean keepingSession) {
        return Urls.realmLoginRestartPage(
                session.getContext().getUri().getBaseUri(),
                authSession.getRealm().getName(),
                authSession.getClient().getClientId(),
                authSession.getTabId(),
                AuthenticationProcessor.getClientData(session, authSession),
                keepingSession);
    }

    /** The account page. */
    public static URI accountPage(KeycloakSession session, RealmModel realm) {
        return realmResource(session, realm).path("user").build();
    }

    /** Where an invitation is opened. */
    public static URI invitationPage(KeycloakSession session, RealmModel realm, String token) {
        return realmResource(session, realm)
                .path("invitation")
                .queryParam("key", token)
                .build();
    }

    /** Where a sign-out ends. */
    public static URI signedOutPage(KeycloakSession session, RealmModel realm) {
        return realmResource(session, realm).path("user/signed-out").build();
    }

    /** The root of our own resources in the realm. */
    public static UriBuilder realmResource(KeycloakSession session, RealmModel realm) {
        return Urls.realmBase(session.getContext().getUri().getBaseUri())
                .path("{realm}/magento")
                .resolveTemplate("realm", realm.getName());
    }
}
