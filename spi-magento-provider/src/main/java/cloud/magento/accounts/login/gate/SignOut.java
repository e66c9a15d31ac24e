package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.web.PageUrls;
import jakarta.ws.rs.core.Response;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * "Not you? Sign out" on a page that stands between a person and the application: ends this sign-in, the session it
 * stood on, and what the browser remembers of a name, and begins anew for whoever it is now. Upstream is asked to ask
 * who that is. It is reached by the page's own form only, whose one-time code no other site has.
 */
final class SignOut {
    private SignOut() {}

    static void of(KeycloakSession session, AuthenticationSessionModel authSession, Consumer<Response> answer) {
        AuthenticationManager.expireRememberMeCookie(session);
        authSession.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
        answer.accept(Response.seeOther(PageUrls.restartSignedOut(session, authSession))
                .build());
    }
}
