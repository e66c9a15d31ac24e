package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventType;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * A sign-in that may show no page: {@code prompt=none} of OpenID Connect, {@code IsPassive} of SAML, a password grant.
 * A reminder does not stop it, since nobody would see one. Where the policy does stop it, Keycloak sends the
 * application away with an error and writes no event; so the refusal's event is written here.
 */
final class PassiveSignIn {
    /** Set where the request says so to us alone; for {@code prompt=none} Keycloak has a note of its own. */
    private static final String WITHOUT_PAGE = "magento.without-page";

    private PassiveSignIn() {}

    static void mark(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(WITHOUT_PAGE, "true");
    }

    /** Writes the event of a decision that stands in the way, if this sign-in ends by it. */
    static void refused(RequiredActionContext context, LinkDecision decision) {
        if (is(context.getAuthenticationSession())) {
            context.getEvent()
                    .clone()
                    .event(EventType.LOGIN)
                    .user(context.getUser())
                    .detail(EventDetails.REASON, decision.reason().id())
                    .error(decision.reason().oauthError());
        }
    }

    static boolean is(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(WITHOUT_PAGE) != null
                || TokenUtil.hasPrompt(
                        authSession.getClientNote(OIDCLoginProtocol.PROMPT_PARAM), OIDCLoginProtocol.PROMPT_VALUE_NONE);
    }
}
