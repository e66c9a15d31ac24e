package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.evaluation.ShownFactors;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.registry.LinkIntent;
import cloud.magento.accounts.registry.PendingWrites;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.IdentityBrokerService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The end of a first login: Keycloak ties the account to the identity, runs the mappers and goes on with the sign-in.
 * It is done in the request in which the account was made, not after a redirect as Keycloak does it, so that one
 * transaction holds all of it: whoever does not follow the redirect would leave an account that nobody owns, and
 * another one at each further try.
 */
final class FirstLoginCompletion {
    private final AuthenticationFlowContext context;
    private final FirstLogin login;

    FirstLoginCompletion(AuthenticationFlowContext context, FirstLogin login) {
        this.context = context;
        this.login = login;
    }

    /**
     * The answer to the browser. It must be thrown past the flow, as a {@link WebApplicationException}: the flow would
     * write to the authentication session, which a finished sign-in no longer has.
     *
     * @throws UnfinishedException where anything failed; all that was changed has to be given up
     */
    Response tie(UserModel account, LinkProof proof) {
        KeycloakSession session = context.getSession();
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        String alias = login.provider().getAlias();
        PendingWrites.flush(session);
        takeUser(account);
        new LinkIntent(account.getId(), login.upstreamIdentity(), proof, ShownFactors.of(session, authSession))
                .save(authSession);
        authSession.setAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS, alias);
        IdentityBrokerService service = new IdentityBrokerService(session);
        service.init();
        Response answer;
        try {
            answer = service.afterFirstBrokerLogin(
                    context.generateAccessCode(),
                    authSession.getClient().getClientId(),
                    AuthenticationProcessor.getClientData(session, authSession),
                    authSession.getTabId());
        } catch (WebApplicationException refused) {
            throw new UnfinishedException(refused.getResponse());
        }
        PendingWrites.flush(session);
        if (answer.getStatus() >= Response.Status.BAD_REQUEST.getStatusCode() || !isTied(account)) {
            throw new UnfinishedException(answer);
        }
        return answer;
    }

    /**
     * Keycloak refuses where the sign-in has come to be another account's meanwhile, on a page that would keep what was
     * made.
     */
    private void takeUser(UserModel account) {
        try {
            context.setUser(account);
        } catch (AuthenticationFlowException e) {
            throw new UnfinishedException(e);
        }
    }

    /** Whatever Keycloak answered, an account without its link must not stay. */
    private boolean isTied(UserModel account) {
        FederatedIdentityModel link = context.getSession()
                .users()
                .getFederatedIdentity(
                        context.getRealm(), account, login.provider().getAlias());
        return link != null && link.getUserId().equals(login.identity().getId());
    }

    /** Keycloak did not finish the sign-in. */
    static final class UnfinishedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final boolean taken;

        UnfinishedException(Response answer) {
            super("Keycloak did not finish the first login");
            this.taken = answer.getStatus() == Response.Status.CONFLICT.getStatusCode();
        }

        UnfinishedException(AuthenticationFlowException cause) {
            super("Keycloak did not take the account for the first login's", cause);
            this.taken = false;
        }

        /** Whether somebody else was faster with this identity or this account. */
        boolean isTaken() {
            return taken;
        }
    }
}
