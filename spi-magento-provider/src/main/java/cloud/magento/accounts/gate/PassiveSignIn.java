package cloud.magento.accounts.gate;

import cloud.magento.accounts.linking.LinkDecision;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventType;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * A sign-in that may show no page: {@code prompt=none} of OpenID Connect, {@code IsPassive} of SAML. Where the policy wants
 * a page, Keycloak sends the application away with an error and writes no event; so the refusal's event is written here.
 */
final class PassiveSignIn {
    /** Set on a sign-in that a SAML service provider asked for without pages; OpenID Connect has a note of Keycloak's. */
    private static final String SAML_PASSIVE = "magento.saml.passive";

    private PassiveSignIn() {}

    static void mark(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(SAML_PASSIVE, "true");
    }

    /** Writes the event of a decision that stands in the way, if this sign-in ends by it. */
    static void refused(RequiredActionContext context, LinkDecision decision) {
        if (is(context.getAuthenticationSession())) {
            context.getEvent()
                    .clone()
                    .event(EventType.LOGIN)
                    .user(context.getUser())
                    .detail("magento_reason", decision.reason().id())
                    .error(GrantGate.description(decision.reason()));
        }
    }

    private static boolean is(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(SAML_PASSIVE) != null
                || TokenUtil.hasPrompt(
                        authSession.getClientNote(OIDCLoginProtocol.PROMPT_PARAM), OIDCLoginProtocol.PROMPT_VALUE_NONE);
    }
}
