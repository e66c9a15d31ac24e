package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * Refuses every token that the policy refuses, whatever grant asks for it: code, refresh, offline, device, CIBA,
 * exchange, password. It is the last door: it holds where the required action is not evaluated, is disabled, or belongs
 * to another flow.
 */
final class TokenGate implements TokenPostProcessor {
    /** A session this young was started by this request. */
    private static final long SAME_REQUEST_SECONDS = 5;

    private final KeycloakSession session;

    TokenGate(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        UserSessionModel userSession =
                context.clientSessionCtx().getClientSession().getUserSession();
        RealmModel realm = userSession.getRealm();
        Optional<AccountEvaluation> evaluation = AccountEvaluation.of(session, realm, userSession.getUser());
        if (evaluation.isEmpty()) {
            return;
        }
        AuthenticatedClientSessionModel clientSession =
                context.clientSessionCtx().getClientSession();
        LinkDecision decision = decide(session, evaluation.get(), clientSession);
        GateMetrics.count(session, decision, "token");
        ClientModel client = clientSession.getClient();
        if (!decision.passes()) {
            refuse(client, userSession, decision.reason());
        }
        SessionWay.note(session, evaluation.get(), userSession, client, GrantEvents.beginsSession(session));
    }

    /** What the policy says of an application's part of an open session. */
    static LinkDecision decide(
            KeycloakSession session, AccountEvaluation evaluation, AuthenticatedClientSessionModel clientSession) {
        return Impersonation.isAllowed(evaluation, clientSession.getUserSession())
                ? new LinkDecision.Pass(ReasonCode.NOT_DUE)
                : evaluation.decideWithoutPage(session, clientSession);
    }

    private void refuse(ClientModel client, UserSessionModel userSession, ReasonCode reason) {
        RealmModel realm = userSession.getRealm();
        String description = reason.oauthError();
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(GrantEvents.of(session))
                .client(client)
                .user(userSession.getUser())
                .session(userSession)
                .detail(EventDetails.REASON, reason.id())
                .error(description);
        endOfflineAccess(client, userSession);
        if (GrantEvents.beginsSession(session)) {
            end(userSession);
        }
        throw refusal(client, description);
    }

    /** Ends a session that nobody got a token of; Keycloak leaves it. One that was there before the request stays. */
    private void end(UserSessionModel userSession) {
        RealmModel realm = userSession.getRealm();
        UserSessionModel offline = session.sessions().getOfflineUserSession(realm, userSession.getId());
        if (offline != null) {
            session.sessions().removeOfflineUserSession(realm, offline);
        }
        session.sessions().removeUserSession(realm, userSession);
    }

    /**
     * Ends the offline access that this very request began, for a token that is not handed out. What began earlier
     * stays, as the other sessions do: somebody has its token, which is refused for as long as the policy says so.
     */
    private void endOfflineAccess(ClientModel client, UserSessionModel userSession) {
        RealmModel realm = userSession.getRealm();
        UserSessionModel offline = session.sessions().getOfflineUserSession(realm, userSession.getId());
        AuthenticatedClientSessionModel access =
                offline == null ? null : offline.getAuthenticatedClientSessionByClient(client.getId());
        if (access == null || access.getStarted() + SAME_REQUEST_SECONDS < Time.currentTimeSeconds()) {
            return;
        }
        if (offline.getAuthenticatedClientSessions().size() > 1) {
            access.detachFromUserSession();
        } else {
            session.sessions().removeOfflineUserSession(realm, offline);
        }
    }

    /**
     * The OAuth error. Of the grants some turn every other exception into an answer of their own: UMA into HTTP 500,
     * the JWT authorization grant into an error without description. Outside of a grant, in the implicit flow, a page
     * is wanted.
     */
    private RuntimeException refusal(ClientModel client, String description) {
        if (GrantEvents.grantType(session).isEmpty()) {
            return new TokenInterceptorException(OAuthErrorException.INVALID_GRANT, description);
        }
        Cors cors = Cors.builder()
                .auth()
                .allowedMethods(HttpMethod.POST)
                .exposedHeaders(Cors.ACCESS_CONTROL_ALLOW_METHODS)
                .checkAllowedOrigins(session, client);
        return new CorsErrorResponseException(
                cors, OAuthErrorException.INVALID_GRANT, description, Response.Status.BAD_REQUEST);
    }
}
