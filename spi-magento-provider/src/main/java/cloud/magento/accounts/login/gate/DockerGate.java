package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.web.PageUrls;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.docker.DockerAuthV2Protocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Refuses the token for a container registry that the policy refuses: Keycloak's Docker protocol builds it by itself,
 * past the token gate. It holds where the required action is disabled. The answer is in the registry's own form, of
 * which {@code docker login} shows the message.
 */
final class DockerGate extends DockerAuthV2Protocol {
    private final KeycloakSession session;

    DockerGate(KeycloakSession session) {
        this.session = session;
        setSession(session);
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession, UserSessionModel userSession, ClientSessionContext context) {
        Optional<AccountEvaluation> evaluation =
                AccountEvaluation.of(session, userSession.getRealm(), userSession.getUser());
        Optional<LinkDecision> decision =
                evaluation.map(asked -> TokenGate.decide(session, asked, context.getClientSession()));
        decision.ifPresent(made -> GateMetrics.count(session, made, "docker"));
        if (decision.isPresent() && !decision.get().passes()) {
            return refused(userSession, context, decision.get().reason());
        }
        evaluation.ifPresent(let -> SessionWay.note(
                session, let, userSession, context.getClientSession().getClient(), true));
        return super.authenticated(authSession, userSession, context);
    }

    private Response refused(UserSessionModel userSession, ClientSessionContext context, ReasonCode reason) {
        String description = reason.oauthError();
        new EventBuilder(userSession.getRealm(), session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(context.getClientSession().getClient())
                .user(userSession.getUser())
                .session(userSession)
                .detail(EventDetails.REASON, reason.id())
                .error(description);
        String message = description + ": open " + PageUrls.accountPage(session, userSession.getRealm())
                + " in a browser, which tells what to do";
        return Response.status(Response.Status.UNAUTHORIZED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("errors", List.of(Map.of("code", "DENIED", "message", message, "detail", List.of()))))
                .build();
    }
}
