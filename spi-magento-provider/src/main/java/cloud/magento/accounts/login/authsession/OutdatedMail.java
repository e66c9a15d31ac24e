package cloud.magento.accounts.login.authsession;

import cloud.magento.accounts.evaluation.SignInEpoch;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.refusal.Refusal;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.RefusalPage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A mail with something to do for an account whose link has changed since it was written: to set a password, to verify
 * or to change the address, or whatever else the server mails a link for. Its reader may no longer be the account's
 * owner.
 */
final class OutdatedMail {
    private OutdatedMail() {}

    /**
     * Lets a mail that is not outdated pass.
     *
     * @param authSession the sign-in by the mail's link; it is for nobody afterwards, where the mail is refused
     * @param actionToken the token that the link carries
     * @throws WebApplicationException with the page, where it is outdated
     */
    static void refuse(KeycloakSession session, AuthenticationSessionModel authSession, String actionToken) {
        @Nullable UserModel user = authSession.getAuthenticatedUser();
        if (user != null && SignInEpoch.isMailedBefore(session, authSession.getRealm(), user, actionToken)) {
            EventBuilder event = new EventBuilder(
                            authSession.getRealm(),
                            session,
                            session.getContext().getConnection())
                    .event(EventType.EXECUTE_ACTION_TOKEN)
                    .client(authSession.getClient());
            RecordedRefusal refusal =
                    Refusal.because(ReasonCode.LINK_CHANGED).of(user).record(session, event);
            authSession.setAuthenticatedUser(null);
            throw new WebApplicationException(new RefusalPage(session, refusal)
                    .within(authSession)
                    .retryingAt(PageUrls.restart(session, authSession))
                    .render(Response.Status.CONFLICT));
        }
    }
}
