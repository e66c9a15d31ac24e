package cloud.magento.accounts.upstream;

import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.RefusalPage;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * An answer that no sign-in is waiting for: its state is missing, invented or used, or the browser has no cookie for
 * it. The person gets a page that leads back to where the sign-in stands, if there still is one.
 */
final class UnexpectedCallback {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig config;

    UnexpectedCallback(KeycloakSession session, MagentoIdentityProviderConfig config) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.config = config;
    }

    Response page() {
        RecordedRefusal refusal =
                RefusalEvent.write(session, RefusalEvent.in(session, config), UpstreamFault.STATE_UNKNOWN);
        Optional<AuthenticationSessionModel> current = current();
        return new RefusalPage(session, refusal)
                .within(current.orElse(null))
                .retryingAt(current.map(authSession -> new AuthenticationFlowURLHelper(
                                        session, realm, session.getContext().getUri())
                                .getLastExecutionUrl(authSession))
                        .orElse(null))
                .accountAt(PageUrls.accountPage(session, realm))
                .render(Response.Status.BAD_REQUEST);
    }

    /**
     * The page in place of Keycloak's own answer, unless that one leads the person on by itself (to the sign-in page,
     * to the application, or to "you are signed in already") or says that the realm is off or wants https.
     */
    Response inPlaceOf(Response keycloaks) {
        boolean leadsOn = keycloaks.getStatus() >= 300 && keycloaks.getStatus() < 400;
        boolean signedInAlready = keycloaks.getStatus() == Response.Status.OK.getStatusCode()
                && current().isEmpty();
        if (!isUsable()) {
            return keycloaks;
        }
        if (leadsOn || signedInAlready) {
            RefusalEvent.write(session, RefusalEvent.in(session, config), UpstreamFault.STATE_UNKNOWN);
            return keycloaks;
        }
        return page();
    }

    private boolean isUsable() {
        boolean secure = "https"
                        .equals(session.getContext().getUri().getBaseUri().getScheme())
                || !realm.getSslRequired().isRequired(session.getContext().getConnection());
        return realm.isEnabled() && secure;
    }

    private Optional<AuthenticationSessionModel> current() {
        return Optional.ofNullable(session.getContext().getAuthenticationSession());
    }
}
